//! JSON objects to letters.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::base::{Base, given_twice};
use super::book::{Book, Item};
use super::convert::{Converter, Reported};
use super::headings::Known;
use super::nodes::Place;
use super::tree::{self, Node};
use super::{RawLetter, ReadOptions, sniff};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::profile::Key;
use crate::shelf::Shelf;

/// Adds the letters of all objects, in their order.
pub(super) fn letters(
    book: &Book,
    items: &[Item],
    known: &Known<'_>,
    base: &Base,
    options: &ReadOptions,
    letters: &mut Shelf<RawLetter>,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(name) = &options.sheet {
        let message = Message::new(format!("没有名为“{name}”的工作表"), format!("there is no sheet `{name}`"));
        findings.push(
            Diagnostic::error(Code::SheetUnknown, message)
                .at(&Origin::file(&book.file))
                .hint("JSON 没有工作表，去掉 --sheet", "JSON has no sheets; leave --sheet out"),
        );
        return;
    }
    if items.is_empty() {
        let message = Message::new("台账里没有一件答复", "the ledger has no letters");
        findings.push(
            Diagnostic::error(Code::LedgerEmpty, message)
                .at(&Origin::file(&book.file))
                .hint("每件答复写一个对象 {…}", "write one object {…} for each letter"),
        );
    }
    if base.outgrows(items.len()) {
        findings.push(sniff::too_large(&book.file));
        return;
    }
    let mut converter = Converter::default();
    for item in items {
        let place = Place { file: Arc::clone(&book.file), line: item.line };
        match &*item.node() {
            Node::Object(members) => {
                let letter = read(members, &item.pointer, &place, known, base, &mut converter);
                let reference = letter.reference();
                findings.extend(converter.findings.drain(..).map(|problem| problem.letter(&reference)));
                letters.push(&letter);
            }
            other => findings.push(not_a_letter(other, &place.origin(&item.pointer))),
        }
    }
    converter.tell_numbers(findings);
}

fn read(
    members: &[(String, Node)],
    pointer: &str,
    place: &Place,
    known: &Known<'_>,
    base: &Base,
    converter: &mut Converter,
) -> RawLetter {
    let mut letter = RawLetter {
        origin: place.origin(pointer),
        fields: BTreeMap::new(),
        reported: BTreeSet::new(),
        from_file: BTreeMap::new(),
    };
    let mut seen: BTreeMap<Key, Origin> = BTreeMap::new();
    for member in tree::flatten(members, pointer) {
        let origin = place.origin(&member.pointer);
        if let Some(problem) = tree::not_a_group(&member, &origin) {
            converter.findings.push(problem);
            letter.reported.insert(Key::ContactUnit);
            continue;
        }
        let Some(key) = known.key(&member.name) else {
            converter.findings.push(known.unknown_key(&member.name, &origin));
            continue;
        };
        if let Some(first) = seen.insert(key.clone(), origin.clone()) {
            converter.findings.push(given_twice(&key, &first, &origin));
            letter.put(&key, Err(Reported), origin);
            continue;
        }
        let value = converter.node(&key, known.kind(&key), member.node, &member.pointer, place);
        letter.put(&key, value, origin);
    }
    let origin = letter.origin.clone();
    letter.lay_under(known, base, &origin);
    letter
}

fn not_a_letter(node: &Node, origin: &Origin) -> Diagnostic {
    let (zh, en) = node.describe();
    let message = Message::new(format!("一件答复应当是对象，却是{zh}"), format!("a letter is an object, found {en}"));
    Diagnostic::error(Code::JsonType, message)
        .at(origin)
        .hint("写成 {\"number\": \"153\", …}", "write it like {\"number\": \"153\", …}")
}
