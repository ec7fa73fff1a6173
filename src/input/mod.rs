//! Reading: a ledger becomes raw letters. File formats end here; every value keeps its origin.
//!
//! [`open`] reads the file into a [`Book`], which may name its profile; [`letters`] finds headings and
//! keys by the profile's field table and gives one [`RawLetter`] a row or object, with the defaults of the
//! sheet 设置, of `dafu.toml` and of the profile laid under it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::diag::{Checked, Origin};
use crate::profile::{Key, Profile};

/// One row or object, as found, with the defaults laid under it.
#[derive(Debug, Clone)]
pub struct RawLetter {
    /// The row's first cell, or the object.
    pub origin: Origin,
    /// Every field of the profile's table, also the missing ones ([`Value::Missing`]), so that each has a place.
    pub fields: BTreeMap<Key, Field>,
    /// Fields whose absence was reported already: a missing column, an error cell.
    pub reported: BTreeSet<Key>,
}

impl RawLetter {
    /// A field; one that the table lacks counts as missing at the row.
    pub fn field(&self, key: &Key) -> Field {
        self.fields.get(key).cloned().unwrap_or_else(|| Field {
            value: Value::Missing,
            origin: self.origin.clone(),
        })
    }
}

/// A value and where it stands. A missing one has the origin of the empty cell, of the heading row's
/// first cell where the column is missing, or of the object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// What stands there.
    pub value: Value,
    /// Where.
    pub origin: Origin,
}

/// What stands in a cell or JSON value. Blanks around text are gone, line ends are `\n`, empty text is
/// `Missing`; else it is as typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number: as text without `.0` or exponent, and whether all its digits are certain.
    Number {
        /// As a person would write it: `153`, `0.5`.
        shown: String,
        /// False where digits are gone: 16 or more of them, or beyond 2^53.
        exact: bool,
    },
    /// A date cell.
    Date {
        /// Year.
        year: i16,
        /// Month, 1 to 12.
        month: i8,
        /// Day, 1 to 31.
        day: i8,
    },
    /// Several values, of a JSON array.
    List(Vec<Field>),
    /// A JSON object within a field: a proposer, a table.
    Object(BTreeMap<String, Field>),
    /// True or false.
    Bool(bool),
    /// Nothing.
    Missing,
}

/// Values for every row that leaves them out, of `dafu.toml`: key → text and where it stands.
pub type Defaults = BTreeMap<Key, (String, Origin)>;

/// What of a book is read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Only this sheet (`--sheet`).
    pub sheet: Option<String>,
    /// Leave hidden rows out (`--skip-hidden`).
    pub skip_hidden: bool,
}

/// A ledger in memory.
#[derive(Debug, Clone)]
pub struct Book {
    // the helper who writes this room fills it
}

impl Book {
    /// The profile that the sheet 设置 or the JSON object names, and where.
    pub fn profile(&self) -> Option<(&str, &Origin)> {
        None
    }
}

/// Reads a ledger, `.xlsx .xls .ods .csv .json .jsonl`.
pub fn open(path: &Path) -> Checked<Book> {
    let _ = path;
    todo!()
}

/// The letters of a book, in its order.
pub fn letters(
    book: &Book,
    profile: &Profile,
    defaults: &Defaults,
    options: &ReadOptions,
) -> Checked<Vec<RawLetter>> {
    let _ = (book, profile, defaults, options);
    todo!()
}
