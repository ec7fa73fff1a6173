//! Reading: a ledger becomes raw letters. File formats end here; every value keeps its origin.
//!
//! [`open`] reads the file into a [`Book`], which may name its profile; [`letters`] finds headings and
//! keys by the profile's field table and gives one [`RawLetter`] a row or object, with the defaults of the
//! sheet 设置, of `dafu.toml` and of the profile laid under it. [`read_bodies`] reads the text files that rows name.
//!
//! Inside, `sniff` and `contents` tell what a file really is; `workbook`, `ods`, `delimited` and `json`
//! read it; `headings`, `header` and `meaning` find the columns; `sheets`, `rows` and `items` make letters
//! of rows and objects, whose values `convert` and `nodes` make. `view` shows a book as it is, to be copied.
//! `paper` reads text files, `bodies` finds them and parts the letters in them.

mod base;
mod bodies;
mod book;
mod contents;
mod convert;
mod date_format;
mod delimited;
mod extent;
mod format_code;
mod gauge;
mod guard;
mod header;
mod heading_lines;
mod headings;
mod items;
mod json;
mod json_syntax;
mod meaning;
mod merged;
mod nodes;
mod normalise;
mod number;
mod number_format;
mod ods;
mod package;
mod paper;
mod read;
mod required;
mod rows;
mod session;
mod settings;
mod sheets;
mod sight;
mod sniff;
mod standardised;
mod text;
mod tree;
mod unseen;
mod view;
mod workbook;
mod xml;

#[cfg(test)]
mod tests;

pub use bodies::BodyOptions;
pub use book::Book;
pub use guard::is_guarded;
pub use view::{SheetView, Shown, View};

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::diag::{Checked, LetterRef, Origin};
use crate::profile::{Key, Profile};
use crate::shelf::Shelf;

/// One row or object, as found, with the defaults laid under it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RawLetter {
    /// The row's first cell, or the object.
    pub origin: Origin,
    /// The fields of the profile's table, also the missing ones ([`Value::Missing`]) that have a place of their own; those
    /// that are not there are missing at the row.
    pub fields: BTreeMap<Key, Field>,
    /// Fields whose value is missing because of an error that was reported already: a column that is not
    /// there, an error cell, a number that lost digits. A letter with one of them is not right; the error
    /// needs no second one.
    pub reported: BTreeSet<Key>,
    /// What the row's text file says beside the body: a whole letter's title, addressee, date, …
    pub from_file: BTreeMap<Key, Field>,
}

impl RawLetter {
    /// The row as problems name it before its identity is known.
    pub fn reference(&self) -> LetterRef {
        let number = match self.fields.get(&Key::Number).map(|field| &field.value) {
            Some(Value::Text(number)) => number.clone(),
            _ => String::new(),
        };
        LetterRef { number, id: None }
    }

    /// A field; one that the table lacks counts as missing at the row.
    pub fn field(&self, key: &Key) -> Field {
        self.fields.get(key).cloned().unwrap_or_else(|| Field { value: Value::Missing, origin: self.origin.clone() })
    }
}

/// A value and where it stands. A missing one has the origin of the empty cell, of the heading row's
/// first cell where the column is missing, or of the object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// What stands there.
    pub value: Value,
    /// Where.
    pub origin: Origin,
}

/// What parts the values of a list that stands in one text (contract).
pub const LIST_MARKS: [char; 4] = ['、', '；', ';', '\n'];

/// What stands in a cell or JSON value. Blanks around text are gone, line ends are `\n`, empty text is
/// `Missing`; else it is as typed. Only a field of kind count or date holds a number: elsewhere a number
/// has become text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    /// Bodies come from a folder of files, so that no column has to name them (`--bodies`).
    pub bodies: bool,
    /// The folder for what memory should not hold; without one it holds all (see [`Shelf::new`]).
    pub scratch: Option<PathBuf>,
}

/// Reads a ledger, `.xlsx .xls .ods .csv .json .jsonl`.
///
/// There is no book where the file cannot be read, or where it sets what a ledger may not set.
pub fn open(path: &Path) -> Checked<Book> {
    read::open(path)
}

/// Reads a ledger whose bytes are at hand; `name` tells its format and is what problems name.
pub fn read(name: &Path, bytes: &[u8]) -> Checked<Book> {
    read::of_bytes(name, bytes)
}

/// The letters of a book, in its order. A row with an error is among them; what the error took away is
/// named in [`RawLetter::reported`].
pub fn letters(
    book: &Book,
    profile: &Profile,
    defaults: &Defaults,
    options: &ReadOptions,
) -> Checked<Shelf<RawLetter>> {
    let mut findings = Vec::new();
    let mut letters = Shelf::new(options.scratch.as_deref());
    let known = headings::Known::of(profile);
    let mut base = base::Base::of(book, &known, defaults, &mut findings);
    base.bodies = options.bodies;
    match &book.content {
        book::Content::Sheets(sheets) => {
            sheets::letters(book, sheets, &known, &base, options, &mut letters, &mut findings);
        }
        book::Content::Items(items) => {
            items::letters(book, items, &known, &base, options, &mut letters, &mut findings);
        }
    }
    Checked { value: Some(letters), findings }
}

/// Reads the text files that hold bodies (正文文件), of the rows that `is_own` says are the issuer's to answer: the
/// others need none. What a file holds beside the body is kept in [`RawLetter::from_file`].
pub fn read_bodies(
    raws: &Shelf<RawLetter>,
    profile: &Profile,
    options: &BodyOptions,
    is_own: &dyn Fn(&RawLetter) -> bool,
) -> Checked<Shelf<RawLetter>> {
    bodies::read(raws, profile, options, is_own)
}
