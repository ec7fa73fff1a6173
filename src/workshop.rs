//! The one way to make a page: break, fill, compile, inspect, export.

mod making;
mod place;
mod product;
mod proof;

use making::{Laid, Making};

pub use product::{DRAFT_MARK, Job, Order, Product};
pub use proof::{Proof, SourceSpot};

use std::path::Path;
use std::sync::Arc;

use crate::diag::{Checked, Code, Diagnostic, Message, Outcome, Severity};
use crate::digest::sha256;
use crate::fonts::Faces;
use crate::letter::Letter;
use crate::lines::{Lines, break_letter};
use crate::profile::{Pack, Profile};
use crate::record::Record;
use crate::seal::{self, SealSet, Seals};
use crate::template::{Entry, Templates};
use crate::typeset::{Document, Enclosed, PageFacts, Sheet, Thumbnail, Typesetter};

/// A finished page set.
#[derive(Debug, Clone)]
pub struct Made {
    /// The PDF, with a seal or without.
    pub sheet: Sheet,
    /// What is on its pages.
    pub facts: PageFacts,
    /// The pack it was set by, with its version and digest.
    pub pack: String,
    /// The key of its content.
    pub content: ContentKey,
}

/// SHA-256, in hex, over everything the unsigned bytes depend on: record, profile, templates, fonts and version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContentKey(pub String);

/// SHA-256, in hex, over everything the file's bytes depend on: the content, and how it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkKey(pub String);

impl ContentKey {
    /// The key of the work: of content that is signed in this way, or not at all.
    pub fn signed(self, how: Option<&str>) -> WorkKey {
        match how {
            Some(how) => WorkKey(sha256([self.0.as_bytes(), b"\n", how.as_bytes()])),
            None => WorkKey(self.0),
        }
    }
}

/// Who is shown laid-out pages, with what was found in them.
pub type Show<'a> = &'a mut dyn FnMut(&Document, &[Diagnostic]);

/// Forgets what was not used for the last `letters` letters: otherwise memory grows with each.
pub fn forget(letters: usize) {
    comemo::evict(letters);
}

/// Profile, templates, faces and Typst, made once and shared.
pub struct Workshop {
    profile: Arc<Profile>,
    faces: Arc<Faces>,
    templates: Templates,
    typesetter: Typesetter,
    seals: Option<SealSet>,
}

impl Workshop {
    /// Loads templates for `profile` from `templates`.
    pub fn open(templates: &Path, profile: Arc<Profile>, faces: Arc<Faces>) -> Outcome<Self> {
        let faces = faces.for_pack(&profile.fonts)?;
        let templates = Templates::load(templates, &profile, &faces)?;
        let typesetter = Typesetter::new(templates.files(), &faces);
        Ok(Self { profile, faces, templates, typesetter, seals: None })
    }

    /// The same, setting these seals on replies. What it makes has to be signed.
    pub fn with_seals(self, seals: &Seals) -> Outcome<Self> {
        let mut profile = Profile::clone(&self.profile);
        profile.page.seal_mm = seals.size().map_or(profile.page.seal_mm, seal::SealSize::mm);
        let set = SealSet::ink(seals, profile.page.seal_mm, &self.typesetter, &self.faces)?;
        Ok(Self { profile: Arc::new(profile), seals: Some(set), ..self })
    }

    /// Room that a seal takes, in mm.
    pub fn seal_mm(&self) -> f64 {
        self.profile.page.seal_mm
    }

    /// The faces that it sets letters in.
    pub fn faces(&self) -> &Faces {
        &self.faces
    }

    /// SHA-256, in hex, over all that makes letters beside the letters themselves: version, profile, templates, fonts.
    pub fn digest(&self) -> String {
        let parts = [env!("CARGO_PKG_VERSION"), &self.profile.digest, self.templates.digest(), self.faces.digest()];
        sha256([parts.join("\n").as_bytes()])
    }

    /// The key of the job's content; cheap, nothing is typeset.
    pub fn content_key(&self, job: &Job) -> ContentKey {
        self.key_of(job, &self.record(job).to_json())
    }

    /// The same; `record` is the job's, as JSON.
    fn key_of(&self, job: &Job, record: &[u8]) -> ContentKey {
        let record = sha256([record]);
        let mut parts = vec![
            job.product.as_str(),
            env!("CARGO_PKG_VERSION"),
            &self.profile.digest,
            self.templates.digest(),
            self.faces.digest(),
            &record,
        ];
        parts.extend(self.seals_for(job).map(SealSet::digest));
        ContentKey(sha256([parts.join("\n").as_bytes()]))
    }

    /// The record of the job's letter.
    pub fn record(&self, job: &Job) -> Record {
        self.record_of(job.product, &job.product.view(&job.letter))
    }

    /// The record of a product; `letter` is what it may see.
    fn record_of(&self, product: Product, letter: &Letter) -> Record {
        Record { pack: Some(self.pack()), ..product.record(letter, &self.profile.name) }
    }

    /// The pack that letters are set by: `reply@0.1.0 sha256:…`.
    pub fn pack(&self) -> String {
        let Pack { name, version, .. } = &self.profile.pack;
        format!("{name}@{version} sha256:{}", self.templates.digest())
    }

    /// The files of its templates, by their path below the folder of templates.
    pub fn template_files(&self) -> impl Iterator<Item = &str> {
        self.templates.files().iter().map(|(path, _)| path)
    }

    /// The digests of what letters are made with: profile, templates, fonts.
    pub fn digests(&self) -> [&str; 3] {
        [&self.profile.digest, self.templates.digest(), self.faces.digest()]
    }

    /// The seals that this job gets. A draft has none, nor has a letter in another's name.
    fn seals_for(&self, job: &Job) -> Option<&SealSet> {
        self.seals.as_ref().filter(|_| job.product.is_letter() && !job.letter.draft)
    }

    /// What the job has beside its text.
    fn enclosed(&self, job: &Job, record: &Record) -> Outcome<Enclosed> {
        let mark = job.product.mark();
        let Some(set) = self.seals_for(job) else { return Ok(Enclosed { mark, seals: Vec::new() }) };
        if set.count() != record.issuer.len() {
            return Err(vec![seal::numbers_differ(set.count(), record.issuer.len())]);
        }
        Ok(Enclosed { mark, seals: set.impressions(record, &self.typesetter)? })
    }

    /// Makes the job. With an error among the findings there is no value.
    pub fn make(&self, job: &Job) -> Checked<Made> {
        self.make_and(job, None)
    }

    /// The same; `show` is given the laid-out pages, right or wrong, with what was found in them, but without seals: nobody
    /// has signed them yet.
    pub fn make_showing(&self, job: &Job, show: Show<'_>) -> Checked<Made> {
        self.make_and(job, Some(show))
    }

    fn make_and(&self, job: &Job, show: Option<Show<'_>>) -> Checked<Made> {
        if let Some(why) = self.refused(job) {
            return Checked::failed(vec![why]);
        }
        let Checked { value, findings } = self.lay_out(job, |making| {
            let enclosed = self.enclosed(job, making.record).map_err(|problems| making.findings.extend(problems));
            let enclosed = enclosed.ok()?;
            let wanted = enclosed.seals.len();
            let laid = making.lay_out(enclosed)?;
            if wanted > 0 && laid.facts.sealed() != wanted {
                making.findings.push(seal::not_set());
            }
            // A page that is not right is not worth a PDF.
            let made = if laid.sound { making.export(&laid, self.key_of(job, &laid.filled.record)) } else { None };
            if let Some(show) = show {
                making.show(&laid, job.product.mark(), show);
            }
            made
        });
        Checked { value: value.filter(|_| !findings.iter().any(Diagnostic::is_error)), findings }
    }

    /// A small picture of the job's first page, right or wrong.
    pub fn thumbnail(&self, job: &Job) -> Option<Thumbnail> {
        let picture = self.lay_out(job, |making| {
            // As in `make_showing`: no seal is shown but on the signed letter itself.
            let enclosed = Enclosed { mark: job.product.mark(), seals: Vec::new() };
            making.lay_out(enclosed)?.document.thumbnail()
        });
        // What only this letter used is forgotten with the next.
        forget(2);
        picture.value
    }

    /// Why there can be no such product of the letter.
    fn refused(&self, job: &Job) -> Option<Diagnostic> {
        match job.product {
            Product::Publication => job
                .letter
                .may_be_published(&self.profile)
                .err()
                .map(|why| Diagnostic { severity: Severity::Error, ..why }),
            Product::FeedbackForm if job.letter.feedback_form.is_none() => Some(no_form(&job.letter)),
            Product::Reply | Product::ReplyWithForm | Product::Draft | Product::FeedbackForm => None,
        }
    }

    fn lay_out<T>(&self, job: &Job, then: impl FnOnce(&mut Making<'_>) -> Option<T>) -> Checked<T> {
        let letter = &*job.product.view(&job.letter);
        let record = self.record_of(job.product, letter);
        let entry = job.product.entry();
        let lines = match entry {
            Entry::Letter => self.lines(letter),
            // Its lines are broken by Typst, as those of tables are.
            Entry::FeedbackForm => Lines::default(),
        };
        let mut making = Making { workshop: self, entry, letter, record: &record, lines: &lines, findings: Vec::new() };
        let value = then(&mut making);
        let findings = making.findings;
        let reference = letter.reference();
        let findings = findings.into_iter().map(|finding| finding.letter(&reference)).collect();
        Checked { value, findings }
    }

    fn lines(&self, letter: &Letter) -> Lines {
        let page = &self.profile.page;
        let lines = break_letter(&letter.title, &letter.paragraphs(&self.profile), page, &*self.faces);
        lines.with_annexes(&letter.title, &letter.annexes, page, &*self.faces)
    }
}

/// The letter has no form, or none is sent with it.
fn no_form(letter: &Letter) -> Diagnostic {
    let message = Message::new("这件函没有征询意见表", "no feedback form goes with this letter");
    Diagnostic::error(Code::FeedbackFormNone, message).at(letter.row()).letter(&letter.reference()).hint(
        "会办意见不附表；反馈方式填了“网上”“无”的也不附；规则里没有 [feedback_form] 的没有表",
        "none goes with an opinion to the lead unit, nor where `feedback` asks in another way, nor where the profile has no [feedback_form]",
    )
}
