//! The texts of a letter, one after another, and what the checks need to know of characters.

use std::ops::Range;

use crate::letter::{Block, Letter};
use crate::profile::Key;

/// A text of a letter.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    /// The field it stands in.
    pub key: Key,
    /// In the body: which paragraph, from 1.
    pub paragraph: Option<usize>,
    /// Did the ledger give it, or was it made by the profile's rules?
    pub given: bool,
    /// The text.
    pub text: &'a str,
}

/// The texts of a letter, the body's paragraph by paragraph, tables cell by cell.
pub(super) fn passages(letter: &Letter) -> impl Iterator<Item = Passage<'_>> {
    let contact = &letter.contact;
    let elements = [
        (Key::Title, Some(letter.title.text.as_str())),
        (Key::Subject, letter.subject.as_deref()),
        (Key::Addressee, Some(letter.addressee.as_str())),
        (Key::Opening, letter.opening.as_deref()),
        (Key::Closing, letter.closing.as_deref()),
        (Key::Note, letter.note.as_deref()),
        (Key::ContactUnit, contact.unit.as_deref()),
        (Key::ContactPerson, contact.person.as_deref()),
        (Key::ContactPhone, contact.phone.as_deref()),
        (Key::Previous, letter.previous.as_deref()),
    ];
    let elements = elements.into_iter().filter_map(|(key, text)| Some((key, text?)));
    let lists = [
        (Key::Attachments, &letter.attachments),
        (Key::Cc, &letter.cc),
        (Key::CoUnits, &letter.co_units),
        (Key::Issuer, &letter.issuer),
        (Key::Signatory, &letter.signatory),
    ];
    let lists = lists.into_iter().flat_map(|(key, items)| items.iter().map(move |item| (key.clone(), item.as_str())));
    let single = elements.chain(lists).map(|(key, text)| {
        let given = is_given(letter, &key);
        Passage { key, paragraph: None, given, text }
    });
    single.chain(paragraphs(letter))
}

/// A text that the rules made stands where its main part comes from.
fn is_given(letter: &Letter, key: &Key) -> bool {
    let own = letter.origin(key);
    !matches!(key, Key::Title | Key::Addressee | Key::Opening)
        || [Key::Number, Key::Subject, Key::Proposers, Key::LeadUnit].iter().all(|part| letter.origin(part) != own)
}

fn paragraphs(letter: &Letter) -> impl Iterator<Item = Passage<'_>> {
    letter.body.iter().enumerate().flat_map(|(at, block)| {
        let paragraph = Some(at + 1);
        texts(block).map(move |text| Passage { key: Key::Body, paragraph, given: true, text })
    })
}

/// The texts of a block: of a table its cells.
pub(super) fn texts(block: &Block) -> impl Iterator<Item = &str> {
    let (first, second, rows) = match block {
        Block::Heading(text) | Block::Item(text) | Block::Plain(text) => (Some(text), None, &[][..]),
        Block::RunIn { heading, rest } => (Some(heading), Some(rest), &[][..]),
        Block::Table { rows, .. } => (None, None, rows.as_slice()),
    };
    first.into_iter().chain(second).chain(rows.iter().flatten()).map(String::as_str)
}

impl Passage<'_> {
    /// The found text with a few characters around it.
    pub(super) fn around(&self, found: &Range<usize>) -> String {
        const AROUND: usize = 6;
        const LONGEST: usize = 24;
        let (before, rest) = self.text.split_at_checked(found.start).unwrap_or((self.text, ""));
        let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        let width = rest.get(..found.len()).unwrap_or(rest).chars().count().min(LONGEST);
        let end = rest.char_indices().nth(width + AROUND).map_or(rest.len(), |(at, _)| at);
        let (dots_before, dots_after) = (if start > 0 { "…" } else { "" }, if end < rest.len() { "…" } else { "" });
        let parts = [before.get(start..), rest.get(..end)].map(Option::unwrap_or_default);
        format!("{dots_before}{}{dots_after}", parts.concat())
    }

    /// Which place of the letter: `正文第3段`, else the field's heading; and the same in English.
    pub(super) fn place(&self) -> (String, String) {
        match self.paragraph {
            Some(number) => (format!("正文第{number}段"), format!("paragraph {number} of the body")),
            None => (format!("“{}”", self.key.heading()), format!("`{}`", self.key)),
        }
    }
}

/// A Han character, of any plane; private ones stand for rare names.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '〇' | '\u{e000}'..='\u{f8ff}')
}
