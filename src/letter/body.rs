//! The body: paragraphs, one a line, and in JSON and text files tables.

use super::Block;
use super::row::Row;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::{Field, Value};
use crate::profile::Key;

/// The blocks of the body and where each stands; `None` where there are none, which is reported.
pub(super) fn parse(row: &mut Row<'_>) -> Option<Vec<(Block, Origin)>> {
    let field = row.field(&Key::Body);
    if field.value == Value::Missing {
        return None;
    }
    let mut blocks = Vec::new();
    let mut findings = Vec::new();
    gather(&field, &mut blocks, &mut findings);
    if blocks.is_empty() && findings.is_empty() {
        findings.push(malformed(&field.origin, ("正文没有文字", "the body has no text")));
    }
    findings.into_iter().for_each(|found| row.report(&Key::Body, found));
    (!blocks.is_empty()).then_some(blocks)
}

/// The blocks that a field holds, in their order.
pub(super) fn blocks(field: &Field, findings: &mut Vec<Diagnostic>) -> Vec<Block> {
    let mut blocks = Vec::new();
    gather(field, &mut blocks, findings);
    blocks.into_iter().map(|(block, _)| block).collect()
}

fn gather(field: &Field, blocks: &mut Vec<(Block, Origin)>, findings: &mut Vec<Diagnostic>) {
    match &field.value {
        Value::Text(text) | Value::Number { shown: text, .. } => {
            let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
            blocks.extend(lines.map(|line| (Block::of(line), field.origin.clone())));
        }
        Value::List(items) => items.iter().for_each(|item| gather(item, blocks, findings)),
        Value::Object(_) => match table(field) {
            Ok(block) => blocks.push((block, field.origin.clone())),
            Err(found) => findings.push(found),
        },
        Value::Missing => {}
        Value::Date { .. } | Value::Bool(_) => {
            findings.push(malformed(&field.origin, ("正文应当是文字", "the body is text")));
        }
    }
}

fn malformed(origin: &Origin, (zh, en): (&str, &str)) -> Diagnostic {
    Diagnostic::error(Code::BodyMalformed, Message::new(zh, en)).at(origin).hint(
        "正文每段一行；表格写成 {\"table\": [[…]], \"header_rows\": 1}",
        "one paragraph a line; a table is {\"table\": [[…]], \"header_rows\": 1}",
    )
}

/// `{"table": [["a", "b"], …], "header_rows": 1}`; short rows are filled with empty cells.
fn table(field: &Field) -> Result<Block, Diagnostic> {
    let wrong = || malformed(&field.origin, ("表格写得不对", "the table is not well-formed"));
    let Value::Object(members) = &field.value else {
        return Err(wrong());
    };
    if members.keys().any(|name| name != "table" && name != "header_rows") {
        return Err(wrong());
    }
    let Some(Value::List(rows)) = members.get("table").map(|member| &member.value) else {
        return Err(wrong());
    };
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let Value::List(row) = &row.value else {
            return Err(wrong());
        };
        let row: Option<Vec<String>> = row
            .iter()
            .map(|cell| match &cell.value {
                Value::Text(text) | Value::Number { shown: text, .. } => Some(text.clone()),
                Value::Missing => Some(String::new()),
                _ => None,
            })
            .collect();
        cells.push(row.ok_or_else(wrong)?);
    }
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return Err(wrong());
    }
    cells.iter_mut().for_each(|row| row.resize(columns, String::new()));
    let header_rows = match members.get("header_rows").map(|member| &member.value) {
        None => 1,
        Some(Value::Number { shown, .. } | Value::Text(shown)) => shown.parse().map_err(|_| wrong())?,
        Some(_) => return Err(wrong()),
    };
    if header_rows > cells.len() {
        return Err(wrong());
    }
    Ok(Block::Table { rows: cells, header_rows })
}
