//! The catalogue as the archivist gives it back, with 档号 or 件号 filled in.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Checked, Code, Diagnostic, Message, Origin, Outcome};
use crate::input::{self, Shown};

/// What the archivist says of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Given {
    pub(super) code: Option<String>,
    pub(super) item: Option<String>,
}

/// By document number, and by title where that is not told.
pub(super) type Table = BTreeMap<String, Given>;

/// Reads it. Headings: 文号 or 题名, and 档号 or 件号.
pub(super) fn read(path: &Path) -> Outcome<Table> {
    let Checked { value, findings } = input::open(path);
    let Some(book) = value else { return Err(findings) };
    let view = book.view();
    for sheet in &view.sheets {
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        for (cell, shown) in &sheet.cells {
            let text = match shown {
                Shown::Text(text) => text.trim().to_owned(),
                Shown::Number(number) => number.to_string(),
                _ => continue,
            };
            rows.entry(cell.row).or_default().insert(cell.column, text);
        }
        let column = |row: &BTreeMap<u32, String>, names: &[&str]| {
            row.iter().find(|(_, text)| names.contains(&text.as_str())).map(|(column, _)| *column)
        };
        let head = rows.iter().find_map(|(at, row)| {
            let by = [column(row, &["文号", "发文字号", "文件编号"]), column(row, &["题名", "标题"])];
            let given = [column(row, &["档号"]), column(row, &["件号", "馆编件号", "室编件号"])];
            let known = by.iter().any(Option::is_some) && given.iter().any(Option::is_some);
            known.then_some((*at, by, given))
        });
        let Some((at, by, given)) = head else { continue };
        let mut table = Table::new();
        for (_, row) in rows.range(at + 1..) {
            let text = |column: Option<u32>| column.and_then(|it| row.get(&it)).filter(|it| !it.is_empty()).cloned();
            let given = Given { code: text(given[0]), item: text(given[1]) };
            for name in [text(by[0]), text(by[1])].into_iter().flatten() {
                table.entry(name).or_insert_with(|| given.clone());
            }
        }
        return Ok(table);
    }
    let message = Message::new("这个表里没有档案目录", "this table holds no catalogue");
    Err(vec![
        Diagnostic::error(Code::HeadingsMissing, message)
            .at(&Origin::file(path))
            .hint("表头应有 文号 或 题名，以及 档号 或 件号", "its headings are 文号 or 题名, and 档号 or 件号"),
    ])
}
