//! The record: what is printed and the letter's identity, by the contract's keys, fully resolved.
//!
//! Made from a [`Letter`], so that a workbook and a JSON ledger with the same content give the same record.
//! It is attached to the PDF, and it alone feeds the template: what is not in it cannot be on the page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::letter::{Annex, Block, FeedbackForm, FormRow, Letter, LetterDate};

/// The record of one letter. Absent elements are left out of its JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Version of this form: 1.
    pub version: u32,
    /// The letter's identity, as [`crate::letter::LetterId`] shows it.
    pub id: String,
    /// Profile it was set by.
    pub profile: String,
    /// Pack it was set by, with its version and digest: `reply@0.1.0 sha256:…`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pack: Option<String>,
    /// Place (地区).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// 人大 or 政协.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assembly: Option<String>,
    /// Term (届).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// Meeting (次).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// Kind of matter (类型).
    pub matter: String,
    /// Kind of paper (文种).
    pub genre: String,
    /// Number (建议号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// First answer is 1 (答复轮次).
    pub round: u32,
    /// Title (标题).
    pub title: String,
    /// The clerk's own lines of the title.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub title_lines: Vec<String>,
    /// Names in the title that no line parts.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub title_names: Vec<String>,
    /// Addressee (主送机关).
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub addressee: String,
    /// Opening paragraph (开头语).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<String>,
    /// Body (正文).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub body: Vec<RecordBlock>,
    /// Closing words (结束语).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<String>,
    /// Signatories (签发人).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub signatory: Vec<String>,
    /// Class of the result (办复类别).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whom to turn to.
    #[serde(skip_serializing_if = "RecordContact::is_empty", default)]
    pub contact: RecordContact,
    /// Issuing organs (发文机关).
    pub issuer: Vec<String>,
    /// A draft in another's name (代拟稿): it is never sealed.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub draft: bool,
    /// What every page of this copy is marked with: 样稿. Such a copy is no letter.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mark: Option<String>,
    /// Document number (发文字号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_number: Option<String>,
    /// Date of writing (成文日期), `2024-06-11`.
    pub date: String,
    /// Copies to (抄送机关).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cc: Vec<String>,
    /// Disclosure mark (公开属性).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<String>,
    /// Names of attachments (附件说明).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub attachments: Vec<String>,
    /// Attachments that are set as pages (附件).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub attachment_files: Vec<RecordAnnex>,
    /// Note (附注).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Copy number (份号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_number: Option<String>,
    /// Secrecy and its term (密级和保密期限).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secrecy: Option<String>,
    /// Urgency (紧急程度).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Filing number (立案号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing_number: Option<String>,
    /// Number within its class (类别编号).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class_number: Option<String>,
    /// Those who reviewed it (审签人).
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub reviewer: Vec<String>,
    /// The sentence that asks for an opinion (反馈方式).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<String>,
    /// Co-handling units (会办单位), where they have a line of their own.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub co_units: Vec<String>,
    /// Document number of the earlier answer (原复文字号), where it has a line of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// Printing organ (印发机关).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub print_organ: Option<String>,
    /// Date of printing (印发日期), `2024-06-11`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub print_date: Option<String>,
    /// The form that asks for an opinion (征询意见表), where it is printed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub feedback_form: Option<RecordForm>,
    /// A copy for publication: neither seal nor record goes with it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub publication: bool,
    /// The profile's own fields.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub extra: BTreeMap<String, String>,
}

/// A paragraph, or a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RecordBlock {
    /// A paragraph, headings included.
    Text(String),
    /// A table.
    Table {
        /// Cells by row.
        table: Vec<Vec<String>>,
        /// How many of the first rows are headings.
        header_rows: usize,
    },
}

/// An attachment that is set as pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordAnnex {
    /// Which of the attachments, from 0.
    pub index: usize,
    /// Its title; empty where the letter does not name it.
    pub title: String,
    /// Its text.
    pub body: Vec<RecordBlock>,
}

/// A form that its reader fills in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct RecordForm {
    /// What stands over it.
    pub title: String,
    /// A sentence under the title.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub lead: String,
    /// Its rows.
    pub rows: Vec<RecordFormRow>,
    /// What stands under them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notes: Vec<String>,
}

/// A row of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct RecordFormRow {
    /// What is asked or told.
    pub label: String,
    /// What the letter says; empty where there is room to write.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub value: String,
    /// Answers to tick.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub choices: Vec<String>,
    /// Lines of room.
    pub lines: u8,
    /// Half the width.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub half: bool,
}

/// Whom to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct RecordContact {
    /// 联系单位.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// 联系人.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// 联系电话.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl RecordContact {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Record {
    /// The record of `letter` as set by `profile`.
    pub fn of(letter: &Letter, profile: &str) -> Self {
        let id = &letter.id;
        let known = |text: &String| (!text.is_empty()).then(|| text.clone());
        Self {
            pack: None,
            version: 1,
            id: id.to_string(),
            profile: profile.to_owned(),
            place: known(&id.place),
            assembly: known(&id.assembly),
            term: known(&id.term),
            meeting: known(&id.meeting),
            matter: letter.matter.clone(),
            genre: letter.genre.clone(),
            number: letter.number.clone(),
            round: letter.round,
            title: letter.title.text.clone(),
            title_lines: letter.title.lines.clone(),
            title_names: letter.title.names.clone(),
            addressee: letter.addressee.clone(),
            opening: letter.opening.clone(),
            body: letter.body.iter().map(RecordBlock::of).collect(),
            closing: letter.closing.clone(),
            signatory: letter.signatory.clone(),
            category: letter.category.clone(),
            contact: RecordContact {
                unit: letter.contact.unit.clone(),
                person: letter.contact.person.clone(),
                phone: letter.contact.phone.clone(),
            },
            issuer: letter.issuer.clone(),
            draft: letter.draft,
            mark: None,
            doc_number: letter.doc_number.clone(),
            date: letter.date.iso(),
            cc: letter.cc.clone(),
            disclosure: letter.disclosure.clone(),
            attachments: letter.attachments.clone(),
            attachment_files: letter.annexes.iter().map(RecordAnnex::of).collect(),
            note: letter.note.clone(),
            copy_number: letter.marks.copy_number.clone(),
            secrecy: letter.marks.secrecy.clone(),
            urgency: letter.marks.urgency.clone(),
            filing_number: letter.marks.filing_number.clone(),
            class_number: letter.marks.class_number.clone(),
            reviewer: letter.marks.reviewer.clone(),
            feedback: letter.marks.feedback.clone(),
            co_units: letter.marks.co_units.clone(),
            previous: letter.marks.previous.clone(),
            print_organ: letter.marks.print_organ.clone(),
            print_date: letter.marks.print_date.map(LetterDate::iso),
            extra: letter.extra.clone(),
            feedback_form: None,
            publication: letter.publication,
        }
    }

    /// The same with its form at its end.
    #[must_use]
    pub fn with_form(self, letter: &Letter) -> Self {
        Self { feedback_form: letter.feedback_form.as_ref().map(RecordForm::of), ..self }
    }

    /// The record of the letter's form alone: the letter's identity and what stands on the form. `None` where there is none.
    pub fn of_form(letter: &Letter, profile: &str) -> Option<Self> {
        let form = RecordForm::of(letter.feedback_form.as_ref()?);
        let of = Self::of(letter, profile);
        Some(Self {
            version: of.version,
            id: of.id,
            profile: of.profile,
            place: of.place,
            assembly: of.assembly,
            term: of.term,
            meeting: of.meeting,
            matter: of.matter,
            genre: of.genre,
            number: of.number,
            round: of.round,
            title: form.title.clone(),
            issuer: of.issuer,
            date: of.date,
            feedback_form: Some(form),
            ..Self::default()
        })
    }

    /// Its canonical JSON: keys in the order of the struct, two blanks an indent, a line break at the end.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes =
            serde_json::to_vec_pretty(self).unwrap_or_else(|err| unreachable!("a record is plain data: {err}"));
        bytes.push(b'\n');
        bytes
    }
}

impl RecordForm {
    fn of(form: &FeedbackForm) -> Self {
        let row = |row: &FormRow| RecordFormRow {
            label: row.label.clone(),
            value: row.value.clone(),
            choices: row.choices.clone(),
            lines: row.lines,
            half: row.half,
        };
        Self {
            title: form.title.clone(),
            lead: form.lead.clone(),
            rows: form.rows.iter().map(row).collect(),
            notes: form.notes.clone(),
        }
    }
}

impl RecordAnnex {
    fn of(annex: &Annex) -> Self {
        Self { index: annex.index, title: annex.title.clone(), body: annex.body.iter().map(RecordBlock::of).collect() }
    }
}

impl RecordBlock {
    fn of(block: &Block) -> Self {
        match block {
            Block::Heading(text) | Block::Item(text) | Block::Plain(text) => Self::Text(text.clone()),
            Block::RunIn { heading, rest } => Self::Text(format!("{heading}{rest}")),
            Block::Table { rows, header_rows } => Self::Table { table: rows.clone(), header_rows: *header_rows },
        }
    }
}
