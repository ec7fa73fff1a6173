//! One raw letter while it is being checked: its values by key, and what is wrong with them.

use crate::diag::{Code, Diagnostic, LetterRef, Message, Origin};
use crate::input::{Field, RawLetter, Value};
use crate::profile::{Key, Need, Profile};

/// A raw letter and the findings about it.
pub(super) struct Row<'a> {
    pub raw: &'a RawLetter,
    pub profile: &'a Profile,
    pub findings: Vec<Diagnostic>,
    pub reference: LetterRef,
}

impl<'a> Row<'a> {
    pub fn new(raw: &'a RawLetter, profile: &'a Profile) -> Self {
        let mut row = Self { raw, profile, findings: Vec::new(), reference: LetterRef::default() };
        row.reference.number = row.peek(&Key::Number).unwrap_or_default();
        row
    }

    pub fn field(&self, key: &Key) -> Field {
        self.raw.field(key)
    }

    pub fn origin(&self, key: &Key) -> Origin {
        self.raw.fields.get(key).map_or_else(|| self.raw.origin.clone(), |field| field.origin.clone())
    }

    pub fn has(&self, key: &Key) -> bool {
        self.raw.fields.get(key).is_some_and(|field| field.value != Value::Missing)
    }

    /// Is something wrong that keeps the letter from being made, reported here or while reading?
    pub fn failed(&self) -> bool {
        !self.raw.reported.is_empty() || self.findings.iter().any(Diagnostic::is_error)
    }

    /// Records a problem; its field and letter are added.
    pub fn report(&mut self, key: &Key, found: Diagnostic) {
        self.findings.push(found.field(key.clone()));
    }

    /// The value, where it parsed; else the problem is recorded.
    pub fn keep<T>(&mut self, key: &Key, parsed: Result<T, Diagnostic>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(found) => {
                self.report(key, found);
                None
            }
        }
    }

    /// The text of a field, line breaks as they are, without reporting anything.
    pub fn peek(&self, key: &Key) -> Option<String> {
        match &self.raw.fields.get(key)?.value {
            Value::Text(text) | Value::Number { shown: text, .. } => Some(text.clone()),
            Value::Bool(true) => Some("是".to_owned()),
            Value::Bool(false) => Some("否".to_owned()),
            Value::List(items) => {
                let texts: Vec<&str> = items
                    .iter()
                    .filter_map(|item| match &item.value {
                        Value::Text(text) | Value::Number { shown: text, .. } => Some(text.as_str()),
                        _ => None,
                    })
                    .collect();
                (!texts.is_empty()).then(|| texts.join("、"))
            }
            _ => None,
        }
    }

    /// The text of a single element: on one line.
    pub fn text(&self, key: &Key) -> Option<String> {
        let text = self.peek(key)?;
        Some(text.split('\n').map(str::trim).collect::<String>())
    }

    /// The text of an element that may be printed: `None`, with what has to be said, where the profile does not print it.
    pub fn printed(&mut self, key: &Key) -> Option<String> {
        self.prints(key).then(|| self.text(key)).flatten()
    }

    /// Does the profile print the element? Where it is given and not printed, that is a note.
    pub fn prints(&mut self, key: &Key) -> bool {
        if self.profile.prints(key) {
            return true;
        }
        // The rules of wording may print it elsewhere.
        if self.has(key) && !self.profile.worded.contains(key) {
            self.not_printed(key);
        }
        false
    }

    /// Notes that a value is not printed.
    pub fn not_printed(&mut self, key: &Key) {
        let heading = key.heading();
        let name = &self.profile.name;
        let message = Message::new(
            format!("配置“{name}”不印“{heading}”，这个值没有用上"),
            format!("profile `{name}` does not print `{key}`; this value is not used"),
        );
        let found = Diagnostic::note(Code::ValueNotPrinted, message).at(&self.origin(key));
        self.report(key, found);
    }

    /// Says which needed values are missing and which are not allowed. A paper to the lead unit needs no proposers.
    pub fn check_needs(&mut self, genre: &str) {
        let profile = self.profile;
        let optional = profile.genre_rules.get(genre).map(|rule| &rule.optional);
        let to_unit = !profile.wording_of(genre).addressee.is_empty();
        for spec in &profile.fields {
            match spec.need {
                Need::Required if optional.is_some_and(|optional| optional.contains(&spec.key)) => {}
                Need::Required if !self.has(&spec.key) => {
                    let instead = either_way(&spec.key).filter(|other| self.has(other));
                    if instead.is_none() {
                        self.missing(&spec.key, &spec.example, None);
                    }
                }
                Need::Forbidden if self.has(&spec.key) => {
                    let (name, heading) = (&profile.name, spec.key.heading());
                    let message = Message::new(
                        format!("配置“{name}”不许填“{heading}”"),
                        format!("profile `{name}` does not allow `{}`", spec.key),
                    );
                    let found = Diagnostic::error(Code::ValueForbidden, message)
                        .at(&self.origin(&spec.key))
                        .hint("清空这一格", "empty this cell");
                    self.report(&spec.key, found);
                }
                _ => {}
            }
        }
        for (first, second) in [(Key::Number, Key::Title), (Key::Proposers, Key::Addressee), (Key::Body, Key::BodyFile)]
        {
            if to_unit && first == Key::Proposers {
                continue;
            }
            let required = |key: &Key| profile.field(key).is_some_and(|spec| spec.need == Need::Required);
            if !self.has(&first) && !self.has(&second) && !required(&first) && !required(&second) {
                let example = profile.field(&first).map_or("", |spec| spec.example.as_str());
                self.missing(&first, example, Some(&second));
            }
        }
    }

    fn missing(&mut self, key: &Key, example: &str, or: Option<&Key>) {
        let told = |key: &Key| self.raw.reported.contains(key);
        if told(key) || or.is_some_and(told) {
            return;
        }
        let (zh, en) = match or {
            Some(or) => (
                format!("“{}”和“{}”都是空的", key.heading(), or.heading()),
                format!("`{key}` and `{or}` are both empty"),
            ),
            None if matches!(self.origin(&Key::Body), Origin::Paragraph { .. }) => (
                format!("“{}”在台账和正文文件里都没有", key.heading()),
                format!("neither the row nor its text file has `{key}`"),
            ),
            None => (format!("“{}”是空的", key.heading()), format!("`{key}` is empty")),
        };
        let mut found = Diagnostic::error(Code::ValueMissing, Message::new(zh, en)).at(&self.origin(key));
        if !example.is_empty() {
            found = match or {
                Some(or) => found.hint(
                    format!("填上其中一个，例如“{}”写 {example}", key.heading()),
                    format!("give `{key}`, such as {example}, or `{or}`"),
                ),
                None => found.hint(format!("填上它，例如 {example}"), format!("fill it in, such as {example}")),
            };
        }
        self.report(key, found);
    }
}

/// The field that can stand for a required one: a title given makes the number dispensable, and so on.
fn either_way(key: &Key) -> Option<Key> {
    match key {
        Key::Proposers => Some(Key::Addressee),
        Key::Body => Some(Key::BodyFile),
        _ => None,
    }
}
