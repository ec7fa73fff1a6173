//! Ledgers of all formats, good and bad, and what is read of them.

mod files;
mod headers;
mod jsons;
mod shown;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Defaults, RawLetter, ReadOptions, Value, letters, open};
use crate::diag::{Diagnostic, Severity};
use crate::profile::{Class, FieldSpec, Key, Kind, Naming, Need, Page, Pattern, Profile, Wording};

/// A small profile with an own field, aliases and classes.
pub(crate) fn sample_profile() -> Profile {
    let pattern = |text: &str| Pattern::parse(text, &["core", "noun", "name", "names", "honour", "count"]).unwrap();
    let pattern = |text: &str| vec![pattern(text)];
    Profile {
        name: "sample".to_owned(),
        pack: crate::profile::Pack {
            name: "reply".to_owned(),
            version: "0.1.0".to_owned(),
            chain: vec!["reply".to_owned()],
        },
        settings: BTreeMap::new(),
        fonts: Vec::new(),
        file: "templates/profiles/sample.toml".into(),
        fields: fields(),
        defaults: BTreeMap::from([(Key::Closing, "特此答复。".to_owned())]),
        prints: BTreeSet::new(),
        matters: ["建议", "提案", "议案"].map(str::to_owned).to_vec(),
        genres: vec!["答复".to_owned()],
        classes: ["A", "B", "C"].map(class).to_vec(),
        wording: Wording {
            subject: pattern("关于{core}的{noun}"),
            addressee_one: pattern("{name}{honour}"),
            addressee_several: pattern("{names}{honour}"),
            addressee_counted: pattern("{names}等{count}位{honour}"),
            addressee_body: pattern("{names}"),
            addressee_bodies_counted: pattern("{names}等{count}家单位"),
            pronoun_one: "您".to_owned(),
            pronoun_several: "你们".to_owned(),
            pronoun_body: "贵单位".to_owned(),
            addressee_stop: "：".to_owned(),
            ..Wording::default()
        },
        naming: Naming::default(),
        genre_rules: BTreeMap::new(),
        copies: Vec::new(),
        worded: BTreeSet::new(),
        labels: BTreeMap::new(),
        stops: BTreeMap::new(),
        feedback: BTreeMap::new(),
        form: crate::profile::Form::Plain,
        feedback_form: None,
        unmarked: crate::profile::Unmarked::Kept,
        places: BTreeMap::new(),
        page: Page::sample(),
        digest: String::new(),
    }
}

fn class(letter: &str) -> Class {
    Class { name: format!("{letter}类"), aliases: vec![letter.to_owned()], meaning: String::new() }
}

fn fields() -> Vec<FieldSpec> {
    let spec = |key: &Key| FieldSpec {
        key: key.clone(),
        headings: Vec::new(),
        kind: match key {
            Key::Number | Key::ContactPhone | Key::DocNumber => Kind::Identifier,
            Key::Term | Key::Meeting | Key::ProposerCount => Kind::Count,
            Key::Proposers | Key::Issuer => Kind::Names,
            Key::Cc => Kind::List,
            Key::Date => Kind::Date,
            Key::Body => Kind::Body,
            _ => Kind::Text,
        },
        need: match key {
            Key::Issuer | Key::Date => Need::Required,
            Key::Retention => Need::Fixed("永久".to_owned()),
            _ => Need::Optional,
        },
        example: String::new(),
    };
    let mut fields: Vec<FieldSpec> = Key::ALL.iter().map(spec).collect();
    for field in &mut fields {
        let aliases: &[&str] = match field.key {
            Key::Number => &["提案编号", "编号"],
            Key::Proposers => &["领衔代表"],
            _ => &[],
        };
        field.headings = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    }
    let mut own = spec(&Key::Extra("town".to_owned()));
    own.headings = vec!["所属乡镇".to_owned()];
    fields.push(own);
    fields
}

/// What is read of a file: its letters, and its problems as `code@place`.
struct Read {
    letters: Vec<RawLetter>,
    problems: Vec<String>,
    findings: Vec<Diagnostic>,
}

fn read_with(path: &Path, defaults: &Defaults, options: &ReadOptions) -> Read {
    let mut findings = Vec::new();
    let letters = open(path)
        .take(&mut findings)
        .and_then(|book| letters(&book, &sample_profile(), defaults, options).take(&mut findings))
        .unwrap_or_default()
        .into_vec()
        .unwrap();
    let problems = findings.iter().map(brief).collect();
    Read { letters, problems, findings }
}

fn read(path: &Path) -> Read {
    read_with(path, &Defaults::new(), &ReadOptions::default())
}

/// `error date-impossible [答复]K7`, without the file's path.
fn brief(problem: &Diagnostic) -> String {
    let place = problem.origin.as_ref().map_or_else(String::new, |origin| {
        let whole = origin.to_string();
        whole.strip_prefix(&origin.path().display().to_string()).unwrap_or(&whole).to_owned()
    });
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    format!("{severity} {} {place}", problem.code.as_str()).trim_end().to_owned()
}

/// Writes a text file and reads it as a ledger.
fn read_text(name: &str, text: impl AsRef<[u8]>) -> Read {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    read(&path)
}

/// A value in short: `王景峰`, `#153` for a number, `-` for nothing, `[a|b]` for a list.
fn short(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number { shown, exact } => format!("#{shown}{}", if *exact { "" } else { "?" }),
        Value::Date { year, month, day } => format!("{year}-{month}-{day}"),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| short(&item.value)).collect();
            format!("[{}]", items.join("|"))
        }
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, field)| format!("{name}={}", short(&field.value))).collect();
            format!("{{{}}}", members.join("|"))
        }
        Value::Bool(value) => value.to_string(),
        Value::Missing => "-".to_owned(),
    }
}

/// A field in short, with its place: `153@[答复]A2`.
fn at(letter: &RawLetter, key: &Key) -> String {
    let field = letter.field(key);
    let path = field.origin.path().display().to_string();
    let origin = field.origin.to_string();
    format!("{}@{}", short(&field.value), origin.strip_prefix(&path).unwrap_or(&origin))
}

/// A row of headings that has all that a letter needs, and a row of good values.
const HEADINGS: [&str; 5] = ["建议号", "提出人", "正文", "发文机关", "成文日期"];
const VALUES: [&str; 5] = ["153", "王景峰", "一、已办。", "黄山市发展和改革委员会", "2024年6月11日"];
