//! `dafu adopt`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use dafu::archive::Adopted;
use dafu::diag::{Lang, Message};

use super::args::Options;
use super::json;
use super::report::Reporter;
use super::{Status, issue, system};

/// Arguments of `dafu adopt`.
#[derive(Debug, Args)]
pub(crate) struct AdoptCommand {
    /// The run's folder, which the summary names
    #[arg(value_name = "OUT", value_hint = ValueHint::DirPath)]
    pub(crate) run_dir: PathBuf,
    /// Letters that were stamped or signed elsewhere: PDFs, or pictures of a scanner
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Takes files in, each beside its letter.
pub(crate) fn adopt(command: &AdoptCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    let mut outbox = match issue::open(&command.run_dir) {
        Ok(outbox) => outbox,
        Err(problems) => {
            reporter.findings(&problems);
            return reporter.end(Status::Stopped);
        }
    };
    let mut status = Status::Done;
    for file in &command.files {
        match outbox.adopt(file, &system::now()) {
            Ok(adopted) => tell(&mut reporter, &file.display().to_string(), &adopted),
            Err(problems) => {
                reporter.findings(&problems);
                status = Status::Errors;
            }
        }
    }
    reporter.end(status)
}

fn tell(reporter: &mut Reporter, file: &str, adopted: &Adopted) {
    reporter.machine_line(&json::Line::Letter(json::Letter {
        id: Some(&adopted.id),
        number: &adopted.number,
        status: "adopted",
        path: Some(&adopted.path),
        bytes: Some(adopted.bytes),
        sha256: Some(&adopted.sha256),
        ..json::Letter::default()
    }));
    let path = &adopted.path;
    let (zh, en) = if adopted.same_text {
        ("页面文字相同", "its pages say the same")
    } else {
        ("没有文字可以核对", "it has no text to compare")
    };
    reporter
        .say(&Message::new(format!("已收入 {file}，存为 {path}（{zh}）"), format!("adopted {file} as {path} ({en})")));
}
