//! The same body in two letters: one of them was probably pasted into the wrong row.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::passage::texts;
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::Letter;
use crate::profile::Key;

/// Shorter bodies may well be equal: 您的建议已经采纳。
const SHORTEST: usize = 50;

/// Compares the bodies of all letters.
pub(super) fn check(letters: &[Letter]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut by_hash: HashMap<u64, Vec<&Letter>> = HashMap::with_capacity(letters.len());
    for letter in letters.iter().filter(|letter| is_long(letter)) {
        let known = by_hash.entry(hash(letter)).or_default();
        match known.iter().find(|other| other.body == letter.body) {
            None => known.push(letter),
            Some(other) if other.row() == letter.row() || are_merged(letter, other) => {}
            Some(other) => findings.push(repeated(letter, other)),
        }
    }
    findings
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
