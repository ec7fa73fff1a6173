//! `dafu verify`.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use dafu::archive;
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin};
use dafu::sign::verify::{self, Report, Trust, Verdict};

use super::Status;
use super::args::VerifyCommand;
use super::json;
use super::report::Reporter;

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
        match read(&path) {
            Ok(bytes) => {
                let report = verify::verify(&bytes, &trust);
                if !report.is_good() {
                    status = Status::Errors;
                }
                tell(&mut reporter, &path, &report);
            }
            Err(problem) => {
                reporter.findings(&[problem]);
                status = Status::Errors;
            }
        }
    }
    reporter.end(status)
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
