//! Attachments that are set as pages (附件, GB/T 9704 7.3.7).

use serde::{Deserialize, Serialize};

use super::row::Row;
use super::{Block, body};
use crate::diag::{Code, Diagnostic, Message};
use crate::input::Value;
use crate::profile::Key;

/// An attachment that follows the letter on pages of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// Which of the attachments, from 0.
    pub index: usize,
    /// Its title; empty where the letter does not name it.
    pub title: String,
    /// Its text.
    pub body: Vec<Block>,
}

/// The attachments whose text the row holds: an item of 附件文件 that is itself a list of paragraphs and tables, as
/// reading a file gives it. Other items are names of files that are not set.
pub(super) fn read(row: &mut Row<'_>, titles: &[String]) -> Vec<Annex> {
    let field = row.field(&Key::AttachmentFiles);
    let items = match field.value {
        Value::List(items) => items,
        Value::Missing => return Vec::new(),
        _ => vec![field],
    };
    if !row.prints(&Key::AttachmentFiles) {
        return Vec::new();
    }
    let mut annexes = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        if !matches!(item.value, Value::List(_)) {
            let message = Message::new(
                "附件的文件没有排成页，要另外附上",
                "the attachment's file is not set as pages; enclose it beside the letter",
            );
            row.report(&Key::AttachmentFiles, Diagnostic::note(Code::ElementNotSet, message).at(&item.origin));
            continue;
        }
        let mut findings = Vec::new();
        let title = titles.get(index).cloned().unwrap_or_default();
        let mut body = body::blocks(&item, &mut findings);
        let said = body.iter().take_while(|block| is_heading(block, &title)).count();
        body.drain(..said);
        findings.into_iter().for_each(|found| row.report(&Key::AttachmentFiles, found));
        if !body.is_empty() {
            annexes.push(Annex { index, title, body });
        }
    }
    annexes
}

/// Is the block what stands over the attachment anyway: `附件1`, its title?
fn is_heading(block: &Block, title: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !"：:《》".contains(*c)).collect::<String>();
    let (Block::Plain(text) | Block::Heading(text)) = block else { return false };
    let text = bare(text);
    let rest = text.strip_prefix("附件").map(|rest| rest.trim_matches(|c: char| c.is_numeric()));
    rest == Some("") || text == bare(title)
}
