//! Where a problem of a page comes from: the template's line, the field, the ledger's cell.

use super::Workshop;
use super::making::Making;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::letter::Slot;
use crate::profile::Key;
use crate::record::{Record, RecordBlock};
use crate::template::Traced;
use crate::typeset::{PageProblem, TypstProblem};

impl Making<'_> {
    pub(super) fn refused(&mut self, code: Code, problems: &[TypstProblem]) {
        let problems = problems.iter().map(|problem| self.explain(problem, Diagnostic::error, code));
        let problems: Vec<_> = problems.collect();
        self.findings.extend(problems);
    }

    /// A problem of Typst, at the template's place or, where a value brought it about, at the value's cell.
    pub(super) fn explain(
        &self,
        problem: &TypstProblem,
        new: fn(Code, Message) -> Diagnostic,
        code: Code,
    ) -> Diagnostic {
        let mut diagnostic = new(code, said(code, problem));
        let in_letter = if problem.file.is_none() { problem.offset } else { problem.called_at };
        let mut traced = in_letter.and_then(|offset| self.trace(offset));
        if let (Some(traced), None, Some(start), Some(end)) = (&mut traced, &problem.file, problem.offset, problem.end)
        {
            // The value that is wrong may stand within what Typst points at.
            traced.slot = traced.slot.take().or_else(|| self.slot_within(start, end));
        }
        // A warning is about the template, whatever value stood there.
        let slot = traced.as_ref().and_then(|traced| traced.slot.clone()).filter(|_| code != Code::TypstWarning);
        let in_file = problem.file.as_deref().and_then(|file| {
            let (line, column) = problem.line_column?;
            let path = self.workshop.templates.files().dir().join(file);
            Some(Origin::text(&path, line, column))
        });
        match (in_file, &slot, &traced) {
            (Some(origin), _, Some(traced)) => {
                diagnostic = with_template_line(diagnostic.at(&origin), traced);
            }
            (Some(origin), _, None) => diagnostic = diagnostic.at(&origin),
            (None, Some(slot), Some(traced)) => {
                let origin = self.letter.slot_origin(slot);
                diagnostic = with_template_line(diagnostic.at(origin), traced);
            }
            (None, None, Some(Traced { file, line, column, .. })) => {
                diagnostic = diagnostic.at(&Origin::text(file, *line, *column));
            }
            (None, _, None) => {}
        }
        if let Some(slot) = slot {
            diagnostic = with_field(diagnostic, &slot, self.letter.slot_origin(&slot));
        }
        for hint in &problem.hints {
            diagnostic = diagnostic.hint(format!("Typst 的提示：{hint}"), hint.clone());
        }
        diagnostic
    }

    /// The only value that stands within a stretch of the letter, where that is short.
    fn slot_within(&self, start: usize, end: usize) -> Option<Slot> {
        let offsets: Vec<usize> = (start..end.min(start + 300)).collect();
        let templates = &self.workshop.templates;
        let traced = templates.trace_all(self.entry, self.record, self.lines, &self.workshop.profile, &offsets);
        let mut slots: Vec<Slot> = traced.into_iter().flatten().filter_map(|traced| traced.slot).collect();
        slots.dedup();
        if slots.len() == 1 { slots.pop() } else { None }
    }

    fn trace(&self, offset: usize) -> Option<Traced> {
        let templates = &self.workshop.templates;
        templates.trace(self.entry, self.record, self.lines, &self.workshop.profile, offset)
    }

    /// A problem on the page, at the cell that its text comes from.
    pub(super) fn locate(&self, problem: PageProblem) -> Diagnostic {
        let PageProblem { diagnostic, slot, character } = problem;
        // Text without told lines, such as a table's, is known by its characters only.
        match (slot, character.and_then(|c| field_with(self.record, c))) {
            (Some(slot), _) => diagnostic.at(self.letter.slot_origin(&slot)).field(slot.key()),
            (None, Some(key)) => diagnostic.at(self.letter.origin(&key)).field(key),
            (None, None) => match character.and_then(|c| self.template_with(c)) {
                Some(Traced { file, line, .. }) => diagnostic.at(&Origin::text(&file, line, 1)),
                None => diagnostic,
            },
        }
    }

    /// The template line that has a character of its own.
    fn template_with(&self, c: char) -> Option<Traced> {
        let Workshop { templates, profile, .. } = self.workshop;
        let source = templates.fill(self.entry, self.record, self.lines, profile).ok()?.source;
        self.trace(source.find(c)?)
    }
}

pub(super) fn said(code: Code, problem: &TypstProblem) -> Message {
    let (zh, en) = (problem.chinese(), &problem.message);
    match code {
        Code::PdfRefused => {
            Message::new(format!("不能存为存档用的 PDF：{zh}"), format!("failed to make an archival PDF: {en}"))
        }
        Code::TypstWarning => Message::new(format!("模板里有疑问：{zh}"), format!("the template is doubtful: {en}")),
        _ => Message::new(format!("模板出错：{zh}"), format!("the template failed: {en}")),
    }
}

fn with_template_line(diagnostic: Diagnostic, traced: &Traced) -> Diagnostic {
    let (file, line) = (traced.file.display(), traced.line);
    diagnostic.hint(format!("见模板 {file} 第{line}行"), format!("see line {line} of the template {file}"))
}

fn with_field(diagnostic: Diagnostic, slot: &Slot, origin: &Origin) -> Diagnostic {
    let key = slot.key();
    let part = |n: usize| format!("{}第{}段", key.heading(), n + 1);
    let (zh, en) = match slot {
        Slot::Field(_) => (key.heading().to_owned(), format!("`{key}`")),
        Slot::Body(n) => (part(*n), format!("paragraph {} of `{key}`", n + 1)),
        Slot::Attachment(n) => (part(*n), format!("item {} of `{key}`", n + 1)),
        Slot::Annex(annex, n) => {
            let (annex, n) = (annex + 1, n + 1);
            (format!("附件{annex}第{n}段"), format!("paragraph {n} of attachment {annex}"))
        }
    };
    diagnostic.hint(format!("排到“{zh}”（{origin}）时出错"), format!("it happened at {en} ({origin})")).field(key)
}

/// A field whose printed text has this character.
fn field_with(record: &Record, c: char) -> Option<Key> {
    let option = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(c));
    let list = |texts: &[String]| texts.iter().any(|text| text.contains(c));
    let body = record.body.iter().any(|block| match block {
        RecordBlock::Text(text) => text.contains(c),
        RecordBlock::Table { table, .. } => table.iter().any(|row| list(row)),
    });
    let fields = [
        (Key::Title, record.title.contains(c)),
        (Key::Addressee, record.addressee.contains(c)),
        (Key::Opening, option(&record.opening)),
        (Key::Body, body),
        (Key::Closing, option(&record.closing)),
        (Key::Attachments, list(&record.attachments)),
        (Key::Signatory, list(&record.signatory)),
        (Key::Issuer, list(&record.issuer)),
        (Key::DocNumber, option(&record.doc_number)),
        (Key::Note, option(&record.note)),
        (Key::Cc, list(&record.cc)),
        (Key::Category, option(&record.category)),
        (Key::Disclosure, option(&record.disclosure)),
        (Key::ContactUnit, option(&record.contact.unit)),
        (Key::ContactPerson, option(&record.contact.person)),
        (Key::ContactPhone, option(&record.contact.phone)),
    ];
    let extra = record.extra.iter().map(|(name, text)| (Key::Extra(name.clone()), text.contains(c)));
    let mut fields = fields.into_iter().chain(extra);
    fields.find_map(|(key, has)| has.then_some(key))
}
