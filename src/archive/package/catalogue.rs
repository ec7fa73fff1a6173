//! 归档文件目录: a workbook of one line a 件, beside files that are named by their code.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, XlsxError};

use super::Settings;
use super::gather::Gathered;
use super::unit::Unit;
use crate::archive::container::Sink;

/// The file's name.
pub(in crate::archive) const NAME: &str = "归档文件目录.xlsx";

/// The columns that county archives ask for (DA/T 22-2015).
const USUAL: [&str; 9] = ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"];

/// Every column there is, with its width.
const COLUMNS: [(&str, f64); 15] = [
    ("序号", 6.0),
    ("档号", 26.0),
    ("文号", 24.0),
    ("责任者", 24.0),
    ("题名", 60.0),
    ("日期", 12.0),
    ("密级", 8.0),
    ("页数", 6.0),
    ("备注", 16.0),
    ("件号", 8.0),
    ("年度", 8.0),
    ("保管期限", 10.0),
    ("机构或问题", 16.0),
    ("主送", 24.0),
    ("文件名", 30.0),
];

/// Writes the catalogue.
pub(super) fn finish(sink: &mut Sink, settings: &Settings, gathered: &[Gathered]) -> io::Result<()> {
    let bytes = workbook(settings, gathered).map_err(io::Error::other)?;
    sink.put(NAME, &bytes)?;
    Ok(())
}

/// The columns that were asked for; names that are not known are left out.
fn columns(settings: &Settings) -> Vec<(&'static str, f64)> {
    let asked = settings.columns.as_deref().unwrap_or_default();
    let parts = asked.split(['、', ',', '，', ';', '；', '\n']).map(str::trim);
    let known: Vec<_> = parts.filter_map(|name| COLUMNS.into_iter().find(|(column, _)| *column == name)).collect();
    if known.is_empty() {
        USUAL.into_iter().filter_map(|name| COLUMNS.into_iter().find(|(column, _)| *column == name)).collect()
    } else {
        known
    }
}

fn workbook(settings: &Settings, gathered: &[Gathered]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A workbook says when it was made; the package says that already.
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let columns = columns(settings);
    let sheet = workbook.add_worksheet();
    sheet.set_name("归档文件目录")?;
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_text_wrap();
    let body = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    for (at, (name, width)) in (0_u16..).zip(&columns) {
        sheet.set_column_width(at, *width)?;
        sheet.write_string_with_format(0, at, *name, &head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    for (row, it) in (1_u32..).zip(gathered) {
        for (at, (name, _)) in (0_u16..).zip(&columns) {
            let Some(text) = shown(name, &it.unit) else { continue };
            match (COUNTED.contains(name), text.parse::<u32>()) {
                (true, Ok(number)) => sheet.write_number_with_format(row, at, number, &body)?,
                _ => sheet.write_string_with_format(row, at, text, &body)?,
            };
        }
    }
    workbook.save_to_buffer()
}

/// Columns of numbers.
const COUNTED: [&str; 3] = ["序号", "页数", "件号"];

/// What a column says of a 件; nothing where there is no such column.
pub(in crate::archive) fn shown(column: &str, unit: &Unit) -> Option<String> {
    Some(match column {
        "序号" => unit.serial.to_string(),
        "页数" => unit.letter.pages.to_string(),
        "件号" => unit.archive.item_no.to_string(),
        "档号" => unit.code.clone(),
        "文号" => unit.letter.doc_number.clone().unwrap_or_default(),
        "责任者" => unit.letter.issuer.join("、"),
        "题名" => unit.letter.title.clone(),
        "日期" => unit.letter.date.replace('-', ""),
        "密级" => unit.letter.secrecy.clone(),
        "年度" => unit.archive.year.clone(),
        "保管期限" => unit.archive.retention.clone(),
        "机构或问题" => unit.archive.organ.clone().unwrap_or_default(),
        "主送" => unit.letter.addressee.clone(),
        "文件名" => unit.components.first().map(|it| it.path.clone()).unwrap_or_default(),
        "备注" => match unit.components.len().saturating_sub(2) {
            0 => String::new(),
            more => format!("另有材料{more}份"),
        },
        _ => return None,
    })
}
