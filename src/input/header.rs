//! The row of headings of a sheet, and what its columns mean.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::book::{Cell, Sheet};
use super::headings::{Known, Target, plain};
use crate::diag::{CellRef, Code, Diagnostic, Message, Origin};
use crate::profile::Key;

/// Headings stand within so many rows from the top.
const HEADER_ROWS: u32 = 20;

/// A sheet with so many known headings in a row is a ledger.
const FEWEST_HEADINGS: usize = 2;

/// The headings of a ledger.
pub(super) struct Header {
    /// The row they stand in.
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
    pub column: u32,
    pub target: Target,
    pub heading: String,
    pub origin: Origin,
}

/// The row with the most known headings, if it has enough of them.
pub(super) fn find(sheet: &Sheet, known: &Known<'_>) -> Option<u32> {
    let mut best = None;
    for row in 0..HEADER_ROWS {
        let count = headings_of(sheet, row)
            .into_iter()
            .filter(|(_, heading)| {
                known
                    .heading(heading)
                    .is_some_and(|target| target != Target::Counter)
            })
            .count();
        if count >= FEWEST_HEADINGS && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, row));
        }
    }
    best.map(|(_, row)| row)
}

/// The headings of a row: its texts, and those that reach into it from above (a heading over two rows,
/// beside others that are parted in the second).
fn headings_of(sheet: &Sheet, row: u32) -> Vec<(CellRef, String)> {
    let text = |place: CellRef| match sheet.cells.get(&place) {
        Some(Cell::Text(text)) => Some((place, text.trim().to_owned())),
        _ => None,
    };
    let from = CellRef { row, column: 0 };
    let to = CellRef {
        row,
        column: u32::MAX,
    };
    let own = sheet
        .cells
        .range(from..=to)
        .filter_map(|(place, _)| text(*place));
    let from_above = sheet
        .merged
        .iter()
        .filter(|region| region.first.row < row && row <= region.last.row)
        .filter_map(|region| text(region.first));
    let mut found: Vec<_> = own.chain(from_above).collect();
    found.sort_by_key(|(place, _)| place.column);
    found
}

/// Reads the headings of `row`: unknown, double and ambiguous ones are told.
pub(super) fn read(
    file: &Arc<Path>,
    sheet: &Sheet,
    row: u32,
    known: &Known<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Header {
    let headings = headings_of(sheet, row);
    let first = headings
        .first()
        .map_or(CellRef { row, column: 0 }, |(place, _)| *place);
    let mut header = Header {
        row,
        first: sheet.origin(file, first),
        columns: Vec::new(),
        reported: BTreeSet::new(),
    };
    for (place, heading) in headings {
        let origin = sheet.origin(file, place);
        match known.heading(&heading) {
            None => findings.push(known.unknown_heading(&heading, &origin)),
            Some(Target::Counter) => {}
            Some(target) => header.columns.push(Column {
                column: place.column,
                target,
                heading,
                origin,
            }),
        }
    }
    header.settle(sheet, known, findings);
    header.refuse_doubles(findings);
    header
}

impl Header {
    /// Columns of a field that another heading does not give.
    fn has(&self, key: &Key) -> bool {
        self.columns
            .iter()
            .any(|column| column.target == Target::Field(key.clone()))
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
            let values = values_below(sheet, self.row, column.column);
            match meaning(&column.heading, &values, taken, known) {
                Meaning::Field(key) => self.columns.push(Column {
                    target: Target::Field(key),
                    ..column
                }),
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
        self.columns.retain(
            |column| !matches!(&column.target, Target::Field(key) if doubles.contains(key)),
        );
        self.reported.extend(doubles);
    }
}

fn cell_name(origin: &Origin) -> String {
    match origin {
        Origin::Cell { cell, .. } => cell.to_string(),
        other => other.to_string(),
    }
}

fn double(
    key: &Key,
    first: &(String, String),
    second: &(String, String),
    at: &Origin,
) -> Diagnostic {
    let message = Message::new(
        format!(
            "{}“{}”和 {}“{}”是同一个栏目（{}）",
            first.1,
            first.0,
            second.1,
            second.0,
            key.heading()
        ),
        format!(
            "`{}` in {} and `{}` in {} are headings of the same field ({key})",
            first.0, first.1, second.0, second.1
        ),
    );
    Diagnostic::error(Code::HeadingDuplicate, message)
        .at(at)
        .field(key.clone())
        .hint(
            "删去其中一列，或改一个别的标题",
            "remove one of the columns, or give it another heading",
        )
}

fn values_below(sheet: &Sheet, row: u32, column: u32) -> BTreeSet<String> {
    let from = CellRef {
        row: row.saturating_add(1),
        column: 0,
    };
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

enum Meaning {
    Field(Key),
    /// A subject area, which no letter prints.
    Area,
    /// The values do not say.
    Open,
}

/// Words of subject areas as assemblies sort by them.
const AREAS: &[&str] = &[
    "经济", "财", "工业", "农", "林", "水利", "交通", "城建", "城乡", "建设", "环保", "环境",
    "生态", "资源", "教", "科技", "文化", "文旅", "旅游", "体育", "卫", "医", "健康", "民生",
    "民政", "社会", "社保", "政法", "法制", "法治", "治安", "统战", "民族", "宗教", "侨", "党",
    "人事", "综合", "其他",
];

fn meaning(heading: &str, values: &BTreeSet<String>, taken: bool, known: &Known<'_>) -> Meaning {
    let profile = known.profile;
    let is_matter = |value: &String| profile.matters.iter().any(|matter| plain(matter) == *value);
    let is_class = |value: &String| {
        profile.classes.iter().any(|class| {
            std::iter::once(&class.name)
                .chain(&class.aliases)
                .any(|name| plain(name) == *value)
        })
    };
    let matters = values.iter().filter(|value| is_matter(value)).count();
    let classes = values.iter().filter(|value| is_class(value)).count();
    match (matters, classes) {
        // A value or two that are neither are slips, told at their cells.
        (1.., 0) if matters * 2 >= values.len() => Meaning::Field(Key::Matter),
        (0, 1..) if classes * 2 >= values.len() => Meaning::Field(Key::Category),
        (0, 0) if taken => Meaning::Area,
        (0, 0) if values.is_empty() && plain(heading) == plain(Key::Matter.heading()) => {
            Meaning::Field(Key::Matter)
        }
        (0, 0)
            if values
                .iter()
                .all(|value| AREAS.iter().any(|area| value.contains(area))) =>
        {
            Meaning::Area
        }
        _ => Meaning::Open,
    }
}

fn subject_area(column: &Column) -> Diagnostic {
    let heading = &column.heading;
    let message = Message::new(
        format!("“{heading}”一列是内容分类，未使用"),
        format!("column `{heading}` holds subject areas; it was not used"),
    );
    Diagnostic::note(Code::HeadingUnknown, message).at(&column.origin)
}

fn ambiguous(column: &Column, values: &BTreeSet<String>, known: &Known<'_>) -> Diagnostic {
    let heading = &column.heading;
    let some: Vec<&str> = values.iter().take(3).map(String::as_str).collect();
    let message = Message::new(
        format!(
            "“{heading}”可能指类型、办复类别或内容分类，从“{}”等值看不出是哪一种",
            some.join("、")
        ),
        format!(
            "`{heading}` may mean the matter, the class or a subject area; values such as `{}` do not tell",
            some.join(", ")
        ),
    );
    let matters = known.profile.matters.join("、");
    let classes: Vec<&str> = known
        .profile
        .classes
        .iter()
        .map(|class| class.name.as_str())
        .collect();
    Diagnostic::error(Code::HeadingAmbiguous, message)
        .at(&column.origin)
        .hint(
            format!("如果是类型，标题写 matter，值写 {matters}"),
            format!("for the matter, head the column `matter` and use {matters}"),
        )
        .hint(
            format!(
                "如果是办复类别，标题写“办复类别”，值写 {}",
                classes.join("、")
            ),
            format!(
                "for the class, head it `category` and use {}",
                classes.join(", ")
            ),
        )
        .hint(
            "如果是内容分类，标题改为“专业分类”，这一列不会用到",
            "for a subject area, head it 专业分类; it is not used",
        )
}
