//! What is wrong, where, and what to try: the one vocabulary of every room.
//!
//! A [`Diagnostic`] has a stable [`Code`], the place it is about ([`Origin`]), a message and hints,
//! each in Chinese and English ([`Message`]). A stage returns [`Checked`]: a value and what was
//! noticed on the way. Only where nothing can go on does it return [`Outcome`].

mod code;
mod explain;
mod message;
mod origin;
mod reason;

pub use code::Code;
pub use explain::{Explanation, explain};
pub use message::{Lang, Message};
pub use origin::{CellRef, Origin};
pub use reason::reason;

use crate::profile::Key;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something a person may want to know; changes nothing.
    Note,
    /// The letter is made, but somebody should look. Counts as an error with `--strict`.
    Warning,
    /// The letter is not made, or the run does not go on.
    Error,
}

impl Severity {
    /// The word of the machine output: `error`, `warning` or `note`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word that people read.
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Note, Lang::Zh) => "说明",
            (Self::Warning, Lang::Zh) => "警告",
            (Self::Error, Lang::Zh) => "错误",
            (severity, Lang::En) => severity.as_str(),
        }
    }
}

/// Which letter a problem is about, as far as it is known when the problem is found.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct LetterRef {
    /// The number as the ledger has it (建议号); empty where the row has none.
    pub number: String,
    /// The letter's identity, once all its parts are known (see [`crate::letter::LetterId`]).
    pub id: Option<String>,
}

/// One problem: what it is, where it is, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of problem.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// The cell, JSON value, line or file it is about.
    pub origin: Option<Origin>,
    /// The letter it is about, if it is about one.
    pub letter: Option<LetterRef>,
    /// The field it is about, if it is about one.
    pub field: Option<Key>,
    /// What is wrong.
    pub message: Message,
    /// What to do; one sentence each.
    pub hints: Vec<Message>,
}

impl Diagnostic {
    /// A problem that keeps a letter, or the run, from being made.
    pub fn error(code: Code, message: Message) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// A problem that somebody should look at.
    pub fn warning(code: Code, message: Message) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    /// Something worth knowing.
    pub fn note(code: Code, message: Message) -> Self {
        Self::new(code, Severity::Note, message)
    }

    fn new(code: Code, severity: Severity, message: Message) -> Self {
        Self { code, severity, origin: None, letter: None, field: None, message, hints: Vec::new() }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, origin: &Origin) -> Self {
        self.origin = Some(origin.clone());
        self
    }

    /// Says which field.
    #[must_use]
    pub fn field(mut self, key: Key) -> Self {
        self.field = Some(key);
        self
    }

    /// Says which letter, unless it is known already.
    #[must_use]
    pub fn letter(mut self, letter: &LetterRef) -> Self {
        self.letter.get_or_insert_with(|| letter.clone());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hints.push(Message::new(zh, en));
        self
    }

    /// The same as a warning: what it is about is passed over.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Does it keep something from being made?
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// An I/O failure, with the path it happened on.
    pub fn io(path: &std::path::Path, err: &std::io::Error) -> Self {
        let shown = path.display();
        let (zh, en) = reason(err);
        Self::error(
            Code::Io,
            Message::new(format!("无法读写 {shown}（{zh}）"), format!("failed to read or write {shown} ({en})")),
        )
        .at(&Origin::file(path))
    }
}

/// A value, where there is one, and what was noticed on the way.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The value; `None` where the problems do not allow one.
    pub value: Option<T>,
    /// Everything noticed, in the order of the input.
    pub findings: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing to say about it.
    pub fn fine(value: T) -> Self {
        Self { value: Some(value), findings: Vec::new() }
    }

    /// What `work` gives, with what it notices on the way; a failure of it is the last that is noticed.
    pub fn of(work: impl FnOnce(&mut Vec<Diagnostic>) -> Result<T, Diagnostic>) -> Self {
        let mut findings = Vec::new();
        let value = work(&mut findings).map_err(|problem| findings.push(problem)).ok();
        Self { value, findings }
    }

    /// No value, and why.
    pub fn failed(findings: Vec<Diagnostic>) -> Self {
        Self { value: None, findings }
    }

    /// The value; its findings go to `findings`.
    pub fn take(self, findings: &mut Vec<Diagnostic>) -> Option<T> {
        findings.extend(self.findings);
        self.value
    }
}

/// A result where nothing can go on after a failure; all that is wrong is in it.
pub type Outcome<T> = Result<T, Vec<Diagnostic>>;
