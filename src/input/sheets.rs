//! Which sheets of a book are read, and what is said of the others.

use std::path::Path;
use std::sync::Arc;

use super::base::Base;
use super::book::{Book, Sheet};
use super::heading_lines::HeadingLines;
use super::headings::Known;
use super::{RawLetter, ReadOptions, header, rows, unseen};
use crate::diag::{CellRef, Code, Diagnostic, Message, Origin};
use crate::profile::Key;
use crate::shelf::Shelf;

/// Adds the letters of all sheets that are read, in their order.
pub(super) fn letters(
    book: &Book,
    sheets: &[Sheet],
    known: &Known<'_>,
    base: &Base,
    options: &ReadOptions,
    letters: &mut Shelf<RawLetter>,
    findings: &mut Vec<Diagnostic>,
) {
    let Some(chosen) = choose(book, sheets, known, options, findings) else {
        return;
    };
    let mut empty = Vec::new();
    for (sheet, lines) in chosen {
        let header = header::read(&book.file, sheet, lines, known, findings);
        let before = letters.len();
        findings.extend(unseen::columns(sheet, &header));
        let table = rows::Table { file: &book.file, sheet, header };
        rows::read(table, known, base, options.skip_hidden, letters, findings);
        if letters.len() == before {
            empty.push((sheet, lines.last));
        }
    }
    for (sheet, row) in empty {
        findings.push(ledger_empty(&book.file, sheet, row, letters.is_empty()));
    }
}

/// The sheets that are read, and the rows of their headings. `None` where there is nothing to read.
fn choose<'s>(
    book: &Book,
    sheets: &'s [Sheet],
    known: &Known<'_>,
    options: &ReadOptions,
    findings: &mut Vec<Diagnostic>,
) -> Option<Vec<(&'s Sheet, HeadingLines)>> {
    if let Some(name) = &options.sheet {
        let found = sheets.iter().find(|sheet| sheet.name.as_deref().is_some_and(|given| given.trim() == name.trim()));
        let Some(sheet) = found else {
            findings.push(sheet_unknown(book, sheets, name));
            return None;
        };
        let Some(lines) = HeadingLines::find(sheet, known) else {
            findings.push(headings_missing(book, &[sheet], known));
            return None;
        };
        return Some(vec![(sheet, lines)]);
    }
    let mut chosen = Vec::new();
    let mut passed = Vec::new();
    for sheet in sheets {
        match (HeadingLines::find(sheet, known), sheet.hidden) {
            (Some(lines), false) => chosen.push((sheet, lines)),
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
    Diagnostic::warning(Code::SheetHidden, message).at(&at_top(file, sheet)).hint(
        format!("要用就取消隐藏，或加 --sheet {name}；不用就删去"),
        format!("to use it, unhide it or add --sheet {name}; else delete it"),
    )
}

fn sheet_unknown(book: &Book, sheets: &[Sheet], name: &str) -> Diagnostic {
    let names: Vec<&str> = sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
    let message = Message::new(format!("没有名为“{name}”的工作表"), format!("there is no sheet `{name}`"));
    let problem = Diagnostic::error(Code::SheetUnknown, message).at(&Origin::file(&book.file));
    if names.is_empty() {
        problem.hint("这个文件没有工作表，去掉 --sheet", "this file has no sheets; leave --sheet out")
    } else {
        problem.hint(format!("有这些工作表：{}", names.join("、")), format!("its sheets are: {}", names.join(", ")))
    }
}

fn headings_missing(book: &Book, sheets: &[&Sheet], known: &Known<'_>) -> Diagnostic {
    let looked_for: Vec<&str> = known
        .keys()
        .iter()
        .filter(|key| {
            known.is_required(key)
                || matches!(key, Key::Number | Key::Proposers | Key::Body | Key::Title | Key::Addressee)
        })
        .map(Key::heading)
        .collect();
    let message = Message::new("前20行里没有找到标题行", "no row of headings was found within the first 20 rows");
    let origin = match sheets {
        [sheet] => at_top(&book.file, sheet),
        _ => Origin::file(&book.file),
    };
    Diagnostic::error(Code::HeadingsMissing, message).at(&origin).hint(
        format!("要有一行写着各列的标题，如：{}", looked_for.join("、")),
        format!("a row has to hold the columns' headings, such as {}", looked_for.join(", ")),
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
