//! The sheet 问题: one row a problem, with a link to its cell.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatUnderline, Url, Worksheet, XlsxError};

use super::{style, text};
use crate::diag::{CellRef, Diagnostic, Lang, Message, Severity};

/// Its name, in every language: it is looked for by it.
pub(super) const SHEET: &str = "问题";

/// More links than this no sheet can hold.
const LINK_LIMIT: usize = 65_530;

/// A problem and the cell that it leads to: the sheet's name in the copy, and the cell.
pub(super) struct Row<'a> {
    pub finding: &'a Diagnostic,
    pub place: Option<(&'a str, CellRef)>,
}

/// The headings, none of which is one of a ledger: the copy may be read again.
const HEADINGS: [(&str, &str, f64); 7] = [
    ("程度", "severity", 9.0),
    ("位置", "place", 22.0),
    ("函号", "letter", 12.0),
    ("栏目", "field", 14.0),
    ("问题", "problem", 60.0),
    ("怎么办", "what to do", 60.0),
    ("代码", "code", 24.0),
];

/// Writes the list, in the order of `rows`.
pub(super) fn write(sheet: &mut Worksheet, rows: &[Row<'_>], lang: Lang) -> Result<(), XlsxError> {
    for (column, (zh, en, width)) in (0..).zip(HEADINGS) {
        let heading = if lang == Lang::Zh { zh } else { en };
        sheet.write_string_with_format(0, column, heading, &style::heading(style::OPTIONAL))?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if rows.is_empty() {
        let none = Message::new("没有问题", "no problems");
        sheet.write_string(1, 4, none.text(lang))?;
        return Ok(());
    }
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let coloured = |severity| words.clone().set_background_color(style::behind(severity));
    let severities = [Severity::Note, Severity::Warning, Severity::Error].map(coloured);
    let link = words.clone().set_font_color(Color::RGB(0x0005_63C1)).set_underline(FormatUnderline::Single);
    let mut links = 0;
    let mut last = 0;
    for (index, row) in (1_u32..).zip(rows) {
        let Row { finding, place } = row;
        last = index;
        let [note, warning, error] = &severities;
        let severity = match finding.severity {
            Severity::Note => note,
            Severity::Warning => warning,
            Severity::Error => error,
        };
        sheet.write_string_with_format(index, 0, finding.severity.word(lang), severity)?;
        match place {
            Some((name, cell)) if links < LINK_LIMIT => {
                links += 1;
                // `C6` alone could be read as the sixth column.
                let at = absolute(*cell);
                let target = Url::new(format!("internal:'{}'!{at}", name.replace('\'', "''")));
                sheet.write_url_with_format(index, 1, target.set_text(format!("{name} {cell}")), &link)?;
            }
            Some((name, cell)) => drop(sheet.write_string_with_format(index, 1, format!("{name} {cell}"), &words)?),
            None => {
                let origin = finding.origin.as_ref().map(ToString::to_string).unwrap_or_default();
                sheet.write_string_with_format(index, 1, text::for_cell(&origin), &words)?;
            }
        }
        let number = finding.letter.as_ref().map_or("", |letter| &letter.number);
        let field = match (&finding.field, lang) {
            (Some(key), Lang::Zh) => key.heading().to_owned(),
            (Some(key), Lang::En) => key.to_string(),
            (None, _) => String::new(),
        };
        let hints: Vec<&str> = finding.hints.iter().map(|hint| hint.text(lang)).collect();
        let cells =
            [number, &field, finding.message.text(lang), &hints.join("\n"), finding.code.as_str()].map(text::for_cell);
        // Programs do not fit the height of rows that they did not write.
        sheet.set_row_height(index, height(&cells))?;
        for (column, cell) in (2..).zip(cells) {
            sheet.write_string_with_format(index, column, cell, &words)?;
        }
    }
    sheet.autofilter(0, 0, last, 6)?;
    Ok(())
}

/// `$C$6`.
fn absolute(cell: CellRef) -> String {
    let relative = cell.to_string();
    let letters: String = relative.chars().take_while(char::is_ascii_alphabetic).collect();
    let digits = &relative[letters.len()..];
    format!("${letters}${digits}")
}

/// Room for the tallest of a row's cells, in points.
fn height(cells: &[String; 5]) -> f64 {
    const LINE: f64 = 15.0;
    let lines = |(cell, (_, _, width)): (&String, &(&str, &str, f64))| -> f64 {
        // A little narrower than the column: Han characters break as a whole.
        cell.split('\n').map(|line| (text::width(line) as f64 * 1.15 / width).ceil().max(1.0)).sum()
    };
    let tallest = cells.iter().zip(&HEADINGS[2..]).map(lines).fold(1.0, f64::max);
    // No row is higher than 409 points.
    (tallest * LINE).min(405.0)
}

/// A problem as the comment on its cell tells it.
pub(super) fn comment(finding: &Diagnostic, lang: Lang) -> String {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    let mut text = format!("{}{colon}{}", finding.severity.word(lang), finding.message.text(lang));
    for hint in &finding.hints {
        text.push_str("\n→ ");
        text.push_str(hint.text(lang));
    }
    text
}
