//! Attachments that are set as pages: text files named under 附件文件 become their paragraphs and tables.

use std::path::Path;
use std::sync::Arc;

use super::whole::Whole;
use super::{BodyOptions, block, losses, place};
use crate::diag::{Diagnostic, Origin};
use crate::input::paper;
use crate::input::{Field, LIST_MARKS, RawLetter, Value};
use crate::profile::Key;

/// Files that are set as pages; others are packed beside the letter.
const SET: [&str; 3] = ["docx", "txt", "md"];

/// Reads the row's attachments; says whether there are any. A name of another kind of file stays a name.
pub(super) fn read(raw: &mut RawLetter, options: &BodyOptions, findings: &mut Vec<Diagnostic>) -> bool {
    let field = raw.field(&Key::AttachmentFiles);
    let names = names(&field);
    if !names.iter().any(|item| matches!(&item.value, Value::Text(name) if is_set(name))) {
        return false;
    }
    let mut items = Vec::new();
    for item in names {
        match &item.value {
            Value::Text(name) if is_set(name) => {
                match parts(name, raw.origin.path(), &item.origin, options, findings) {
                    Ok(parts) => items.push(Field { value: Value::List(parts), origin: item.origin }),
                    Err(problem) => {
                        let at = problem.origin.clone().unwrap_or_else(|| item.origin.clone());
                        findings.push(problem.at(&at).field(Key::AttachmentFiles));
                        raw.reported.insert(Key::AttachmentFiles);
                    }
                }
            }
            _ => items.push(item),
        }
    }
    raw.fields.insert(Key::AttachmentFiles, Field { value: Value::List(items), origin: field.origin });
    true
}

/// The items of the field, a cell's text parted.
fn names(field: &Field) -> Vec<Field> {
    match &field.value {
        Value::List(items) => items.clone(),
        Value::Text(text) => {
            let names = text.split(LIST_MARKS).map(str::trim).filter(|name| !name.is_empty());
            names.map(|name| Field { value: Value::Text(name.to_owned()), origin: field.origin.clone() }).collect()
        }
        _ => Vec::new(),
    }
}

fn is_set(name: &str) -> bool {
    let extension = Path::new(name.trim()).extension();
    extension.is_some_and(|extension| SET.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

fn parts(
    name: &str,
    ledger: &Path,
    from: &Origin,
    options: &BodyOptions,
    findings: &mut Vec<Diagnostic>,
) -> Result<Vec<Field>, Diagnostic> {
    let (shown, _) = place::locate(name, ledger, options.allow_outside)?;
    let file: Arc<Path> = shown.as_path().into();
    let at = |index: usize| Origin::Paragraph { file: Arc::clone(&file), index, from: Box::new(from.clone()) };
    let paper = paper::read(&shown).map_err(|problem| problem.at(&at(0)))?;
    // All of it is text of the attachment.
    let whole = Whole { last: usize::MAX, ..Whole::default() };
    losses::tell(&paper, &whole, Key::AttachmentFiles, &at, findings);
    Ok(paper.parts.iter().map(|part| Field { value: block(part, &at), origin: at(part.index) }).collect())
}
