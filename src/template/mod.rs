//! Filling: a record and its lines become Typst source by a pack's `letter.typ.tera`. Knows nothing of PDF.
//!
//! [`Templates::load`] finds every mistake in a template: syntax, unknown names (within conditions too),
//! escaping turned off, and what fails with all values given or with none. Afterwards filling fails only
//! where a template asks something of a value that this letter's value does not allow.

mod check;
mod context;
mod escape;
mod files;
mod paragraph;
mod place;
mod scan;
#[cfg(test)]
mod tests;
mod trace;

pub use files::PackFiles;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tera::{Delimiters, Tera, Value};

use self::trace::Marks;
use crate::diag::Outcome;
use crate::fonts::{Faces, Role};
use crate::letter::Slot;
use crate::lines::Lines;
use crate::profile::Profile;
use crate::record::Record;

/// A pack's main template.
const LETTER: &str = "letter.typ.tera";
/// That of the form that asks for an opinion, alone.
const FORM: &str = "feedback-form.typ.tera";
/// What a letter attaches, as its template names it.
const RECORD: &str = "/record.json";
/// What `sample.typ` attaches in its stead: the sample's ledger, which stands beside it.
const SAMPLE: &str = "sample.json";
/// Only files of this kind pass through Tera, and all of them are escaped.
const TEMPLATE_KIND: &str = ".typ.tera";

/// The templates of one pack, parsed and checked.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    files: PackFiles,
    faces: Value,
}

/// What is filled: one template of the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The letter.
    Letter,
    /// The form that asks for an opinion (征询意见表).
    FeedbackForm,
}

impl Entry {
    fn template(self) -> &'static str {
        match self {
            Self::Letter => LETTER,
            Self::FeedbackForm => FORM,
        }
    }
}

/// The Typst source of one letter and the record to attach.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Typst source.
    pub source: String,
    /// The record's JSON.
    pub record: Vec<u8>,
}

/// Where a place of the filled source comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// The template file.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// The column, from 1; 1 where values stand before it.
    pub column: usize,
    /// The element whose value stands there.
    pub slot: Option<Slot>,
}

impl Templates {
    /// Loads the profile's pack of the folder of templates `dir`; every mistake in a template is found here.
    pub fn load(dir: &Path, profile: &Profile, faces: &Faces) -> Outcome<Self> {
        Self::load_with(dir, profile, &context::families_of(faces))
    }

    /// The same with the families of each role.
    pub(crate) fn load_with(dir: &Path, profile: &Profile, families: &dyn Fn(Role) -> Vec<String>) -> Outcome<Self> {
        let files = PackFiles::read(dir, &profile.pack)?;
        let tera = check::parse(&files, profile)?;
        let templates = Self { tera, files, faces: context::faces_value(families) };
        templates.try_out(profile)?;
        Ok(templates)
    }

    /// Fills the template with all values there are, and with as few as a letter can have.
    fn try_out(&self, profile: &Profile) -> Outcome<()> {
        // A pack may do without the form; then whoever asks for it is told.
        let has_form = self.files.find(FORM).is_some();
        let entries = [Entry::Letter, Entry::FeedbackForm];
        for entry in entries.into_iter().filter(|entry| *entry == Entry::Letter || has_form) {
            for (record, lines) in check::samples(profile) {
                self.fill(entry, &record, &lines, profile)?;
            }
        }
        Ok(())
    }

    /// The files of the house style and of the pack.
    pub fn files(&self) -> &PackFiles {
        &self.files
    }

    /// SHA-256 over the files of the house style and of the pack, in hex: part of every letter's key.
    pub fn digest(&self) -> &str {
        self.files.digest()
    }

    /// Fills a template of the pack.
    pub fn fill(&self, entry: Entry, record: &Record, lines: &Lines, profile: &Profile) -> Outcome<Filled> {
        self.fill_with(entry, record, lines, profile, RECORD)
    }

    /// The pack's `sample.typ`: the letter filled so that other Typst tools can open it beside `sample.json`.
    pub fn fill_sample(&self, record: &Record, lines: &Lines, profile: &Profile) -> Outcome<String> {
        Ok(self.fill_with(Entry::Letter, record, lines, profile, SAMPLE)?.source)
    }

    fn fill_with(
        &self,
        entry: Entry,
        record: &Record,
        lines: &Lines,
        profile: &Profile,
        record_file: &str,
    ) -> Outcome<Filled> {
        let mut context = context::context(record, lines, profile, &self.faces, None);
        context.insert_value(context::RECORD_FILE, Value::from(record_file));
        let source =
            self.tera.render(entry.template(), &context).map_err(|err| vec![check::fill_failed(&self.files, &err)])?;
        Ok(Filled { source, record: record.to_json() })
    }

    /// Where the byte `offset` of the filled source comes from.
    pub fn trace(
        &self,
        entry: Entry,
        record: &Record,
        lines: &Lines,
        profile: &Profile,
        offset: usize,
    ) -> Option<Traced> {
        self.trace_all(entry, record, lines, profile, &[offset]).pop().flatten()
    }

    /// Where each of the bytes `offsets` of the filled source comes from.
    pub fn trace_all(
        &self,
        entry: Entry,
        record: &Record,
        lines: &Lines,
        profile: &Profile,
        offsets: &[usize],
    ) -> Vec<Option<Traced>> {
        let nothing = || vec![None; offsets.len()];
        let Ok(filled) = self.fill(entry, record, lines, profile) else { return nothing() };
        // A template that compares values takes another way where they are marked: then the line alone is known.
        let found = [true, false].into_iter().find_map(|values| {
            let mut marks = Marks::default();
            let tera = self.with_marked_lines(&mut marks)?;
            let slots = values.then_some(&mut marks);
            let mut context = context::context(record, lines, profile, &self.faces, slots);
            context.insert_value(context::RECORD_FILE, Value::from(RECORD));
            let marked = tera.render(entry.template(), &context).ok()?;
            marks.find_all(&marked, &filled.source, offsets)
        });
        let Some(found) = found else { return nothing() };
        let sources = check::sources(&self.files).unwrap_or_default();
        let traced = found.into_iter().zip(offsets).map(|(found, offset)| {
            let (name, line) = found.line?;
            let text = sources.iter().find(|(other, _)| **other == name).map_or("", |(_, text)| text);
            let text = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            let before = filled.source.get(..*offset).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
            let column = if text.starts_with(before) { before.chars().count() + 1 } else { 1 };
            Some(Traced { file: check::path_of(&self.files, &name), line, column, slot: found.slot })
        });
        traced.collect()
    }

    /// The template line that prints each value; of a value that stands in several the last, because the first ones set
    /// the document's properties.
    pub fn slot_lines(
        &self,
        entry: Entry,
        record: &Record,
        lines: &Lines,
        profile: &Profile,
    ) -> BTreeMap<Slot, (PathBuf, usize)> {
        let mut marks = Marks::default();
        let Some(tera) = self.with_marked_lines(&mut marks) else { return BTreeMap::new() };
        let mut context = context::context(record, lines, profile, &self.faces, Some(&mut marks));
        context.insert_value(context::RECORD_FILE, Value::from(RECORD));
        let Ok(marked) = tera.render(entry.template(), &context) else { return BTreeMap::new() };
        let found = marks.slot_lines(&marked).into_iter();
        found.map(|(slot, file, line)| (slot, (check::path_of(&self.files, &file), line))).collect()
    }

    /// Where `text` stands as a string of a filled source, if it stands there once.
    pub fn find_text(source: &str, text: &str) -> Option<usize> {
        let mut written = String::new();
        escape::literal(text.trim(), &mut written);
        // A line may be a part of the string.
        let inside = written.trim_matches('"');
        let mut found = source.match_indices(inside).filter(|_| !inside.is_empty());
        let (at, _) = found.next()?;
        found.next().is_none().then_some(at)
    }

    fn with_marked_lines(&self, marks: &mut Marks) -> Option<Tera> {
        let sources = check::sources(&self.files).ok()?;
        let marked: Vec<_> = sources.into_iter().map(|(name, source)| (name, marks.in_lines(name, source))).collect();
        let mut tera = new_tera();
        tera.add_raw_templates(marked).ok()?;
        Some(tera)
    }
}

/// Tera with our delimiters and our escape.
fn new_tera() -> Tera {
    let mut tera = Tera::new();
    let delimiters = Delimiters {
        variable_start: scan::VARIABLE.0.into(),
        variable_end: scan::VARIABLE.1.into(),
        block_start: scan::BLOCK.0.into(),
        block_end: scan::BLOCK.1.into(),
        comment_start: scan::COMMENT.0.into(),
        comment_end: scan::COMMENT.1.into(),
    };
    if let Err(err) = tera.set_delimiters(delimiters) {
        unreachable!("the delimiters are six different pairs of signs: {err}");
    }
    tera.autoescape_on([TEMPLATE_KIND]);
    tera.set_escape_fn(escape::escape_for_tera);
    tera
}
