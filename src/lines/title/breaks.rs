//! Where words of a title meet.

use super::super::mark;
use super::super::text::{EPS, Text};
use super::WORDS;

/// Which breaks are forbidden beside those within words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Within numbers, and within brackets no wider than half a line: titles of two lines, as they are published.
    Usual,
    /// Within the names of the letter too, and within brackets no wider than a line.
    Names,
    /// And within all that belongs together: 第四次会议, a bracket and what it stands behind; no line ends in 关于 or 和.
    Full,
}

/// Words that no line of a title ends with: they begin what follows.
const LEADS_ON: &[&str] =
    &["关于", "对", "对于", "和", "与", "及", "以及", "或", "在", "将", "为", "向", "从", "由", "把"];

/// Where lines of a title may end.
pub(super) struct Breaks {
    /// By token: may a line end before it?
    allowed: Vec<bool>,
}

impl Breaks {
    pub fn new(text: &Text, room: f64, names: &[String], care: Care) -> Self {
        let mut allowed = vec![false; text.tokens.len()];
        let mut token = 0;
        let (mut end, mut last) = (0, "");
        for word in WORDS.cut(&text.string, true) {
            // Words and tokens both lie in the text's order; a line ends only where both do.
            while text.tokens.get(token).is_some_and(|token| token.start < end) {
                token += 1;
            }
            if token > 0 && text.tokens.get(token).is_some_and(|token| token.start == end) {
                let leads_on = LEADS_ON.contains(&last) || matches!(text.first_char(token), Some('（' | '('));
                let leads_on = care == Care::Full && leads_on;
                allowed[token] = text.may_break(token) && !clings(text, token) && !leads_on;
            }
            end += word.word.len();
            last = word.word;
        }
        let mut breaks = Self { allowed };
        breaks.join_ordinals(text, care);
        breaks.join_groups(text, if care == Care::Usual { room / 2.0 } else { room + EPS });
        if care != Care::Usual {
            breaks.join_names(text, names, room + EPS);
        }
        breaks
    }

    pub fn between_words(&self, cut: usize) -> bool {
        self.allowed.get(cut).copied().unwrap_or_default()
    }

    /// 第…号 and its like are one word.
    fn join_ordinals(&mut self, text: &Text, care: Care) {
        for first in 0..text.tokens.len() {
            if text.first_char(first) != Some('第') {
                continue;
            }
            let end = (first + 1..text.tokens.len()).find(|&at| !is_numeral(text, at));
            if let Some(end) = end
                && matches!(text.first_char(end), Some('号' | '届' | '次' | '期' | '批' | '条' | '项' | '件'))
            {
                // 第四次会议 is one name, too.
                let meeting = care == Care::Full && text.first_char(end) == Some('次');
                let meeting =
                    meeting && text.first_char(end + 1) == Some('会') && text.first_char(end + 2) == Some('议');
                self.join(first, if meeting { end + 2 } else { end });
            }
        }
    }

    /// A name of the letter is one word if it is no wider than `most`.
    fn join_names(&mut self, text: &Text, names: &[String], most: f64) {
        for name in names.iter().filter(|name| !name.is_empty()) {
            for (at, _) in text.string.match_indices(name.as_str()) {
                let first = text.tokens.partition_point(|token| token.end <= at);
                let after = text.tokens.partition_point(|token| token.start < at + name.len());
                if first < after && text.natural(first, after) <= most {
                    self.join(first, after - 1);
                }
            }
        }
    }

    /// What stands in brackets or quotation marks is one word if it is no wider than `most`.
    fn join_groups(&mut self, text: &Text, most: f64) {
        let mut open = Vec::new();
        for at in 0..text.tokens.len() {
            let Some(c) = text.first_char(at) else {
                continue;
            };
            if mark::is_opening(c) || matches!(c, '(' | '[') {
                open.push(at);
            } else if (mark::is_bracket_end(c) || matches!(c, ')' | ']'))
                && let Some(first) = open.pop()
                && text.natural(first, at + 1) <= most
            {
                self.join(first, at);
            }
        }
    }

    /// Forbids every break within the tokens `first..=last`.
    fn join(&mut self, first: usize, last: usize) {
        if let Some(within) = self.allowed.get_mut(first + 1..=last) {
            within.fill(false);
        }
    }
}

/// Does the token belong to the one before it, though the dictionary parts them? A number keeps what it
/// counts, and 的 what it follows.
fn clings(text: &Text, token: usize) -> bool {
    let after_digit = text.last_char(token - 1).is_some_and(|c| c.is_ascii_digit());
    let first = text.first_char(token);
    first == Some('的') || after_digit && first.is_some_and(mark::is_cj)
}

/// Part of a number, or of several: `21、23`.
fn is_numeral(text: &Text, token: usize) -> bool {
    text.first_char(token).is_some_and(|c| {
        c.is_ascii_alphanumeric()
            || matches!(
                c,
                '〇' | '零'
                    | '一'
                    | '二'
                    | '两'
                    | '三'
                    | '四'
                    | '五'
                    | '六'
                    | '七'
                    | '八'
                    | '九'
                    | '十'
                    | '百'
                    | '千'
                    | '、'
                    | '-'
                    | '—'
                    | '～'
            )
    })
}
