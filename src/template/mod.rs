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
/// Only files of this kind pass through Tera, and all of them are escaped.
const TEMPLATE_KIND: &str = ".typ.tera";

/// The templates of one pack, parsed and checked.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    files: PackFiles,
    pack: String,
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
        let templates = Self { tera, files, pack: profile.pack.clone(), faces: context::faces_value(families) };
        templates.try_out(profile)?;
        Ok(templates)
    }

    /// Fills the template with all values there are, and with as few as a letter can have.
    fn try_out(&self, profile: &Profile) -> Outcome<()> {
        // A pack may do without the form; then whoever asks for it is told.
        let has_form = self.files.get(&format!("{}/{FORM}", self.pack)).is_some();
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
        let context = context::context(record, lines, profile, &self.faces, None);
        let source = self
            .tera
            .render(entry.template(), &context)
            .map_err(|err| vec![check::fill_failed(&self.pack_dir(), &err)])?;
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
        let filled = self.fill(entry, record, lines, profile).ok()?.source;
        // A template that compares values takes another way where they are marked: then the line alone is known.
        let found = [true, false].into_iter().find_map(|values| {
            let mut marks = Marks::default();
            let tera = self.with_marked_lines(&mut marks)?;
            let slots = values.then_some(&mut marks);
            let context = context::context(record, lines, profile, &self.faces, slots);
            let marked = tera.render(entry.template(), &context).ok()?;
            marks.find(&marked, &filled, offset)
        })?;
        let (name, line) = found.line?;
        Some(Traced { file: self.pack_dir().join(name), line, slot: found.slot })
    }

    fn with_marked_lines(&self, marks: &mut Marks) -> Option<Tera> {
        let sources = check::sources(&self.files, &self.pack).ok()?;
        let marked: Vec<_> = sources.into_iter().map(|(name, source)| (name, marks.in_lines(name, source))).collect();
        let mut tera = new_tera();
        tera.add_raw_templates(marked).ok()?;
        Some(tera)
    }

    fn pack_dir(&self) -> PathBuf {
        self.files.dir().join(&self.pack)
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
