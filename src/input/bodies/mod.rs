//! Bodies that stand in text files: each row's file is found and read, and where it holds a whole letter, what is
//! not body is taken off it.
//!
//! `place` keeps to the ledger's folder; `folder` finds files by their names; `whole` parts a letter by `head`,
//! `tail`, `labels` and `signs`; `losses` tells what could not be taken over.

mod attachments;
mod folder;
mod head;
mod labels;
mod losses;
mod place;
mod signs;
mod tail;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::paper::{self, Content, Paper, Part};
use super::{Field, RawLetter, Value};
use crate::diag::{Checked, Code, Diagnostic, Message, Origin};
use crate::profile::{Key, Profile};
use crate::shelf::Shelf;
use folder::{Found, Search};

/// Where bodies may come from beside the ledger itself.
#[derive(Debug, Clone, Default)]
pub struct BodyOptions {
    /// The folder whose files are found by their names (`--bodies`).
    pub folder: Option<PathBuf>,
    /// Files outside of the ledger's folder may be read (`--allow-outside`).
    pub allow_outside: bool,
}

/// What a file that holds a whole letter can say of it beside the body.
pub(super) const OF_A_FILE: &[Key] = &[
    Key::Title,
    Key::Addressee,
    Key::Opening,
    Key::Closing,
    Key::Signatory,
    Key::Category,
    Key::ContactUnit,
    Key::ContactPerson,
    Key::ContactPhone,
    Key::Issuer,
    Key::DocNumber,
    Key::Date,
    Key::Cc,
    Key::Disclosure,
    Key::Attachments,
    Key::Note,
    Key::PrintOrgan,
    Key::PrintDate,
];

/// Reads the file of each row that `is_own`.
pub(super) fn read(
    raws: &Shelf<RawLetter>,
    profile: &Profile,
    options: &BodyOptions,
    is_own: &dyn Fn(&RawLetter) -> bool,
) -> Checked<Shelf<RawLetter>> {
    Checked::of(|findings| read_all(raws, profile, options, is_own, findings))
}

fn read_all(
    raws: &Shelf<RawLetter>,
    profile: &Profile,
    options: &BodyOptions,
    is_own: &dyn Fn(&RawLetter) -> bool,
    findings: &mut Vec<Diagnostic>,
) -> Result<Shelf<RawLetter>, Diagnostic> {
    let mut reader = Reader { profile, last: None, told: BTreeSet::new() };
    let (mut waiting, mut finished) = (raws.beside(), raws.beside());
    // Whose a file is can be told when all rows are known.
    let mut search = options.folder.as_deref().map(|folder| Search::new(folder, profile));
    for (index, raw) in raws.iter().enumerate() {
        let mut raw = raw?;
        let own = is_own(&raw);
        let mut found = Vec::new();
        let file = if own { named(&mut raw, options, &mut found) } else { None };
        let attached = own && attachments::read(&mut raw, options, &mut found);
        let is_as_before = file.is_none() && !attached && found.is_empty();
        findings.extend(found.into_iter().map(|problem| problem.letter(&raw.reference())));
        if let Some(search) = &mut search {
            search.add(&raw, own, file);
            waiting.push(&raw);
        } else if is_as_before {
            finished.take_over(raws, index)?;
        } else {
            reader.fill(&mut raw, file.as_ref(), findings);
            finished.push(&raw);
        }
    }
    let found = search.map(|search| search.find(options, findings)).unwrap_or_default();
    for (raw, found) in waiting.iter().zip(found) {
        let mut raw = raw?;
        match found {
            Found::Nothing => {}
            Found::File(file) => reader.fill(&mut raw, Some(&file), findings),
            Found::Failed(problem) => {
                findings.extend(problem);
                give_up(&mut raw);
            }
        }
        finished.push(&raw);
    }
    Ok(finished)
}

/// Reads text files for rows.
struct Reader<'a> {
    profile: &'a Profile,
    /// The file read last: rows that are answered together name the same one.
    last: Option<(PathBuf, Result<Arc<Paper>, Diagnostic>)>,
    /// Files of which was told that they are open in a program.
    told: BTreeSet<PathBuf>,
}

impl Reader<'_> {
    /// Fills a row from its file, if it has one.
    fn fill(&mut self, raw: &mut RawLetter, file: Option<&File>, findings: &mut Vec<Diagnostic>) {
        let Some(file) = file else { return };
        let mut found = Vec::new();
        match self.paper(file, findings) {
            Ok(paper) => fill(raw, file, &paper, self.profile, &mut found),
            Err(problem) => fail(raw, problem, file, &mut found),
        }
        let reference = raw.reference();
        findings.extend(found.into_iter().map(|problem| problem.letter(&reference)));
    }

    fn paper(&mut self, file: &File, findings: &mut Vec<Diagnostic>) -> Result<Arc<Paper>, Diagnostic> {
        match &self.last {
            Some((real, paper)) if *real == file.real => paper.clone(),
            _ => {
                if let Some(lock) = place::lock_beside(&file.shown)
                    && self.told.insert(file.real.clone())
                {
                    findings.push(lock);
                }
                let paper = paper::read(&file.shown).map(Arc::new);
                self.last = Some((file.real.clone(), paper.clone()));
                paper
            }
        }
    }
}

/// A row's file.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// As the user would name it.
    shown: PathBuf,
    /// With links followed.
    real: PathBuf,
    /// Where the row names it, or the row.
    from: Origin,
}

/// The file that a row names.
fn named(raw: &mut RawLetter, options: &BodyOptions, findings: &mut Vec<Diagnostic>) -> Option<File> {
    let field = raw.field(&Key::BodyFile);
    let (Value::Text(name) | Value::Number { shown: name, .. }) = &field.value else {
        return None;
    };
    if raw.field(&Key::Body).value != Value::Missing {
        let message = Message::new(
            "“正文”和“正文文件”都填了，不知道用哪个",
            "`body` and `body_file` are both given, and it is not known which to use",
        );
        findings.push(
            Diagnostic::error(Code::BodyTwice, message)
                .at(&field.origin)
                .field(Key::BodyFile)
                .hint("只留一个，清空另一格", "keep one and empty the other"),
        );
        raw.reported.insert(Key::Body);
        return None;
    }
    match place::locate(name, raw.origin.path(), options.allow_outside) {
        Ok((shown, real)) => Some(File { shown, real, from: field.origin.clone() }),
        Err(problem) => {
            findings.push(problem.at(&field.origin).field(Key::BodyFile));
            give_up(raw);
            None
        }
    }
}

/// Nothing can be said of what the file would have given.
fn give_up(raw: &mut RawLetter) {
    raw.reported.insert(Key::Body);
    for key in OF_A_FILE {
        if raw.field(key).value == Value::Missing {
            raw.reported.insert(key.clone());
        }
    }
}

/// A file that cannot be read is told at the row that names it, so that the row is known.
fn fail(raw: &mut RawLetter, problem: Diagnostic, file: &File, findings: &mut Vec<Diagnostic>) {
    let origin = Origin::Paragraph { file: file.shown.as_path().into(), index: 0, from: Box::new(file.from.clone()) };
    findings.push(problem.at(&origin).field(Key::BodyFile));
    give_up(raw);
}

fn fill(raw: &mut RawLetter, file: &File, paper: &Paper, profile: &Profile, findings: &mut Vec<Diagnostic>) {
    let shown: Arc<Path> = file.shown.as_path().into();
    let at = |index: usize| Origin::Paragraph { file: Arc::clone(&shown), index, from: Box::new(file.from.clone()) };
    let whole = whole::part(&paper.parts, raw, profile);
    losses::tell(paper, &whole, Key::BodyFile, &at, findings);
    if let Some(unclear) = &whole.unclear {
        findings.push(unclear.diagnostic(&at).field(Key::BodyFile));
        give_up(raw);
        return;
    }
    let origin = at(whole.body.first().map_or(1, |part| part.index));
    let blocks = whole.body.iter().map(|part| Field { value: block(part, &at), origin: at(part.index) }).collect();
    if whole.body.is_empty() {
        let message = Message::new(
            "文件里除了标题、主送、落款这些，没有正文",
            "beside title, addressee, signature and the like there is no body in the file",
        );
        let problem = Diagnostic::error(Code::BodyMalformed, message).at(&origin).field(Key::BodyFile);
        findings.push(problem.hint("打开看看是不是选错了文件", "open it and look whether it is the right file"));
        give_up(raw);
        return;
    }
    raw.fields.insert(Key::Body, Field { value: Value::List(blocks), origin });
    let mut values: BTreeMap<Key, Field> = BTreeMap::new();
    for found in whole.values {
        let field = Field { value: Value::Text(found.text), origin: at(found.index) };
        match values.get_mut(&found.key).map(|known| &mut known.value) {
            // Names of attachments may hold what parts a list elsewhere.
            None if found.key == Key::Attachments => {
                let origin = field.origin.clone();
                values.insert(found.key, Field { value: Value::List(vec![field]), origin });
            }
            None => drop(values.insert(found.key, field)),
            Some(Value::List(items)) => items.push(field),
            // Several who sign, a second line of contacts.
            Some(Value::Text(before)) => {
                if let Value::Text(more) = field.value {
                    before.push('\n');
                    before.push_str(&more);
                }
            }
            Some(_) => {}
        }
    }
    raw.from_file = values;
}

fn block(part: &Part, at: &dyn Fn(usize) -> Origin) -> Value {
    let origin = at(part.index);
    let field = |value| Field { value, origin: origin.clone() };
    match &part.content {
        Content::Text(text) => Value::Text(text.clone()),
        Content::Table { rows, header_rows } => {
            let row = |row: &Vec<String>| {
                field(Value::List(row.iter().map(|cell| field(Value::Text(cell.clone()))).collect()))
            };
            let rows = field(Value::List(rows.iter().map(row).collect()));
            let headers = field(Value::Number { shown: header_rows.to_string(), exact: true });
            Value::Object([("table".to_owned(), rows), ("header_rows".to_owned(), headers)].into())
        }
    }
}
