//! A ledger's values on the sheets of a new workbook.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Worksheet, XlsxError};

use super::{blank, style, text};
use crate::diag::{CellRef, Severity};
use crate::input::{SheetView, Shown};

/// What a sheet of `.xlsx` has room for.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// A merged region larger than this is left out: it would cost a cell for each of its places.
const MERGED_LIMIT: u64 = 10_000;

/// A column is as wide as its widest value, within these bounds.
const WIDTHS: (usize, usize) = (8, 40);

/// Row and column, where a sheet has room for the cell.
pub(super) fn place(cell: CellRef) -> Option<(u32, u16)> {
    (cell.row < ROWS && cell.column < COLUMNS).then(|| Some((cell.row, u16::try_from(cell.column).ok()?)))?
}

/// Writes the sheet's values; cells with problems are coloured.
pub(super) fn write(
    sheet: &mut Worksheet,
    view: &SheetView<'_>,
    problems: &BTreeMap<CellRef, Severity>,
) -> Result<(), XlsxError> {
    let formats = Formats::new();
    for (first, last) in &view.merged {
        merge(sheet, *first, *last)?;
    }
    let mut widths: BTreeMap<u16, usize> = BTreeMap::new();
    for (cell, shown) in &view.cells {
        let Some((row, column)) = place(*cell) else { continue };
        let format = formats.of(problems.get(cell).copied(), matches!(shown, Shown::Date(..)));
        let width = put(sheet, row, column, shown, format)?;
        let widest = widths.entry(column).or_default();
        *widest = width.max(*widest);
    }
    // A value that is missing has a cell too.
    for (cell, severity) in problems {
        let filled = view.cells.binary_search_by_key(cell, |(at, _)| *at).is_ok();
        if let (false, Some((row, column))) = (filled, place(*cell)) {
            sheet.write_blank(row, column, formats.of(Some(*severity), false))?;
        }
    }
    for (column, width) in widths {
        sheet.set_column_width(column, blank::in_units(width.clamp(WIDTHS.0, WIDTHS.1)))?;
    }
    Ok(())
}

fn merge(sheet: &mut Worksheet, first: CellRef, last: CellRef) -> Result<(), XlsxError> {
    let (Some(from), Some(to)) = (place(first), place(last)) else { return Ok(()) };
    let size = u64::from(to.0.saturating_sub(from.0) + 1) * u64::from(to.1.saturating_sub(from.1) + 1);
    if size > MERGED_LIMIT {
        return Ok(());
    }
    match sheet.merge_range(from.0, from.1, to.0, to.1, "", &Format::new()) {
        // A damaged ledger's regions overlap; the values are what matters.
        Ok(_)
        | Err(XlsxError::MergeRangeOverlaps(..) | XlsxError::MergeRangeSingleCell | XlsxError::RowColumnOrderError) => {
            Ok(())
        }
        Err(err) => Err(err),
    }
}

/// Writes a value and gives its width.
fn put(sheet: &mut Worksheet, row: u32, column: u16, shown: &Shown<'_>, format: &Format) -> Result<usize, XlsxError> {
    match shown {
        Shown::Text(value) => {
            sheet.write_string_with_format(row, column, text::for_cell(value), format)?;
            Ok(text::width(value))
        }
        Shown::Number(value) => {
            sheet.write_number_with_format(row, column, *value, format)?;
            Ok(value.to_string().len())
        }
        Shown::Date(year, month, day) => {
            match date(*year, *month, *day) {
                Some(date) => sheet.write_datetime_with_format(row, column, &date, format)?,
                // A date that no workbook can hold is text.
                None => sheet.write_string_with_format(row, column, format!("{year}-{month:02}-{day:02}"), format)?,
            };
            Ok("2024-06-11".len() + 1)
        }
        Shown::Bool(value) => {
            sheet.write_boolean_with_format(row, column, *value, format)?;
            Ok("FALSE".len())
        }
        Shown::Unknown => {
            sheet.write_blank(row, column, format)?;
            Ok(0)
        }
    }
}

fn date(year: i16, month: i8, day: i8) -> Option<ExcelDateTime> {
    // 29 February 1900 never was, and programs disagree on the days before it.
    let year = u16::try_from(year).ok().filter(|year| *year > 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// By problem, or none, the format of a cell and of a date's cell.
struct Formats([[Format; 2]; 4]);

impl Formats {
    fn new() -> Self {
        let of = |severity: Option<Severity>| {
            let plain = Format::new().set_align(FormatAlign::Top);
            let plain = severity.map_or(plain.clone(), |severity| plain.set_background_color(style::behind(severity)));
            [plain.clone(), plain.set_num_format(style::DATE)]
        };
        Self([of(None), of(Some(Severity::Note)), of(Some(Severity::Warning)), of(Some(Severity::Error))])
    }

    fn of(&self, severity: Option<Severity>, is_date: bool) -> &Format {
        let [none, note, warning, error] = &self.0;
        let [plain, date] = match severity {
            None => none,
            Some(Severity::Note) => note,
            Some(Severity::Warning) => warning,
            Some(Severity::Error) => error,
        };
        if is_date { date } else { plain }
    }
}
