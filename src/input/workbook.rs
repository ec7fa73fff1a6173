//! Workbooks: `.xlsx` and `.xls` by calamine, `.ods` by [`super::ods`]. What calamine does not tell of an `.xlsx`,
//! [`super::sight`] adds: what is hidden or struck through.
//!
//! Xlsx is read cell by cell, because calamine's `Range` is dense: one far cell asks for gigabytes.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible};
use calamine::{Xls, XlsError, Xlsx, XlsxError};

use super::book::{Cell, Region, Sheet, Size};
use super::contents::Trouble;
use super::guard::guarded;
use super::number::Number;
use super::sniff::{self, Format};
use super::{extent, ods, sight};
use crate::diag::{CellRef, Diagnostic};

/// Every sheet of a workbook, hidden ones marked.
pub(super) fn sheets(path: &Path, format: Format, bytes: &[u8]) -> Result<Vec<Sheet>, Diagnostic> {
    let read = guarded(|| match format {
        Format::Xls => xls(bytes),
        Format::Ods => ods::sheets(bytes).map_err(Failure::Unreadable),
        _ => xlsx(bytes).and_then(|mut sheets| {
            sight::of_xlsx(bytes, &mut sheets).map_err(Failure::Unreadable)?;
            Ok(sheets)
        }),
    });
    read.map_err(|failure| match failure {
        Failure::Password => sniff::encrypted(path),
        Failure::Unreadable(trouble) => trouble.diagnostic(path),
    })
}

enum Failure {
    Password,
    Unreadable(Trouble),
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Unreadable(trouble)
    }
}

impl From<XlsxError> for Failure {
    fn from(err: XlsxError) -> Self {
        match err {
            XlsxError::Password => Self::Password,
            _ => Self::Unreadable(Trouble::Damaged),
        }
    }
}

impl From<XlsError> for Failure {
    fn from(err: XlsError) -> Self {
        match err {
            XlsError::Password => Self::Password,
            _ => Self::Unreadable(Trouble::Damaged),
        }
    }
}

/// A sheet without its cells; charts and macro sheets are none.
fn empty_sheet(meta: &calamine::Sheet) -> Option<Sheet> {
    (meta.typ == SheetType::WorkSheet).then(|| Sheet {
        name: Some(meta.name.as_str().into()),
        hidden: meta.visible != SheetVisible::Visible,
        ..Sheet::default()
    })
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, Failure> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut before = Size::default();
    for meta in book.sheets_metadata().to_vec() {
        let Some(mut sheet) = empty_sheet(&meta) else { continue };
        let unfinished = formulas_without_value(&mut book, &meta.name)?;
        read_cells(&mut book, &meta.name, &unfinished, before, &mut sheet)?;
        before = before.with(sheet.size());
        sheet.merged = regions(book.merge_cells_by_sheet_name(&meta.name)?);
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn read_cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    unfinished: &BTreeSet<(u32, u32)>,
    before: Size,
    sheet: &mut Sheet,
) -> Result<(), Failure> {
    let mut reader = book.worksheet_cells_reader(name)?;
    let formats: Vec<Option<String>> =
        reader.styles().iter().map(|style| Some(style.number_format.as_ref()?.format_code.clone())).collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        match (of_xlsx(cell.get_value()), formats.get(style)) {
            (Some(Cell::Number(number)), Some(Some(code))) => {
                sheet.put(row, column, Cell::Number(number.formatted(code)));
            }
            (Some(value), _) => sheet.put(row, column, value),
            (None, _) if unfinished.contains(&(row, column)) => {
                sheet.put(row, column, Cell::NoResult);
            }
            (None, _) => {}
        }
        if before.with(sheet.size()).is_too_large() {
            return Err(Failure::Unreadable(Trouble::TooLarge));
        }
    }
    Ok(())
}

/// Formulas whose result was never stored, as some programs leave them. (calamine gives the format or the
/// formula of a cell in one pass, not both.)
fn formulas_without_value(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<BTreeSet<(u32, u32)>, Failure> {
    let mut found = BTreeSet::new();
    let mut reader = book.worksheet_cells_reader(name)?;
    while let Some(record) = reader.next_cell_with_formula_metadata()? {
        if record.formula.is_some() && record.value == DataRef::Empty {
            found.insert(record.pos);
        }
    }
    Ok(found)
}

fn xls(bytes: &[u8]) -> Result<Vec<Sheet>, Failure> {
    extent::check(bytes)?;
    let mut book = Xls::new(Cursor::new(bytes))?;
    let mut sheets = Vec::new();
    for meta in book.sheets_metadata().to_vec() {
        let Some(mut sheet) = empty_sheet(&meta) else { continue };
        let range = book.worksheet_range(&meta.name)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = u32::try_from(row).ok().zip(u32::try_from(column).ok());
            if let (Some((row, column)), Some(value)) = (place, of_xls(value)) {
                sheet.put(first_row + row, first_column + column, value);
            }
        }
        sheet.merged = regions(book.merge_cells_by_sheet_name(&meta.name)?);
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn regions(merged: Vec<Dimensions>) -> Vec<Region> {
    let place = |(row, column)| CellRef { row, column };
    merged.into_iter().map(|region| Region { first: place(region.start), last: place(region.end) }).collect()
}

fn of_xlsx(value: &DataRef<'_>) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        // Whole numbers of a cell are far below 2^53 or already damaged in the file.
        DataRef::Int(number) => Cell::Number(Number::of_whole(&number.to_string())),
        DataRef::Float(number) => Cell::Number(Number::of(*number)),
        DataRef::String(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(value) => Cell::Bool(*value),
        DataRef::DateTime(moment) => of_moment(moment),
        DataRef::DateTimeIso(text) => of_iso(text),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    })
}

fn of_xls(value: &Data) -> Option<Cell> {
    Some(match value {
        Data::Empty => return None,
        Data::Int(number) => Cell::Number(Number::of_whole(&number.to_string())),
        Data::Float(number) => Cell::Number(Number::of(*number)),
        Data::String(text) | Data::DurationIso(text) => Cell::Text(text.clone()),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(moment) => of_moment(moment),
        Data::DateTimeIso(text) => of_iso(text),
        Data::Error(error) => Cell::Error(error.to_string()),
    })
}

/// A serial number with a format of date or time, in the 1900 or 1904 system.
fn of_moment(moment: &ExcelDateTime) -> Cell {
    let serial = moment.as_f64();
    if moment.is_duration() {
        return duration(serial).map_or_else(|| Cell::Number(Number::of(serial)), Cell::Text);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    // Serials below one are times of a day without a date.
    if (0.0..1.0).contains(&serial) {
        return Cell::Text(format!("{hour:02}:{minute:02}:{second:02}"));
    }
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => {
            Cell::Date { year, month, day, time: time_of_day(hour.into(), minute.into(), second.into()) }
        }
        _ => Cell::Number(Number::of(serial)),
    }
}

/// A time of day as a person writes it; midnight is none.
fn time_of_day(hour: u32, minute: u32, second: u32) -> Option<String> {
    match (hour, minute, second) {
        (0, 0, 0) => None,
        (hour, minute, 0) => Some(format!("{hour}:{minute:02}")),
        (hour, minute, second) => Some(format!("{hour}:{minute:02}:{second:02}")),
    }
}

/// Days as hours, as `[h]:mm` shows them: 26:30. `None` for what no cell shows.
fn duration(days: f64) -> Option<String> {
    let sign = if days < 0.0 { "-" } else { "" };
    let seconds = Duration::try_from_secs_f64(days.abs() * 86_400.0 + 0.5).ok()?.as_secs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(if rest == 0 {
        format!("{sign}{hours}:{minutes:02}")
    } else {
        format!("{sign}{hours}:{minutes:02}:{rest:02}")
    })
}

/// A date in ISO 8601, perhaps with a time behind it; any other text stays text.
pub(super) fn of_iso(text: &str) -> Cell {
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let mut parts = date.splitn(3, '-');
    let mut part = || parts.next();
    let year = part().and_then(|year| year.parse().ok());
    let month = part().and_then(|month| month.parse().ok());
    let day = part().and_then(|day| day.parse().ok());
    let mut parts = time.split(['.', 'Z']).next().unwrap_or_default().split(':').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    let time = time_of_day(part(), part(), part());
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => Cell::Date { year, month, day, time },
        _ => Cell::Text(text.to_owned()),
    }
}
