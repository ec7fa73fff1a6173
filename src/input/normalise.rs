//! The one place where text is put right: line ends, blanks, invisible characters, characters that have a place
//! in Unicode now. Nothing else of a text is ever touched. `docs/ledgers.md` lists it all for people.

use super::standardised::standardised;
use crate::diag::Message;

/// A text put right, and what was changed beside line ends and blanks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Normalised {
    pub text: String,
    pub changes: Vec<Change>,
}

/// A kind of change that a person may want to know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// A no-break space or a tab became a space.
    Blank,
    /// A zero-width character or a mark of direction was taken out.
    Invisible,
    /// A full-width digit or letter of an identifier became half-width.
    Width,
    /// This private-use character of older editions of GB 18030 became the standard one.
    Standardised(char),
}

impl Change {
    /// What was done, in Chinese and English.
    fn words(self) -> (String, String) {
        let (zh, en) = match self {
            Self::Blank => ("制表符或不间断空格改为空格", "tabs or no-break spaces became spaces"),
            Self::Invisible => ("去掉看不见的字符", "invisible characters were taken out"),
            Self::Width => ("全角数字或字母改为半角", "full-width digits or letters became half-width"),
            Self::Standardised(old) => {
                let new = standardised(old).unwrap_or(old);
                let (from, to) = (u32::from(old), u32::from(new));
                return (
                    format!("旧编码的自造字 U+{from:04X} 改为标准字“{new}”（U+{to:04X}）"),
                    format!("private-use U+{from:04X} of an older encoding became the standard `{new}` (U+{to:04X})"),
                );
            }
        };
        (zh.to_owned(), en.to_owned())
    }
}

/// What the changes of a text are told as.
pub(super) fn told<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Message {
    let (zh, en): (Vec<String>, Vec<String>) = changes.into_iter().map(|change| change.words()).unzip();
    Message::new(format!("文字已整理：{}", zh.join("；")), format!("the text was put right: {}", en.join("; ")))
}

/// Puts a text right. Digits and letters become half-width only in an identifier.
pub(super) fn normalise(raw: &str, identifier: bool) -> Normalised {
    let mut changes = Vec::new();
    let mut text = String::with_capacity(raw.len());
    let lines = raw.replace("_x000D_\n", "\n").replace("_x000D_", "\n").replace("\r\n", "\n");
    // Blanks around a text go without a word, of whatever kind they are.
    let invisible = |c: char| c.is_whitespace() || is_invisible(c);
    for c in lines.trim_matches(invisible).chars() {
        match c {
            // The vertical tab and U+2028 are line breaks that word processors leave behind.
            '\r' | '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => text.push('\n'),
            '\u{a0}' | '\u{202f}' | '\u{2007}' | '\t' => {
                changes.push(Change::Blank);
                text.push(' ');
            }
            c if is_invisible(c) => changes.push(Change::Invisible),
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' if identifier => {
                changes.push(Change::Width);
                text.push(half_width(c));
            }
            c => {
                let new = standardised(c);
                changes.extend(new.map(|_| Change::Standardised(c)));
                text.push(new.unwrap_or(c));
            }
        }
    }
    changes.sort_unstable();
    changes.dedup();
    Normalised { text, changes }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// The half-width form of a full-width character.
pub(super) fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    #[track_caller]
    fn check(raw: &str, identifier: bool, expected: &str, changes: &[Change]) {
        let found = normalise(raw, identifier);
        assert_eq!((found.text.as_str(), found.changes.as_slice()), (expected, changes));
    }

    #[test]
    fn line_ends_and_blanks_around_change_in_silence() {
        check("  一\r\n二\r三_x000D_\n四　", false, "一\n二\n三\n四", &[]);
        check("\u{a0}\u{feff}王景峰\t", false, "王景峰", &[]);
        check(" \u{200b} ", false, "", &[]);
    }

    #[test]
    fn other_changes_are_told() {
        check("王\u{a0}伟", false, "王 伟", &[Change::Blank]);
        check("王\u{200b}\t伟\u{feff}\t兰", false, "王 伟 兰", &[Change::Blank, Change::Invisible]);
        check("１５３", true, "153", &[Change::Width]);
    }

    #[test]
    fn old_private_characters_become_standard_ones_by_name() {
        check(
            "姓\u{e81e}名\u{e816}",
            false,
            "姓\u{9fb4}名\u{20087}",
            &[Change::Standardised('\u{e816}'), Change::Standardised('\u{e81e}')],
        );
        let note = told(&normalise("\u{e843}", false).changes);
        assert!(note.text(Lang::Zh).contains("U+E843 改为标准字“龹”（U+9FB9）"), "{note:?}");
        check("\u{e5e5}\u{e000}", false, "\u{e5e5}\u{e000}", &[]);
    }

    #[test]
    fn the_rest_of_a_text_stays_as_typed() {
        check("共１５个，#panic() {{ x }} $ * / < \\ `", false, "共１５个，#panic() {{ x }} $ * / < \\ `", &[]);
        check("王　伟", false, "王　伟", &[]);
        check("黄发改函〔2024〕12号", true, "黄发改函〔2024〕12号", &[]);
    }
}
