//! A letter again from its record, so that it can be set again.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Annex, Background, Block, Contact, FeedbackForm, FormRow, Letter, LetterDate, LetterId, Marks, Title};
use crate::diag::Origin;
use crate::record::{Record, RecordBlock, RecordForm};

impl Letter {
    /// The letter whose record this is; nothing where the record is none that a letter has. Problems are at `file`.
    pub fn from_record(record: &Record, file: &Path) -> Option<Self> {
        let letter = read(record, file)?;
        let again = Record::of(&letter, &record.profile);
        let again = if record.feedback_form.is_some() { again.with_form(&letter) } else { again };
        // What it is set by is no part of the letter.
        let again = Record { pack: record.pack.clone(), ..again };
        // Whatever a later form of the record says and this one does not know must not get lost.
        (again == *record).then_some(letter)
    }
}

fn read(record: &Record, file: &Path) -> Option<Letter> {
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = Origin::file(file);
    let mut id = LetterId {
        place: known(&record.place),
        assembly: known(&record.assembly),
        term: known(&record.term),
        meeting: known(&record.meeting),
        matter: record.matter.clone(),
        number: record.number.clone().unwrap_or_else(|| record.title.clone()),
        genre: record.genre.clone(),
        round: record.round,
        addressee: None,
    };
    let shown = id.to_string();
    id.addressee = record.id.strip_prefix(&shown).and_then(|rest| rest.strip_prefix('|')).map(str::to_owned);
    let body: Vec<Block> = record.body.iter().map(block).collect();
    Some(Letter {
        id,
        session: None,
        matter: record.matter.clone(),
        genre: record.genre.clone(),
        number: record.number.clone(),
        subject: None,
        proposers: Vec::new(),
        proposer_count: None,
        round: record.round,
        previous: record.previous.clone(),
        title: Title {
            text: record.title.clone(),
            lines: record.title_lines.clone(),
            names: record.title_names.clone(),
        },
        addressee: record.addressee.clone(),
        opening: record.opening.clone(),
        body_origins: vec![row.clone(); body.len()],
        body,
        closing: record.closing.clone(),
        signatory: record.signatory.clone(),
        category: record.category.clone(),
        contact: Contact {
            unit: record.contact.unit.clone(),
            person: record.contact.person.clone(),
            phone: record.contact.phone.clone(),
        },
        issuer: record.issuer.clone(),
        draft: record.draft,
        doc_number: record.doc_number.clone(),
        date: day(&record.date)?,
        cc: record.cc.clone(),
        co_units: record.co_units.clone(),
        disclosure: record.disclosure.clone(),
        attachments: record.attachments.clone(),
        annexes: record
            .attachment_files
            .iter()
            .map(|annex| Annex {
                index: annex.index,
                title: annex.title.clone(),
                body: annex.body.iter().map(block).collect(),
            })
            .collect(),
        marks: Marks {
            copy_number: record.copy_number.clone(),
            secrecy: record.secrecy.clone(),
            urgency: record.urgency.clone(),
            filing_number: record.filing_number.clone(),
            class_number: record.class_number.clone(),
            reviewer: record.reviewer.clone(),
            feedback: record.feedback.clone(),
            co_units: record.co_units.clone(),
            previous: record.previous.clone(),
            print_organ: record.print_organ.clone(),
            print_date: match &record.print_date {
                Some(date) => Some(day(date)?),
                None => None,
            },
        },
        note: record.note.clone(),
        feedback_form: record.feedback_form.as_ref().map(form),
        publication: record.publication,
        extra: record.extra.clone(),
        background: Background::default(),
        origins: BTreeMap::new(),
        row,
    })
}

fn block(block: &RecordBlock) -> Block {
    match block {
        RecordBlock::Text(text) => Block::of(text),
        RecordBlock::Table { table, header_rows } => Block::Table { rows: table.clone(), header_rows: *header_rows },
    }
}

fn form(form: &RecordForm) -> FeedbackForm {
    let row = |row: &crate::record::RecordFormRow| FormRow {
        label: row.label.clone(),
        value: row.value.clone(),
        choices: row.choices.clone(),
        lines: row.lines,
        half: row.half,
    };
    FeedbackForm {
        title: form.title.clone(),
        lead: form.lead.clone(),
        rows: form.rows.iter().map(row).collect(),
        notes: form.notes.clone(),
    }
}

/// `2024-06-11`.
fn day(text: &str) -> Option<LetterDate> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    LetterDate::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}
