//! Where the headings of a sheet stand: in one row, or in two of which the upper one groups columns of the lower.

use super::book::{Cell, Region, Sheet};
use super::headings::{Known, Target};
use crate::diag::CellRef;

/// Headings stand within so many rows from the top.
const ROWS: u32 = 20;

/// A sheet with so many known headings in a row is a ledger.
const FEWEST: usize = 2;

/// The rows of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadingLines {
    /// The upper row, where there are two.
    upper: Option<u32>,
    /// The row that letters begin under.
    pub last: u32,
}

impl HeadingLines {
    /// The row with the most known headings, if it has enough of them, with the one that completes it.
    pub fn find(sheet: &Sheet, known: &Known<'_>) -> Option<Self> {
        let mut best = None;
        for row in 0..ROWS {
            let single = Self { upper: None, last: row };
            let count =
                single.headings(sheet, known).into_iter().filter(|heading| is_field(heading.target.as_ref())).count();
            if count >= FEWEST && best.is_none_or(|(most, _)| count > most) {
                best = Some((count, row));
            }
        }
        let (_, row) = best?;
        let below = row.checked_add(1).map(|last| Self { upper: Some(row), last });
        let above = row.checked_sub(1).map(|upper| Self { upper: Some(upper), last: row });
        let two = below.filter(|lines| lines.lower_is_of_headings(sheet, known));
        let two = two.or_else(|| {
            above.filter(|lines| lines.upper_completes(sheet, known) || lines.upper_explains(sheet, known))
        });
        Some(two.unwrap_or(Self { upper: None, last: row }))
    }

    /// The headings, from the left: those of the last row, and those above columns where it has none.
    pub fn headings(&self, sheet: &Sheet, known: &Known<'_>) -> Vec<Heading> {
        let mut found: Vec<Heading> = texts(sheet, self.last)
            .into_iter()
            .map(|(place, text)| {
                let group = self.upper.and_then(|upper| group_of(sheet, upper, place.column));
                Heading::of(place, text, group, known)
            })
            .collect();
        let merged = sheet.merged.iter().filter(|region| region.first.row < self.last && self.last <= region.last.row);
        found.extend(merged.filter_map(|region| {
            let (place, text) = text_at(sheet, region.first)?;
            Some(Heading::of(place, text, None, known))
        }));
        for (place, text) in self.upper.iter().flat_map(|upper| texts(sheet, *upper)) {
            let is_taken = found.iter().any(|heading| heading.place.column == place.column);
            if !is_taken && !is_group(sheet, place) {
                found.push(Heading::of(place, text, None, known));
            }
        }
        found.sort_by_key(|heading| heading.place.column);
        found
    }

    /// Is every text of the lower row a known heading? A row of values never is.
    fn lower_is_of_headings(self, sheet: &Sheet, known: &Known<'_>) -> bool {
        let from = CellRef { row: self.last, column: 0 };
        let to = CellRef { row: self.last, column: u32::MAX };
        let mut cells = sheet.cells.range(from..=to).peekable();
        cells.peek().is_some()
            && cells.all(|(place, cell)| match cell {
                Cell::Text(text) => {
                    let group = self.upper.and_then(|upper| group_of(sheet, upper, place.column));
                    Heading::of(*place, text.trim().to_owned(), group, known).target.is_some()
                }
                _ => false,
            })
    }

    /// Is a text of the lower row understood only with the group above it?
    fn upper_explains(self, sheet: &Sheet, known: &Known<'_>) -> bool {
        let alone = |text: &str| known.heading(text).is_some();
        texts(sheet, self.last).into_iter().filter(|(_, text)| !alone(text)).any(|(place, text)| {
            let group = self.upper.and_then(|upper| group_of(sheet, upper, place.column));
            Heading::of(place, text, group, known).target.is_some()
        })
    }

    /// Has the upper row headings for columns that the lower one leaves free, and nothing else there?
    fn upper_completes(self, sheet: &Sheet, known: &Known<'_>) -> bool {
        let Some(upper) = self.upper else { return false };
        let below = Self { upper: None, last: self.last }.headings(sheet, known);
        let free = |column: u32| below.iter().all(|heading| heading.place.column != column);
        let above: Vec<_> = texts(sheet, upper)
            .into_iter()
            .filter(|(place, _)| free(place.column) && !is_group(sheet, *place))
            .collect();
        !above.is_empty() && above.into_iter().all(|(_, text)| known.heading(&text).is_some())
    }
}

/// A heading and what it means.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub place: CellRef,
    /// As typed; under a group that it needs to be understood, with that before it.
    pub text: String,
    pub target: Option<Target>,
}

impl Heading {
    /// 电话 under 联系 is 联系电话.
    fn of(place: CellRef, text: String, group: Option<String>, known: &Known<'_>) -> Self {
        if let Some(target) = known.heading(&text) {
            return Self { place, text, target: Some(target) };
        }
        let joined = group.map(|group| format!("{group}{text}"));
        let joined = joined.and_then(|joined| Some((known.heading(&joined)?, joined)));
        match joined {
            Some((target, joined)) => Self { place, text: joined, target: Some(target) },
            None => Self { place, text, target: None },
        }
    }
}

/// A counter of rows says nothing of what the sheet is.
fn is_field(target: Option<&Target>) -> bool {
    target.is_some_and(|target| *target != Target::Counter)
}

/// The texts of a row.
fn texts(sheet: &Sheet, row: u32) -> Vec<(CellRef, String)> {
    let from = CellRef { row, column: 0 };
    let to = CellRef { row, column: u32::MAX };
    sheet.cells.range(from..=to).filter_map(|(place, _)| text_at(sheet, *place)).collect()
}

fn text_at(sheet: &Sheet, place: CellRef) -> Option<(CellRef, String)> {
    match sheet.cells.get(&place) {
        Some(Cell::Text(text)) => Some((place, text.trim().to_owned())),
        _ => None,
    }
}

fn region_at(sheet: &Sheet, place: CellRef) -> Option<&Region> {
    sheet.merged.iter().find(|region| {
        (region.first.row..=region.last.row).contains(&place.row)
            && (region.first.column..=region.last.column).contains(&place.column)
    })
}

/// Is the text one over several columns?
fn is_group(sheet: &Sheet, place: CellRef) -> bool {
    region_at(sheet, place).is_some_and(|region| region.first.column < region.last.column)
}

/// The text of the upper row over a column.
fn group_of(sheet: &Sheet, upper: u32, column: u32) -> Option<String> {
    let place = CellRef { row: upper, column };
    let first = region_at(sheet, place).map_or(place, |region| region.first);
    text_at(sheet, first).map(|(_, text)| text)
}
