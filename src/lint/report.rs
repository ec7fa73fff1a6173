//! The findings about one letter. What comes often in one field is told once, with its count.

use std::ops::Range;

use super::passage::Passage;
use crate::diag::{Code, Diagnostic, LetterRef, Message, Origin};
use crate::letter::Letter;
use crate::profile::Key;

/// What was found about a letter so far.
pub(super) struct Report<'a> {
    letter: &'a Letter,
    reference: LetterRef,
    findings: Vec<(Diagnostic, usize)>,
}

/// What is wrong, going on from the quoted text, and what to do; each in Chinese and English.
pub(super) struct Words<'a> {
    /// Goes on from `正文第3段里的“…”`.
    pub wrong: (&'a str, &'a str),
    /// A whole sentence.
    pub hint: (&'a str, &'a str),
}

impl<'a> Report<'a> {
    /// A report without findings.
    pub(super) fn new(letter: &'a Letter) -> Self {
        let mut reference = letter.reference();
        if letter.id.addressee.is_some() {
            // It is one of several of its row, and a finding about the row's texts is about all of them.
            reference.id = None;
        }
        Self { letter, reference, findings: Vec::new() }
    }

    /// A warning about a part of a text. A further one of this code in the same field is only counted.
    pub(super) fn text(&mut self, code: Code, passage: &Passage<'_>, found: &Range<usize>, words: &Words<'_>) {
        let same =
            |(told, _): &&mut (Diagnostic, usize)| told.code == code && told.field.as_ref() == Some(&passage.key);
        if let Some((_, more)) = self.findings.iter_mut().find(same) {
            *more += 1;
            return;
        }
        let quoted = passage.around(found);
        let (zh, en) = passage.place();
        let message = Message::new(
            format!("{zh}里的“{quoted}”{}", words.wrong.0),
            format!("`{quoted}` in {en} {}", words.wrong.1),
        );
        let found = Diagnostic::warning(code, message).hint(words.hint.0, words.hint.1);
        match passage.paragraph {
            Some(number) => self.add_in_body(number, found),
            None => self.add(&passage.key, found),
        }
    }

    /// A finding about the body's n-th paragraph, from 1.
    pub(super) fn add_in_body(&mut self, number: usize, found: Diagnostic) {
        let origin = self.letter.body_origin(number.saturating_sub(1));
        self.push(origin, &Key::Body, found);
    }

    /// Any finding; its place and its letter are added.
    pub(super) fn add(&mut self, key: &Key, found: Diagnostic) {
        self.push(self.letter.origin(key), key, found);
    }

    fn push(&mut self, origin: &Origin, key: &Key, found: Diagnostic) {
        self.findings.push((found.at(origin).field(key.clone()).letter(&self.reference), 0));
    }

    /// The findings.
    pub(super) fn finish(self) -> impl Iterator<Item = Diagnostic> {
        self.findings.into_iter().map(|(found, more)| match more {
            0 => found,
            1 => found.hint("这一项里这样的地方还有 1 处", "1 more place like this here"),
            more => {
                found.hint(format!("这一项里这样的地方还有 {more} 处"), format!("{more} more places like this here"))
            }
        })
    }
}
