//! Placeholders that were not filled in: ×××, XX, empty brackets, dates without a day, a form's alternatives.

use super::passage::{Passage, is_han};
use super::report::{Report, Words};
use crate::diag::Code;
use crate::profile::Key;

/// Looks for them in any text.
pub(super) fn check(passage: &Passage<'_>, report: &mut Report<'_>) {
    if !passage.given {
        return;
    }
    let text = passage.text;
    let alternative = matches!(passage.key, Key::Cc | Key::Issuer | Key::CoUnits | Key::ContactUnit)
        && text.starts_with(['（', '('])
        && text.ends_with(['）', ')']);
    if alternative {
        let words = Words {
            wrong: ("整个在括号里，像是样张上二选一的内容", "is all in brackets, like a form's alternative"),
            hint: ("要用就去掉括号，不用就删去", "take the brackets off, or the whole out"),
        };
        return report.text(Code::PlaceholderLeft, passage, &(0..text.len()), &words);
    }
    let mut before = None;
    let mut told_to = 0;
    for (at, c) in text.char_indices() {
        if at >= told_to
            && let Some(length) = placeholder(c, before, text.get(at..).unwrap_or_default())
        {
            let words = Words {
                wrong: ("像是没有填的空", "looks like a blank that was not filled in"),
                hint: ("填上真正的内容，或删去", "fill it in, or take it out"),
            };
            report.text(Code::PlaceholderLeft, passage, &(at..at + length), &words);
            told_to = at + length;
        }
        before = Some(c);
    }
}

/// How many bytes the placeholder has that `rest` begins with; `c` is its first character.
fn placeholder(c: char, before: Option<char>, rest: &str) -> Option<usize> {
    match c {
        '×' | 'X' | 'x' | 'Ｘ' | '＊' | '*' | '_' | '＿' => run_of(c, before, rest),
        '〔' => empty_pair(rest, c, '〕'),
        '（' => empty_pair(rest, c, '）'),
        '《' => empty_pair(rest, c, '》'),
        '【' => empty_pair(rest, c, '】'),
        '“' => empty_pair(rest, c, '”'),
        '{' => rest.starts_with("{{").then_some(2),
        '年' => blank_between(rest, '年', '月', 1),
        '月' => blank_between(rest, '月', '日', 1),
        '第' => blank_between(rest, '第', '号', 0),
        _ => None,
    }
}

fn run_of(c: char, before: Option<char>, rest: &str) -> Option<usize> {
    let run = rest.len() - rest.trim_start_matches(c).len();
    let next = rest.get(run..).unwrap_or_default().chars().next();
    let in_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let stands_alone = !in_word(before) && !in_word(next);
    let found = match (c, run / c.len_utf8()) {
        // 5×3 is a product.
        ('×', 1) => before.is_some_and(is_han) && next.is_some_and(is_han),
        ('X' | 'x' | 'Ｘ', 1) => stands_alone && matches!(next, Some('年' | '月' | '日')),
        (_, 1) => false,
        // XXL and 20xx-style names are words.
        ('X' | 'x', _) => stands_alone,
        _ => true,
    };
    found.then_some(run)
}

fn empty_pair(rest: &str, open: char, close: char) -> Option<usize> {
    blank_between(rest, open, close, 0)
}

/// Nothing but blanks, at least `least`, between two characters: `年　月`.
fn blank_between(rest: &str, open: char, close: char, least: usize) -> Option<usize> {
    let inner = rest.strip_prefix(open)?;
    let after = inner.trim_start_matches(|c: char| c.is_whitespace() || c == '_');
    let blanks = inner.len() - after.len();
    (after.starts_with(close) && blanks >= least).then(|| open.len_utf8() + blanks + close.len_utf8())
}
