//! Numbers of headings (GB/T 9704 7.3.3): 一、（一）1.（1） each count from one without gaps and repeats.

use super::report::Report;
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::{Block, Letter, numeral};

/// Follows the numbers through the body.
pub(super) fn check(letter: &Letter, report: &mut Report<'_>) {
    // By level: the last number; 0 where none came since the level above went on.
    let mut last = [0_u32; 4];
    let mut first_use: [Option<Place>; 4] = [const { None }; 4];
    for (at, block) in letter.body.iter().enumerate() {
        let text = match block {
            Block::Heading(text) | Block::Item(text) | Block::Plain(text) => text,
            Block::RunIn { heading, .. } => heading,
            Block::Table { .. } => continue,
        };
        let Some(Number { level, value }) = Number::of(text) else {
            continue;
        };
        let before = last.get(level).copied().unwrap_or_default();
        let place = Place { paragraph: at + 1, text: shortened(text) };
        // A list of a lower level may begin anew behind a plain paragraph.
        let begins_anew = level >= 2 && value == 1 && before > 1;
        if value > before + 1 {
            report.add_in_body(place.paragraph, gap(&place, level, before + 1));
        } else if value <= before && !begins_anew {
            report.add_in_body(place.paragraph, repeat(&place, level, before + 1));
        }
        for (deeper, slot) in last.iter_mut().enumerate().skip(level) {
            *slot = if deeper == level { value } else { 0 };
        }
        if let Some(slot) = first_use.get_mut(level) {
            slot.get_or_insert(place);
        }
    }
    // Where a letter has （一） elsewhere, 1. right under 一、 is a list and passes over nothing.
    for (level, uses) in first_use.windows(2).enumerate() {
        if let [None, Some(place)] = uses
            && first_use.iter().take(level).any(Option::is_some)
        {
            report.add_in_body(place.paragraph, jump(place, level));
        }
    }
}

/// The number that a paragraph begins with.
#[derive(Debug, PartialEq, Eq)]
struct Number {
    /// 0 for 一、, 1 for （一）, 2 for 1., 3 for （1）.
    level: usize,
    value: u32,
}

impl Number {
    fn of(text: &str) -> Option<Self> {
        let inner = text.strip_prefix(['（', '(']);
        let start = inner.unwrap_or(text);
        let arabic = start.starts_with(|c: char| c.is_ascii_digit());
        let is_numeral =
            |c: char| if arabic { c.is_ascii_digit() } else { "一二三四五六七八九十".contains(c) };
        let rest = start.trim_start_matches(is_numeral);
        let value = numeral::parse(start.get(..start.len() - rest.len())?)?;
        let mark = rest.chars().next()?;
        // 1.5亿元 and 3、4月份 are no headings.
        let goes_on = || rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        let fits = match (inner.is_some(), arabic) {
            (true, _) => matches!(mark, '）' | ')'),
            (false, false) => mark == '、',
            (false, true) => matches!(mark, '.' | '．' | '、') && !goes_on(),
        };
        fits.then_some(Self { level: usize::from(inner.is_some()) + 2 * usize::from(arabic), value })
    }
}

fn written(level: usize, value: u32) -> String {
    match level {
        0 => format!("{}、", numeral::chinese(value)),
        1 => format!("（{}）", numeral::chinese(value)),
        2 => format!("{value}."),
        _ => format!("（{value}）"),
    }
}

/// A numbered paragraph as messages show it.
#[derive(Debug)]
struct Place {
    paragraph: usize,
    text: String,
}

fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(14).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn gap(Place { paragraph, text }: &Place, level: usize, expected: u32) -> Diagnostic {
    let missing = written(level, expected);
    let message = Message::new(
        format!("正文第{paragraph}段“{text}”前面缺少“{missing}”"),
        format!("`{missing}` is missing before `{text}` in paragraph {paragraph} of the body"),
    );
    Diagnostic::warning(Code::HeadingGap, message)
        .hint("核对序号：是漏了一段，还是号编错了", "check the numbers: a part is missing, or the number is wrong")
}

fn repeat(Place { paragraph, text }: &Place, level: usize, expected: u32) -> Diagnostic {
    let right = written(level, expected);
    let message = Message::new(
        format!("正文第{paragraph}段“{text}”的序号前面已经用过"),
        format!("the number of `{text}` in paragraph {paragraph} of the body was used before"),
    );
    Diagnostic::warning(Code::HeadingRepeat, message)
        .hint(format!("按顺序这里应当是“{right}”"), format!("in order it would be `{right}`"))
}

fn jump(Place { paragraph, text }: &Place, passed: usize) -> Diagnostic {
    let passed = written(passed, 1);
    let message = Message::new(
        format!("正文第{paragraph}段“{text}”跳过了“{passed}”这一级，全文都没有用"),
        format!(
            "`{text}` in paragraph {paragraph} of the body passes over the level `{passed}`, which the letter never uses"
        ),
    );
    Diagnostic::warning(Code::HeadingJump, message).hint(
        "层次依次是 一、（一）1.（1）；本单位就这样写的，在 dafu.toml 的 [lint] 里关掉这一项",
        "the levels are 一、（一）1.（1） in this order; if your unit writes so, turn this check off under [lint] in dafu.toml",
    )
}
