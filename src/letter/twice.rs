//! What may stand only once in a batch: a letter's identity, and a document number.

use std::collections::{BTreeMap, BTreeSet};

use super::LetterId;
use super::check::CheckedRow;
use crate::diag::{Code, Diagnostic, LetterRef, Message, Origin};
use crate::profile::Key;

/// Which rows have an identity that another one has too: an error at each of them, since nobody but the clerk
/// can know which one is wrong. Rows with problems of their own count.
pub(super) fn letters(rows: &[CheckedRow], findings: &mut Vec<Diagnostic>) -> Vec<bool> {
    let mut places: BTreeMap<&LetterId, Vec<&CheckedRow>> = BTreeMap::new();
    for row in rows {
        // A name that stands twice in one row is told there.
        let ids: BTreeSet<&LetterId> = row.ids.iter().filter(|id| !id.number.is_empty()).collect();
        ids.into_iter().for_each(|id| places.entry(id).or_default().push(row));
    }
    places.retain(|_, rows| rows.len() > 1);
    for (id, rows) in &places {
        for row in rows {
            let others = rows.iter().map(|other| &other.place).filter(|other| **other != row.place);
            let others = others.take(MOST_NAMED).map(ToString::to_string);
            findings.push(duplicate(id, row, &others.collect::<Vec<_>>().join("、")));
        }
    }
    rows.iter().map(|row| row.ids.iter().any(|id| places.contains_key(id))).collect()
}

/// A message names so many other places at most.
const MOST_NAMED: usize = 5;

/// A document number that an earlier row has is a warning at the later one.
pub(super) fn doc_numbers(rows: &[CheckedRow], findings: &mut Vec<Diagnostic>) {
    let mut first_use: BTreeMap<&str, &Origin> = BTreeMap::new();
    for row in rows {
        let Some((text, origin)) = &row.doc_number else { continue };
        if let Some(first) = first_use.get(text.as_str()) {
            findings.push(doc_number_twice(row, text, origin, first));
        } else {
            first_use.insert(text, origin);
        }
    }
}

fn duplicate(id: &LetterId, row: &CheckedRow, others: &str) -> Diagnostic {
    let name = &id.number;
    // A letter without a number goes by its title.
    let (zh, en) = if row.reference.number.is_empty() {
        (format!("“{name}”"), format!("`{name}`"))
    } else {
        (format!("第{name}号"), format!("no. {name}"))
    };
    let message = Message::new(
        format!("{zh}在这份台账里不止一次，另见 {others}"),
        format!("{en} stands in this ledger more than once, see {others}"),
    );
    let reference = LetterRef { id: Some(id.to_string()), ..row.reference.clone() };
    Diagnostic::error(Code::LetterDuplicate, message).at(&row.place).field(Key::Number).letter(&reference).hint(
        "改正号码，或删去多余的一行；改好以前这几封都不生成",
        "correct the number or delete the row that is too many; none of them is made until then",
    )
}

fn doc_number_twice(row: &CheckedRow, text: &str, origin: &Origin, first: &Origin) -> Diagnostic {
    let message = Message::new(
        format!("发文字号“{text}”已经用过，见 {first}"),
        format!("document number `{text}` is used already, see {first}"),
    );
    Diagnostic::warning(Code::DocNumberDuplicate, message)
        .at(origin)
        .field(Key::DocNumber)
        .letter(&row.reference)
        .hint("核对发文字号", "check the document number")
}
