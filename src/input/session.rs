//! Term and meeting in one text (届次).

use super::normalise::normalise;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::profile::Key;

/// Parts `八届四次` into `八` and `四`; words around and between are passed over.
pub(super) fn split_session(text: &str, origin: &Origin) -> Result<(String, String), Diagnostic> {
    let text = normalise(text, true).text;
    let numeral = |part: &str| -> Option<String> {
        let is_numeral = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十百零〇○两".contains(*c);
        let reversed: String = part.trim_end().chars().rev().take_while(is_numeral).collect();
        let numeral: String = reversed.chars().rev().collect();
        (!numeral.is_empty()).then_some(numeral)
    };
    let parts = text.split_once('届').and_then(|(term, rest)| {
        let (meeting, _) = rest.split_once('次')?;
        Some((numeral(term)?, numeral(meeting)?))
    });
    parts.ok_or_else(|| {
        let message = Message::new(
            format!("从“{text}”里看不出是第几届第几次"),
            format!("`{text}` does not tell term and meeting"),
        );
        Diagnostic::error(Code::SessionMalformed, message)
            .at(origin)
            .field(Key::Term)
            .hint("写成 八届四次，或分成“届”“次”两列", "write it like 八届四次, or in two columns 届 and 次")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = split_session(text, &Origin::file(std::path::Path::new("x"))).ok();
        let found = found.as_ref().map(|(term, meeting)| (term.as_str(), meeting.as_str()));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_session_is_parted_into_term_and_meeting() {
        check("八届四次", Some(("八", "四")));
        check("第８届第4次会议", Some(("8", "4")));
        check("黄山市第八届人民代表大会第四次会议", Some(("八", "四")));
        check("十四届 三次", Some(("十四", "三")));
    }

    #[test]
    fn what_does_not_tell_is_refused() {
        for text in ["八届", "四次", "届次", "8-4", "本届四次"] {
            check(text, None);
        }
    }
}
