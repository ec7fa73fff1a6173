//! The subject's core, and marks within marks.

use crate::profile::SubjectRule;

const PAIRS: [(char, char); 4] = [('《', '》'), ('〈', '〉'), ('“', '”'), ('"', '"')];

/// The subject without 《》 or “” around it and without the rule's words at its ends, however often they stand there.
pub(super) fn core(subject: &str, rule: &SubjectRule) -> String {
    let mut text = subject.trim();
    loop {
        let before = text;
        text = text.trim_end_matches(['。', '，', '；', ' ']).trim_start();
        for (open, close) in PAIRS {
            text = without_pair(text, open, close);
        }
        if !rule.keep.iter().any(|word| text.starts_with(word.as_str())) {
            let front = rule.front.iter().find_map(|word| text.strip_prefix(word.as_str()));
            text = front.unwrap_or(text).trim_start_matches([':', '：', ' ']);
        }
        if !rule.keep.iter().any(|word| text.ends_with(word.as_str())) {
            let back = rule.back.iter().find_map(|word| text.strip_suffix(word.as_str()));
            text = back.unwrap_or(text);
        }
        if text.is_empty() {
            // Nothing but such words: they are the subject.
            return before.to_owned();
        }
        if text == before {
            return text.to_owned();
        }
    }
}

/// Without the pair if it spans the whole text; an end of one that the other half is missing for goes too.
fn without_pair(text: &str, open: char, close: char) -> &str {
    if open == close {
        let inner = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        return inner.filter(|inner| !inner.contains(open)).unwrap_or(text);
    }
    let mut depth = 0_i32;
    let mut spans = text.starts_with(open) && text.ends_with(close);
    let mut unmatched = false;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            unmatched |= depth < 0;
            spans &= depth > 0 || at + close.len_utf8() == text.len();
        }
    }
    let inner = |text: &'_ str| text.len() > open.len_utf8() + close.len_utf8();
    if spans && depth == 0 && inner(text) {
        return text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).unwrap_or(text);
    }
    if depth > 0 {
        return text.strip_prefix(open).unwrap_or(text);
    }
    if unmatched {
        return text.strip_suffix(close).unwrap_or(text);
    }
    text
}

/// Marks within marks of their kind alternate: 《〈《》〉》, “‘“”’” (GB/T 15834).
pub(super) fn nest_quotes(phrase: &str) -> String {
    let mut shown = String::with_capacity(phrase.len());
    let (mut titles, mut quotes) = (0_usize, 0_usize);
    let pick = |depth: usize, outer: char, inner: char| if depth.is_multiple_of(2) { outer } else { inner };
    for c in phrase.chars() {
        shown.push(match c {
            '《' | '〈' => {
                titles += 1;
                pick(titles - 1, '《', '〈')
            }
            '》' | '〉' if titles > 0 => {
                titles -= 1;
                pick(titles, '》', '〉')
            }
            '“' | '‘' => {
                quotes += 1;
                pick(quotes - 1, '“', '‘')
            }
            '”' | '’' if quotes > 0 => {
                quotes -= 1;
                pick(quotes, '”', '’')
            }
            c => c,
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_marks_alternate() {
        for (phrase, expected) in [
            ("《关于落实《条例》的建议》", "《关于落实〈条例〉的建议》"),
            ("《甲》《乙》", "《甲》《乙》"),
            ("《关于“一网通办”的建议》", "《关于“一网通办”的建议》"),
            ("“关于“一网通办”的建议”", "“关于‘一网通办’的建议”"),
            ("落实〈条例〉", "落实《条例》"),
            ("《甲《乙《丙》》》", "《甲〈乙《丙》〉》"),
            ("it’s》", "it’s》"),
        ] {
            assert_eq!(nest_quotes(phrase), expected);
        }
    }
}
