//! What one thread does for a letter: its pages, then its signatures.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::BatchOptions;
use super::floor::Turn;
use super::problem::internal;
use crate::archive::{Finished, Work as _};
use crate::diag::{Checked, Diagnostic, Severity};
use crate::report::Album;
use crate::sign::{SignedPdf, Signer};
use crate::typeset::{PageFacts, Pdf, Sheet};
use crate::workshop::{Job, Made, Workshop};

/// Letters that may wait for a timestamp authority at the same time.
const WAITING: usize = 8;

/// A finished letter.
pub(super) enum Letter {
    Unsigned { pdf: Pdf, facts: PageFacts, pack: String },
    Signed { pdf: SignedPdf, facts: PageFacts, pack: String },
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

    fn pack(&self) -> Option<String> {
        match self {
            Self::Unsigned { pack, .. } | Self::Signed { pack, .. } => Some(pack.clone()),
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
    album: Option<Arc<Album>>,
}

impl Finisher {
    pub(super) fn new(workshop: &Arc<Workshop>, options: &BatchOptions) -> Self {
        Self { workshop: Arc::clone(workshop), signer: options.signer.clone(), album: options.album.clone() }
    }

    /// Threads for so many letters at once: where an authority is waited for there are more, so that typesetting
    /// never stands still for it.
    pub(super) fn threads(&self, jobs: NonZeroUsize) -> NonZeroUsize {
        let waits = self.signer.as_ref().is_some_and(|signer| signer.waits());
        if waits { jobs.saturating_add(WAITING) } else { jobs }
    }

    pub(super) fn make(&self, job: &Job, turn: &Turn<'_>) -> Checked<Letter> {
        let Checked { value, mut findings } = turn.at_press(|| self.typeset(job));
        let Some(Made { sheet, facts, pack }) = value else { return Checked::failed(findings) };
        let signed = match (&self.signer, sheet) {
            (None, Sheet::Plain(pdf)) => {
                return Checked { value: Some(Letter::Unsigned { pdf, facts, pack }), findings };
            }
            (None, Sheet::Sealed(_)) => Err(internal(job, "a seal and no signer")),
            (Some(signer), sheet) => signer.sign(&sheet, &self.workshop.record(job), &facts.seals),
        };
        match signed {
            Ok(pdf) => Checked { value: Some(Letter::Signed { pdf, facts, pack }), findings },
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

impl Finisher {
    /// The letter's pages; where the album wants it, with a picture of the first, taken while they are at hand.
    fn typeset(&self, job: &Job) -> Checked<Made> {
        let Some(album) = &self.album else { return self.workshop.make(job) };
        let id = job.id();
        self.workshop.make_showing(job, &mut |document, findings| {
            let problems = findings.iter().any(|found| found.severity > Severity::Note);
            if album.wants(&id, problems)
                && let Some(picture) = document.thumbnail()
            {
                album.put(id.clone(), picture);
            }
        })
    }
}
