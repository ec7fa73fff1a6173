//! `dafu verify`: signed PDFs, the folders of runs, and packages.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use dafu::archive;
use dafu::archive::verify::{Again, Options as PackageOptions, Package, is_package, verify_run};
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin};
use dafu::sign::verify::{self, Report, Trust, Verdict};

use super::args::VerifyCommand;
use super::report::Reporter;
use super::verify_again::{self, Sources};
use super::{Status, json, new_file, pack, system, verify_report};

/// Verifies files; says of each what was found, a line a check.
pub(crate) fn verify(command: &VerifyCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    let options = verify::Options { trust: command.trust.clone(), revocation: command.revocation.clone() };
    let force = command.force.unwrap_or(false);
    let writable = command.report.as_deref().map_or(Ok(()), |file| report_file(command, file, force));
    let trust = writable.and_then(|()| Trust::open(&options));
    let trust = match trust {
        Ok(trust) => trust,
        Err(problems) => {
            reporter.findings(&problems);
            return reporter.end(Status::Stopped);
        }
    };
    let mut status = Status::Done;
    for path in &command.pdfs {
        let ended = if is_package(path) || path.join("journal.jsonl").is_file() {
            archived(command, path, &trust, &mut reporter)
        } else {
            Ok(files(path).iter().map(|file| pdf(file, &trust, &mut reporter)).max().unwrap_or(Status::Done))
        };
        status = status.max(ended.unwrap_or_else(|problems| {
            reporter.findings(&problems);
            Status::Errors
        }));
    }
    reporter.end(status)
}

/// The report is of one package or run.
fn report_file(command: &VerifyCommand, file: &Path, force: bool) -> Result<(), Vec<Diagnostic>> {
    if command.pdfs.len() > 1 {
        let message = Message::new("--report 一次只写一个包的报告", "--report is about one package at a time");
        return Err(vec![
            Diagnostic::error(Code::OptionInvalid, message)
                .hint("分几次核查，各写一个报告", "verify them one after the other, each with its report"),
        ]);
    }
    new_file::refuse_existing(file, force)
}

/// A package, or the folder of a run.
fn archived(
    command: &VerifyCommand,
    path: &Path,
    trust: &Trust,
    reporter: &mut Reporter,
) -> Result<Status, Vec<Diagnostic>> {
    let rebuild = command.rebuild.unwrap_or(false);
    let report = if is_package(path) {
        let package = Package::open(path)?;
        let sources = if rebuild { Some(Sources::of_package(&package, &command.options)?) } else { None };
        let mut rebuilder = sources.as_ref().map(Sources::open).transpose()?;
        let mut again = rebuilder.as_mut().map(verify_again::again);
        let again = again.as_mut().map(|again| again as &mut Again<'_>);
        package.verify(PackageOptions { trust, again })
    } else {
        let outbox = pack::open(path)?;
        let sources = if rebuild { Some(Sources::of_run(&command.options)?) } else { None };
        let mut rebuilder = sources.as_ref().map(Sources::open).transpose()?;
        let mut again = rebuilder.as_mut().map(verify_again::again);
        let again = again.as_mut().map(|again| again as &mut Again<'_>);
        verify_run(&outbox, trust, again)
    };
    verify_report::tell(reporter, path, &report);
    if let Some(file) = &command.report {
        let lang = reporter.lang();
        let tool = concat!("dafu ", env!("CARGO_PKG_VERSION"));
        let page = archive::verify::page(&report, &path.display().to_string(), &system::local_text(), tool, lang);
        new_file::write(file, page.as_bytes(), command.force.unwrap_or(false))?;
    }
    Ok(if report.is_good() { Status::Done } else { Status::Errors })
}

fn pdf(path: &Path, trust: &Trust, reporter: &mut Reporter) -> Status {
    match read(path) {
        Ok(bytes) => {
            let report = verify::verify(&bytes, trust);
            tell(reporter, path, &report);
            if report.is_good() { Status::Done } else { Status::Errors }
        }
        Err(problem) => {
            reporter.findings(&[problem]);
            Status::Errors
        }
    }
}

/// No letter is longer.
const LONGEST: u64 = 256 << 20;

fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|err| Diagnostic::io(path, &err))?;
    if bytes.len() as u64 <= LONGEST {
        return Ok(bytes);
    }
    let message = Message::new("文件太大，不会是函", "the file is too large to be a letter");
    Err(Diagnostic::error(Code::Io, message)
        .at(&Origin::file(path))
        .hint("核对是不是拿错了文件", "see whether it is the wrong file"))
}

/// The file itself, or the letters of a run's folder.
fn files(path: &Path) -> Vec<PathBuf> {
    let letters = path.join("letters");
    let folder = if letters.is_dir() { letters } else { path.to_path_buf() };
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![path.to_path_buf()] };
    let mut found: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.retain(|file| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf")));
    let companions = archive::companions_in(path);
    found.retain(|file| !companions.contains(file));
    found.sort();
    if found.is_empty() { vec![path.to_path_buf()] } else { found }
}

fn tell(reporter: &mut Reporter, path: &Path, report: &Report) {
    let file = path.display().to_string();
    for line in &report.lines {
        let lang = reporter.lang();
        reporter.machine_line(&json::Line::Check(json::Check {
            file: &file,
            field: line.field.as_deref(),
            name: line.check.as_str(),
            verdict: line.verdict.as_str(),
            message: line.message.text(lang),
        }));
        let of = |lang: Lang| {
            let field = line.field.as_ref().map(|field| format!(" [{field}]")).unwrap_or_default();
            let (check, verdict) = (line.check.text(lang), line.verdict.text(lang));
            let said = line.message.text(lang);
            match lang {
                Lang::Zh => format!("{file}：{check}{field} {verdict}：{said}"),
                Lang::En => format!("{file}: {check}{field} {verdict}: {said}"),
            }
        };
        let message = Message::new(super::text::plain(&of(Lang::Zh)), super::text::plain(&of(Lang::En)));
        // With -q only what is wrong is told.
        if line.verdict == Verdict::Failed { reporter.insist(&message) } else { reporter.say(&message) }
    }
    let good = report.is_good();
    let level = report.level.map(dafu::sign::Level::as_str);
    reporter.machine_line(&json::Line::Verified(json::Verified { file: &file, good, level }));
    let (zh, en) = if good { ("通过", "accepted") } else { ("不通过", "refused") };
    let message =
        Message::new(super::text::plain(&format!("{file}：{zh}")), super::text::plain(&format!("{file}: {en}")));
    if good { reporter.say(&message) } else { reporter.insist(&message) }
}
