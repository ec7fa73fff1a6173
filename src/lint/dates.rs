//! The letter's date against the dates that the ledger knows: handed over, due, and the years in numbers.

use super::report::Report;
use crate::diag::{Code, Diagnostic, Message};
use crate::letter::Letter;
use crate::profile::Key;

/// Compares them.
pub(super) fn check(letter: &Letter, report: &mut Report<'_>) {
    let date = letter.date;
    if let Some(due) = letter.background.due.filter(|due| date > *due) {
        let message = Message::new(
            format!("成文日期 {date} 晚于办理期限 {due}"),
            format!("the letter's date {} is after {}, when it was due", date.iso(), due.iso()),
        );
        let hint =
            ("核对这两个日期；确实超期的，按规定说明", "check both dates; if it is late, explain it as the rules say");
        report.add(&Key::Date, Diagnostic::warning(Code::DateAfterDue, message).hint(hint.0, hint.1));
    }
    if let Some((zh, en)) = begins_after(letter) {
        let message = Message::new(
            format!("成文日期 {date} 早于{zh}：还没有提出，就先答复了"),
            format!("the letter's date {} is before {en}: it answers what was not yet proposed", date.iso()),
        );
        let hint = ("核对成文日期的年份", "check the year of the letter's date");
        report.add(&Key::Date, Diagnostic::warning(Code::DateBeforeMeeting, message).hint(hint.0, hint.1));
    }
}

/// What the letter is dated before. When the session met is not in the ledger; but suggestions are handed
/// over after it, and some places number by the year.
fn begins_after(letter: &Letter) -> Option<(String, String)> {
    if let Some(assigned) = letter.background.assigned.filter(|assigned| letter.date < *assigned) {
        return Some((format!("交办日期 {assigned}"), format!("{}, when it was handed over", assigned.iso())));
    }
    let number = letter.number.as_deref()?;
    let year = year_of(number).filter(|year| letter.date.year() < *year)?;
    Some((format!("建议号“{number}”的年份 {year}年"), format!("the year {year} of the number `{number}`")))
}

/// `20250036`, `2024-17`: the year that a number begins with.
fn year_of(number: &str) -> Option<i16> {
    let (year, rest) = number.split_at_checked(4)?;
    let serial = rest.strip_prefix('-');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = serial.map_or_else(|| (3..=5).contains(&rest.len()) && digits(rest), digits);
    let year: i16 = year.parse().ok()?;
    (fits && (1990..2100).contains(&year)).then_some(year)
}
