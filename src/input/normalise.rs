//! The one place where text is put right: line ends, blanks, invisible characters. Nothing else of a
//! text is ever touched.

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
}

impl Change {
    /// Its name in Chinese and English.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Blank => ("制表符或不间断空格改为空格", "tabs or no-break spaces became spaces"),
            Self::Invisible => ("去掉看不见的字符", "invisible characters were taken out"),
            Self::Width => ("全角数字或字母改为半角", "full-width digits or letters became half-width"),
        }
    }
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
            c => text.push(c),
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
    fn the_rest_of_a_text_stays_as_typed() {
        check("共１５个，#panic() {{ x }} $ * / < \\ `", false, "共１５个，#panic() {{ x }} $ * / < \\ `", &[]);
        check("王　伟", false, "王　伟", &[]);
        check("黄发改函〔2024〕12号", true, "黄发改函〔2024〕12号", &[]);
    }
}
