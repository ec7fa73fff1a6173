//! Rows to letters: what stands in a row, and what stands for it where it does not.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::base::Base;
use super::book::{Cell, Sheet};
use super::convert::{Converter, Reported, disclosure};
use super::header::{Column, Header};
use super::headings::{Known, Target, plain};
use super::merged::Merged;
use super::required::Missing;
use super::session::split_session;
use super::{Field, RawLetter, Value, sniff, unseen};
use crate::diag::{CellRef, Code, Diagnostic, Message, Origin};
use crate::profile::{Key, Kind};
use crate::shelf::Shelf;

/// A sheet whose headings are known.
pub(super) struct Table<'a> {
    pub file: &'a Arc<Path>,
    pub sheet: &'a Sheet,
    pub header: Header,
}

/// Reads the rows below the headings of a sheet.
pub(super) fn read(
    table: Table<'_>,
    known: &Known<'_>,
    base: &Base,
    skip_hidden: bool,
    letters: &mut Shelf<RawLetter>,
    findings: &mut Vec<Diagnostic>,
) {
    let Table { file, sheet, mut header } = table;
    let mut missing = Missing::of(&header, known, base, findings);
    header.reported.extend(missing.keys.iter().cloned());
    let mut is_incomplete = false;
    let before = letters.len();
    let merged = Merged::of(sheet, &header);
    let mut converter = Converter::default();
    let mut copied = 0;
    let mut next = header.row.checked_add(1);
    while let Some(row) = next {
        let from = CellRef { row, column: 0 };
        let Some((place, _)) = sheet.cells.range(from..).next() else {
            break;
        };
        let row = place.row;
        next = row.checked_add(1);
        let reader = Row { file, sheet, header: &header, merged: &merged, index: row };
        if reader.is_blank() {
            continue;
        }
        if let Some(total) = reader.total() {
            findings.push(total);
            continue;
        }
        if skip_hidden && sheet.hidden_rows.contains_key(&row) {
            findings.push(unseen::left_out(&reader.origin()));
            continue;
        }
        let mut letter = reader.read(known, base, &mut converter);
        let body = letter.field(&Key::Body).value;
        if letter.field(&Key::BodyFile).value == Value::Missing && !(base.bodies && body == Value::Missing) {
            missing.apply(&mut letter);
            is_incomplete = true;
        }
        let reference = letter.reference();
        let unseen = unseen::of_row(sheet, file, &header, row, &reader.origin());
        findings.extend(unseen.into_iter().map(|problem| problem.letter(&reference)));
        findings.extend(converter.findings.drain(..).map(|problem| problem.letter(&reference)));
        letters.push(&letter);
        copied += reader.copied();
        if copied > COPIED_LIMIT || base.outgrows(letters.len()) {
            letters.clear();
            findings.push(sniff::too_large(file));
            return;
        }
    }
    if is_incomplete || letters.len() == before {
        missing.tell(findings);
    }
    converter.tell_numbers(findings);
}

/// What merged cells may come to in all rows: one long text merged over very many fills the memory.
const COPIED_LIMIT: usize = 128 * 1024 * 1024;

/// What a row of totals begins with.
const TOTALS: &[&str] = &["合计", "总计", "小计", "共计", "累计"];

/// A row of a ledger.
struct Row<'a> {
    file: &'a Arc<Path>,
    sheet: &'a Sheet,
    header: &'a Header,
    merged: &'a Merged,
    /// Its number from the top, from 0.
    index: u32,
}

impl Row<'_> {
    fn place(&self, column: &Column) -> CellRef {
        CellRef { row: self.index, column: column.index }
    }

    /// Does no column that is used hold anything? (Rows numbered in advance, remarks below the table.)
    fn is_blank(&self) -> bool {
        self.header.columns.iter().all(|column| !self.sheet.cells.contains_key(&self.place(column)))
    }

    /// Its first used cell.
    fn origin(&self) -> Origin {
        let column = self.header.columns.first().map_or(0, |column| column.index);
        self.sheet.origin(self.file, CellRef { row: self.index, column })
    }

    /// Says that the row is one of totals: it begins with such a word, and nothing else of it is text.
    fn total(&self) -> Option<Diagnostic> {
        let from = CellRef { row: self.index, column: 0 };
        let to = CellRef { row: self.index, column: u32::MAX };
        let mut cells = self.sheet.cells.range(from..=to).map(|(_, cell)| cell);
        let Some(Cell::Text(first)) = cells.next() else { return None };
        let word = plain(first);
        let rest = TOTALS.iter().find_map(|total| word.strip_prefix(total))?;
        // 合计：12件
        let counts = |text: &str| text.chars().filter(|c| !c.is_numeric()).count() <= 2;
        let is_total = counts(rest) && cells.all(|cell| !matches!(cell, Cell::Text(text) if !counts(&plain(text))));
        is_total.then(|| {
            let message = Message::new(
                format!("“{}”是合计行，未读取", first.trim()),
                format!("`{}` is a row of totals; it was passed over", first.trim()),
            );
            Diagnostic::note(Code::RowTotal, message).at(&self.sheet.origin(self.file, from))
        })
    }

    /// The cell of a column, and where it stands: a merged region's value stands in its first cell.
    fn cell(&self, column: &Column) -> (Option<&Cell>, Origin) {
        let place = self.place(column);
        let source = self.merged.first(place).unwrap_or(place);
        let origin = self.sheet.origin(self.file, source);
        (self.sheet.cells.get(&source), origin)
    }

    /// Bytes of its texts that stand in another row.
    fn copied(&self) -> usize {
        let sources = self.header.columns.iter().filter_map(|column| self.merged.first(self.place(column)));
        let above = sources.filter(|source| source.row != self.index);
        above.filter_map(|source| self.sheet.cells.get(&source)).map(Cell::text_len).sum()
    }

    fn read(&self, known: &Known<'_>, base: &Base, converter: &mut Converter) -> RawLetter {
        let mut letter = RawLetter {
            origin: self.origin(),
            fields: BTreeMap::new(),
            reported: self.header.reported.clone(),
            from_file: BTreeMap::new(),
        };
        for column in &self.header.columns {
            let (cell, origin) = self.cell(column);
            match &column.target {
                Target::Field(key) => {
                    let value = match cell {
                        None => Ok(Value::Missing),
                        Some(cell) => converter.cell(key, known.kind(key), cell, &origin, &column.origin),
                    };
                    let value = value.map(|value| under_heading(key, &column.heading, value));
                    letter.put(key, value, origin);
                }
                Target::Session => letter.put_session(cell, &origin, converter),
                Target::Seconders | Target::SecondersCount | Target::Ambiguous | Target::Counter => {}
            }
        }
        self.add_seconders(&mut letter, converter);
        // What neither a column nor the row's text file gives is missed where the file is named.
        let file = letter.field(&Key::BodyFile);
        let is_row = matches!(&file.origin, Origin::Cell { cell, .. } if cell.row == self.index);
        let row = letter.origin.clone();
        let absent_at = match file.value != Value::Missing {
            true if is_row => &file.origin,
            false if base.bodies && letter.field(&Key::Body).value == Value::Missing => &row,
            _ => &self.header.first,
        };
        letter.lay_under(known, base, absent_at);
        letter
    }

    /// Seconders stand behind those who proposed; their number leaves out the first.
    fn add_seconders(&self, letter: &mut RawLetter, converter: &mut Converter) {
        for column in &self.header.columns {
            let (cell, origin) = self.cell(column);
            let Some(cell) = cell else { continue };
            match column.target {
                Target::Seconders => {
                    let kind = Kind::Names;
                    match converter.cell(&Key::Proposers, kind, cell, &origin, &column.origin) {
                        Ok(Value::Missing) => {}
                        Ok(value) => letter.append(&Key::Proposers, Field { value, origin }),
                        Err(Reported) => drop(letter.reported.insert(Key::Proposers)),
                    }
                }
                Target::SecondersCount if letter.field(&Key::ProposerCount).value == Value::Missing => {
                    let kind = Kind::Count;
                    let value = converter.cell(&Key::ProposerCount, kind, cell, &origin, &column.origin).map(one_more);
                    letter.put(&Key::ProposerCount, value, origin);
                }
                _ => {}
            }
        }
    }
}

/// A count that leaves out the first is one less than all. What is no number stays, to be told later.
fn one_more(value: Value) -> Value {
    let (Value::Text(shown) | Value::Number { shown, .. }) = &value else {
        return value;
    };
    match shown.parse::<u32>() {
        Ok(count) => Value::Number { shown: count.saturating_add(1).to_string(), exact: true },
        Err(_) => value,
    }
}

/// Yes and no under 是否公开 or 可否网上公开.
fn under_heading(key: &Key, heading: &str, value: Value) -> Value {
    let asks = ["是否", "可否"].iter().any(|word| plain(heading).starts_with(word));
    match &value {
        Value::Text(text) if *key == Key::Disclosure && asks => match text.as_str() {
            "是" => Value::Text(disclosure(true).to_owned()),
            "否" => Value::Text(disclosure(false).to_owned()),
            _ => value,
        },
        _ => value,
    }
}

impl RawLetter {
    /// Puts a value, or remembers that its error was told.
    pub(super) fn put(&mut self, key: &Key, value: Result<Value, Reported>, origin: Origin) {
        let value = value.unwrap_or_else(|Reported| {
            self.reported.insert(key.clone());
            Value::Missing
        });
        self.fields.insert(key.clone(), Field { value, origin });
    }

    /// Adds a value behind those that are there.
    fn append(&mut self, key: &Key, more: Field) {
        let here = self.fields.remove(key).filter(|field| field.value != Value::Missing);
        let field = match here {
            None => more,
            Some(field) => Field { origin: field.origin.clone(), value: Value::List(vec![field, more]) },
        };
        self.fields.insert(key.clone(), field);
    }

    fn put_session(&mut self, cell: Option<&Cell>, origin: &Origin, converter: &mut Converter) {
        let text = match cell {
            None => return,
            Some(Cell::Text(text)) => text.clone(),
            // An error cell or a number is told as any other would be.
            Some(cell) => {
                let kind = Kind::Text;
                match converter.cell(&Key::Term, kind, cell, origin, origin) {
                    Ok(Value::Text(text)) => text,
                    Ok(_) => return,
                    Err(Reported) => {
                        self.reported.extend([Key::Term, Key::Meeting]);
                        return;
                    }
                }
            }
        };
        let (term, meeting) = match split_session(&text, origin) {
            Ok((term, meeting)) => (Ok(Value::Text(term)), Ok(Value::Text(meeting))),
            Err(problem) => {
                converter.findings.push(problem);
                (Err(Reported), Err(Reported))
            }
        };
        for (key, value) in [(Key::Term, term), (Key::Meeting, meeting)] {
            // Columns of their own (届, 次) come first.
            if self.field(&key).value == Value::Missing {
                self.put(&key, value, origin.clone());
            }
        }
    }

    /// Lays defaults under what is missing; what has no column and no default stands at `absent_at`.
    pub(super) fn lay_under(&mut self, known: &Known<'_>, base: &Base, absent_at: &Origin) {
        // What stands at the row itself needs no place of its own.
        let is_row = *absent_at == self.origin;
        for key in known.keys() {
            let missing = self.fields.get(key).is_none_or(|field| field.value == Value::Missing);
            let reported = self.reported.contains(key);
            let default = base.fields.get(key).filter(|_| missing && !reported);
            if missing && !reported && base.reported.contains(key) {
                self.reported.insert(key.clone());
            }
            if let Some(field) = default {
                self.fields.insert(key.clone(), field.clone());
            } else if !is_row {
                self.fields.entry(key.clone()).or_insert_with(|| absent(absent_at));
            }
        }
    }
}

fn absent(origin: &Origin) -> Field {
    Field { value: Value::Missing, origin: origin.clone() }
}
