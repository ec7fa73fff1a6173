//! What one thread does for a letter: its pages, then its signatures.

use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::BatchOptions;
use crate::archive::{Finished, Work as _};
use crate::diag::{Checked, Diagnostic};
use crate::sign::{SignedPdf, Signer};
use crate::typeset::PageFacts;
use crate::workshop::{Job, Made, Workshop};

/// Letters that may wait for a timestamp authority at the same time.
const WAITING: usize = 8;

/// A finished letter.
pub(super) enum Letter {
    Unsigned(Made),
    Signed { pdf: SignedPdf, facts: PageFacts, pack: String },
}

impl Finished for Letter {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Unsigned(made) => made.bytes(),
            Self::Signed { pdf, .. } => pdf.bytes(),
        }
    }

    fn pages(&self) -> usize {
        match self {
            Self::Unsigned(made) => made.pages(),
            Self::Signed { facts, .. } => facts.pages,
        }
    }

    fn facts(&self) -> Option<serde_json::Value> {
        match self {
            Self::Unsigned(made) => made.facts(),
            Self::Signed { facts, .. } => serde_json::to_value(facts).ok(),
        }
    }

    fn pack(&self) -> Option<String> {
        match self {
            Self::Unsigned(made) => made.pack(),
            Self::Signed { pack, .. } => Some(pack.clone()),
        }
    }

    fn signed(&self) -> bool {
        matches!(self, Self::Signed { .. })
    }
}

/// Makes letters and signs them.
pub(super) struct Finisher {
    workshop: Arc<Workshop>,
    signer: Option<Arc<Signer>>,
    presses: Presses,
}

impl Finisher {
    pub(super) fn new(workshop: &Arc<Workshop>, options: &BatchOptions) -> Self {
        Self {
            workshop: Arc::clone(workshop),
            signer: options.signer.clone(),
            presses: Presses { free: Mutex::new(options.jobs.get()), given_back: Condvar::new() },
        }
    }

    /// Threads for so many letters at once: where an authority is waited for there are more, so that typesetting
    /// never stands still for it.
    pub(super) fn threads(&self, jobs: NonZeroUsize) -> NonZeroUsize {
        let waits = self.signer.as_ref().is_some_and(|signer| signer.waits());
        if waits { jobs.saturating_add(WAITING) } else { jobs }
    }

    pub(super) fn make(&self, job: &Job) -> Checked<Letter> {
        let Checked { value, mut findings } = self.presses.with(|| self.workshop.make(job));
        let Some(made) = value else { return Checked::failed(findings) };
        let Some(signer) = &self.signer else {
            return Checked { value: Some(Letter::Unsigned(made)), findings };
        };
        match signer.sign(&made.pdf, &self.workshop.record(job), &made.facts.seals) {
            Ok(pdf) => Checked { value: Some(Letter::Signed { pdf, facts: made.facts, pack: made.pack }), findings },
            Err(problem) => {
                let problem: Diagnostic = problem.letter(&job.reference());
                findings.push(match job.origin() {
                    Some(origin) => problem.at(origin),
                    None => problem,
                });
                Checked::failed(findings)
            }
        }
    }
}

/// As many letters are typeset at once as there are presses.
struct Presses {
    free: Mutex<usize>,
    given_back: Condvar,
}

impl Presses {
    fn with<T>(&self, work: impl FnOnce() -> T) -> T {
        /// Gives the press back, whatever becomes of the work.
        struct Held<'a>(&'a Presses);
        impl Drop for Held<'_> {
            fn drop(&mut self) {
                *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                self.0.given_back.notify_one();
            }
        }
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free == 0 {
            free = self.given_back.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= 1;
        drop(free);
        let _held = Held(self);
        work()
    }
}
