//! `dafu verify`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use dafu::archive;
use dafu::diag::{Diagnostic, Lang, Message};
use dafu::sign::verify::{self, Report, Trust, Verdict};

use super::Status;
use super::args::Options;
use super::json;
use super::report::Reporter;

/// Arguments of `dafu verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyCommand {
    /// Signed PDFs, or a run's folder
    #[arg(value_name = "PDF", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) pdfs: Vec<PathBuf>,
    /// Certificate of a trusted root
    #[arg(long, value_name = "CA.pem", env = "DAFU_TRUST", value_hint = ValueHint::FilePath)]
    pub(crate) trust: Vec<PathBuf>,
    /// File with a CRL or an OCSP response
    #[arg(long, value_name = "FILE", env = "DAFU_REVOCATION", value_hint = ValueHint::FilePath)]
    pub(crate) revocation: Vec<PathBuf>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Verifies files; says of each what was found, a line a check.
pub(crate) fn verify(command: &VerifyCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    let options = verify::Options { trust: command.trust.clone(), revocation: command.revocation.clone() };
    let trust = match Trust::open(&options) {
        Ok(trust) => trust,
        Err(problems) => {
            reporter.findings(&problems);
            return reporter.end(Status::Stopped);
        }
    };
    let mut status = Status::Done;
    for path in command.pdfs.iter().flat_map(|path| files(path)) {
        match std::fs::read(&path) {
            Ok(bytes) => {
                let report = verify::verify(&bytes, &trust);
                if !report.is_good() {
                    status = Status::Errors;
                }
                tell(&mut reporter, &path, &report);
            }
            Err(err) => {
                reporter.findings(&[Diagnostic::io(&path, &err)]);
                status = Status::Errors;
            }
        }
    }
    reporter.end(status)
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
