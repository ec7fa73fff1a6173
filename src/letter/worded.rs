//! What the rules of wording print of a row, and what of it they do not.

use super::row::Row;
use super::{Letter, derive};
use crate::profile::Key;

/// Fields that nothing but the rules of wording prints, where the form has no line for them.
const PLAIN: [Key; 6] =
    [Key::FilingNumber, Key::ClassNumber, Key::Previous, Key::ContactUnit, Key::ContactPerson, Key::ContactPhone];

/// Values that the rules print as they are.
pub(super) fn plain(row: &Row<'_>) -> Vec<(Key, String)> {
    PLAIN.into_iter().filter_map(|key| row.text(&key).map(|text| (key, text))).collect()
}

/// What the row words itself, and by the rules what it does not. The letter has the opening that it was given.
pub(super) fn word(row: &Row<'_>, letter: &mut Letter, facts: &derive::Facts<'_>) {
    let prints = |key: &Key| row.profile.prints(key);
    let given = |key: &Key| row.text(key).filter(|_| prints(key));
    letter.opening = letter.opening.take().or_else(|| facts.opening().filter(|_| prints(&Key::Opening)));
    letter.closing = given(&Key::Closing).or_else(|| facts.closing());
    if letter.note.is_none() {
        letter.note = facts.note().filter(|_| prints(&Key::Note));
    }
    let texts = [&letter.opening, &letter.closing, &letter.note].map(|text| text.clone().unwrap_or_default());
    let title = letter.title.text.clone();
    letter.marks.unless_said(&|text| title.contains(text) || texts.iter().any(|words| words.contains(text)));
}

/// A value that the rules could print and did not is told, as any other that is not printed. Of a row's letters, which
/// share all but the addressee, the first says it.
pub(super) fn tell_unused(row: &mut Row<'_>, letters: &[Letter]) {
    let Some(letter) = letters.first() else { return };
    let texts = [&letter.opening, &letter.closing, &letter.note];
    let worded: Vec<(Key, String)> = plain(row)
        .into_iter()
        .filter(|(key, _)| row.profile.worded.contains(key) && !row.profile.prints(key))
        .collect();
    for (key, text) in worded {
        let printed = texts.iter().any(|words| words.as_ref().is_some_and(|words| words.contains(&text)));
        if !printed && !letter.title.text.contains(&text) {
            row.not_printed(&key);
        }
    }
}
