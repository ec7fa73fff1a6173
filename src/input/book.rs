//! A ledger in memory: sheets of sparse cells, or JSON objects, and what the ledger sets for all letters.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::normalise::unescaped;
use super::number::Number;
use super::tree::Node;
use crate::diag::{CellRef, Origin};

/// A ledger in memory.
#[derive(Debug, Clone)]
pub struct Book {
    /// The file, as the user named it.
    pub(super) file: Arc<Path>,
    /// Its rows or objects.
    pub(super) content: Content,
    /// Its sheets 设置, as they are.
    pub(super) aside: Vec<Sheet>,
    /// Values for all letters: the sheet 设置, or the JSON object's other members.
    pub(super) settings: Vec<Setting>,
    /// The profile that it names.
    pub(super) profile: Option<(String, Origin)>,
}

impl Book {
    /// The profile that the sheet 设置 or the JSON object names, and where.
    pub fn profile(&self) -> Option<(&str, &Origin)> {
        self.profile.as_ref().map(|(name, origin)| (name.as_str(), origin))
    }
}

/// What a ledger consists of.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// Sheets of a workbook, without 设置; one without a name for a `.csv`.
    Sheets(Vec<Sheet>),
    /// JSON values, each meant to be a letter.
    Items(Vec<Item>),
}

/// A ledger of 100,000 letters with 30 columns has as many cells.
const CELL_LIMIT: usize = 3_000_000;
/// What their texts may hold. A text can stand once in a file and in very many cells.
const TEXT_LIMIT: usize = 192 * 1024 * 1024;

/// A sheet. Only cells that hold something are stored, so that a far one costs nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub name: Option<Arc<str>>,
    pub hidden: bool,
    pub cells: BTreeMap<CellRef, Cell>,
    pub merged: Vec<Region>,
    /// Bytes of the texts that were put in.
    pub text: usize,
    /// Hidden rows that hold something, and whether a filter hides them.
    pub hidden_rows: BTreeMap<u32, Hiding>,
    /// Hidden columns, first and last.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Cells that hold something and are struck through, wholly or in part.
    pub struck: BTreeMap<CellRef, Struck>,
}

/// Why a row is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hiding {
    /// Somebody hid it.
    ByHand,
    /// A filter is on.
    ByFilter,
}

/// How much of a cell is struck through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Struck {
    /// All of it.
    Whole,
    /// These words of it.
    Part(String),
}

impl Sheet {
    /// The origin of one of its cells.
    pub fn origin(&self, file: &Arc<Path>, cell: CellRef) -> Origin {
        Origin::Cell { file: Arc::clone(file), sheet: self.name.clone(), cell }
    }

    /// Does the row hold anything?
    pub fn has_row(&self, row: u32) -> bool {
        self.cells.range(CellRef { row, column: 0 }..=CellRef { row, column: u32::MAX }).next().is_some()
    }

    /// Is the column hidden?
    pub fn hides_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|&(first, last)| (first..=last).contains(&column))
    }

    /// How much it holds.
    pub fn size(&self) -> Size {
        Size { cells: self.cells.len(), text: self.text }
    }

    /// Stores a cell, unless it is blank.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) {
        if !cell.is_blank() {
            self.text += cell.text_len();
            self.cells.insert(CellRef { row, column }, cell);
        }
    }
}

/// How much a sheet, or all of a book, holds. (A small file can be made to hold very much.)
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    cells: usize,
    text: usize,
}

impl Size {
    /// Both together.
    pub fn with(self, other: Self) -> Self {
        Self { cells: self.cells + other.cells, text: self.text + other.text }
    }

    /// Is it more than any ledger holds?
    pub fn is_too_large(self) -> bool {
        self.cells > CELL_LIMIT || self.text > TEXT_LIMIT
    }
}

/// A merged region; its value stands in its first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub first: CellRef,
    pub last: CellRef,
}

/// A cell that holds something, by its stored type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(Number),
    Date {
        year: i16,
        month: i8,
        day: i8,
        /// Its time of day as a person writes it, `14:30`, where it has one.
        time: Option<String>,
        /// As its cell shows it, where that is known.
        shown: Option<String>,
    },
    Bool(bool),
    /// An error such as `#N/A`, as shown.
    Error(String),
    /// A formula without a stored result.
    NoResult,
}

impl Cell {
    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// How long its text is, if it is one.
    pub fn text_len(&self) -> usize {
        if let Self::Text(text) = self { text.len() } else { 0 }
    }

    /// Text of a program that writes errors, and escaped line ends, as text (`.csv`, `.ods`, `.xls`).
    pub fn of_shown(text: String) -> Self {
        const ERRORS: &[&str] =
            &["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];
        let bare = text.trim();
        if ERRORS.contains(&bare) || bare.starts_with("Err:5") && bare.len() == 7 {
            return Self::Error(bare.to_owned());
        }
        Self::Text(unescaped(text))
    }
}

/// A JSON value that is meant to be a letter.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub value: ItemValue,
    pub pointer: String,
    /// The line, from 1, in `.jsonl`.
    pub line: Option<usize>,
}

/// The value of an item.
#[derive(Debug, Clone)]
pub(super) enum ItemValue {
    Parsed(Node),
    /// A line of the text of a `.jsonl`, which parses: as a tree it would take several times the room, so that one is
    /// made only while its letter is read.
    Line(Arc<String>, Range<usize>),
}

impl Item {
    /// Its value.
    pub fn node(&self) -> Cow<'_, Node> {
        match &self.value {
            ItemValue::Parsed(node) => Cow::Borrowed(node),
            ItemValue::Line(text, line) => {
                let line = text.get(line.clone()).unwrap_or_default();
                Cow::Owned(serde_json::from_str(line).unwrap_or(Node::Null))
            }
        }
    }
}

/// A value for all letters.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// Its name as typed: a key or heading.
    pub name: String,
    /// Where the name stands; in JSON the same as the value.
    pub name_origin: Origin,
    pub value: SettingValue,
}

/// The value of a setting.
#[derive(Debug, Clone)]
pub(super) enum SettingValue {
    Cell(Option<Cell>, Origin),
    Json(Node, String),
}
