//! Personal mobile numbers in a letter that is published.

use super::passage::Passage;
use super::report::{Report, Words};
use crate::diag::Code;
use crate::letter::Letter;

/// Looks for mobile numbers of the mainland: eleven digits from 13 to 19, perhaps parted.
pub(super) fn check(passage: &Passage<'_>, letter: &Letter, report: &mut Report<'_>) {
    let published =
        letter.background.published || letter.note.as_deref().is_some_and(|note| note.contains("此件公开发布"));
    if !published {
        return;
    }
    let bytes = passage.text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let length = digits_from(bytes, at);
        if is_mobile(bytes, at, length) {
            let words = Words {
                wrong: ("有手机号码，而这份函要公开", "has a mobile number, and this letter is published"),
                hint: (
                    "改用办公电话，或删去；这份函不公开的，改“公开属性”",
                    "give an office telephone, or take it out; if the letter is not published, change `disclosure`",
                ),
            };
            report.text(Code::MobilePublished, passage, &(at..at + length), &words);
        }
        at += length;
    }
}

/// How many bytes of digits follow, single `-` and blanks between them included.
fn digits_from(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    while digit(end) || matches!(bytes.get(end), Some(b'-' | b' ')) && digit(end + 1) {
        end += 1;
    }
    end - start
}

fn is_mobile(bytes: &[u8], at: usize, length: usize) -> bool {
    let digits = bytes.get(at..at + length).unwrap_or_default().iter().filter(|byte| byte.is_ascii_digit());
    let digits: Vec<u8> = digits.copied().collect();
    // Part of a word or of a fraction is none.
    let before = at.checked_sub(1).and_then(|at| bytes.get(at));
    let apart = !before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    let goes_on = matches!(bytes.get(at + length..), Some([b'.', digit, ..]) if digit.is_ascii_digit());
    apart && !goes_on && matches!(digits.as_slice(), [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9)
}
