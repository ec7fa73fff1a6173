//! Rows to letters: which sheets are read, and what stands in a row.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::base::Base;
use super::book::{Book, Cell, Sheet};
use super::convert::{Converter, Reported, disclosure};
use super::header::{self, Column, Header};
use super::headings::{Known, Target, plain};
use super::normalise::normalise;
use super::{Field, RawLetter, ReadOptions, Value, required};
use crate::diag::{CellRef, Code, Diagnostic, LetterRef, Message, Origin};
use crate::profile::Key;

/// The letters of all sheets that are read, in their order.
pub(super) fn letters(
    book: &Book,
    sheets: &[Sheet],
    known: &Known<'_>,
    base: &Base,
    options: &ReadOptions,
    findings: &mut Vec<Diagnostic>,
) -> Vec<RawLetter> {
    let Some(chosen) = choose(book, sheets, known, options, findings) else {
        return Vec::new();
    };
    let mut letters = Vec::new();
    let mut empty = Vec::new();
    for (sheet, row) in chosen {
        let header = header::read(&book.file, sheet, row, known, findings);
        let before = letters.len();
        read_sheet(
            &book.file,
            sheet,
            header,
            known,
            base,
            &mut letters,
            findings,
        );
        if letters.len() == before {
            empty.push((sheet, row));
        }
    }
    for (sheet, row) in empty {
        findings.push(ledger_empty(&book.file, sheet, row, letters.is_empty()));
    }
    letters
}

/// The sheets that are read, and the rows of their headings. `None` where there is nothing to read.
fn choose<'s>(
    book: &Book,
    sheets: &'s [Sheet],
    known: &Known<'_>,
    options: &ReadOptions,
    findings: &mut Vec<Diagnostic>,
) -> Option<Vec<(&'s Sheet, u32)>> {
    if let Some(name) = &options.sheet {
        let found = sheets.iter().find(|sheet| {
            sheet
                .name
                .as_deref()
                .is_some_and(|given| given.trim() == name.trim())
        });
        let Some(sheet) = found else {
            findings.push(sheet_unknown(book, sheets, name));
            return None;
        };
        let Some(row) = header::find(sheet, known) else {
            findings.push(headings_missing(book, &[sheet], known));
            return None;
        };
        return Some(vec![(sheet, row)]);
    }
    let mut chosen = Vec::new();
    let mut passed = Vec::new();
    for sheet in sheets {
        match (header::find(sheet, known), sheet.hidden) {
            (Some(row), false) => chosen.push((sheet, row)),
            (Some(_), true) => passed.push(sheet_hidden(&book.file, sheet)),
            (None, _) => passed.push(sheet_skipped(&book.file, sheet)),
        }
    }
    if chosen.is_empty() {
        // The notes would only say the same again; a hidden ledger is worth its warning.
        passed.retain(|problem| problem.code == Code::SheetHidden);
        let visible: Vec<&Sheet> = sheets.iter().filter(|sheet| !sheet.hidden).collect();
        findings.push(headings_missing(book, &visible, known));
        findings.append(&mut passed);
        return None;
    }
    findings.append(&mut passed);
    Some(chosen)
}

fn read_sheet(
    file: &Arc<Path>,
    sheet: &Sheet,
    mut header: Header,
    known: &Known<'_>,
    base: &Base,
    letters: &mut Vec<RawLetter>,
    findings: &mut Vec<Diagnostic>,
) {
    let absent = required::missing(&header, known, base, findings);
    header.reported.extend(absent);
    let merged = Merged::of(sheet, &header);
    let mut converter = Converter::default();
    let mut next = header.row.checked_add(1);
    while let Some(row) = next {
        let from = CellRef { row, column: 0 };
        let Some((place, _)) = sheet.cells.range(from..).next() else {
            break;
        };
        let row = place.row;
        next = row.checked_add(1);
        let reader = Row {
            file,
            sheet,
            header: &header,
            merged: &merged,
            row,
        };
        if reader.is_blank() {
            continue;
        }
        let letter = reader.read(known, base, &mut converter);
        let reference = LetterRef {
            number: match letter.field(&Key::Number).value {
                Value::Text(number) => number,
                _ => String::new(),
            },
            id: None,
        };
        findings.extend(
            converter
                .findings
                .drain(..)
                .map(|problem| problem.letter(&reference)),
        );
        letters.push(letter);
    }
    converter.tell_numbers(findings);
}

/// A row of a ledger.
struct Row<'a> {
    file: &'a Arc<Path>,
    sheet: &'a Sheet,
    header: &'a Header,
    merged: &'a Merged,
    row: u32,
}

impl Row<'_> {
    fn place(&self, column: &Column) -> CellRef {
        CellRef {
            row: self.row,
            column: column.column,
        }
    }

    /// Does no column that is used hold anything? (Rows numbered in advance, remarks below the table.)
    fn is_blank(&self) -> bool {
        self.header
            .columns
            .iter()
            .all(|column| !self.sheet.cells.contains_key(&self.place(column)))
    }

    /// The cell of a column, and where it stands: a merged region's value stands in its first cell.
    fn cell(&self, column: &Column) -> (Option<&Cell>, Origin) {
        let place = self.place(column);
        let source = self.merged.first(place).unwrap_or(place);
        let origin = self.sheet.origin(self.file, source);
        (self.sheet.cells.get(&source), origin)
    }

    fn read(&self, known: &Known<'_>, base: &Base, converter: &mut Converter) -> RawLetter {
        let first = CellRef {
            row: self.row,
            column: self
                .header
                .columns
                .first()
                .map_or(0, |column| column.column),
        };
        let mut letter = RawLetter {
            origin: self.sheet.origin(self.file, first),
            fields: BTreeMap::new(),
            reported: self.header.reported.clone(),
        };
        for column in &self.header.columns {
            let (cell, origin) = self.cell(column);
            match &column.target {
                Target::Field(key) => {
                    let value = match cell {
                        None => Ok(Value::Missing),
                        Some(cell) => {
                            converter.cell(key, known.kind(key), cell, &origin, &column.origin)
                        }
                    };
                    let value = value.map(|value| under_heading(key, &column.heading, value));
                    letter.put(key, value, origin);
                }
                Target::Session => letter.put_session(cell, &origin, converter),
                Target::Seconders
                | Target::SecondersCount
                | Target::Ambiguous
                | Target::Counter => {}
            }
        }
        self.add_seconders(&mut letter, converter);
        letter.lay_under(known, base, &self.header.first);
        letter
    }

    /// Seconders stand behind those who proposed; their number leaves out the first.
    fn add_seconders(&self, letter: &mut RawLetter, converter: &mut Converter) {
        for column in &self.header.columns {
            let (cell, origin) = self.cell(column);
            let Some(cell) = cell else { continue };
            match column.target {
                Target::Seconders => {
                    let kind = crate::profile::Kind::Names;
                    match converter.cell(&Key::Proposers, kind, cell, &origin, &column.origin) {
                        Ok(Value::Missing) => {}
                        Ok(value) => letter.append(&Key::Proposers, Field { value, origin }),
                        Err(Reported) => drop(letter.reported.insert(Key::Proposers)),
                    }
                }
                Target::SecondersCount
                    if letter.field(&Key::ProposerCount).value == Value::Missing =>
                {
                    let kind = crate::profile::Kind::Count;
                    let value = converter
                        .cell(&Key::ProposerCount, kind, cell, &origin, &column.origin)
                        .map(one_more);
                    letter.put(&Key::ProposerCount, value, origin);
                }
                _ => {}
            }
        }
    }
}

/// A count that leaves out the first is one less than all. What is no number stays, to be told later.
fn one_more(value: Value) -> Value {
    let shown = match &value {
        Value::Text(shown) | Value::Number { shown, .. } => shown,
        _ => return value,
    };
    match shown.parse::<u32>() {
        Ok(count) => Value::Number {
            shown: count.saturating_add(1).to_string(),
            exact: true,
        },
        Err(_) => value,
    }
}

/// Yes and no under 是否公开 or 可否网上公开.
fn under_heading(key: &Key, heading: &str, value: Value) -> Value {
    let asks = ["是否", "可否"]
        .iter()
        .any(|word| plain(heading).starts_with(word));
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
        let here = self
            .fields
            .remove(key)
            .filter(|field| field.value != Value::Missing);
        let field = match here {
            None => more,
            Some(field) => Field {
                origin: field.origin.clone(),
                value: Value::List(vec![field, more]),
            },
        };
        self.fields.insert(key.clone(), field);
    }

    fn put_session(&mut self, cell: Option<&Cell>, origin: &Origin, converter: &mut Converter) {
        let text = match cell {
            None => return,
            Some(Cell::Text(text)) => text.clone(),
            // An error cell or a number is told as any other would be.
            Some(cell) => {
                let kind = crate::profile::Kind::Text;
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
        for key in known.keys() {
            let missing = self
                .fields
                .get(key)
                .is_none_or(|field| field.value == Value::Missing);
            if !missing || self.reported.contains(key) {
                self.fields
                    .entry(key.clone())
                    .or_insert_with(|| absent(absent_at));
                continue;
            }
            if base.reported.contains(key) {
                self.reported.insert(key.clone());
            }
            match base.fields.get(key) {
                Some(field) => drop(self.fields.insert(key.clone(), field.clone())),
                None => drop(
                    self.fields
                        .entry(key.clone())
                        .or_insert_with(|| absent(absent_at)),
                ),
            }
        }
    }
}

fn absent(origin: &Origin) -> Field {
    Field {
        value: Value::Missing,
        origin: origin.clone(),
    }
}

/// Parts `八届四次` into `八` and `四`; words around and between are passed over.
pub(super) fn split_session(text: &str, origin: &Origin) -> Result<(String, String), Diagnostic> {
    let text = normalise(text, true).text;
    let numeral = |part: &str| -> Option<String> {
        let is_numeral =
            |c: &char| c.is_ascii_digit() || "一二三四五六七八九十百零〇○两".contains(*c);
        let reversed: String = part
            .trim_end()
            .chars()
            .rev()
            .take_while(is_numeral)
            .collect();
        let numeral: String = reversed.chars().rev().collect();
        (!numeral.is_empty()).then_some(numeral)
    };
    let parts = text.split_once('届').and_then(|(term, rest)| {
        let (meeting, _) = rest.split_once('次')?;
        Some((numeral(term)?, numeral(meeting)?))
    });
    parts.ok_or_else(|| {
        let message = Message::new(
            format!("从“{text}”里看不出是第几届第几次"),
            format!("`{text}` does not tell term and meeting"),
        );
        Diagnostic::error(Code::SessionMalformed, message)
            .at(origin)
            .field(Key::Term)
            .hint(
                "写成 八届四次，或分成“届”“次”两列",
                "write it like 八届四次, or in two columns 届 and 次",
            )
    })
}

/// Merged regions below the headings, by the columns that are used.
struct Merged {
    /// By column, by the region's first row: its last row and first cell.
    columns: BTreeMap<u32, BTreeMap<u32, (u32, CellRef)>>,
}

impl Merged {
    fn of(sheet: &Sheet, header: &Header) -> Self {
        let mut columns: BTreeMap<u32, BTreeMap<u32, (u32, CellRef)>> = BTreeMap::new();
        for region in sheet
            .merged
            .iter()
            .filter(|region| region.first.row > header.row)
        {
            for column in &header.columns {
                if (region.first.column..=region.last.column).contains(&column.column) {
                    columns
                        .entry(column.column)
                        .or_default()
                        .insert(region.first.row, (region.last.row, region.first));
                }
            }
        }
        Self { columns }
    }

    /// The first cell of the region that covers `place`.
    fn first(&self, place: CellRef) -> Option<CellRef> {
        let (_, (last, first)) = self
            .columns
            .get(&place.column)?
            .range(..=place.row)
            .next_back()?;
        (place.row <= *last).then_some(*first)
    }
}

fn at_top(file: &Arc<Path>, sheet: &Sheet) -> Origin {
    sheet.origin(file, CellRef { row: 0, column: 0 })
}

fn name_of(sheet: &Sheet) -> &str {
    sheet.name.as_deref().unwrap_or_default()
}

fn sheet_skipped(file: &Arc<Path>, sheet: &Sheet) -> Diagnostic {
    let name = name_of(sheet);
    let message = Message::new(
        format!("工作表“{name}”没有台账的标题行，未读取"),
        format!("sheet `{name}` has no row of headings; it was passed over"),
    );
    Diagnostic::note(Code::SheetSkipped, message).at(&at_top(file, sheet))
}

fn sheet_hidden(file: &Arc<Path>, sheet: &Sheet) -> Diagnostic {
    let name = name_of(sheet);
    let message = Message::new(
        format!("隐藏的工作表“{name}”像是台账，未读取"),
        format!("hidden sheet `{name}` looks like a ledger; it was passed over"),
    );
    Diagnostic::warning(Code::SheetHidden, message)
        .at(&at_top(file, sheet))
        .hint(
            format!("要用就取消隐藏，或加 --sheet {name}；不用就删去"),
            format!("to use it, unhide it or add --sheet {name}; else delete it"),
        )
}

fn sheet_unknown(book: &Book, sheets: &[Sheet], name: &str) -> Diagnostic {
    let names: Vec<&str> = sheets
        .iter()
        .filter_map(|sheet| sheet.name.as_deref())
        .collect();
    let message = Message::new(
        format!("没有名为“{name}”的工作表"),
        format!("there is no sheet `{name}`"),
    );
    let problem = Diagnostic::error(Code::SheetUnknown, message).at(&Origin::file(&book.file));
    if names.is_empty() {
        problem.hint(
            "这个文件没有工作表，去掉 --sheet",
            "this file has no sheets; leave --sheet out",
        )
    } else {
        problem.hint(
            format!("有这些工作表：{}", names.join("、")),
            format!("its sheets are: {}", names.join(", ")),
        )
    }
}

fn headings_missing(book: &Book, sheets: &[&Sheet], known: &Known<'_>) -> Diagnostic {
    let looked_for: Vec<&str> = known
        .keys()
        .iter()
        .filter(|key| {
            known.is_required(key)
                || matches!(
                    key,
                    Key::Number | Key::Proposers | Key::Body | Key::Title | Key::Addressee
                )
        })
        .map(Key::heading)
        .collect();
    let message = Message::new(
        "前20行里没有找到标题行",
        "no row of headings was found within the first 20 rows",
    );
    let origin = match sheets {
        [sheet] => at_top(&book.file, sheet),
        _ => Origin::file(&book.file),
    };
    Diagnostic::error(Code::HeadingsMissing, message)
        .at(&origin)
        .hint(
            format!("要有一行写着各列的标题，如：{}", looked_for.join("、")),
            format!(
                "a row has to hold the columns' headings, such as {}",
                looked_for.join(", ")
            ),
        )
}

fn ledger_empty(file: &Arc<Path>, sheet: &Sheet, row: u32, alone: bool) -> Diagnostic {
    let message = Message::new("标题行下面没有内容", "there is nothing below the headings");
    let problem = if alone {
        Diagnostic::error(Code::LedgerEmpty, message)
    } else {
        Diagnostic::warning(Code::LedgerEmpty, message)
    };
    problem
        .at(&sheet.origin(file, CellRef { row, column: 0 }))
        .hint("每件答复填一行", "fill in one row for each letter")
}
