//! `.json` and `.jsonl`: texts to items, with the place of every mistake.

use std::path::Path;
use std::sync::Arc;

use super::book::{Book, Content, Item, ItemValue, Setting, SettingValue};
use super::nodes::Place;
use super::tree::{self, Node};
use super::{json_syntax, settings};
use crate::diag::{Checked, Code, Diagnostic, Message, Origin};

/// How much of a broken line is looked at to tell what is wrong.
const RUN: usize = 12;

/// The member of an object that holds the letters.
const LETTERS: &str = "letters";

/// A `.json`: an array of letters, or an object with `letters`.
pub(super) fn whole(file: Arc<Path>, text: &str) -> Checked<Book> {
    match parse(&file, text, 0) {
        Err(problem) => Checked::failed(vec![problem]),
        Ok(Node::List(nodes)) => {
            let items = items(nodes, "");
            settings::finish(file, Content::Items(items), Vec::new(), Vec::new())
        }
        Ok(Node::Object(members)) => object(file, members),
        Ok(other) => {
            let (zh, en) = other.describe();
            let message = Message::new(
                format!("台账应当是数组，或带 letters 的对象，却是{zh}"),
                format!("a ledger is an array or an object with `letters`, found {en}"),
            );
            Checked::failed(vec![shape(&file, "", message)])
        }
    }
}

fn object(file: Arc<Path>, members: Vec<(String, Node)>) -> Checked<Book> {
    let place = Place { file: Arc::clone(&file), line: None };
    let mut findings = Vec::new();
    let mut letters = None;
    let mut items_of_settings = Vec::new();
    let mut rest = Vec::new();
    for (name, node) in members {
        if name != LETTERS {
            rest.push((name, node));
        } else if letters.is_some() {
            let message = Message::new("键“letters”写了两次", "key `letters` is given twice");
            findings.push(
                Diagnostic::error(Code::HeadingDuplicate, message)
                    .at(&place.origin("/letters"))
                    .hint("合并成一个数组", "join them into one array"),
            );
            return Checked::failed(findings);
        } else {
            letters = Some(node);
        }
    }
    for member in tree::flatten(&rest, "") {
        if let Some(problem) = tree::not_a_group(&member, &place.origin(&member.pointer)) {
            findings.push(problem);
            continue;
        }
        items_of_settings.push(Setting {
            name: member.name,
            name_origin: place.origin(&member.pointer),
            value: SettingValue::Json(member.node.clone(), member.pointer),
        });
    }
    let content = match letters {
        Some(Node::List(nodes)) => Ok(items(nodes, "/letters")),
        Some(other) => {
            let (zh, en) = other.describe();
            let message =
                Message::new(format!("letters 应当是数组，却是{zh}"), format!("`letters` is {en}, expected an array"));
            Err(shape(&file, "/letters", message))
        }
        None => {
            let message = Message::new("对象里缺少 letters", "the object has no `letters`");
            Err(shape(&file, "", message))
        }
    };
    match content {
        Ok(items) => settings::finish(file, Content::Items(items), items_of_settings, findings),
        Err(problem) => {
            findings.push(problem);
            // A forbidden option is told all the same.
            let sorted = settings::finish(file, Content::Items(Vec::new()), items_of_settings, Vec::new());
            findings.extend(sorted.findings);
            Checked::failed(findings)
        }
    }
}

/// A `.jsonl`: one letter a line. A line that does not parse is told, the others are read.
pub(super) fn lines(file: Arc<Path>, text: String) -> Checked<Book> {
    let mut findings = Vec::new();
    let mut items = Vec::new();
    let text = Arc::new(text);
    let mut start = 0;
    for (index, line) in text.split('\n').enumerate() {
        let range = start..start + line.len();
        start = range.end + 1;
        if line.trim().is_empty() {
            continue;
        }
        match parse(&file, line, index) {
            Ok(_) => {
                let value = ItemValue::Line(Arc::clone(&text), range);
                items.push(Item { value, pointer: format!("/{index}"), line: Some(index + 1) });
            }
            Err(problem) => findings.push(problem),
        }
    }
    if items.is_empty() {
        if findings.is_empty() {
            let message = Message::new("台账里没有一件答复", "the ledger has no letters");
            let problem = Diagnostic::error(Code::LedgerEmpty, message).at(&Origin::file(&file));
            findings.push(problem.hint("每行写一件答复 {…}", "write one letter {…} a line"));
        }
        return Checked::failed(findings);
    }
    settings::finish(file, Content::Items(items), Vec::new(), findings)
}

fn items(nodes: Vec<Node>, pointer: &str) -> Vec<Item> {
    nodes
        .into_iter()
        .enumerate()
        .map(|(index, node)| Item { value: ItemValue::Parsed(node), pointer: format!("{pointer}/{index}"), line: None })
        .collect()
}

fn shape(file: &Arc<Path>, pointer: &str, message: Message) -> Diagnostic {
    let place = Place { file: Arc::clone(file), line: None };
    Diagnostic::error(Code::JsonType, message).at(&place.origin(pointer)).hint(
        "写成 [{…}, {…}] 或 {\"profile\": \"…\", \"letters\": [{…}, {…}]}",
        "write [{…}, {…}] or {\"profile\": \"…\", \"letters\": [{…}, {…}]}",
    )
}

/// Parses a text whose first line is the file's line `before` + 1.
fn parse(file: &Arc<Path>, text: &str, before: usize) -> Result<Node, Diagnostic> {
    serde_json::from_str(text).map_err(|err| {
        let line = err.line().max(1);
        // The parser counts columns in bytes; people count characters.
        let column = text
            .split('\n')
            .nth(line - 1)
            .map_or(err.column(), |text| text.char_indices().take_while(|(at, _)| *at < err.column()).count())
            .max(1);
        let rest =
            text.split('\n').nth(line - 1).map(|text| text.chars().skip(column - 1).take(RUN).collect::<String>());
        json_syntax::problem(&err, &rest.unwrap_or_default()).at(&Origin::text(file, before + line, column))
    })
}
