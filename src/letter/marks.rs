//! What stands round the letter itself: marks of its head, of its end and of its foot (GB/T 9704 7.2, 7.4).

use serde::{Deserialize, Serialize};

use super::row::Row;
use super::{CheckOptions, LetterDate, date, names};
use crate::diag::{Code, Diagnostic, Message};
use crate::profile::Key;

/// Marks of head, end and foot, each only where the profile prints it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// Copy number (份号), six digits.
    pub copy_number: Option<String>,
    /// Secrecy and its term (密级和保密期限); never 公开.
    pub secrecy: Option<String>,
    /// Urgency (紧急程度).
    pub urgency: Option<String>,
    /// Filing number (立案号).
    pub filing_number: Option<String>,
    /// Number within its class (类别编号).
    pub class_number: Option<String>,
    /// Those who reviewed it (审签人).
    pub reviewer: Vec<String>,
    /// The sentence that asks for an opinion (反馈方式).
    pub feedback: Option<String>,
    /// Co-handling units (会办单位), where they have a line of their own.
    pub co_units: Vec<String>,
    /// Document number of the earlier answer (原复文字号), where it has a line of its own.
    pub previous: Option<String>,
    /// Printing organ (印发机关).
    pub print_organ: Option<String>,
    /// Date of printing (印发日期).
    pub print_date: Option<LetterDate>,
}

impl Marks {
    /// Leaves out lines of their own for what the letter's texts say anyway, such as 经商×××.
    pub(super) fn unless_said(&mut self, is_said: &dyn Fn(&str) -> bool) {
        for mark in [&mut self.filing_number, &mut self.class_number, &mut self.previous] {
            *mark = mark.take().filter(|text| !is_said(text));
        }
        if is_said(&self.co_units.join("、")) {
            self.co_units.clear();
        }
    }
}

/// Reads the marks; what is wrong with one, or not printed, is reported.
pub(super) fn read(row: &mut Row<'_>, options: &CheckOptions) -> Marks {
    let print_date = row.prints(&Key::PrintDate) && row.has(&Key::PrintDate);
    let print_date = print_date.then(|| date::parse(&row.field(&Key::PrintDate)));
    Marks {
        copy_number: copy_number(row),
        secrecy: secrecy(row, options),
        urgency: row.printed(&Key::Urgency),
        filing_number: row.printed(&Key::FilingNumber),
        class_number: row.printed(&Key::ClassNumber),
        reviewer: list(row, &Key::Reviewer),
        feedback: feedback(row),
        co_units: list(row, &Key::CoUnits),
        previous: row.printed(&Key::Previous),
        print_organ: row.printed(&Key::PrintOrgan),
        print_date: print_date.and_then(|parsed| row.keep(&Key::PrintDate, parsed)),
    }
}

fn list(row: &mut Row<'_>, key: &Key) -> Vec<String> {
    if !row.prints(key) {
        return Vec::new();
    }
    names::list(&row.field(key)).into_iter().map(|(item, _)| item).collect()
}

/// `1` is printed as `000001` (GB/T 9704 7.2.1).
fn copy_number(row: &mut Row<'_>) -> Option<String> {
    let text = row.printed(&Key::CopyNumber)?;
    if text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{text:0>6}"));
    }
    let message = Message::new(format!("“{text}”不是份号"), format!("`{text}` is not a copy number"));
    let found = Diagnostic::error(Code::NumberMalformed, message).at(&row.origin(&Key::CopyNumber));
    row.report(
        &Key::CopyNumber,
        found.hint("份号最多六位数字，例如 000001", "a copy number has at most six digits, such as 000001"),
    );
    None
}

/// A classified letter is refused unless that is allowed; 公开 is no mark.
fn secrecy(row: &mut Row<'_>, options: &CheckOptions) -> Option<String> {
    let text = row.text(&Key::Secrecy).filter(|text| text != "公开")?;
    if options.allow_classified {
        return row.prints(&Key::Secrecy).then_some(text);
    }
    let message = Message::new(format!("这封答复定了密级“{text}”"), format!("this letter is marked `{text}`"));
    let found = Diagnostic::error(Code::SecrecyRefused, message).at(&row.origin(&Key::Secrecy));
    row.report(
        &Key::Secrecy,
        found.hint(
            "涉密文件不要在这台机器上处理；确有必要时加 --allow-classified",
            "do not process classified papers on this machine; --allow-classified overrides",
        ),
    );
    None
}

/// 无 asks for nothing.
fn feedback(row: &mut Row<'_>) -> Option<String> {
    let way = row.printed(&Key::Feedback).filter(|way| way != "无" && way != "none")?;
    Some(row.profile.feedback_sentence(&way).to_owned())
}
