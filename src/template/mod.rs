//! Filling: a record and its lines become Typst source by a pack's `letter.typ.tera`. Knows nothing of PDF.

use std::path::Path;

use crate::diag::Outcome;
use crate::lines::Lines;
use crate::profile::{Key, Profile};
use crate::record::Record;

/// The templates of one pack, parsed and checked.
#[derive(Debug)]
pub struct Templates {}

/// The Typst source of one letter and the record to attach.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Typst source.
    pub source: String,
    /// The record's JSON.
    pub record: Vec<u8>,
}

impl Templates {
    /// Loads the profile's pack of the folder of templates `dir`; every mistake in a template is found here.
    pub fn load(dir: &Path, profile: &Profile) -> Outcome<Self> {
        let _ = (dir, profile);
        todo!()
    }

    /// SHA-256 over the files of the house style and of the pack, in hex: part of every letter's key.
    pub fn digest(&self) -> &str {
        todo!()
    }

    /// Fills the letter.
    pub fn fill(&self, record: &Record, lines: &Lines, profile: &Profile) -> Outcome<Filled> {
        let _ = (record, lines, profile);
        todo!()
    }

    /// Where the byte `offset` of the filled source comes from: the template's line (from 1), and the field
    /// whose value stands there.
    pub fn trace(
        &self,
        record: &Record,
        lines: &Lines,
        profile: &Profile,
        offset: usize,
    ) -> (usize, Option<Key>) {
        let _ = (record, lines, profile, offset);
        todo!()
    }
}
