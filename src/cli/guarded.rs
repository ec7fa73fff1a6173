//! `dafu guarded`: another command of dafu, in a process that may use so much memory and no more.
//!
//! Where memory runs out Typst ends its process, and nothing can be done about it from within. What may come to
//! that is done in a process of its own, whose end is told by the one that started it.

use std::ffi::OsString;
use std::io;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use clap::Args;
use dafu::diag::Lang;

use super::{Status, execute, parse, system, usage};

/// What a letter may use, fonts, templates and ledger included: some thirty times what one of five pages needs.
pub(crate) const MEMORY_MIB: u64 = 4096;

/// Between two looks at a process.
const PAUSE: Duration = Duration::from_millis(5);

/// Arguments of `dafu guarded`.
#[derive(Debug, Args)]
pub(crate) struct GuardedCommand {
    /// Memory that it may use, in MiB
    #[arg(value_name = "MIB")]
    pub(crate) memory: u64,
    /// The command
    #[arg(value_name = "WORD", last = true, required = true)]
    pub(crate) words: Vec<OsString>,
}

/// Runs the command in this process, which is limited for good.
pub(crate) fn guarded(command: GuardedCommand, lang: Lang) -> Status {
    limit_memory(command.memory);
    end_with_parent();
    let words: Vec<OsString> = std::iter::once("dafu".into()).chain(command.words).collect();
    match parse(&words, lang) {
        Ok(cli) => execute(cli.command, lang),
        Err(err) => usage(&err, &words, lang),
    }
}

/// A process for a command of dafu; what it prints can be read. It lives no longer than its standard input is open.
pub(crate) fn command(words: impl IntoIterator<Item = OsString>) -> io::Result<Command> {
    let mut command = Command::new(system::program()?);
    command.arg("guarded").arg(MEMORY_MIB.to_string()).arg("--").args(words);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    Ok(command)
}

/// Waits until the process ends; ends it after `limit`, which gives `None`.
pub(crate) fn wait(child: &mut Child, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let mut waited = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if waited >= limit {
            end(child);
            return Ok(None);
        }
        std::thread::sleep(PAUSE);
        waited += PAUSE;
    }
}

/// Ends a process, if it has not ended, and waits for that.
pub(crate) fn end(child: &mut Child) {
    // It fails only where it has ended.
    let _ = child.kill();
    let _ = child.wait();
}

/// Ends this process when the one that started it is gone: nobody else would, should it never come to its end.
fn end_with_parent() {
    std::thread::spawn(|| {
        // Nothing is ever written there.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        system::exit(Status::Stopped);
    });
}

/// Address space is what systems can limit; macOS takes no notice. Where memory is short all the same, Linux shall
/// take it from this process and from no other.
#[cfg(unix)]
pub(crate) fn limit_memory(mib: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let bytes = mib.saturating_mul(1 << 20);
    let maximum = getrlimit(Resource::As).maximum;
    let bytes = maximum.map_or(bytes, |maximum| bytes.min(maximum));
    // Without the limit the process still is one of its own.
    let _ = setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum });
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
}

/// Windows limits memory by job objects, which no safe interface of the standard library reaches.
#[cfg(not(unix))]
pub(crate) fn limit_memory(_: u64) {}
