//! Phrases that pasting has doubled: 提案》提案, 关于《关于…》, 代表代表.

use super::passage::Passage;
use super::report::{Report, Words};
use crate::diag::Code;
use crate::profile::Key;

/// What no title or opening says on purpose.
const IN_HEADS: &[&str] = &[
    "关于《关于",
    "关于“关于",
    "关于关于",
    "提案》提案",
    "建议》建议",
    "议案》议案",
    "提案》的提案",
    "建议》的建议",
    "议案》的议案",
    "建议”的建议",
    "提案”的提案",
    "建议的建议",
    "提案的提案",
    "答复的答复",
    "收悉收悉",
];

/// What no running text says on purpose. 关于《关于…》 may be right there, before a paper's own name.
const IN_BODIES: &[&str] = &["提案》提案", "提案》的提案", "建议》的建议", "议案》的议案"];

/// Looks for them. What the rules made counts too: they may have been given a title as a subject.
pub(super) fn check(passage: &Passage<'_>, report: &mut Report<'_>) {
    let text = passage.text;
    let found = match passage.key {
        Key::Title | Key::Opening => IN_HEADS.iter().find_map(|phrase| Some((text.find(phrase)?, *phrase))),
        Key::Body | Key::Closing => in_body(text),
        Key::Addressee => {
            ["代表代表", "委员委员"].into_iter().find_map(|phrase| Some((text.strip_suffix(phrase)?.len(), phrase)))
        }
        _ => None,
    };
    if let Some((at, phrase)) = found {
        let words = Words {
            wrong: (&format!("重复了：“{phrase}”"), &format!("says a thing twice: `{phrase}`")),
            hint: ("删去多余的一半", "take one half out"),
        };
        report.text(Code::PhraseDoubled, passage, &(at..at + phrase.len()), &words);
    }
}

/// Every phrase has a 》 in its middle: one look for that finds them all.
fn in_body(text: &str) -> Option<(usize, &'static str)> {
    text.match_indices('》').find_map(|(at, _)| {
        let start = at.checked_sub("提案".len())?;
        let rest = text.get(start..)?;
        IN_BODIES.iter().find(|phrase| rest.starts_with(**phrase)).map(|phrase| (start, *phrase))
    })
}
