//! A further answer names the first.

use super::report::Report;
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::Letter;
use crate::profile::Key;

/// From the second round on, the first answer's number is there.
pub(super) fn check(letter: &Letter, report: &mut Report<'_>) {
    if letter.round < 2 || letter.previous.is_some() {
        return;
    }
    let round = letter.round;
    let message = Message::new(
        format!("这是第{round}次答复，却没有写原复文字号"),
        format!("this is answer no. {round}, but the document number of the earlier one is not given"),
    );
    let hint = (
        "在“原复文字号”里填上一次答复的发文字号，例如 黄发改函〔2024〕12号",
        "give it as `previous` (原复文字号), such as 黄发改函〔2024〕12号",
    );
    report.add(&Key::Previous, Diagnostic::warning(Code::PreviousMissing, message).hint(hint.0, hint.1));
}
