//! The sheet 设置 of an empty ledger: what is the same in every row.

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::columns::{SET_ONCE, example, takes};
use super::{blank, style, text};
use crate::profile::{FieldSpec, Profile};

/// Its name, and its two columns that are read; the third is for people.
const SHEET: &str = "设置";
const COLUMNS: [&str; 3] = ["项目", "值", "说明"];

/// Writes the sheet.
pub(super) fn write(sheet: &mut Worksheet, profile: &Profile) -> Result<(), XlsxError> {
    sheet.set_name(SHEET)?;
    sheet.set_freeze_panes(1, 0)?;
    for (index, name) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, index, name, &style::heading(style::OPTIONAL))?;
    }
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut widths = [text::width("项目"), text::width(&profile.name), 60];
    sheet.write_string(1, 0, "profile")?;
    sheet.write_string_with_format(1, 1, profile.name.as_str(), &words)?;
    let about = "按哪个地方的规则排版和用语。这张表里的内容对每一行都有效；行里另填了的，以行里的为准。";
    sheet.write_string_with_format(1, 2, about, &words)?;
    for (row, spec) in (2..).zip(items(profile)) {
        let key = &spec.key;
        let value = profile.defaults.get(key).cloned().unwrap_or_else(|| example(profile, spec));
        sheet.write_string(row, 0, key.heading())?;
        blank::put(sheet, (row, 1), spec, &value, &blank::format(spec))?;
        sheet.write_string_with_format(row, 2, format!("{}。", key.about()), &words)?;
        if let Some(list) = blank::drop_down(&profile.choices(key))? {
            sheet.add_data_validation(row, 1, row, 1, &list)?;
        }
        widths = [widths[0].max(text::width(key.heading())), widths[1].max(text::width(&value).min(40)), widths[2]];
    }
    for (index, width) in (0..).zip(widths) {
        sheet.set_column_width(index, blank::in_units(width))?;
    }
    Ok(())
}

fn items(profile: &Profile) -> impl Iterator<Item = &FieldSpec> {
    SET_ONCE.iter().filter_map(|key| profile.field(key)).filter(|spec| takes(profile, spec))
}
