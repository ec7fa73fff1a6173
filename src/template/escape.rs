//! One escape for all places of a Typst file where a value may stand.
//!
//! Typst reads `\u{hex}` in markup and in string literals alike, so a text without any other ASCII sign
//! means nothing but itself in both.

use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes `text` so that Typst reads it as that very text, in markup as in a string literal.
///
/// A line break becomes a blank: a value never ends the line or the paragraph that it stands in.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut after_blank = false;
    for c in text.chars() {
        let c = if is_line_break(c) { ' ' } else { c };
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(c),
            // Markup joins blanks, so only a single one stands for itself.
            ' ' if !after_blank => out.push(c),
            _ if c.is_ascii() || c.is_control() => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            _ => out.push(c),
        }
        after_blank = c == ' ';
    }
}

/// `text` as a Typst string literal.
pub(super) fn literal(text: &str, out: &mut String) {
    out.push('"');
    escape(text, out);
    out.push('"');
}

/// The same for Tera.
pub(super) fn escape_for_tera(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut escaped = String::with_capacity(text.len() + 16);
    escape(text, &mut escaped);
    out.write_all(escaped.as_bytes())
}

/// What Typst takes for the end of a line.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        escape(text, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn signs_of_typst_and_tera_lose_their_meaning() {
        check("#panic()", r"\u{23}panic\u{28}\u{29}");
        check("{{ x }}", r"\u{7b}\u{7b} x \u{7d}\u{7d}");
        check("$*_`<b>\\\"'@~/=-+", {
            r"\u{24}\u{2a}\u{5f}\u{60}\u{3c}b\u{3e}\u{5c}\u{22}\u{27}\u{40}\u{7e}\u{2f}\u{3d}\u{2d}\u{2b}"
        });
        check("http://x", r"http\u{3a}\u{2f}\u{2f}x");
    }

    #[test]
    fn chinese_text_letters_and_digits_stay_readable() {
        check("第153号：“Vman”——《办法》", "第153号：“Vman”——《办法》");
        check("a b", "a b");
    }

    #[test]
    fn blanks_in_a_row_are_kept_and_line_breaks_never_end_a_paragraph() {
        check("a  b", r"a \u{20}b");
        check("甲\n乙", "甲 乙");
        check("甲\r\n\r\n乙", r"甲 \u{20}\u{20}\u{20}乙");
        check("甲\u{2029}乙\u{85}丙\u{2028}", "甲 乙 丙 ");
    }

    #[test]
    fn control_characters_are_written_by_number() {
        check("甲\t乙\u{0}\u{9f}", r"甲\u{9}乙\u{0}\u{9f}");
    }
}
