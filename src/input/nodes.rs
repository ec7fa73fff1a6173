//! JSON values to the values of fields, by what a field holds.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::convert::{Converter, Reported};
use super::tree::{self, Node};
use super::{Field, Value};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::profile::{Key, Kind};

/// Where JSON values stand: file and, in `.jsonl`, line.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub file: Arc<Path>,
    pub line: Option<usize>,
}

impl Place {
    /// The origin of the value at `pointer`.
    pub fn origin(&self, pointer: &str) -> Origin {
        Origin::Pointer { file: Arc::clone(&self.file), pointer: pointer.to_owned(), line: self.line }
    }
}

impl Converter {
    /// The value of a JSON node.
    pub fn node(
        &mut self,
        key: &Key,
        kind: Kind,
        node: &Node,
        pointer: &str,
        place: &Place,
    ) -> Result<Value, Reported> {
        let origin = place.origin(pointer);
        match (node, kind) {
            (Node::Null, _) => Ok(Value::Missing),
            (Node::Text(raw), _) => self.text(key, kind, raw, &origin),
            (Node::Number(number), _) => self.number(key, kind, number, &origin, &origin),
            (Node::List(items), Kind::List | Kind::Names | Kind::Body) => self.list(key, kind, items, pointer, place),
            _ => {
                let expected = match kind {
                    Kind::List | Kind::Names | Kind::Body => ("文字或数组", "text or an array"),
                    _ => ("文字", "text"),
                };
                self.wrong_type(key, node, expected, &origin)
            }
        }
    }

    fn list(&mut self, key: &Key, kind: Kind, items: &[Node], pointer: &str, place: &Place) -> Result<Value, Reported> {
        let mut fields = Vec::new();
        let mut sound = true;
        for (index, item) in items.iter().enumerate() {
            let pointer = tree::member(pointer, &index.to_string());
            let value = match (item, kind) {
                (Node::Object(members), Kind::Names) => self.name(key, members, &pointer, place),
                (Node::Object(members), Kind::Body) => self.table(key, members, &pointer, place),
                // An attachment's own paragraphs and tables instead of a file's name.
                (Node::List(items), Kind::List) if *key == Key::AttachmentFiles => {
                    self.list(key, Kind::Body, items, &pointer, place)
                }
                (Node::List(_), _) => self.wrong_type(key, item, ("文字", "text"), &place.origin(&pointer)),
                _ => self.node(key, kind, item, &pointer, place),
            };
            match value {
                Ok(Value::Missing) => {}
                Ok(value) => fields.push(Field { value, origin: place.origin(&pointer) }),
                Err(Reported) => sound = false,
            }
        }
        match (sound, fields.is_empty()) {
            (false, _) => Err(Reported),
            (true, true) => Ok(Value::Missing),
            (true, false) => Ok(Value::List(fields)),
        }
    }

    /// `{"name": …, "kind": "person"|"body"}`.
    fn name(&mut self, key: &Key, members: &[(String, Node)], pointer: &str, place: &Place) -> Result<Value, Reported> {
        self.object(key, members, &["name", "kind"], pointer, place, |this, _, node, pointer| match node {
            Node::Text(raw) => this.text(key, Kind::Text, raw, &place.origin(pointer)),
            _ => this.wrong_type(key, node, ("文字", "text"), &place.origin(pointer)),
        })
    }

    /// `{"table": [[…]], "header_rows": 1}`.
    fn table(
        &mut self,
        key: &Key,
        members: &[(String, Node)],
        pointer: &str,
        place: &Place,
    ) -> Result<Value, Reported> {
        let known = ["table", "header_rows"];
        self.object(key, members, &known, pointer, place, |this, name, node, pointer| {
            let origin = place.origin(pointer);
            match (name, node) {
                ("table", Node::List(rows)) => this.table_rows(key, rows, pointer, place),
                ("table", _) => this.wrong_type(key, node, ("数组", "an array"), &origin),
                (_, Node::Number(number)) => Ok(Value::Number { shown: number.shown.clone(), exact: number.exact }),
                _ => this.wrong_type(key, node, ("数字", "a number"), &origin),
            }
        })
    }

    fn table_rows(&mut self, key: &Key, rows: &[Node], pointer: &str, place: &Place) -> Result<Value, Reported> {
        let mut fields = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let pointer = tree::member(pointer, &index.to_string());
            let origin = place.origin(&pointer);
            let Node::List(cells) = row else {
                return self.wrong_type(key, row, ("数组", "an array"), &origin);
            };
            let mut row = Vec::new();
            for (index, cell) in cells.iter().enumerate() {
                let pointer = tree::member(&pointer, &index.to_string());
                // An empty cell keeps its place.
                let value = self.node(key, Kind::Text, cell, &pointer, place)?;
                row.push(Field { value, origin: place.origin(&pointer) });
            }
            fields.push(Field { value: Value::List(row), origin });
        }
        Ok(Value::List(fields))
    }

    fn object(
        &mut self,
        key: &Key,
        members: &[(String, Node)],
        known: &[&str],
        pointer: &str,
        place: &Place,
        mut value: impl FnMut(&mut Self, &str, &Node, &str) -> Result<Value, Reported>,
    ) -> Result<Value, Reported> {
        let mut fields = BTreeMap::new();
        for (name, node) in members {
            let pointer = tree::member(pointer, name);
            let origin = place.origin(&pointer);
            if !known.contains(&name.as_str()) {
                let message = Message::new(
                    format!("这里没有“{name}”这个键，未使用"),
                    format!("there is no key `{name}` here; it was not used"),
                );
                let all = known.join("、");
                self.findings.push(
                    Diagnostic::note(Code::HeadingUnknown, message)
                        .at(&origin)
                        .hint(format!("可用的键：{all}"), format!("known keys: {}", known.join(", "))),
                );
                continue;
            }
            if fields.contains_key(name) {
                let message = Message::new(format!("键“{name}”写了两次"), format!("key `{name}` is given twice"));
                return self.report(Code::HeadingDuplicate, key, message, &origin, ("只留一个", "keep one of them"));
            }
            let value = value(self, name, node, &pointer)?;
            fields.insert(name.clone(), Field { value, origin });
        }
        let first = known.first().copied().unwrap_or_default();
        if !fields.contains_key(first) {
            let message = Message::new(format!("对象里缺少“{first}”"), format!("the object has no `{first}`"));
            return self.report(
                Code::JsonType,
                key,
                message,
                &place.origin(pointer),
                (
                    "名称写成 {\"name\": \"…\"}，表格写成 {\"table\": [[\"…\"]]}",
                    "write a name as {\"name\": \"…\"} and a table as {\"table\": [[\"…\"]]}",
                ),
            );
        }
        Ok(Value::Object(fields))
    }

    /// Reports a JSON value of the wrong type.
    pub fn wrong_type(
        &mut self,
        key: &Key,
        node: &Node,
        expected: (&str, &str),
        origin: &Origin,
    ) -> Result<Value, Reported> {
        let (zh, en) = node.describe();
        let message = Message::new(
            format!("“{key}”这里应当是{}，却是{zh}", expected.0),
            format!("`{key}` is {en} here, expected {}", expected.1),
        );
        self.report(
            Code::JsonType,
            key,
            message,
            origin,
            (
                "文字写在双引号里；几项写成 [\"…\", \"…\"]",
                "write text in double quotes, several values as [\"…\", \"…\"]",
            ),
        )
    }
}
