//! What the columns of a sheet mean, by its headings.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::book::{Cell, Sheet};
use super::heading_lines::{Heading, HeadingLines};
use super::headings::{Known, Target, plain};
use super::meaning::{Meaning, ambiguous, meaning, subject_area};
use crate::diag::{CellRef, Code, Diagnostic, Message, Origin};
use crate::profile::Key;

/// The headings of a ledger.
pub(super) struct Header {
    /// The last row they stand in.
    pub row: u32,
    /// Their first cell.
    pub first: Origin,
    /// The columns that are used, from the left.
    pub columns: Vec<Column>,
    /// Fields that no letter can be told because of an error in the headings.
    pub reported: BTreeSet<Key>,
}

/// A column that is used.
pub(super) struct Column {
    /// Its number from the left, from 0.
    pub index: u32,
    pub target: Target,
    pub heading: String,
    pub origin: Origin,
}

/// Reads the headings: unknown, double and ambiguous ones are told.
pub(super) fn read(
    file: &Arc<Path>,
    sheet: &Sheet,
    lines: HeadingLines,
    known: &Known<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Header {
    let headings = lines.headings(sheet, known);
    let row = lines.last;
    let first = headings.first().map_or(CellRef { row, column: 0 }, |heading| heading.place);
    let mut header = Header { row, first: sheet.origin(file, first), columns: Vec::new(), reported: BTreeSet::new() };
    for Heading { place, text: heading, target } in headings {
        let origin = sheet.origin(file, place);
        match target {
            None => findings.push(known.unknown_heading(&heading, &origin)),
            Some(Target::Counter) => {}
            Some(target) => header.columns.push(Column { index: place.column, target, heading, origin }),
        }
    }
    header.settle(sheet, known, findings);
    header.refuse_doubles(findings);
    header
}

impl Header {
    /// Columns of a field that another heading does not give.
    fn has(&self, key: &Key) -> bool {
        self.columns.iter().any(|column| column.target == Target::Field(key.clone()))
    }

    /// Every field that has a column.
    pub fn fields(&self) -> BTreeSet<Key> {
        let mut fields = BTreeSet::new();
        for column in &self.columns {
            match &column.target {
                Target::Field(key) => drop(fields.insert(key.clone())),
                Target::Session => fields.extend([Key::Term, Key::Meeting]),
                Target::SecondersCount => drop(fields.insert(Key::ProposerCount)),
                Target::Seconders => drop(fields.insert(Key::Proposers)),
                Target::Ambiguous | Target::Counter => {}
            }
        }
        fields
    }

    /// Decides what ambiguous headings mean, by the values below them.
    fn settle(&mut self, sheet: &Sheet, known: &Known<'_>, findings: &mut Vec<Diagnostic>) {
        let taken = self.has(&Key::Matter) && self.has(&Key::Category);
        for column in std::mem::take(&mut self.columns) {
            if column.target != Target::Ambiguous {
                self.columns.push(column);
                continue;
            }
            let values = values_below(sheet, self.row, column.index);
            match meaning(&column.heading, &values, taken, known) {
                Meaning::Field(key) => self.columns.push(Column { target: Target::Field(key), ..column }),
                Meaning::Area => findings.push(subject_area(&column)),
                Meaning::Open => {
                    findings.push(ambiguous(&column, &values, known));
                    self.reported.extend([Key::Matter, Key::Category]);
                }
            }
        }
        // A field with a heading of its own does not wait for the open one.
        for key in [Key::Matter, Key::Category] {
            if self.has(&key) {
                self.reported.remove(&key);
            }
        }
    }

    /// Two headings of one field: which is right, nobody but the clerk knows.
    fn refuse_doubles(&mut self, findings: &mut Vec<Diagnostic>) {
        let mut seen: BTreeMap<Key, (String, String)> = BTreeMap::new();
        let mut doubles = BTreeSet::new();
        for column in &self.columns {
            let Target::Field(key) = &column.target else {
                continue;
            };
            let here = (column.heading.clone(), cell_name(&column.origin));
            match seen.get(key) {
                None => drop(seen.insert(key.clone(), here)),
                Some(other) => {
                    findings.push(double(key, other, &here, &column.origin));
                    doubles.insert(key.clone());
                }
            }
        }
        self.columns.retain(|column| !matches!(&column.target, Target::Field(key) if doubles.contains(key)));
        self.reported.extend(doubles);
    }
}

fn cell_name(origin: &Origin) -> String {
    match origin {
        Origin::Cell { cell, .. } => cell.to_string(),
        other => other.to_string(),
    }
}

fn double(key: &Key, first: &(String, String), second: &(String, String), at: &Origin) -> Diagnostic {
    let message = Message::new(
        format!("{}“{}”和 {}“{}”是同一个栏目（{}）", first.1, first.0, second.1, second.0, key.heading()),
        format!(
            "`{}` in {} and `{}` in {} are headings of the same field ({key})",
            first.0, first.1, second.0, second.1
        ),
    );
    Diagnostic::error(Code::HeadingDuplicate, message)
        .at(at)
        .field(key.clone())
        .hint("删去其中一列，或改一个别的标题", "remove one of the columns, or give it another heading")
}

fn values_below(sheet: &Sheet, row: u32, column: u32) -> BTreeSet<String> {
    let from = CellRef { row: row.saturating_add(1), column: 0 };
    sheet
        .cells
        .range(from..)
        .filter(|(place, _)| place.column == column)
        .filter_map(|(_, cell)| match cell {
            Cell::Text(text) => Some(plain(text)),
            Cell::Number(number) => Some(number.shown.clone()),
            _ => None,
        })
        .filter(|value| !value.is_empty())
        .collect()
}
