//! One letter on its way through Typst.

use super::{ContentKey, Made, Show, Workshop};
use crate::diag::{Code, Diagnostic};
use crate::letter::Letter;
use crate::lines::Lines;
use crate::record::Record;
use crate::template::{Entry, Filled};
use crate::typeset::{Document, Enclosed, PageFacts, Sheet, inspect};

/// A letter's pages before they become a PDF.
pub(super) struct Laid {
    pub(super) filled: Filled,
    pub(super) document: Document,
    pub(super) facts: PageFacts,
    /// Nothing is wrong on them.
    pub(super) sound: bool,
}

/// One letter on its way through Typst.
pub(super) struct Making<'a> {
    pub(super) workshop: &'a Workshop,
    pub(super) entry: Entry,
    pub(super) letter: &'a Letter,
    pub(super) record: &'a Record,
    pub(super) lines: &'a Lines,
    pub(super) findings: Vec<Diagnostic>,
}

impl Making<'_> {
    pub(super) fn lay_out(&mut self, enclosed: Enclosed) -> Option<Laid> {
        let Workshop { profile, templates, typesetter, .. } = self.workshop;
        let filled = match templates.fill(self.entry, self.record, self.lines, profile) {
            Ok(filled) => filled,
            Err(problems) => {
                self.findings.extend(problems);
                return None;
            }
        };
        let document = match typesetter.compile_with(&filled, enclosed) {
            Ok(document) => document,
            Err(problems) => {
                self.refused(Code::TypstError, &problems);
                return None;
            }
        };
        for warning in document.warnings() {
            let note = self.explain(warning, Diagnostic::warning, Code::TypstWarning);
            self.findings.push(note);
        }
        let (facts, problems) = inspect(&document, self.lines, profile);
        let sound = !problems.iter().any(|problem| problem.diagnostic.is_error());
        let problems: Vec<_> = problems.into_iter().map(|problem| self.locate(problem)).collect();
        self.findings.extend(problems);
        Some(Laid { filled, document, facts, sound })
    }

    /// Shows the pages, laid out anew without seals where they have any.
    pub(super) fn show(&mut self, laid: &Laid, mark: Option<&'static str>, show: Show<'_>) {
        if laid.facts.sealed() == 0 {
            show(&laid.document, &self.findings);
            return;
        }
        let told = self.findings.len();
        let bare = self.lay_out(Enclosed { mark, seals: Vec::new() });
        self.findings.truncate(told);
        if let Some(bare) = bare {
            show(&bare.document, &self.findings);
        }
    }

    pub(super) fn export(&mut self, laid: &Laid, content: ContentKey) -> Option<Made> {
        match self.workshop.typesetter.export(&laid.document, self.letter.date, &content.0) {
            Ok(pdf) => {
                let sheet = Sheet::of(pdf, laid.facts.sealed() > 0);
                Some(Made { sheet, facts: laid.facts.clone(), pack: self.workshop.pack(), content })
            }
            Err(problems) => {
                self.refused(Code::PdfRefused, &problems);
                None
            }
        }
    }
}
