//! `dafu preview`: letters to look at, from a ledger or from the profile's sample.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use dafu::archive;
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin, Outcome};
use dafu::letter;
use dafu::workshop::{Job, Product, Proof, Workshop};

use super::args::{Emit, Options, PreviewCommand, Shown};
use super::session::Session;
use super::stage::{self, Stage};
use super::{Status, places, system};

/// The folder where none is named.
const USUAL: &str = "preview";
/// Dots an inch of pictures: the grid of 22 lines can be read, and a page fits a screen.
const DPI: f64 = 110.0;

/// What is shown, and how.
#[derive(Clone, Copy)]
struct Wanted {
    product: Product,
    emit: Emit,
    dpi: f64,
}

/// Shows letters as pictures, PDF or Typst source. Wrong pages are shown too: that is what one wants to look at.
pub(crate) fn preview(command: PreviewCommand, lang: Lang) -> Status {
    let ledger = match command.ledger {
        Some(ledger) => Ok(ledger),
        None => sample(&command.options),
    };
    let ledgers = ledger.as_ref().map_or_else(|_| Vec::new(), |ledger| vec![ledger.clone()]);
    let mut session = match Session::open(ledgers, &command.options, lang) {
        Ok(session) => session,
        Err(status) => return status,
    };
    if let Err(problem) = ledger {
        return session.stop(&[problem]);
    }
    let dir = command.out.unwrap_or_else(|| PathBuf::from(USUAL));
    let product = match command.product {
        None | Some(Shown::Reply) => Product::Reply,
        Some(Shown::FeedbackForm) => Product::FeedbackForm,
        Some(Shown::Publication) => Product::Publication,
    };
    let wanted = Wanted { product, emit: command.emit.unwrap_or(Emit::Png), dpi: command.dpi.map_or(DPI, f64::from) };
    match show_all(&mut session, &dir, wanted) {
        Ok(status) => session.reporter.end(status),
        Err(problems) => session.stop(&problems),
    }
}

/// The sample letters of the profile that is asked for.
fn sample(options: &Options) -> Result<PathBuf, Diagnostic> {
    let templates = places::find(places::TEMPLATES, options.templates.as_deref(), system::program_dir().as_deref())?;
    let name = options.profile.as_deref().unwrap_or("standard");
    let file = templates.join("profiles").join("samples").join(format!("{name}.json"));
    if file.is_file() {
        return Ok(file);
    }
    Err(Diagnostic::error(
        Code::ProfileUnknown,
        Message::new(format!("规则“{name}”没有样本"), format!("the profile `{name}` has no sample")),
    )
    .at(&Origin::file(&file))
    .hint("写明台账：dafu preview 台账", "name a ledger: dafu preview LEDGER"))
}

fn show_all(session: &mut Session, dir: &Path, wanted: Wanted) -> Result<Status, Vec<Diagnostic>> {
    let stop = AtomicBool::new(false);
    let mut statuses = Vec::new();
    for stage in stage::all(session, &stop, |_| true)? {
        let Stage::Ready(ready) = stage else {
            statuses.push(Status::Stopped);
            continue;
        };
        let Some(workshop) = ready.prepared.workshop else {
            statuses.push(Status::Stopped);
            continue;
        };
        let chosen = ready.prepared.items.iter().filter(|item| item.chosen);
        // One letter, unless several were asked for.
        let most = if ready.plan.options.only.is_some() { usize::MAX } else { 1 };
        let jobs = chosen.filter_map(|item| item.job.as_ref()).take(most);
        let jobs: Vec<Job> = jobs.map(|job| of(job, wanted.product)).collect();
        fs::create_dir_all(dir).map_err(|err| vec![Diagnostic::io(dir, &err)])?;
        for job in &jobs {
            statuses.push(show(session, &workshop, job, dir, wanted)?);
        }
        if jobs.is_empty() {
            statuses.push(Status::Errors);
        }
    }
    Ok(stage::status(session, &statuses))
}

/// The job of another product of the same letter, with a name of its own.
fn of(job: &Job, product: Product) -> Job {
    let file_stem = match product {
        Product::Reply | Product::ReplyWithForm | Product::Draft => job.file_stem.clone(),
        Product::FeedbackForm => letter::feedback_form_names(std::slice::from_ref(&job.file_stem)).concat(),
        Product::Publication => {
            format!("{}_公开件", letter::publication_names(std::slice::from_ref(&job.letter), None).concat())
        }
    };
    Job { letter: job.letter.clone(), product, file_stem }
}

fn show(
    session: &mut Session,
    workshop: &Workshop,
    job: &Job,
    dir: &Path,
    wanted: Wanted,
) -> Result<Status, Vec<Diagnostic>> {
    let shown = workshop.proof(job);
    let counts = session.reporter.findings(&shown.findings);
    if let Some(proof) = &shown.value {
        for path in write(proof, workshop, dir, &job.file_stem, wanted)? {
            let path = path.display().to_string();
            session.reporter.say(&Message::new(path.clone(), path));
        }
    }
    Ok(counts.status(false))
}

/// Writes the letter; gives the files.
fn write(proof: &Proof, workshop: &Workshop, dir: &Path, stem: &str, wanted: Wanted) -> Outcome<Vec<PathBuf>> {
    let mut written = Vec::new();
    let mut keep = |name: String, bytes: &[u8]| {
        let path = dir.join(name);
        archive::write_whole(&path, bytes)?;
        written.push(path);
        Ok::<(), Vec<Diagnostic>>(())
    };
    match wanted.emit {
        Emit::Typ => keep(format!("{stem}.typ"), proof.source().as_bytes())?,
        Emit::Pdf => keep(format!("{stem}.pdf"), &workshop.proof_pdf(proof)?)?,
        Emit::Png => {
            let pictures = proof.pictures(wanted.dpi);
            let name = |page: usize| format!("{stem}-{page}.png");
            for (page, picture) in (1..).zip(&pictures) {
                keep(name(page), picture)?;
            }
            // Pages of an earlier, longer preview would be taken for this one's.
            let further = pictures.len() + 1..;
            further.map(|page| dir.join(name(page))).take_while(|path| fs::remove_file(path).is_ok()).count();
        }
    }
    Ok(written)
}
