//! What one thread does for a letter: its pages, then its signatures.

use std::num::NonZeroUsize;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::{BatchOptions, internal};
use crate::archive::{Finished, Work as _};
use crate::diag::{Checked, Diagnostic};
use crate::sign::{SignedPdf, Signer};
use crate::typeset::{PageFacts, Pdf, Sheet};
use crate::workshop::{Job, Made, Workshop};

/// Letters that may wait for a timestamp authority at the same time.
const WAITING: usize = 8;

/// A finished letter.
pub(super) enum Letter {
    Unsigned { pdf: Pdf, facts: PageFacts },
    Signed { pdf: SignedPdf, facts: PageFacts },
}

impl Letter {
    fn page_facts(&self) -> &PageFacts {
        match self {
            Self::Unsigned { facts, .. } | Self::Signed { facts, .. } => facts,
        }
    }
}

impl Finished for Letter {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Unsigned { pdf, .. } => pdf.bytes(),
            Self::Signed { pdf, .. } => pdf.bytes(),
        }
    }

    fn pages(&self) -> usize {
        self.page_facts().pages
    }

    fn facts(&self) -> Option<serde_json::Value> {
        serde_json::to_value(self.page_facts()).ok()
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
        let Some(Made { sheet, facts }) = value else { return Checked::failed(findings) };
        let signed = match (&self.signer, sheet) {
            (None, Sheet::Plain(pdf)) => return Checked { value: Some(Letter::Unsigned { pdf, facts }), findings },
            (None, Sheet::Sealed(_)) => Err(internal(job, "a seal and no signer")),
            (Some(signer), sheet) => signer.sign(&sheet, &self.workshop.record(job), &facts.seals),
        };
        match signed {
            Ok(pdf) => Checked { value: Some(Letter::Signed { pdf, facts }), findings },
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
