//! `dafu preview`: letters to look at, from a ledger or from the profile's sample.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use dafu::archive;
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin, Outcome};
use dafu::letter::{self, Block, Letter};
use dafu::workbench;
use dafu::workshop::{Job, Order, Product, Proof, Workshop};

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
    worst: bool,
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
    if let Err(problems) = ledger {
        return session.stop(&problems);
    }
    let dir = command.out.unwrap_or_else(|| PathBuf::from(USUAL));
    let product = match command.product {
        None | Some(Shown::Reply) => Product::Reply,
        Some(Shown::FeedbackForm) => Product::FeedbackForm,
        Some(Shown::Publication) => Product::Publication,
    };
    let worst = command.worst.unwrap_or(false);
    let wanted =
        Wanted { product, worst, emit: command.emit.unwrap_or(Emit::Png), dpi: command.dpi.map_or(DPI, f64::from) };
    match show_all(&mut session, &dir, wanted) {
        Ok(status) => session.reporter.end(status),
        Err(problems) => session.stop(&problems),
    }
}

/// The sample letters of the profile that is asked for.
fn sample(options: &Options) -> Outcome<PathBuf> {
    let program_dir = system::program_dir();
    let found = places::find(places::TEMPLATES, options.templates.as_deref(), program_dir.as_deref());
    let templates = found.map_err(|problem| vec![problem])?;
    let name = options.profile.as_deref().unwrap_or("standard");
    let found = workbench::sample_of(&templates, name)?;
    found.ok_or_else(|| {
        let message = Message::new(format!("规则“{name}”没有样本"), format!("the profile `{name}` has no sample"));
        vec![
            Diagnostic::error(Code::ProfileUnknown, message)
                .at(&Origin::file(&templates.join("profiles/samples")))
                .hint("写明台账：dafu preview 台账", "name a ledger: dafu preview LEDGER"),
        ]
    })
}

/// How much a letter strains a template: by its title, its proposers, a long body, a short one, its attachments, and
/// the rarest character of its names.
fn strains(letter: &Letter) -> [usize; 6] {
    let lengths = letter.body.iter().map(|block| match block {
        Block::Heading(text) | Block::Item(text) | Block::Plain(text) => text.chars().count(),
        Block::RunIn { heading, rest } => heading.chars().count() + rest.chars().count(),
        Block::Table { rows, .. } => rows.iter().flatten().map(|cell| cell.chars().count()).sum(),
    });
    let body: usize = lengths.sum();
    let names = letter.proposers.iter().map(|proposer| proposer.name.as_str());
    let texts = names.chain([letter.title.text.as_str(), letter.addressee.as_str()]);
    // Level one has the common characters, those of plane 2 and 3 are the rarest.
    let characters = texts.flat_map(str::chars).map(|c| u32::from(c) as usize);
    let rare = characters.filter(|c| !(0xff00..0x10000).contains(c)).max().unwrap_or_default();
    let title = letter.title.text.chars().count();
    [title, letter.proposers.len(), body, usize::MAX - body, letter.attachments.len(), rare]
}

/// The letters that strain a template most, each once, in the ledger's order.
fn worst(orders: &[&Order]) -> Result<Vec<usize>, Diagnostic> {
    // Of equals the first; what no letter has strains none.
    let mut most = [(0, None); 6];
    for (at, order) in orders.iter().enumerate() {
        for (most, strain) in most.iter_mut().zip(strains(&order.job()?.letter)) {
            if strain > most.0 {
                *most = (strain, Some(at));
            }
        }
    }
    let mut chosen: Vec<usize> = most.into_iter().filter_map(|(_, at)| at).collect();
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
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
        let chosen = ready.prepared.items.all.iter().filter(|item| item.chosen);
        // One letter, unless several were asked for.
        let most = if wanted.worst || ready.plan.options.only.is_some() { usize::MAX } else { 1 };
        let mut orders: Vec<&Order> = chosen.filter_map(|item| item.order.as_ref()).take(most).collect();
        if wanted.worst {
            let worst = worst(&orders).map_err(|problem| vec![problem])?;
            orders = worst.into_iter().filter_map(|at| orders.get(at).copied()).collect();
        }
        fs::create_dir_all(dir).map_err(|err| vec![Diagnostic::io(dir, &err)])?;
        for order in &orders {
            let job = order.job().map_err(|problem| vec![problem])?;
            statuses.push(show(session, &workshop, &of(job, wanted.product), dir, wanted)?);
        }
        if orders.is_empty() {
            statuses.push(Status::Errors);
        }
    }
    Ok(stage::status(session, &statuses))
}

/// The job of another product of the same letter, with a name of its own.
fn of(job: Job, product: Product) -> Job {
    let file_stem = match product {
        Product::Reply | Product::ReplyWithForm | Product::Draft => job.file_stem,
        Product::FeedbackForm => letter::feedback_form_names(&[job.file_stem]).concat(),
        // What was taken out of the copy is not in its name either.
        Product::Publication => format!("{}_公开件", letter::file_names(&[job.letter.redacted()], None).concat()),
    };
    Job { letter: job.letter, product, file_stem }
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
