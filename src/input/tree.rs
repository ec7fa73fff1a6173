//! A JSON text as a tree that keeps the order of its members, those given twice included.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::normalise::unescaped;
use super::number::Number;
use crate::diag::{Code, Diagnostic, Message, Origin};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl Node {
    /// What it is, in Chinese and English.
    pub fn describe(&self) -> (&'static str, &'static str) {
        match self {
            Self::Null => ("空值", "null"),
            Self::Bool(_) => ("真假值", "a boolean"),
            Self::Number(_) => ("数字", "a number"),
            Self::Text(_) => ("文字", "text"),
            Self::List(_) => ("数组", "an array"),
            Self::Object(_) => ("对象", "an object"),
        }
    }
}

/// A member's pointer (RFC 6901).
pub(super) fn member(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A member of an object, by its dotted name.
pub(super) struct Member<'a> {
    pub name: String,
    pub node: &'a Node,
    pub pointer: String,
}

/// The members of an object, those within `contact` and `extra` by their dotted names.
pub(super) fn flatten<'a>(members: &'a [(String, Node)], pointer: &str) -> Vec<Member<'a>> {
    let mut flat = Vec::new();
    for (name, node) in members {
        let pointer = member(pointer, name);
        match (name.as_str(), node) {
            ("contact" | "extra", Node::Object(inner)) => {
                flat.extend(inner.iter().map(|(within, node)| Member {
                    name: format!("{name}.{within}"),
                    node,
                    pointer: member(&pointer, within),
                }));
            }
            ("contact" | "extra", Node::Null) => {}
            _ => flat.push(Member { name: name.clone(), node, pointer }),
        }
    }
    flat
}

/// The error for a `contact` or `extra` that is no object; what it was meant to hold cannot be told.
pub(super) fn not_a_group(member: &Member<'_>, origin: &Origin) -> Option<Diagnostic> {
    let name = &member.name;
    if name != "contact" && name != "extra" {
        return None;
    }
    let (zh, en) = member.node.describe();
    let message =
        Message::new(format!("“{name}”这里应当是对象，却是{zh}"), format!("`{name}` is {en} here, expected an object"));
    let problem = Diagnostic::error(Code::JsonType, message).at(origin);
    Some(problem.hint(
        "写成 {\"unit\": \"…\", \"phone\": \"…\"} 这样的对象",
        "write an object such as {\"unit\": \"…\", \"phone\": \"…\"}",
    ))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(Number::of_whole(&value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(Number::of_whole(&value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(Number::of(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(unescaped(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(unescaped(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(entry) = access.next_entry()? {
            members.push(entry);
        }
        Ok(Node::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_are_kept_twice() {
        let node: Node = serde_json::from_str(r#"{"b": 1, "a": null, "b": [true, "x"]}"#).unwrap();
        let Node::Object(members) = node else { panic!() };
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["b", "a", "b"]);
        assert_eq!(members[2].1, Node::List(vec![Node::Bool(true), Node::Text("x".to_owned())]));
    }

    #[test]
    fn pointers_escape_their_two_signs() {
        assert_eq!(member("/letters/0", "a/b~c"), "/letters/0/a~1b~0c");
    }
}
