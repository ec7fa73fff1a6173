//! Cells that are exactly as long as a program's limit: the rest was probably cut off.

use super::report::Report;
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::Letter;

/// Tells of each such cell.
pub(super) fn check(letter: &Letter, report: &mut Report<'_>) {
    for (key, length) in &letter.background.at_limit {
        let heading = key.heading();
        let message = Message::new(
            format!("“{heading}”正好 {length} 个字符，很可能被别的程序截断了"),
            format!("`{key}` has exactly {length} characters: another program has probably cut it off"),
        );
        let hint = (
            "看看末尾是否完整；不完整就从原文重新粘贴",
            "look whether its end is there; if not, paste it again from the original",
        );
        report.add(key, Diagnostic::warning(Code::CellMaybeCut, message).hint(hint.0, hint.1));
    }
}
