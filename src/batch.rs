//! Running many letters: parallelism and nothing else.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::archive::{Entry, Outbox};
use crate::diag::{Diagnostic, Outcome};
use crate::workshop::{Job, Workshop};

/// What happened, in the order it happened.
#[derive(Debug)]
pub enum Event<'a> {
    /// A letter was made; its file and journal line are in place.
    Made {
        /// The job.
        job: &'a Job,
        /// Its journal entry.
        entry: &'a Entry,
        /// Warnings and notes.
        findings: &'a [Diagnostic],
    },
    /// A finished letter was kept.
    Kept {
        /// The job.
        job: &'a Job,
        /// Its journal entry.
        entry: &'a Entry,
    },
    /// A letter could not be made.
    Failed {
        /// The job.
        job: &'a Job,
        /// Why.
        findings: &'a [Diagnostic],
    },
}

/// How to run.
#[derive(Debug, Clone)]
pub struct BatchOptions {
    /// Threads that make letters.
    pub jobs: NonZeroUsize,
    /// Warnings count as errors (`--strict`): a letter with one is not kept.
    pub strict: bool,
    /// Set from outside (Ctrl-C): letters in work are finished, no further one is begun.
    pub stop: Arc<AtomicBool>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Letters made now.
    pub made: usize,
    /// Letters found finished.
    pub kept: usize,
    /// Letters that could not be made.
    pub failed: usize,
    /// Letters not begun because the run was stopped.
    pub left: usize,
}

/// Makes every job that the outbox does not have. `now` gives the time for the journal, RFC 3339.
pub fn run(
    workshop: &Arc<Workshop>,
    jobs: Vec<Job>,
    outbox: &mut Outbox,
    options: &BatchOptions,
    now: &dyn Fn() -> String,
    on_event: &mut dyn FnMut(Event<'_>),
) -> Outcome<Summary> {
    let _ = (workshop, jobs, outbox, options, now, on_event);
    todo!()
}
