//! Trying a letter that a run may have died of, in a process of its own (`dafu try`).

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use clap::Args;
use dafu::batch::{Trial, Trier, rehearse};
use dafu::diag::Lang;

use super::args::{Command, RunCommand};
use super::session::Session;
use super::stage::{self, Stage};
use super::{Status, guarded, parse, system};

/// What the process prints when all is ready and the letter begins.
const BEGUN: &str = "begun";

/// So long the ledger may be read.
const READING: Duration = Duration::from_mins(10);

/// Arguments of `dafu try`.
#[derive(Debug, Args)]
pub(crate) struct TryCommand {
    /// The ledger
    #[arg(id = "try_ledger", value_name = "LEDGER")]
    pub(crate) ledger: PathBuf,
    /// The letter's identity
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    pub(crate) id: String,
    /// The command of the run
    #[arg(value_name = "WORD", last = true, required = true)]
    pub(crate) words: Vec<OsString>,
}

/// Tries letters of a ledger with the options of this very command.
pub(crate) fn trier(ledger: &Path, limit: Duration) -> Trier {
    let ledger = ledger.to_owned();
    Trier::new(move |id| attempt(&ledger, id, limit).unwrap_or(Trial::NotTried))
}

fn attempt(ledger: &Path, id: &str, limit: Duration) -> std::io::Result<Trial> {
    let words = ["try".into(), ledger.into(), id.into(), "--".into()];
    let words = words.into_iter().chain(system::arguments().into_iter().skip(1));
    let mut child = guarded::command(words)?.spawn()?;
    let begun = child.stdout.take().map(watch_for_begin);
    if begun.is_none_or(|begun| begun.recv_timeout(READING).is_err()) {
        guarded::end(&mut child);
        return Ok(Trial::NotTried);
    }
    judge(&mut child, limit)
}

fn judge(child: &mut Child, limit: Duration) -> std::io::Result<Trial> {
    Ok(match guarded::wait(child, limit)? {
        None => Trial::TookTooLong,
        Some(status) if status.success() => Trial::Lived,
        Some(_) => Trial::Died,
    })
}

/// Reads to the end what a process prints, so that it never waits for its reader, and tells when it begins. Where it
/// ends before, the sender is dropped.
fn watch_for_begin(stdout: ChildStdout) -> Receiver<()> {
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            if line == BEGUN.as_bytes() {
                // Nobody may wait any more.
                let _ = tell.send(());
            }
        }
    });
    told
}

/// Makes the one letter, as the run would, and throws it away. The status is that of a success if it came to its end,
/// right or wrong.
pub(crate) fn try_letter(command: &TryCommand, lang: Lang) -> Status {
    let words: Vec<OsString> = std::iter::once("dafu".into()).chain(command.words.iter().cloned()).collect();
    match parse(&words, lang).map(|cli| cli.command) {
        Ok(Command::Run(run)) => try_one(command, run, lang).unwrap_or(Status::Stopped),
        _ => Status::Stopped,
    }
}

fn try_one(command: &TryCommand, run: RunCommand, lang: Lang) -> Option<Status> {
    let mut options = run.options;
    (options.format, options.verbose, options.quiet) = (None, None, Some(true));
    let mut session = Session::open(vec![command.ledger.clone()], &options, lang).ok()?;
    let stages = stage::all(&mut session, &AtomicBool::new(false), |_| false).ok()?;
    let Some(Stage::Ready(ready)) = stages.into_iter().next() else { return None };
    let workshop = ready.prepared.workshop?;
    let mut orders = ready.prepared.items.all.into_iter().filter_map(|item| item.order);
    let job = orders.find(|order| *order.letter_id == *command.id)?.job().ok()?;
    session.reporter.raw(format!("{BEGUN}\n").as_bytes());
    rehearse(&workshop, job);
    Some(Status::Done)
}
