//! A letter as a report shows it, and what was found in it.

use serde::{Deserialize, Serialize};

use crate::archive::{Sent, Status, SummaryRow};
use crate::diag::{Diagnostic, Lang, Message, Severity};

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its identity, where known.
    pub id: Option<String>,
    /// Its number, empty where there is none.
    pub number: String,
    /// Its addressee.
    pub addressee: String,
    /// Its title.
    pub title: String,
    /// Class of the result, as printed.
    pub category: Option<String>,
    /// Its document number.
    pub doc_number: Option<String>,
    /// To whom copies go.
    pub cc: Vec<String>,
    /// What became of it.
    pub status: Status,
    /// Its file, relative to the folder.
    pub file: Option<String>,
    /// SHA-256 of the file, in hex.
    pub sha256: Option<String>,
    /// Its pages.
    pub pages: Option<usize>,
    /// It carries a signature.
    pub signed: bool,
    /// When it was marked as sent, RFC 3339.
    pub sent: Option<String>,
    /// The form that goes with it, relative to the folder.
    pub feedback_form: Option<String>,
    /// Its copy for publication, relative to the folder.
    pub publication: Option<String>,
    /// What was wrong or noticed, notes left out.
    pub problems: Vec<Problem>,
}

/// A problem, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Its code.
    pub code: String,
    /// An error, or a warning.
    pub error: bool,
    /// Where: file, sheet and cell.
    pub place: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
}

impl Problem {
    /// The problem in `lang`; nothing for a note.
    pub fn of(diagnostic: &Diagnostic, lang: Lang) -> Option<Self> {
        (diagnostic.severity > Severity::Note).then(|| Self {
            code: diagnostic.code.as_str().to_owned(),
            error: diagnostic.is_error(),
            place: diagnostic.origin.as_ref().map(ToString::to_string),
            message: diagnostic.message.text(lang).to_owned(),
            hints: diagnostic.hints.iter().map(|hint| hint.text(lang).to_owned()).collect(),
        })
    }

    /// Those of many that are worth showing.
    pub fn all<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>, lang: Lang) -> Vec<Self> {
        findings.into_iter().filter_map(|found| Self::of(found, lang)).collect()
    }
}

impl Row {
    /// Its line in `summary.csv`.
    pub fn summary(&self) -> SummaryRow {
        SummaryRow {
            number: self.number.clone(),
            addressee: self.addressee.clone(),
            title: self.title.clone(),
            status: self.status,
            file: self.file.clone(),
            pages: self.pages,
            signed: self.signed,
            feedback_form: self.feedback_form.clone(),
            publication: self.publication.clone(),
            problems: self.problems.iter().map(|it| Message::new(&it.message, &it.message)).collect(),
        }
    }

    /// Its part in `delivery.csv`; nothing where no file was made.
    pub fn delivery(&self) -> Option<Sent> {
        let finished = matches!(self.status, Status::Made | Status::Kept | Status::Adopted);
        Some(Sent {
            number: self.number.clone(),
            addressee: self.addressee.clone(),
            cc: self.cc.clone(),
            title: self.title.clone(),
            doc_number: self.doc_number.clone(),
            file: self.file.clone().filter(|_| finished)?,
        })
    }
}
