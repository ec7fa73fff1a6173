//! What one thread does for a letter: its pages, then its signatures.

use std::num::NonZeroUsize;
use std::sync::Arc;

use super::floor::Turn;
use super::problem::internal;
use super::{BatchOptions, Due};
use crate::archive::{Facts, Finished, Making, Work as _};
use crate::diag::{Checked, Diagnostic, Severity};
use crate::digest::sha256;
use crate::report::Album;
use crate::sign::{SignedPdf, Signer};
use crate::typeset::{Document, PageFacts, Pdf, Sheet};
use crate::workshop::{ContentKey, Job, Made, Order, WorkKey, Workshop};

/// Letters that may wait for a timestamp authority at the same time.
const WAITING: usize = 8;

/// A finished letter.
pub(super) struct Letter {
    file: File,
    /// Of its bytes: found by the thread that makes the letter, since the one that keeps letters keeps them all.
    sha256: String,
    facts: PageFacts,
    pack: String,
    proposers: Vec<String>,
    making: Option<Making>,
    key: WorkKey,
}

enum File {
    Unsigned(Pdf),
    Signed(SignedPdf),
}

impl File {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Unsigned(pdf) => pdf.bytes(),
            Self::Signed(pdf) => pdf.bytes(),
        }
    }
}

impl Finished for Letter {
    fn bytes(&self) -> &[u8] {
        self.file.bytes()
    }

    fn sha256(&self) -> String {
        self.sha256.clone()
    }

    fn pages(&self) -> usize {
        self.facts.pages
    }

    fn key(&self) -> WorkKey {
        self.key.clone()
    }

    fn proposers(&self) -> Vec<String> {
        self.proposers.clone()
    }

    fn making(&self) -> Option<Making> {
        self.making.clone()
    }

    fn facts(&self) -> Option<Facts> {
        Facts::of(&self.facts)
    }

    fn pack(&self) -> Option<String> {
        Some(self.pack.clone())
    }

    fn signed(&self) -> bool {
        matches!(self.file, File::Signed(_))
    }
}

/// Makes letters and signs them.
pub(super) struct Finisher {
    workshop: Arc<Workshop>,
    signer: Option<Arc<Signer>>,
    album: Option<Arc<Album>>,
    /// When everything was checked, RFC 3339.
    checked: String,
}

impl Finisher {
    pub(super) fn new(workshop: &Arc<Workshop>, options: &BatchOptions, checked: String) -> Self {
        let (signer, album) = (options.signer.clone(), options.album.clone());
        Self { workshop: Arc::clone(workshop), signer, album, checked }
    }

    /// What the finished file of an order must be, and what the journal notes of it.
    pub(super) fn due(&self, order: &Order) -> Result<Due, Diagnostic> {
        let job = order.job()?;
        let content = self.workshop.content_key(&job);
        Ok(Due { making: self.making(&job, &content), key: self.key(content) })
    }

    fn key(&self, content: ContentKey) -> WorkKey {
        content.signed(self.signer.as_deref().map(Signer::identity))
    }

    /// What the journal notes of a job; nothing of what goes with a letter, which is no paper of the archive.
    fn making(&self, job: &Job, content: &ContentKey) -> Option<Making> {
        let [profile, templates, fonts] = self.workshop.digests().map(str::to_owned);
        let (letter, background) = (&job.letter, &job.letter.background);
        job.product.is_letter().then(|| Making {
            content: content.0.clone(),
            profile,
            templates,
            fonts,
            checked: self.checked.clone(),
            proposers: letter.proposers.iter().map(|proposer| proposer.name.clone()).collect(),
            previous: letter.previous.clone(),
            disclosure: letter.disclosure.clone().or_else(|| background.published.then(|| "主动公开".to_owned())),
            retention: background.retention.clone(),
            item_no: background.item_no.clone(),
            ..Making::default()
        })
    }

    /// Threads for so many letters at once: where an authority is waited for there are more, so that typesetting
    /// never stands still for it.
    pub(super) fn threads(&self, jobs: NonZeroUsize) -> NonZeroUsize {
        let waits = self.signer.as_ref().is_some_and(|signer| signer.waits());
        if waits { jobs.saturating_add(WAITING) } else { jobs }
    }

    pub(super) fn make(&self, order: &Order, turn: &Turn<'_>) -> Checked<Letter> {
        let job = match order.job() {
            Ok(job) => job,
            Err(problem) => return Checked::failed(vec![problem]),
        };
        let Checked { value, mut findings } = turn.at_press(|| self.typeset(order, &job));
        let Some(Made { sheet, facts, pack, content }) = value else { return Checked::failed(findings) };
        let file = match (&self.signer, sheet) {
            (None, Sheet::Plain(pdf)) => Ok(File::Unsigned(pdf)),
            (None, Sheet::Sealed(_)) => Err(internal(order, "a seal and no signer")),
            (Some(signer), sheet) => signer.sign(&sheet, &self.workshop.record(&job), &facts.seals).map(File::Signed),
        };
        let making = self.making(&job, &content);
        let key = self.key(content);
        let proposers = job.letter.proposers.into_iter().map(|proposer| proposer.name).collect();
        match file {
            Ok(file) => {
                let sha256 = sha256([file.bytes()]);
                Checked { value: Some(Letter { file, sha256, facts, pack, proposers, making, key }), findings }
            }
            Err(problem) => {
                let problem: Diagnostic = problem.letter(&order.reference());
                findings.push(match order.origin() {
                    Some(origin) => problem.at(&origin),
                    None => problem,
                });
                Checked::failed(findings)
            }
        }
    }
}

impl Finisher {
    /// The letter's pages; where the album wants it, with a picture of the first, taken while they are at hand.
    fn typeset(&self, order: &Order, job: &Job) -> Checked<Made> {
        let Some(album) = &self.album else { return self.workshop.make(job) };
        let id = &order.letter_id;
        let mut take = |document: &Document, findings: &[Diagnostic]| {
            let problems = findings.iter().any(|found| found.severity > Severity::Note);
            if album.wants(id, problems)
                && let Some(picture) = document.thumbnail()
            {
                album.put(id.to_string(), picture);
            }
        };
        self.workshop.make_showing(job, &mut take)
    }
}
