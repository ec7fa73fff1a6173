//! Letters made in a process of their own: a template that loops for ever, or takes all memory, ends that process and
//! nothing else.
//!
//! The process is this program with a hidden command. It reads a question a line and answers each by one line of
//! JSON, behind which the pictures stand.

mod child;
mod wire;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use dafu::diag::{Code, Diagnostic, Message, Origin};

pub(crate) use child::{WorkerCommand, work};
pub(crate) use wire::{Answer, Ask, Letter, Make, Open, Page, Spot};

use super::system;

/// How much a letter may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Seconds.
    pub(crate) seconds: u64,
    /// Megabytes.
    pub(crate) megabytes: u64,
}

/// Where templates and fonts are, and how much a letter may take.
#[derive(Debug, Clone)]
pub(crate) struct Shop {
    /// The folder of templates.
    pub(crate) templates: PathBuf,
    /// The folder of fonts.
    pub(crate) fonts: PathBuf,
    /// What a letter may take.
    pub(crate) limits: Limits,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Lost {
    /// It took too long.
    Late,
    /// The process ended.
    Ended(Option<ExitStatus>),
    /// The process could not be started.
    NotStarted(std::io::Error),
}

/// A process that makes letters; started when first asked, and anew after it was lost.
pub(crate) struct Worker {
    shop: Shop,
    running: Option<Running>,
}

struct Running {
    child: Child,
    ask: ChildStdin,
    answers: Receiver<Answer>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be in an endless loop. If it is gone already, so much the better.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Worker {
    /// A worker that is not started yet.
    pub(crate) fn new(shop: Shop) -> Self {
        Self { shop, running: None }
    }

    /// Asks, and waits for the answer as long as a letter may take.
    pub(crate) fn ask(&mut self, ask: &Ask) -> Result<Answer, Lost> {
        let seconds = self.shop.limits.seconds;
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start().map_err(Lost::NotStarted)?,
        };
        let line = serde_json::to_string(ask).unwrap_or_default();
        let sent = writeln!(running.ask, "{line}").and_then(|()| running.ask.flush());
        let answer = match sent {
            Ok(()) => running.answers.recv_timeout(Duration::from_secs(seconds)),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        match answer {
            Ok(answer) => {
                self.running = Some(running);
                Ok(answer)
            }
            Err(RecvTimeoutError::Timeout) => Err(Lost::Late),
            Err(RecvTimeoutError::Disconnected) => Err(Lost::Ended(running.child.wait().ok())),
        }
    }

    fn start(&self) -> std::io::Result<Running> {
        let Shop { templates, fonts, limits } = &self.shop;
        let mut child = Command::new(system::program()?)
            .arg("typeset-worker")
            .arg(templates)
            .arg(fonts)
            .arg(limits.megabytes.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(ask), Some(told)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        };
        let (hand_in, answers) = channel();
        std::thread::spawn(move || {
            let mut told = BufReader::new(told);
            while let Some(answer) = read(&mut told) {
                if hand_in.send(answer).is_err() {
                    return;
                }
            }
        });
        Ok(Running { child, ask, answers })
    }

    /// What is told of an answer that did not come. `place` is the template, or what was changed last.
    pub(crate) fn explain(&self, lost: &Lost, place: &Origin) -> Diagnostic {
        let Limits { seconds, megabytes } = self.shop.limits;
        let found = match lost {
            Lost::Late => {
                let message = Message::new(
                    format!("{seconds} 秒没有排完，已经停下"),
                    format!("it was not done within {seconds} seconds and was stopped"),
                );
                Diagnostic::error(Code::TemplateTimeout, message).hint(
                    "检查刚改过的循环是不是没有结束",
                    "look at the loops that were changed last: does one not end?",
                )
            }
            Lost::Ended(status) => {
                let how = status.map(|status| status.to_string()).unwrap_or_default();
                let message = Message::new(
                    format!("用的内存超过 {megabytes} MB，已经停下（{how}）"),
                    format!("it took more than {megabytes} MB of memory and was stopped ({how})"),
                );
                Diagnostic::error(Code::TemplateMemory, message).hint(
                    "检查刚改过的循环和重复，是不是越拼越长",
                    "look at loops and repetitions that were changed last: does something grow without end?",
                )
            }
            Lost::NotStarted(err) => {
                let message = Message::new(
                    format!("不能启动排版的进程（{err}）"),
                    format!("failed to start the process that sets letters ({err})"),
                );
                return Diagnostic::error(Code::Internal, message);
            }
        };
        found.at(place)
    }
}

/// The next answer with its pictures; `None` when there will be no more.
fn read(told: &mut BufReader<impl std::io::Read>) -> Option<Answer> {
    let mut line = String::new();
    told.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut answer: Answer = serde_json::from_str(&line).ok()?;
    for page in &mut answer.pages {
        let mut picture = vec![0; page.bytes];
        told.read_exact(&mut picture).ok()?;
        page.picture = picture;
    }
    Some(answer)
}
