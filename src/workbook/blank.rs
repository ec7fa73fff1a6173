//! The empty ledger of a profile: headings with notes, drop-downs, one example, and the sheet 设置.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, FormatAlign, Note,
    Worksheet, XlsxError,
};

use super::columns::{Column, Needed, columns};
use super::{note, settings, style, text};
use crate::diag::Outcome;
use crate::profile::{Choice, FieldSpec, Key, Kind, Profile};

/// The sheet with the letters.
const SHEET: &str = "答复";

/// The example's row.
const EXAMPLE_ROW: u32 = 1;

/// So far down cells have drop-downs: more rows than a ledger for clerks ever has.
pub(super) const LAST_ROW: u32 = 9_999;

/// The longest text that a formula may hold, and a drop-down too.
const FORMULA_TEXT_LIMIT: usize = 255;

/// Columns are as wide as their example, within these bounds.
const WIDTHS: (usize, usize) = (8, 48);

/// The empty ledger of `profile`, as `.xlsx`.
pub fn blank(profile: &Profile) -> Outcome<Vec<u8>> {
    write(profile).map_err(|err| vec![style::failed(&err)])
}

fn write(profile: &Profile) -> Result<Vec<u8>, XlsxError> {
    let columns = columns(profile);
    let mut book = style::workbook(&format!("答复台账（{}）", profile.name))?;
    let sheet = book.add_worksheet().set_name(SHEET)?;
    // The headings stay in sight, and with them the number of the row's letter.
    sheet.set_freeze_panes(1, 1)?;
    for (index, column) in (0..).zip(&columns) {
        write_column(sheet, index, column, profile)?;
    }
    if let Some(first) = columns.iter().position(|column| !column.example.is_empty()) {
        let first = u16::try_from(first).unwrap_or_default();
        let advice = "这一行是示例：改写成自己的内容，或者删去整行。灰色斜体的是示例，改写后就变成普通字体。";
        sheet.insert_note(EXAMPLE_ROW, first, &sized(advice))?;
    }
    settings::write(book.add_worksheet(), profile)?;
    book.save_to_buffer()
}

fn write_column(sheet: &mut Worksheet, index: u16, column: &Column<'_>, profile: &Profile) -> Result<(), XlsxError> {
    let color = match column.needed {
        Needed::Always => style::REQUIRED,
        Needed::Or(_) => style::EITHER,
        Needed::No => style::OPTIONAL,
    };
    sheet.write_string_with_format(0, index, column.heading, &style::heading(color))?;
    sheet.insert_note(0, index, &sized(&note::note(profile, column)))?;
    sheet.set_column_width(index, width(column))?;
    let format = format(column.spec);
    sheet.set_column_format(index, &format)?;
    if let Some(list) = drop_down(&profile.choices(&column.spec.key))? {
        sheet.add_data_validation(EXAMPLE_ROW, index, LAST_ROW, index, &list)?;
    }
    if !column.example.is_empty() {
        let example = put(sheet, (EXAMPLE_ROW, index), column.spec, &column.example, &format)?;
        grey_while_untouched(sheet, index, &example)?;
    }
    Ok(())
}

/// How a field's cells are formatted: programs change what looks like a number or a date unless a cell is
/// text. (All that may be long is not: older programs show text cells of more than 255 characters as ####.)
pub(super) fn format(spec: &FieldSpec) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match (spec.kind, &spec.key) {
        (Kind::Identifier, _) | (_, Key::MergedWith) => format.set_num_format_index(style::TEXT),
        (Kind::Date, _) => format.set_num_format(style::DATE),
        (Kind::Count, _) => format,
        (Kind::Text | Kind::List | Kind::Names | Kind::Body, _) => format.set_text_wrap(),
    }
}

/// Wide enough that no heading is cut or wrapped and no date is shown as ####.
fn width(column: &Column<'_>) -> f64 {
    let (least, most) = WIDTHS;
    let content = match column.spec.kind {
        Kind::Body => 60,
        Kind::Date => 12,
        _ => text::width(&column.spec.example).clamp(least, most),
    };
    in_units(content.max(text::width(column.heading)))
}

/// A width in narrow characters as programs count it: bold Han characters are wider than two digits.
pub(super) fn in_units(narrow: usize) -> f64 {
    narrow as f64 * 1.15 + 2.5
}

/// A note large enough for its text.
pub(super) fn sized(text: &str) -> Note {
    const LINE: usize = 36;
    let lines: usize = text.split('\n').map(|line| text::width(line).div_ceil(LINE).max(1)).sum();
    let height = u32::try_from(lines).unwrap_or(u32::MAX).saturating_mul(18).saturating_add(14);
    Note::new(text).set_author("dafu").add_author_prefix(false).set_width(270).set_height(height.min(900))
}

/// A drop-down of a closed set, by its main words. Other ways to write them are taken too, so that the
/// program asks and does not refuse. (A set too long for a drop-down has none: the note lists it.)
pub(super) fn drop_down(choices: &[Choice]) -> Result<Option<DataValidation>, XlsxError> {
    let words: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
    let fits = words.join(",").encode_utf16().count() <= FORMULA_TEXT_LIMIT;
    let sound = words.iter().all(|word| !word.contains([',', '"']));
    if words.is_empty() || !fits || !sound {
        return Ok(None);
    }
    let asks = "不在可选的内容里。请从下拉列表中选择；确实要这样写时选“是”。";
    let list = DataValidation::new()
        .allow_list_strings(&words)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("请核对")?
        .set_error_message(asks)?;
    Ok(Some(list))
}

/// Writes a value as a program would store what a clerk types, and gives it as it stands in a formula.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    spec: &FieldSpec,
    value: &str,
    format: &Format,
) -> Result<String, XlsxError> {
    if spec.kind == Kind::Count
        && let Ok(number) = value.parse::<u32>()
    {
        sheet.write_number_with_format(row, column, number, format)?;
        return Ok(number.to_string());
    }
    if spec.kind == Kind::Date
        && let Some((year, month, day)) = date(value)
    {
        let date = ExcelDateTime::from_ymd(year, month, day)?;
        sheet.write_datetime_with_format(row, column, &date, format)?;
        return Ok(format!("DATE({year},{month},{day})"));
    }
    sheet.write_string_with_format(row, column, text::for_cell(value), format)?;
    Ok(format!("\"{}\"", value.replace('"', "\"\"")))
}

fn date(value: &str) -> Option<(u16, u8, u8)> {
    let mut parts = value.splitn(3, '-');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// The example is grey as long as it is the example: what a clerk types over it looks like all else.
fn grey_while_untouched(sheet: &mut Worksheet, index: u16, example: &str) -> Result<(), XlsxError> {
    if example.encode_utf16().count() > FORMULA_TEXT_LIMIT || example.contains('\n') {
        return Ok(());
    }
    let cell = crate::diag::CellRef { row: EXAMPLE_ROW, column: index.into() };
    let rule = ConditionalFormatFormula::new()
        .set_rule(format!("={cell}={example}").as_str())
        .set_format(Format::new().set_italic().set_font_color(style::EXAMPLE));
    sheet.add_conditional_format(EXAMPLE_ROW, index, EXAMPLE_ROW, index, &rule)?;
    Ok(())
}
