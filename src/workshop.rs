//! The one way to make a page: break, fill, compile, inspect, export.

mod product;

pub use product::{DRAFT_MARK, Job, Product};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::{Checked, Code, Diagnostic, Message, Origin, Outcome, Severity};
use crate::digest::sha256;
use crate::fonts::Faces;
use crate::letter::{Letter, LetterDate, Slot};
use crate::lines::{Lines, break_letter};
use crate::profile::{Key, Pack, Profile};
use crate::record::{Record, RecordBlock};
use crate::seal::{self, SealSet, Seals};
use crate::template::{Entry, Filled, Templates, Traced};
use crate::typeset::{
    Document, Enclosed, PageFacts, PageProblem, Sheet, Spot, SpotPlace, Thumbnail, Typesetter, TypstProblem, inspect,
};

/// A finished page set.
#[derive(Debug, Clone)]
pub struct Made {
    /// The PDF, with a seal or without.
    pub sheet: Sheet,
    /// What is on its pages.
    pub facts: PageFacts,
    /// The pack it was set by, with its version and digest.
    pub pack: String,
}

/// A letter to look at, right or wrong.
pub struct Proof {
    filled: Filled,
    document: Document,
    facts: PageFacts,
    date: LetterDate,
    key: ContentKey,
    sound: bool,
}

/// A line on a page and where it comes from.
#[derive(Debug, Clone)]
pub struct SourceSpot {
    /// Where it stands; its place is in the filled letter or in a file of the templates.
    pub spot: Spot,
    /// The template's file and line.
    pub template: Option<(PathBuf, usize)>,
    /// The field that it prints.
    pub key: Option<Key>,
    /// Where that field's value comes from.
    pub origin: Option<Origin>,
}

impl Proof {
    /// The filled Typst source.
    pub fn source(&self) -> &str {
        &self.filled.source
    }

    /// The lines of each page, in reading order.
    pub fn text(&self) -> Vec<Vec<String>> {
        self.document.text()
    }

    /// What was found on its pages.
    pub fn facts(&self) -> &PageFacts {
        &self.facts
    }

    /// Every page as a PNG with `dpi` dots an inch.
    pub fn pictures(&self, dpi: f64) -> Vec<Vec<u8>> {
        self.document.pictures(dpi)
    }
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
        self.key_of(job, &self.record(job))
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

    fn key_of(&self, job: &Job, record: &Record) -> ContentKey {
        let record = sha256([record.to_json().as_slice()]);
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
        let Checked { value, findings } = self.lay_out(job, |making, key| {
            let enclosed = self.enclosed(job, making.record).map_err(|problems| making.findings.extend(problems));
            let enclosed = enclosed.ok()?;
            let wanted = enclosed.seals.len();
            let laid = making.lay_out(enclosed)?;
            if wanted > 0 && laid.facts.sealed() != wanted {
                making.findings.push(seal::not_set());
            }
            // A page that is not right is not worth a PDF.
            let made = if laid.sound { making.export(&laid, key) } else { None };
            if let Some(show) = show {
                making.show(&laid, job.product.mark(), show);
            }
            made
        });
        Checked { value: value.filter(|_| !findings.iter().any(Diagnostic::is_error)), findings }
    }

    /// Lays the job out to be looked at, with what is wrong on its pages.
    pub fn proof(&self, job: &Job) -> Checked<Proof> {
        if let Some(why) = self.refused(job) {
            return Checked::failed(vec![why]);
        }
        self.lay_out(job, |making, key| {
            // What is only looked at bears no seal.
            let mark = job.product.mark();
            let Laid { filled, document, sound, facts } = making.lay_out(Enclosed { mark, seals: Vec::new() })?;
            Some(Proof { filled, document, facts, date: job.letter.date, key: key.clone(), sound })
        })
    }

    /// A small picture of the job's first page, right or wrong.
    pub fn thumbnail(&self, job: &Job) -> Option<Thumbnail> {
        let picture = self.lay_out(job, |making, _| {
            let enclosed = self.enclosed(job, making.record).ok()?;
            making.lay_out(enclosed)?.document.thumbnail()
        });
        let picture = picture.value;
        // What only this letter used is forgotten with the next.
        comemo::evict(2);
        picture
    }

    /// The PDF of a proof: that of the letter where nothing is wrong with it, else one only to look at.
    pub fn proof_pdf(&self, proof: &Proof) -> Outcome<Vec<u8>> {
        let exported = if proof.sound {
            self.typesetter.export(&proof.document, proof.date, &proof.key.0).map(|pdf| pdf.bytes().to_vec())
        } else {
            self.typesetter.export_to_look_at(&proof.document)
        };
        exported.map_err(|problems| {
            let refused = |problem: &TypstProblem| Diagnostic::error(Code::PdfRefused, said(Code::PdfRefused, problem));
            problems.iter().map(refused).collect()
        })
    }

    /// The pack's `sample.typ`, which other Typst tools can open: the job's filled source.
    pub fn sample_source(&self, job: &Job) -> Outcome<String> {
        self.templates.fill_sample(&self.record(job), &self.lines(&job.letter), &self.profile)
    }

    /// Where every line of a proof comes from.
    pub fn spots(&self, job: &Job, proof: &Proof) -> Vec<SourceSpot> {
        let (record, lines) = (self.record(job), self.lines(&job.letter));
        let spots = self.typesetter.spots(&proof.document, &lines, &self.profile);
        let source = &proof.filled.source;
        let offset = |spot: &Spot| match &spot.place {
            SpotPlace::Letter(offset) => Some(*offset),
            SpotPlace::Text(text) => Templates::find_text(source, text),
            SpotPlace::Told(_) | SpotPlace::File(..) => None,
        };
        let offsets: Vec<usize> = spots.iter().filter_map(offset).collect();
        let mut traced = self.templates.trace_all(Entry::Letter, &record, &lines, &self.profile, &offsets).into_iter();
        let of_slots = self.templates.slot_lines(Entry::Letter, &record, &lines, &self.profile);
        let dir = self.templates.files().dir();
        let told = spots.into_iter().map(|spot| {
            let (template, slot) = match &spot.place {
                SpotPlace::Told(slot) => (of_slots.get(slot).cloned(), Some(slot.clone())),
                SpotPlace::File(file, line) => (Some((dir.join(file), *line)), None),
                SpotPlace::Letter(_) | SpotPlace::Text(_) => {
                    let traced = offset(&spot).and_then(|_| traced.next().flatten());
                    let slot = traced.as_ref().and_then(|traced| traced.slot.clone());
                    (traced.map(|traced| (traced.file, traced.line)), slot)
                }
            };
            let origin = slot.as_ref().map(|slot| job.letter.slot_origin(slot).clone());
            SourceSpot { spot, template, key: slot.map(|slot| slot.key()), origin }
        });
        told.collect()
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

    fn lay_out<T>(&self, job: &Job, then: impl FnOnce(&mut Making<'_>, &ContentKey) -> Option<T>) -> Checked<T> {
        let letter = &*job.product.view(&job.letter);
        let record = self.record_of(job.product, letter);
        let entry = job.product.entry();
        let lines = match entry {
            Entry::Letter => self.lines(letter),
            // Its lines are broken by Typst, as those of tables are.
            Entry::FeedbackForm => Lines::default(),
        };
        let mut making = Making { workshop: self, entry, letter, record: &record, lines: &lines, findings: Vec::new() };
        let value = then(&mut making, &self.key_of(job, &record));
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

/// A letter's pages before they become a PDF.
struct Laid {
    filled: Filled,
    document: Document,
    facts: PageFacts,
    /// Nothing is wrong on them.
    sound: bool,
}

/// One letter on its way through Typst.
struct Making<'a> {
    workshop: &'a Workshop,
    entry: Entry,
    letter: &'a Letter,
    record: &'a Record,
    lines: &'a Lines,
    findings: Vec<Diagnostic>,
}

impl Making<'_> {
    fn lay_out(&mut self, enclosed: Enclosed) -> Option<Laid> {
        let Workshop { profile, templates, typesetter, .. } = self.workshop;
        let filled = match templates.fill(self.entry, self.record, self.lines, profile) {
            Ok(filled) => filled,
            Err(problems) => {
                self.findings.extend(problems);
                return None;
            }
        };
        let document = match typesetter.compile_with(&filled, enclosed) {
            Ok(document) => document,
            Err(problems) => {
                self.refused(Code::TypstError, &problems);
                return None;
            }
        };
        for warning in document.warnings() {
            let note = self.explain(warning, Diagnostic::warning, Code::TypstWarning);
            self.findings.push(note);
        }
        let (facts, problems) = inspect(&document, self.lines, profile);
        let sound = !problems.iter().any(|problem| problem.diagnostic.is_error());
        let problems: Vec<_> = problems.into_iter().map(|problem| self.locate(problem)).collect();
        self.findings.extend(problems);
        Some(Laid { filled, document, facts, sound })
    }

    /// Shows the pages, laid out anew without seals where they have any.
    fn show(&mut self, laid: &Laid, mark: Option<&'static str>, show: Show<'_>) {
        if laid.facts.sealed() == 0 {
            show(&laid.document, &self.findings);
            return;
        }
        let told = self.findings.len();
        let bare = self.lay_out(Enclosed { mark, seals: Vec::new() });
        self.findings.truncate(told);
        if let Some(bare) = bare {
            show(&bare.document, &self.findings);
        }
    }

    fn export(&mut self, laid: &Laid, key: &ContentKey) -> Option<Made> {
        match self.workshop.typesetter.export(&laid.document, self.letter.date, &key.0) {
            Ok(pdf) => {
                let sheet = Sheet::of(pdf, laid.facts.sealed() > 0);
                Some(Made { sheet, facts: laid.facts.clone(), pack: self.workshop.pack() })
            }
            Err(problems) => {
                self.refused(Code::PdfRefused, &problems);
                None
            }
        }
    }

    fn refused(&mut self, code: Code, problems: &[TypstProblem]) {
        let problems = problems.iter().map(|problem| self.explain(problem, Diagnostic::error, code));
        let problems: Vec<_> = problems.collect();
        self.findings.extend(problems);
    }

    /// A problem of Typst, at the template's place or, where a value brought it about, at the value's cell.
    fn explain(&self, problem: &TypstProblem, new: fn(Code, Message) -> Diagnostic, code: Code) -> Diagnostic {
        let mut diagnostic = new(code, said(code, problem));
        let in_letter = if problem.file.is_none() { problem.offset } else { problem.called_at };
        let mut traced = in_letter.and_then(|offset| self.trace(offset));
        if let (Some(traced), None, Some(start), Some(end)) = (&mut traced, &problem.file, problem.offset, problem.end)
        {
            // The value that is wrong may stand within what Typst points at.
            traced.slot = traced.slot.take().or_else(|| self.slot_within(start, end));
        }
        // A warning is about the template, whatever value stood there.
        let slot = traced.as_ref().and_then(|traced| traced.slot.clone()).filter(|_| code != Code::TypstWarning);
        let in_file = problem.file.as_deref().and_then(|file| {
            let (line, column) = problem.line_column?;
            let path = self.workshop.templates.files().dir().join(file);
            Some(Origin::text(&path, line, column))
        });
        match (in_file, &slot, &traced) {
            (Some(origin), _, Some(traced)) => {
                diagnostic = with_template_line(diagnostic.at(&origin), traced);
            }
            (Some(origin), _, None) => diagnostic = diagnostic.at(&origin),
            (None, Some(slot), Some(traced)) => {
                let origin = self.letter.slot_origin(slot);
                diagnostic = with_template_line(diagnostic.at(origin), traced);
            }
            (None, None, Some(Traced { file, line, column, .. })) => {
                diagnostic = diagnostic.at(&Origin::text(file, *line, *column));
            }
            (None, _, None) => {}
        }
        if let Some(slot) = slot {
            diagnostic = with_field(diagnostic, &slot, self.letter.slot_origin(&slot));
        }
        for hint in &problem.hints {
            diagnostic = diagnostic.hint(format!("Typst 的提示：{hint}"), hint.clone());
        }
        diagnostic
    }

    /// The only value that stands within a stretch of the letter, where that is short.
    fn slot_within(&self, start: usize, end: usize) -> Option<Slot> {
        let offsets: Vec<usize> = (start..end.min(start + 300)).collect();
        let templates = &self.workshop.templates;
        let traced = templates.trace_all(self.entry, self.record, self.lines, &self.workshop.profile, &offsets);
        let mut slots: Vec<Slot> = traced.into_iter().flatten().filter_map(|traced| traced.slot).collect();
        slots.dedup();
        if slots.len() == 1 { slots.pop() } else { None }
    }

    fn trace(&self, offset: usize) -> Option<Traced> {
        let templates = &self.workshop.templates;
        templates.trace(self.entry, self.record, self.lines, &self.workshop.profile, offset)
    }

    /// A problem on the page, at the cell that its text comes from.
    fn locate(&self, problem: PageProblem) -> Diagnostic {
        let PageProblem { diagnostic, slot, character } = problem;
        // Text without told lines, such as a table's, is known by its characters only.
        match (slot, character.and_then(|c| field_with(self.record, c))) {
            (Some(slot), _) => diagnostic.at(self.letter.slot_origin(&slot)).field(slot.key()),
            (None, Some(key)) => diagnostic.at(self.letter.origin(&key)).field(key),
            (None, None) => match character.and_then(|c| self.template_with(c)) {
                Some(Traced { file, line, .. }) => diagnostic.at(&Origin::text(&file, line, 1)),
                None => diagnostic,
            },
        }
    }

    /// The template line that has a character of its own.
    fn template_with(&self, c: char) -> Option<Traced> {
        let Workshop { templates, profile, .. } = self.workshop;
        let source = templates.fill(self.entry, self.record, self.lines, profile).ok()?.source;
        self.trace(source.find(c)?)
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

fn said(code: Code, problem: &TypstProblem) -> Message {
    let (zh, en) = (problem.chinese(), &problem.message);
    match code {
        Code::PdfRefused => {
            Message::new(format!("不能存为存档用的 PDF：{zh}"), format!("failed to make an archival PDF: {en}"))
        }
        Code::TypstWarning => Message::new(format!("模板里有疑问：{zh}"), format!("the template is doubtful: {en}")),
        _ => Message::new(format!("模板出错：{zh}"), format!("the template failed: {en}")),
    }
}

fn with_template_line(diagnostic: Diagnostic, traced: &Traced) -> Diagnostic {
    let (file, line) = (traced.file.display(), traced.line);
    diagnostic.hint(format!("见模板 {file} 第{line}行"), format!("see line {line} of the template {file}"))
}

fn with_field(diagnostic: Diagnostic, slot: &Slot, origin: &Origin) -> Diagnostic {
    let key = slot.key();
    let part = |n: usize| format!("{}第{}段", key.heading(), n + 1);
    let (zh, en) = match slot {
        Slot::Field(_) => (key.heading().to_owned(), format!("`{key}`")),
        Slot::Body(n) => (part(*n), format!("paragraph {} of `{key}`", n + 1)),
        Slot::Attachment(n) => (part(*n), format!("item {} of `{key}`", n + 1)),
        Slot::Annex(annex, n) => {
            let (annex, n) = (annex + 1, n + 1);
            (format!("附件{annex}第{n}段"), format!("paragraph {n} of attachment {annex}"))
        }
    };
    diagnostic.hint(format!("排到“{zh}”（{origin}）时出错"), format!("it happened at {en} ({origin})")).field(key)
}

/// A field whose printed text has this character.
fn field_with(record: &Record, c: char) -> Option<Key> {
    let option = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(c));
    let list = |texts: &[String]| texts.iter().any(|text| text.contains(c));
    let body = record.body.iter().any(|block| match block {
        RecordBlock::Text(text) => text.contains(c),
        RecordBlock::Table { table, .. } => table.iter().any(|row| list(row)),
    });
    let fields = [
        (Key::Title, record.title.contains(c)),
        (Key::Addressee, record.addressee.contains(c)),
        (Key::Opening, option(&record.opening)),
        (Key::Body, body),
        (Key::Closing, option(&record.closing)),
        (Key::Attachments, list(&record.attachments)),
        (Key::Signatory, list(&record.signatory)),
        (Key::Issuer, list(&record.issuer)),
        (Key::DocNumber, option(&record.doc_number)),
        (Key::Note, option(&record.note)),
        (Key::Cc, list(&record.cc)),
        (Key::Category, option(&record.category)),
        (Key::Disclosure, option(&record.disclosure)),
        (Key::ContactUnit, option(&record.contact.unit)),
        (Key::ContactPerson, option(&record.contact.person)),
        (Key::ContactPhone, option(&record.contact.phone)),
    ];
    let extra = record.extra.iter().map(|(name, text)| (Key::Extra(name.clone()), text.contains(c)));
    let mut fields = fields.into_iter().chain(extra);
    fields.find_map(|(key, has)| has.then_some(key))
}
