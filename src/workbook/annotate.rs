//! A copy of a ledger's values in which every cell with a problem is coloured and commented, with a sheet 问题
//! that lists the problems.

use std::collections::BTreeMap;

use rust_xlsxwriter::XlsxError;

use super::{blank, layout, problems, style, text};
use crate::diag::{CellRef, Diagnostic, Lang, Outcome, Severity};
use crate::input::{Book, View};

/// The problems of a sheet by their cells.
type ByCell<'a> = BTreeMap<CellRef, Vec<&'a Diagnostic>>;

/// The copy of `book`, as `.xlsx`, with the problems in `findings` told in `lang`.
pub fn annotate(book: &Book, findings: &[Diagnostic], lang: Lang) -> Outcome<Vec<u8>> {
    write(&book.view(), findings, lang).map_err(|err| vec![style::failed(&err)])
}

fn write(view: &View<'_>, findings: &[Diagnostic], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut names: Vec<String> = Vec::new();
    for sheet in &view.sheets {
        names.push(text::sheet_name(&sheet.name, &names));
    }
    let mut by_sheet: Vec<ByCell<'_>> = vec![ByCell::new(); view.sheets.len()];
    let mut rows = Vec::new();
    for finding in findings {
        let found = finding.origin.as_ref().and_then(|origin| view.find(origin));
        let found = found.filter(|(_, cell)| layout::place(*cell).is_some());
        let named = found.and_then(|(sheet, cell)| Some((names.get(sheet)?.as_str(), cell)));
        rows.push(problems::Row { finding, place: named });
        if let Some((sheet, cell)) = found
            && let Some(cells) = by_sheet.get_mut(sheet)
        {
            cells.entry(cell).or_default().push(finding);
        }
    }

    let mut book = style::workbook(if lang == Lang::Zh { "台账检查结果" } else { "a ledger's problems" })?;
    // The list comes first, so that nobody has to look for it.
    let list = book.add_worksheet();
    list.set_name(text::sheet_name(problems::SHEET, &names))?;
    problems::write(list, &rows, lang)?;
    for ((sheet, name), cells) in view.sheets.iter().zip(&names).zip(by_sheet) {
        let worst: BTreeMap<CellRef, Severity> =
            cells.iter().filter_map(|(cell, all)| Some((*cell, all.iter().map(|one| one.severity).max()?))).collect();
        let copy = book.add_worksheet();
        copy.set_name(name)?;
        copy.set_hidden(sheet.hidden && worst.is_empty());
        layout::write(copy, sheet, &worst)?;
        for (cell, all) in cells {
            if let Some((row, column)) = layout::place(cell) {
                let told: Vec<String> = all.iter().map(|finding| problems::comment(finding, lang)).collect();
                copy.insert_note(row, column, &blank::sized(&text::for_note(&told.join("\n"))))?;
            }
        }
    }
    book.save_to_buffer()
}
