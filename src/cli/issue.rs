//! `dafu issue`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use dafu::archive::{Entry, Marked, Outbox};
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin, Outcome};

use super::args::Options;
use super::json;
use super::only::{Candidate, Only};
use super::report::Reporter;
use super::{Status, system};

/// Arguments of `dafu issue`.
#[derive(Debug, Args)]
pub(crate) struct IssueCommand {
    /// The run's folder, which the summary names
    #[arg(value_name = "OUT", value_hint = ValueHint::DirPath)]
    pub(crate) run_dir: PathBuf,
    /// Take the mark back from the letters of --only: they were not sent after all
    #[arg(long, env = "DAFU_UNDO")]
    pub(crate) undo: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Marks letters as sent, so that no run changes them unasked.
pub(crate) fn issue(command: &IssueCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    let status = match mark_all(command, &mut reporter) {
        Ok(status) => status,
        Err(problems) => {
            reporter.findings(&problems);
            Status::Stopped
        }
    };
    reporter.end(status)
}

/// The folder of an earlier run.
pub(crate) fn open(dir: &Path) -> Outcome<Outbox> {
    if dir.join("journal.jsonl").is_file() { Outbox::open(dir) } else { Err(vec![no_run(dir)]) }
}

fn mark_all(command: &IssueCommand, reporter: &mut Reporter) -> Outcome<Status> {
    let undo = command.undo.unwrap_or(false);
    let only = command.options.only.as_ref();
    if undo && only.is_none() {
        return Err(vec![undo_what()]);
    }
    let mut outbox = open(&command.run_dir)?;
    let mut hits = vec![false; only.map_or(0, Only::len)];
    let chosen: Vec<Entry> =
        outbox.letters().into_iter().filter(|entry| chooses(only, entry, &mut hits)).cloned().collect();
    let mut status = Status::Done;
    if let Some(only) = only {
        let missed: Vec<_> =
            only.texts().zip(&hits).filter(|(_, hit)| !**hit).map(|(text, _)| only_empty(text)).collect();
        reporter.findings(&missed);
        if !missed.is_empty() {
            status = Status::Errors;
        }
    }
    let (mut marked, mut already) = (0, 0);
    for entry in &chosen {
        let now = system::now();
        match if undo { outbox.take_back(entry, &now) } else { outbox.issue(entry, &now) }? {
            Marked::Now => {
                marked += 1;
                tell(reporter, entry, if undo { "made" } else { "issued" });
            }
            Marked::Already => {
                already += 1;
                tell(reporter, entry, if undo { "made" } else { "issued" });
            }
            Marked::Refused(problem) => {
                reporter.findings(&[*problem]);
                tell(reporter, entry, "failed");
                status = Status::Errors;
            }
        }
    }
    outbox.sync()?;
    let out = command.run_dir.display();
    reporter.say(&if undo {
        Message::new(format!("{out}：{marked} 份不再算作已发出"), format!("{out}: {marked} no longer marked as sent"))
    } else {
        let (zh, en) = match already {
            0 => (String::new(), String::new()),
            _ => (format!("，{already} 份早已标记"), format!(", {already} were marked before")),
        };
        Message::new(format!("{out}：{marked} 份标记为已发出{zh}"), format!("{out}: {marked} marked as sent{en}"))
    });
    Ok(status)
}

fn tell(reporter: &mut Reporter, entry: &Entry, status: &'static str) {
    reporter.machine_line(&json::Line::Letter(json::Letter {
        id: Some(&entry.id),
        number: &entry.number,
        status,
        path: Some(&entry.path),
        pages: Some(entry.pages),
        bytes: Some(entry.bytes),
        sha256: Some(&entry.sha256),
        signed: entry.signed,
        ..json::Letter::default()
    }));
}

fn chooses(only: Option<&Only>, entry: &Entry, hits: &mut [bool]) -> bool {
    let Some(only) = only else { return true };
    // As `LetterId` shows it: place, assembly, term, meeting, matter, number, …
    let mut parts = entry.id.split('|');
    let candidate = Candidate {
        number: entry.number.clone(),
        assembly: parts.nth(1).unwrap_or_default().to_owned(),
        matter: parts.nth(2).unwrap_or_default().to_owned(),
        proposers: entry.proposers.clone(),
    };
    only.choosing(&candidate).map(|hit| hits[hit] = true).count() > 0
}

fn only_empty(text: &str) -> Diagnostic {
    let message =
        Message::new(format!("--only 的“{text}”没有选中任何函"), format!("`{text}` of --only chose no letter"));
    Diagnostic::error(Code::OnlyEmpty, message).hint(
        "只能选这个文件夹里已经生成的函：写号码 153、范围 160-165、提案:21 或提出人姓名",
        "only letters that this folder has can be chosen: by numbers such as 153, ranges such as 160-165, 提案:21, or a proposer's name",
    )
}

fn undo_what() -> Diagnostic {
    let message = Message::new("--undo 要与 --only 一起用", "--undo needs --only");
    Diagnostic::error(Code::OptionInvalid, message)
        .hint("写明哪几封没有发出：--undo --only 153", "say which letters were not sent: --undo --only 153")
}

fn no_run(dir: &Path) -> Diagnostic {
    let message = Message::new("这个文件夹里没有运行的结果", "this folder has no run in it");
    Diagnostic::error(Code::NotAnOutput, message).at(&Origin::file(dir)).hint(
        "写 dafu run 存放结果的文件夹，里面有 letters 和 journal.jsonl",
        "name the folder that dafu run wrote to; it has letters and journal.jsonl in it",
    )
}
