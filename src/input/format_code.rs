//! Number formats of cells, parted: `[Red]#,##0.00;(0)` into sections of tokens.

/// A piece of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A sign that means something, or stands for itself where it does not.
    Sign(char),
    /// A text that is shown as it is.
    Literal(&'a str),
    /// `[h]`, `[Red]`, `[$-804]`, without the brackets.
    Bracket(&'a str),
    /// Room as wide as a character.
    Room,
}

/// The sections of a format: of positive numbers, negative ones, zero, text. `None` where it is cut off.
pub(super) fn sections(code: &str) -> Option<Vec<Vec<Token<'_>>>> {
    let mut sections = vec![Vec::new()];
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..)?;
        let (token, left) = match c {
            ';' => {
                sections.push(Vec::new());
                rest = after;
                continue;
            }
            '"' => {
                let (text, left) = after.split_once('"')?;
                (Some(Token::Literal(text)), left)
            }
            '[' => {
                let (text, left) = after.split_once(']')?;
                (Some(Token::Bracket(text)), left)
            }
            '\\' | '_' | '*' => {
                let width = after.chars().next()?.len_utf8();
                let (next, left) = after.split_at_checked(width)?;
                let token = match c {
                    '\\' => Some(Token::Literal(next)),
                    '_' => Some(Token::Room),
                    // Fills a cell up to its width.
                    _ => None,
                };
                (token, left)
            }
            _ => (Some(Token::Sign(c)), after),
        };
        sections.last_mut()?.extend(token);
        rest = left;
    }
    Some(sections)
}

/// The number format that programs set for East Asia keep under a bare number, as Chinese ones show it.
pub(super) fn built_in(id: u32) -> Option<&'static str> {
    Some(match id {
        14 => "yyyy/m/d",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m-d-yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        _ => return None,
    })
}

/// `¥` of `[$¥-804]`, nothing of `[$-804]`; `None` for a bracket that changes what is shown.
pub(super) fn shown_of_bracket(text: &str) -> Option<&str> {
    if let Some(currency) = text.strip_prefix('$') {
        return currency.split('-').next();
    }
    let colours = ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow", "黑", "蓝", "绿", "红", "白"];
    let name = text.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let is_colour = colours.iter().any(|colour| name.starts_with(colour)) || name.starts_with("color");
    (is_colour && !text.starts_with(['<', '>', '='])).then_some("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_parted() {
        use Token::{Bracket, Literal, Room, Sign};
        let parted = sections("[Red]0_)\"件\";\\-0*-").unwrap();
        assert_eq!(parted, [vec![Bracket("Red"), Sign('0'), Room, Literal("件")], vec![Literal("-"), Sign('0')]]);
        for cut in ["\"件", "[Red", "0\\", "0_"] {
            assert_eq!(sections(cut), None, "{cut}");
        }
        assert_eq!(shown_of_bracket("$¥-804"), Some("¥"));
        assert_eq!(shown_of_bracket("$-804"), Some(""));
        assert_eq!(shown_of_bracket("Color 10"), Some(""));
        assert_eq!(shown_of_bracket(">=100"), None);
        assert_eq!(shown_of_bracket("DBNum1"), None);
    }
}
