//! Lines of a title: broken between words, so that each line reads by itself (GB/T 9704 7.3.1).

use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::mark;
use super::text::{EPS, Text};
use crate::fonts::{Advance, Role};
use crate::letter::Title;
use crate::profile::Page;

/// The dictionary of words. Reading it costs more than setting a letter: only a title that does not fit
/// on one line asks for it.
static WORDS: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Breaks `title` into lines of the page's title room, unless the clerk did.
pub(super) fn break_title(title: &Title, page: &Page, advance: &dyn Advance) -> Vec<String> {
    if !title.lines.is_empty() {
        return title.lines.clone();
    }
    let mut text = Text::new([(Role::Xiaobiaosong, title.text.as_str())], advance);
    let room = page.title_measure_em;
    part_words(&mut text, room, advance);
    let count = text.tokens.len();
    if count == 0 || text.natural(0, count) <= room + EPS {
        return vec![text.string];
    }
    let breaks = Breaks::new(&text, room);
    let mut starts = first_fit(&text, room, &breaks);
    lengthen_last_line(&text, room, page.title_last_line, &breaks, &mut starts);
    let ends = starts.iter().skip(1).copied().chain([count]);
    (starts.iter().zip(ends)).map(|(&start, end)| text.string[text.bytes(start, end)].to_owned()).collect()
}

/// Parts words and numbers that are wider than a line.
fn part_words(text: &mut Text, room: f64, advance: &dyn Advance) {
    let mut token = 0;
    while token < text.tokens.len() {
        if text.word_width(token).is_some_and(|width| width > room + EPS) {
            text.part(token, room, advance);
        }
        token += 1;
    }
}

/// The first token of each line, every line as full as it can be.
fn first_fit(text: &Text, room: f64, breaks: &Breaks) -> Vec<usize> {
    let count = text.tokens.len();
    let (mut starts, mut start) = (vec![0], 0);
    loop {
        let mut cut = start + 1;
        while cut < count && text.natural(start, cut + 1) <= room + EPS {
            cut += 1;
        }
        if cut == count {
            return starts;
        }
        let last = |allowed: &dyn Fn(usize) -> bool| (start + 1..=cut).rev().find(|&at| allowed(at));
        let end = last(&|at| breaks.between_words(at)).or_else(|| last(&|at| text.may_break(at))).unwrap_or(cut);
        start = text.next_start(end);
        starts.push(start);
    }
}

/// Takes words back from the line before the last until the last has at minimum `minimum` characters.
fn lengthen_last_line(text: &Text, room: f64, minimum: usize, breaks: &Breaks, starts: &mut [usize]) {
    let count = text.tokens.len();
    let [.., before, last] = starts else {
        return;
    };
    let length = |start, end| text.string[text.bytes(start, end)].chars().count();
    if length(*last, count) >= minimum {
        return;
    }
    let better = (*before + 1..*last)
        .rev()
        .filter(|&cut| breaks.between_words(cut))
        .take_while(|&cut| text.natural(cut, count) <= room + EPS)
        .find(|&cut| length(cut, count) >= minimum && length(*before, cut) >= minimum);
    if let Some(cut) = better {
        *last = text.next_start(cut);
    }
}

/// Where words of a title meet.
struct Breaks {
    /// By token: may a line end before it?
    allowed: Vec<bool>,
}

impl Breaks {
    fn new(text: &Text, room: f64) -> Self {
        let mut allowed = vec![false; text.tokens.len()];
        let mut token = 0;
        let mut end = 0;
        for word in WORDS.cut(&text.string, true) {
            // Words and tokens both lie in the text's order; a line ends only where both do.
            while text.tokens.get(token).is_some_and(|token| token.start < end) {
                token += 1;
            }
            if token > 0 && text.tokens.get(token).is_some_and(|token| token.start == end) {
                allowed[token] = text.may_break(token) && !clings(text, token);
            }
            end += word.word.len();
        }
        let mut breaks = Self { allowed };
        breaks.join_ordinals(text);
        breaks.join_groups(text, room / 2.0);
        breaks
    }

    fn between_words(&self, cut: usize) -> bool {
        self.allowed.get(cut).copied().unwrap_or_default()
    }

    /// 第…号 and its like are one word.
    fn join_ordinals(&mut self, text: &Text) {
        for first in 0..text.tokens.len() {
            if text.first_char(first) != Some('第') {
                continue;
            }
            let end = (first + 1..text.tokens.len()).find(|&at| !is_numeral(text, at));
            if let Some(end) = end
                && matches!(text.first_char(end), Some('号' | '届' | '次' | '期' | '批' | '条' | '项' | '件'))
            {
                self.join(first, end);
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
