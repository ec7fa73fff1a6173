//! Punctuation (GB/T 15834): half- and full-width marks mixed among Chinese characters. URLs, decimals,
//! times and ratios have no Chinese characters on both sides of a mark and are never touched.

use super::passage::{Passage, is_han};
use super::report::{Report, Words};
use crate::diag::Code;
use crate::profile::Key;

/// Looks at every mark of a running text.
pub(super) fn check(passage: &Passage<'_>, report: &mut Report<'_>) {
    let running = matches!(
        passage.key,
        Key::Body | Key::Subject | Key::Title | Key::Opening | Key::Closing | Key::Note | Key::Attachments | Key::Cc
    );
    if !running || !passage.given {
        return;
    }
    let mut marks = Marks { passage, report, in_quotes: false, bracket: None };
    let mut before = None;
    for (at, c) in passage.text.char_indices() {
        // Most characters are Han, and nothing is wrong with them.
        if !is_han(c) {
            marks.look(at, c, before);
        }
        before = Some(c);
    }
}

struct Marks<'a, 'r, 'l> {
    passage: &'a Passage<'a>,
    report: &'r mut Report<'l>,
    /// The quotation mark before opened a quotation that is told already.
    in_quotes: bool,
    /// The last opening bracket, and whether it is told already.
    bracket: Option<(char, bool)>,
}

impl Marks<'_, '_, '_> {
    fn look(&mut self, at: usize, c: char, before: Option<char>) {
        let rest = self.passage.text.get(at + c.len_utf8()..).unwrap_or_default();
        let next = rest.chars().next();
        match c {
            ',' | ';' | ':' | '?' | '!' | '.' => {
                let behind = rest.trim_start_matches(' ').chars().next();
                let counts = matches!(c, ',' | ';') && behind.is_some_and(|c| c.is_ascii_digit());
                if before.is_some_and(ends_chinese) && (behind.is_none_or(begins_chinese) || counts) {
                    self.mixed(at, c);
                }
            }
            '(' => {
                let inner = rest.split_once(')').map_or("", |(inner, _)| inner);
                let chinese = next.is_some_and(is_han) || before.is_some_and(is_han) && inner.chars().any(is_han);
                let wrong = chinese && before.is_none_or(|c| !c.is_ascii_alphanumeric());
                if wrong {
                    self.mixed(at, c);
                }
                self.bracket = Some((c, wrong));
            }
            '（' => self.bracket = Some((c, false)),
            ')' | '）' => {
                let opened = self.bracket.take();
                if matches!((opened, c), (Some(('（', _)), ')') | (Some(('(', false)), '）')) {
                    self.unpaired(at, c);
                }
            }
            '"' if self.in_quotes => self.in_quotes = false,
            '"' if next.is_some_and(is_han) && before.is_none_or(|c| !c.is_ascii()) => {
                self.mixed(at, c);
                self.in_quotes = true;
            }
            _ if is_full_width(c) && !before.is_some_and(is_full_width) => {
                let width = rest.find(|c| !is_full_width(c)).unwrap_or(rest.len());
                let words = Words {
                    wrong: ("有全角的数字或字母", "has full-width digits or letters"),
                    hint: ("数字和字母改用半角：2024、A", "use half-width ones: 2024, A"),
                };
                self.report.text(Code::DigitsFullWidth, self.passage, &(at..at + c.len_utf8() + width), &words);
            }
            _ if is_stop(c) && next.is_some_and(is_stop) && !before.is_some_and(is_stop) => {
                let words = Words {
                    wrong: ("有两个标点连在一起", "has two marks side by side"),
                    hint: ("只留一个标点；省略号写 ……", "keep one of them; an ellipsis is ……"),
                };
                self.report.text(Code::PunctuationDoubled, self.passage, &(at..at + 2 * c.len_utf8()), &words);
            }
            _ => {}
        }
    }

    fn mixed(&mut self, at: usize, c: char) {
        let right = match c {
            ',' => "，",
            ';' => "；",
            ':' => "：",
            '?' => "？",
            '!' => "！",
            '.' => "。",
            '(' => "（）",
            _ => "“”",
        };
        let words = Words {
            wrong: (&format!("用了半角的“{c}”"), &format!("has a half-width `{c}`")),
            hint: (&format!("中文里用全角标点 {right}"), &format!("among Chinese characters use {right}")),
        };
        self.report.text(Code::PunctuationMixed, self.passage, &(at..at + c.len_utf8()), &words);
    }

    fn unpaired(&mut self, at: usize, c: char) {
        let words = Words {
            wrong: ("前后括号一个全角、一个半角", "has a pair of brackets of two widths"),
            hint: ("中文里两个括号都用全角（）", "among Chinese characters use （） for both"),
        };
        self.report.text(Code::PunctuationMixed, self.passage, &(at..at + c.len_utf8()), &words);
    }
}

fn ends_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '”' | '’' | '》' | '〉' | '）' | '〕' | '」')
}

fn begins_chinese(c: char) -> bool {
    is_han(c) || matches!(c, '“' | '‘' | '《' | '〈' | '（' | '〔' | '「')
}

fn is_full_width(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '，' | '、' | '；' | '：')
}
