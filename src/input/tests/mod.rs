//! Ledgers of all formats, good and bad, and what is read of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::profile::{Class, FieldSpec, Key, Kind, Need, Page, Pattern, Profile, Wording};

/// A small profile with an own field, aliases and classes.
pub(crate) fn sample_profile() -> Profile {
    let pattern = |text: &str| {
        Pattern::parse(text, &["core", "noun", "name", "names", "honour", "count"]).unwrap()
    };
    Profile {
        name: "sample".to_owned(),
        pack: "reply".to_owned(),
        file: "templates/profiles/sample.toml".into(),
        fields: fields(),
        defaults: BTreeMap::from([(Key::Closing, "特此答复。".to_owned())]),
        prints: BTreeSet::new(),
        matters: ["建议", "提案", "议案"].map(str::to_owned).to_vec(),
        genres: vec!["答复".to_owned()],
        classes: ["A", "B", "C"].map(class).to_vec(),
        wording: Wording {
            session: BTreeMap::new(),
            honours: BTreeMap::new(),
            levels: Vec::new(),
            nouns: BTreeMap::new(),
            subject: pattern("关于{core}的{noun}"),
            title: Vec::new(),
            addressee_one: pattern("{name}{honour}"),
            addressee_several: pattern("{names}{honour}"),
            addressee_counted: pattern("{names}等{count}位{honour}"),
            addressee_body: pattern("{names}"),
            pronoun_one: "您".to_owned(),
            pronoun_several: "你们".to_owned(),
            pronoun_body: "贵单位".to_owned(),
            opening: Vec::new(),
            opening_with_co_units: Vec::new(),
            closing: String::new(),
            addressee_stop: "：".to_owned(),
            cc_stop: String::new(),
        },
        labels: BTreeMap::new(),
        places: BTreeMap::new(),
        page: Page {
            paper_width_mm: 210.0,
            paper_height_mm: 297.0,
            left_mm: 28.0,
            right_mm: 26.0,
            top_mm: 37.0,
            bottom_mm: 35.0,
            size_pt: 16.0,
            lines: 22,
            title_size_pt: 22.0,
            title_measure_em: 19.0,
            title_last_line: 4,
        },
        digest: String::new(),
    }
}

fn class(letter: &str) -> Class {
    Class {
        name: format!("{letter}类"),
        aliases: vec![letter.to_owned()],
        meaning: String::new(),
    }
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
