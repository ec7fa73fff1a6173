//! 建议, 提案 and 议案 mixed up. A reply to a proposal may well speak of the suggestions in it: only words
//! that can mean nothing but the paper itself are looked at.

use super::passage::Passage;
use super::report::{Report, Words};
use crate::diag::Code;
use crate::letter::Letter;
use crate::profile::{Key, Profile};

const NOUNS: [&str; 3] = ["建议", "提案", "议案"];

/// Looks for the paper's name.
pub(super) fn check(passage: &Passage<'_>, letter: &Letter, profile: &Profile, report: &mut Report<'_>) {
    let relevant = matches!(passage.key, Key::Subject | Key::Title | Key::Opening | Key::Body | Key::Closing);
    let right = profile.naming.noun(&letter.matter);
    if !relevant || !passage.given || !NOUNS.contains(&right) {
        return;
    }
    for (at, c) in passage.text.char_indices() {
        if !matches!(c, '建' | '提' | '议') {
            continue;
        }
        let (before, rest) = passage.text.split_at(at);
        let word = NOUNS.into_iter().find(|noun| *noun != right && rest.starts_with(noun));
        let Some((word, after)) = word.and_then(|word| Some((word, rest.strip_prefix(word)?))) else {
            continue;
        };
        if means_the_paper(&passage.key, letter, before, word, after) {
            let words = Words {
                wrong: (
                    &format!("写的是“{word}”，这一件是“{right}”"),
                    &format!("says `{word}`, but this is a `{right}`"),
                ),
                hint: (
                    &format!("改为“{right}”，或核对“类型”一栏"),
                    &format!("write `{right}`, or check `matter` (类型)"),
                ),
            };
            report.text(Code::NounMixed, passage, &(at..at + word.len()), &words);
        }
    }
}

fn means_the_paper(key: &Key, letter: &Letter, before: &str, word: &str, after: &str) -> bool {
    let number = letter.number.as_deref().filter(|number| !number.is_empty());
    let own_number = || {
        let text = before.strip_suffix('号').zip(number).and_then(|(text, number)| text.strip_suffix(number));
        text.is_some_and(|text| text.ends_with('第'))
    };
    let after = after.trim_start_matches(['》', '”']);
    match key {
        // The subject is worded as the paper calls itself.
        Key::Subject => before.ends_with('的') && after.is_empty(),
        Key::Title => own_number() || after.starts_with("的答复"),
        Key::Opening => own_number() || after.starts_with("收悉") || after.starts_with("已收悉"),
        _ => {
            let own = ["您的", "你们的", "贵单位的", "该", "本"];
            own_number() || word != "建议" && own.iter().any(|owner| before.ends_with(owner))
        }
    }
}
