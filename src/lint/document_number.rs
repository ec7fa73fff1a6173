//! Document numbers (GB/T 9704 7.2.5) in texts: 代字〔2024〕12号, with six-cornered brackets, no 第, no leading
//! zero, and a year that fits the letter's date.

use super::passage::{Passage, is_han};
use super::report::{Report, Words};
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::Letter;
use crate::profile::Key;

/// Looks for them in any text but the letter's own number, which was checked when it was read.
pub(super) fn check(passage: &Passage<'_>, letter: &Letter, report: &mut Report<'_>) {
    let relevant = matches!(
        passage.key,
        Key::Body
            | Key::Title
            | Key::Subject
            | Key::Opening
            | Key::Closing
            | Key::Note
            | Key::Attachments
            | Key::Previous
    );
    if !relevant || !passage.given {
        return;
    }
    let mut before = None;
    for (at, c) in passage.text.char_indices() {
        // A code of an organ stands in front: （2024）12号 alone is something else.
        if is_open(c)
            && before.is_some_and(is_han)
            && let Some(found) = passage.text.get(at..).and_then(Found::at_start)
        {
            found.tell(passage, letter, at, report);
        }
        before = Some(c);
    }
}

/// The letter's own number: its year is that of the letter.
pub(super) fn check_own(letter: &Letter, report: &mut Report<'_>) {
    let Some(number) = &letter.doc_number else {
        return;
    };
    let (date, own) = (letter.date, letter.date.year());
    let year = number.find('〔').and_then(|at| number.get(at..)).and_then(Found::at_start).map(|found| found.year);
    if year.is_some_and(|year| year != own) {
        let message = Message::new(
            format!("发文字号“{number}”的年份与成文日期 {date} 不一致"),
            format!("the year of document number `{number}` is not that of the letter's date {}", date.iso()),
        );
        let found = Diagnostic::warning(Code::DocNumberYear, message);
        report.add(
            &Key::DocNumber,
            found.hint(format!("核对：年份一般是 {own}"), format!("check it: the year is usually {own}")),
        );
    }
}

/// A document number from its bracket on.
struct Found<'a> {
    text: &'a str,
    year: i16,
    other_brackets: bool,
    ordinal: bool,
    zero: bool,
}

impl<'a> Found<'a> {
    fn at_start(text: &'a str) -> Option<Self> {
        let open = text.chars().next()?;
        let inner = text.strip_prefix(open)?;
        let year = inner.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
        let rest = inner.get(4..)?;
        let rest = rest.strip_prefix('年').unwrap_or(rest);
        let close = rest.chars().next().filter(|c| is_close(*c))?;
        let rest = rest.strip_prefix(close)?.trim_start_matches(' ');
        let serial = rest.strip_prefix('第').unwrap_or(rest);
        let after = serial.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() == serial.len() {
            return None;
        }
        let after = after.trim_start_matches(' ').strip_prefix('号')?;
        Some(Self {
            text: text.strip_suffix(after)?,
            year: year.parse().ok()?,
            other_brackets: open != '〔' || close != '〕',
            ordinal: serial.len() < rest.len(),
            zero: serial.starts_with('0'),
        })
    }

    fn tell(&self, passage: &Passage<'_>, letter: &Letter, at: usize, report: &mut Report<'_>) {
        let range = at..at + self.text.len();
        let wrong = if self.other_brackets {
            Some(("的年份没有用六角括号〔〕", "has its year in other brackets than 〔〕"))
        } else if self.ordinal {
            Some(("的序号前多了“第”", "has a 第 before its number"))
        } else if self.zero {
            Some(("的序号前补了“0”", "has a leading zero in its number"))
        } else {
            None
        };
        if let Some(wrong) = wrong {
            let hint = ("写成 黄发改函〔2024〕12号 这样", "write it like 黄发改函〔2024〕12号");
            report.text(Code::DocNumberInText, passage, &range, &Words { wrong, hint });
        }
        if self.year > letter.date.year() {
            let date = letter.date;
            let words = Words {
                wrong: (
                    &format!("的年份比成文日期 {date} 还晚"),
                    &format!("has a year later than the letter's date {}", date.iso()),
                ),
                hint: ("核对文号的年份和成文日期", "check the number's year and the letter's date"),
            };
            report.text(Code::DocNumberYear, passage, &range, &words);
        }
    }
}

fn is_open(c: char) -> bool {
    matches!(c, '〔' | '[' | '【' | '（' | '(' | '［' | '﹝')
}

fn is_close(c: char) -> bool {
    matches!(c, '〕' | ']' | '】' | '）' | ')' | '］' | '﹞')
}
