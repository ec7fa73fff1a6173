//! Understanding: raw letters become letters, or findings.
//!
//! A [`Letter`] that exists is a letter that can be printed: every element is checked, and title,
//! addressee, opening, closing and copy list are final. Later rooms take that for granted, check nothing
//! again and derive nothing.

mod annex;
mod background;
mod block;
mod body;
mod check;
mod date;
mod derive;
mod element;
mod elements;
mod feedback_form;
mod file_name;
mod from_file;
mod from_record;
mod id;
mod identity;
mod marks;
mod names;
pub(crate) mod numeral;
mod paragraph;
mod publication;
mod redact;
mod row;
mod twice;
mod unit;
mod values;
mod worded;

pub use annex::Annex;
pub use background::Background;
pub use block::Block;
pub use check::{CheckOptions, check_all};
pub use element::{Contact, LetterDate, Proposer, ProposerKind, Session, Title};
pub use feedback_form::{FeedbackForm, FormRow};
pub use file_name::{FileNames, NAME_PARTS, feedback_form_names, file_names};
pub use id::LetterId;
pub use marks::Marks;
pub use paragraph::{Paragraph, Run, Slot};
pub use unit::is_own;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::{LetterRef, Origin};
use crate::input::Field;
use crate::profile::Key;

/// The day that a field names, if it names one that exists.
pub fn day(field: &Field) -> Option<LetterDate> {
    date::parse(field).ok()
}

/// A letter that can be printed. An element that the profile does not print is empty here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Letter {
    /// Its identity.
    pub id: LetterId,
    /// Session it answers to (地区 人大政协 届 次), where known.
    pub session: Option<Session>,
    /// Kind of matter (类型).
    pub matter: String,
    /// Kind of paper (文种).
    pub genre: String,
    /// Number of the suggestion or proposal (建议号).
    pub number: Option<String>,
    /// Subject as worded by the proposer (建议标题).
    pub subject: Option<String>,
    /// Those who proposed, the lead first (提出人).
    pub proposers: Vec<Proposer>,
    /// How many they are in all (提出人数).
    pub proposer_count: Option<u32>,
    /// First answer is 1 (答复轮次).
    pub round: u32,
    /// Document number of the earlier answer (原复文字号).
    pub previous: Option<String>,
    /// Title (标题).
    pub title: Title,
    /// Addressee (主送机关) without its final colon.
    pub addressee: String,
    /// Opening paragraph (开头语).
    pub opening: Option<String>,
    /// Body (正文); never empty.
    pub body: Vec<Block>,
    /// Closing words (结束语).
    pub closing: Option<String>,
    /// Signatories (签发人).
    pub signatory: Vec<String>,
    /// Class of the result (办复类别), as printed: `A类`.
    pub category: Option<String>,
    /// Whom to turn to (联系单位 联系人 联系电话).
    pub contact: Contact,
    /// Issuing organs (发文机关), the lead first.
    pub issuer: Vec<String>,
    /// A draft in another's name (代拟稿): it is never sealed.
    pub draft: bool,
    /// Document number (发文字号).
    pub doc_number: Option<String>,
    /// Date of writing (成文日期).
    pub date: LetterDate,
    /// Copies to (抄送机关).
    pub cc: Vec<String>,
    /// Co-handling units (会办单位).
    pub co_units: Vec<String>,
    /// Disclosure mark (公开属性).
    pub disclosure: Option<String>,
    /// Names of attachments (附件说明).
    pub attachments: Vec<String>,
    /// Attachments that are set as pages (附件).
    pub annexes: Vec<Annex>,
    /// Marks of head, end and foot.
    pub marks: Marks,
    /// Note (附注) without its brackets.
    pub note: Option<String>,
    /// The profile's own fields that have a value, by name.
    pub extra: BTreeMap<String, String>,
    /// The form on which those who proposed say what they think of it (征询意见表), where it goes with the letter.
    pub feedback_form: Option<FeedbackForm>,
    /// It is the copy for publication, made by [`Letter::redacted`]: never sealed, and without a record.
    pub publication: bool,
    /// What the ledger says beside what is printed.
    pub background: Background,
    origins: BTreeMap<Key, Origin>,
    /// Of each block of the body; none where all stand at the body's own place.
    body_origins: Vec<Origin>,
    row: Origin,
}

impl Letter {
    /// Where the value of `key` stands; a derived or missing one stands at its empty cell, or the row.
    pub fn origin(&self, key: &Key) -> &Origin {
        self.origins.get(key).unwrap_or(&self.row)
    }

    /// Where the n-th block of the body stands, from 0: a paragraph of a text file, else the body's cell.
    pub fn body_origin(&self, n: usize) -> &Origin {
        self.body_origins.get(n).unwrap_or_else(|| self.origin(&Key::Body))
    }

    /// Where what a paragraph says stands.
    pub fn slot_origin(&self, slot: &Slot) -> &Origin {
        match slot {
            Slot::Body(n) => self.body_origin(*n),
            slot => self.origin(&slot.key()),
        }
    }

    /// The row or object it comes from.
    pub fn row(&self) -> &Origin {
        &self.row
    }

    /// The letter as problems name it.
    pub fn reference(&self) -> LetterRef {
        LetterRef { number: self.number.clone().unwrap_or_default(), id: Some(self.id.to_string()) }
    }
}
