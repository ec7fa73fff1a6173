//! `.csv`: one sheet without a name, all cells text.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::book::{Cell, Sheet};
use crate::diag::{CellRef, Code, Diagnostic, Message};

/// How many records tell which sign parts them.
const PROBED_RECORDS: usize = 20;

/// The one sheet of a `.csv`. A row is a record, as spreadsheet programs show it; blank lines count.
pub(super) fn sheet(path: &Path, text: &str, findings: &mut Vec<Diagnostic>) -> Sheet {
    // One kind of line end, so that every one of them is a row.
    let text = &text.replace("\r\n", "\n").replace('\r', "\n");
    let mut sheet = Sheet::default();
    let mut row = 0_u32;
    let mut open_at = None;
    let mut reader = reader(text, separator(text));
    let mut record = csv::StringRecord::new();
    let mut end = 0;
    // Text in memory has no I/O failure, and it is UTF-8.
    while let Ok(true) = reader.read_record(&mut record) {
        let start = end;
        end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let raw = text.get(start..end).unwrap_or_default();
        // The reader passes over blank lines; for the program that shows the file they are rows.
        row += blank_lines(raw);
        for (column, field) in (0..).zip(record.iter()) {
            sheet.put(row, column, Cell::of_shown(field.to_owned()));
        }
        let last = record.iter().next_back().unwrap_or_default();
        // A quoted field ends with its quote; one with a line break that does not was never closed.
        if end >= text.len() && last.contains('\n') && !raw.trim_end().ends_with('"') {
            open_at = Some(CellRef { row, column: u32::try_from(record.len().saturating_sub(1)).unwrap_or(u32::MAX) });
        }
        row += 1;
    }
    if let Some(cell) = open_at {
        let message = Message::new(
            "这一格的引号没有结束，后面的行都并进了这一格",
            "the quote of this cell is never closed; all later lines became part of it",
        );
        let origin = sheet.origin(&Arc::from(path), cell);
        findings.push(
            Diagnostic::error(Code::FileDamaged, message)
                .at(&origin)
                .hint("补上结束的引号 \"；文件也可能被截断", "add the closing \"; the file may also be cut off"),
        );
    }
    sheet
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

fn blank_lines(raw: &str) -> u32 {
    let lines = raw.bytes().take_while(|byte| *byte == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// The sign that parts most records into the same number of fields. Commas within texts do not come
/// out even; a table does.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        let mut counts = BTreeMap::<usize, usize>::new();
        for record in reader(text, separator).into_records().take(PROBED_RECORDS).flatten() {
            if record.len() > 1 {
                *counts.entry(record.len()).or_default() += 1;
            }
        }
        counts.into_iter().map(|(fields, records)| (records, fields)).max().unwrap_or_default()
    };
    // The first of the best: a comma where nothing tells.
    let mut best = (b',', score(b','));
    for separator in [b';', b'\t'] {
        let found = score(separator);
        if found > best.1 {
            best = (separator, found);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)], problems: usize) {
        let mut findings = Vec::new();
        let sheet = sheet(Path::new("x.csv"), text, &mut findings);
        let found: Vec<(String, Cell)> =
            sheet.cells.iter().map(|(place, cell)| (place.to_string(), cell.clone())).collect();
        let expected: Vec<(String, Cell)> =
            expected.iter().map(|(place, text)| ((*place).to_owned(), Cell::of_shown((*text).to_owned()))).collect();
        assert_eq!(found, expected);
        assert_eq!(findings.len(), problems, "{findings:?}");
    }

    #[test]
    fn commas_semicolons_and_tabs_part_cells() {
        check("a,b\n1,2\n", &[("A1", "a"), ("B1", "b"), ("A2", "1"), ("B2", "2")], 0);
        check("a;b\r\n1,5;2,5\r\n", &[("A1", "a"), ("B1", "b"), ("A2", "1,5"), ("B2", "2,5")], 0);
        check("a\tb\n1,2,3\t2\n", &[("A1", "a"), ("B1", "b"), ("A2", "1,2,3"), ("B2", "2")], 0);
    }

    #[test]
    fn rows_are_counted_as_programs_show_them() {
        check(
            "\n\na,b\n\n\"x\ny\",2\n\n3,4",
            &[("A3", "a"), ("B3", "b"), ("A5", "x\ny"), ("B5", "2"), ("A7", "3"), ("B7", "4")],
            0,
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told() {
        check("a,b\n1,\"x\n2,y\n", &[("A1", "a"), ("B1", "b"), ("A2", "1"), ("B2", "x\n2,y\n")], 1);
    }
}
