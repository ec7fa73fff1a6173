//! Values for letters that leave them out: the ledger's settings, then `dafu.toml`, then the profile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::book::{Book, Cell, Setting, SettingValue};
use super::convert::{Converter, Reported};
use super::headings::{Known, Target};
use super::nodes::Place;
use super::session::split_session;
use super::{Defaults, Field, Value};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::profile::{Key, Need};

/// What is laid under every letter.
#[derive(Debug, Default)]
pub(super) struct Base {
    /// By field, with the place it comes from. None of them is missing.
    pub fields: BTreeMap<Key, Field>,
    /// Fields whose setting is wrong, which was told.
    pub reported: BTreeSet<Key>,
    /// Bodies come from a folder, so that no row has to give or name them.
    pub bodies: bool,
}

/// What a ledger's settings may come to in all its letters: one long text and very many empty rows fill the memory.
const LAID_LIMIT: usize = 128 * 1024 * 1024;

impl Base {
    /// Would that many letters hold more of it than fits?
    pub fn outgrows(&self, letters: usize) -> bool {
        let text = self.fields.values().map(|field| if let Value::Text(text) = &field.value { text.len() } else { 0 });
        text.sum::<usize>().saturating_mul(letters) > LAID_LIMIT
    }

    /// Settings before `defaults` before the profile's.
    pub fn of(book: &Book, known: &Known<'_>, defaults: &Defaults, findings: &mut Vec<Diagnostic>) -> Self {
        let mut base = Self::default();
        let mut converter = Converter::default();
        let mut seen = BTreeMap::new();
        for setting in &book.settings {
            base.set(book, setting, known, &mut seen, &mut converter);
        }
        for (key, (text, origin)) in defaults {
            base.lay(key, text, origin, known, &mut converter);
        }
        let profile = Origin::file(&known.profile.file);
        for (key, text) in &known.profile.defaults {
            base.lay(key, text, &profile, known, &mut converter);
        }
        for spec in &known.profile.fields {
            if let Need::Fixed(text) = &spec.need {
                base.lay(&spec.key, text, &profile, known, &mut converter);
            }
        }
        converter.tell_numbers(findings);
        base
    }

    /// Lays a text under, unless there is something already.
    fn lay(&mut self, key: &Key, text: &str, origin: &Origin, known: &Known<'_>, converter: &mut Converter) {
        if !self.fields.contains_key(key) && !self.reported.contains(key) {
            let value = converter.text(key, known.kind(key), text, origin);
            self.keep(key, value, origin);
        }
    }

    fn keep(&mut self, key: &Key, value: Result<Value, Reported>, origin: &Origin) {
        match value {
            Ok(Value::Missing) => {}
            Ok(value) => {
                let origin = origin.clone();
                self.fields.insert(key.clone(), Field { value, origin });
            }
            Err(Reported) => drop(self.reported.insert(key.clone())),
        }
    }

    fn set(
        &mut self,
        book: &Book,
        setting: &Setting,
        known: &Known<'_>,
        seen: &mut BTreeMap<Key, Origin>,
        converter: &mut Converter,
    ) {
        let origin = setting.origin();
        let target = match &setting.value {
            SettingValue::Json(..) => known.key(&setting.name).map(Target::Field),
            SettingValue::Cell(..) => match known.heading(&setting.name) {
                // For a single value the contract's heading says which it is.
                Some(Target::Ambiguous) => Some(Target::Field(Key::Matter)),
                target => target,
            },
        };
        match (target, &setting.value) {
            (Some(Target::Field(key)), value) => {
                if let Some(first) = seen.insert(key.clone(), setting.name_origin.clone()) {
                    let problem = given_twice(&key, &first, &setting.name_origin);
                    converter.findings.push(problem);
                    self.fields.remove(&key);
                    self.reported.insert(key);
                    return;
                }
                let kind = known.kind(&key);
                let value = match value {
                    SettingValue::Cell(None, _) => Ok(Value::Missing),
                    SettingValue::Cell(Some(cell), _) => converter.cell(&key, kind, cell, origin, origin),
                    SettingValue::Json(node, pointer) => {
                        let place = Place { file: Arc::clone(&book.file), line: None };
                        converter.node(&key, kind, node, pointer, &place)
                    }
                };
                self.keep(&key, value, origin);
            }
            (Some(Target::Session), SettingValue::Cell(Some(Cell::Text(text)), _)) => {
                match split_session(text, origin) {
                    Ok((term, meeting)) => {
                        self.keep(&Key::Term, Ok(Value::Text(term)), origin);
                        self.keep(&Key::Meeting, Ok(Value::Text(meeting)), origin);
                    }
                    Err(problem) => {
                        converter.findings.push(problem);
                        self.reported.extend([Key::Term, Key::Meeting]);
                    }
                }
            }
            (Some(Target::Session), SettingValue::Cell(None, _)) => {}
            (_, SettingValue::Cell(..)) => {
                converter.findings.push(known.unknown_heading(&setting.name, &setting.name_origin));
            }
            (_, SettingValue::Json(..)) => {
                converter.findings.push(known.unknown_key(&setting.name, &setting.name_origin));
            }
        }
    }
}

/// A field that is given twice. A JSON key may be the same one twice, or dotted and nested.
pub(super) fn given_twice(key: &Key, first: &Origin, second: &Origin) -> Diagnostic {
    let is_pointer = matches!(second, Origin::Pointer { .. });
    let (code, message) = if is_pointer && first != second {
        let message = Message::new(
            format!("“{key}”既有带点的写法，又有嵌套的写法"),
            format!("`{key}` is given both dotted and nested"),
        );
        (Code::KeyTwice, message)
    } else {
        let message = Message::new(
            format!("“{key}”（{}）写了两次", key.heading()),
            format!("`{key}` ({}) is given twice", key.heading()),
        );
        (Code::HeadingDuplicate, message)
    };
    Diagnostic::error(code, message).at(second).field(key.clone()).hint("只留一个", "keep one of them")
}
