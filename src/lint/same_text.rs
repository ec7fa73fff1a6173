//! The same body in two letters: one of them was probably pasted into the wrong row.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::passage::texts;
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::Letter;
use crate::profile::Key;
use crate::shelf::Shelf;

/// Shorter bodies may well be equal: 您的建议已经采纳。
const SHORTEST: usize = 50;

/// The bodies of the letters so far.
#[derive(Debug)]
pub(super) struct Bodies<'a> {
    letters: &'a Shelf<Letter>,
    /// Letters by the hash of their bodies; usually one.
    seen: HashMap<u64, Vec<usize>>,
    findings: Vec<Diagnostic>,
}

impl<'a> Bodies<'a> {
    /// None of these letters was seen.
    pub(super) fn of(letters: &'a Shelf<Letter>) -> Self {
        Self { letters, seen: HashMap::with_capacity(letters.len()), findings: Vec::new() }
    }

    /// Compares the body of the letter of this index with those before.
    pub(super) fn compare(&mut self, index: usize, letter: &Letter) -> Result<(), Diagnostic> {
        if !is_long(letter) {
            return Ok(());
        }
        let seen = self.seen.entry(hash(letter)).or_default();
        for other in seen.iter().filter_map(|index| self.letters.aside(*index)) {
            let other = other.take()?;
            if other.body == letter.body {
                if other.row() != letter.row() && !are_merged(letter, &other) {
                    self.findings.push(repeated(letter, &other));
                }
                return Ok(());
            }
        }
        seen.push(index);
        Ok(())
    }

    /// What was found.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.findings
    }
}

fn repeated(letter: &Letter, other: &Letter) -> Diagnostic {
    let place = other.origin(&Key::Body);
    let number = other.number.as_deref().unwrap_or_default();
    let message = Message::new(
        format!("正文与第{number}号（{place}）完全相同"),
        format!("the body is the same as that of no. {number} ({place})"),
    );
    Diagnostic::warning(Code::TextRepeated, message)
        .at(letter.origin(&Key::Body))
        .field(Key::Body)
        .letter(&letter.reference())
        .hint(
            "核对是否贴错了行；本来就合并办理的，在“并案号”里填上对方的号",
            "check whether it was pasted into the wrong row; if they are handled together, say so in `merged_with` (并案号)",
        )
}

/// Does one name the other as handled together with it, or both a third?
fn are_merged(one: &Letter, other: &Letter) -> bool {
    let names = |from: &Letter, to: &Letter| {
        to.number.as_ref().is_some_and(|number| from.background.merged_with.contains(number))
    };
    let third = one.background.merged_with.iter().any(|number| other.background.merged_with.contains(number));
    names(one, other) || names(other, one) || third
}

fn is_long(letter: &Letter) -> bool {
    letter.body.iter().flat_map(texts).flat_map(str::chars).nth(SHORTEST - 1).is_some()
}

fn hash(letter: &Letter) -> u64 {
    let mut hasher = DefaultHasher::new();
    letter.body.iter().flat_map(texts).for_each(|text| text.hash(&mut hasher));
    hasher.finish()
}
