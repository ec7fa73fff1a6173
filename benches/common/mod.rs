//! A fixed corpus: letters of five pages and about 2,240 characters, each with its own text and its own characters.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dafu::fonts::Faces;
use dafu::input::{self, Defaults, RawLetter, ReadOptions};
use dafu::letter::{CheckOptions, Letter, check_all};
use dafu::profile::{self, Profile};
use dafu::shelf::Shelf;

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn profile() -> Profile {
    profile::load(&root().join("templates"), "huangshan").unwrap()
}

pub fn faces() -> Arc<Faces> {
    Arc::new(Faces::open(&root().join("fonts")).unwrap())
}

/// The 3,755 usual characters: level 1 of GB 2312.
fn usual_characters() -> Vec<char> {
    let bytes: Vec<u8> =
        (0xB0..=0xD7_u8).flat_map(|first| (0xA1..=0xFE_u8).map(move |second| [first, second])).flatten().collect();
    let (text, ..) = encoding_rs::GBK.decode(&bytes);
    text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).take(3755).collect()
}

/// A ledger of `count` letters in `dir`: the published letter's paragraphs, in which half of its different Han
/// characters stand for others, chosen anew in each letter. So each has characters of its own, and not more of them
/// than real text has: some 450.
pub fn ledger(dir: &Path, count: usize) -> PathBuf {
    let source = std::fs::read_to_string(root().join("inputs/huangshan-2024.json")).unwrap();
    let source: serde_json::Value = serde_json::from_str(&source).unwrap();
    let body =
        source["letters"].as_array().unwrap().iter().find(|letter| letter["number"] == "153").unwrap()["body"].clone();
    let body = match body {
        serde_json::Value::String(text) => text,
        list => list.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n"),
    };
    let usual = usual_characters();
    // Numerals are left, because headings are known by them.
    let is_own = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"一二三四五六七八九十".contains(c);
    let own: BTreeSet<char> = body.chars().filter(|&c| is_own(c)).collect();
    let mut state: u64 = 1;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % below
    };
    let letters: Vec<serde_json::Value> = (0..count)
        .map(|number| {
            let mut stands_for = HashMap::new();
            for &c in &own {
                if random(2) == 0 {
                    stands_for.insert(c, usual[random(usual.len())]);
                }
            }
            let text: String = body.chars().map(|c| *stands_for.get(&c).unwrap_or(&c)).collect();
            serde_json::json!({
                "number": (number + 1).to_string(), "place": "黄山市", "assembly": "人大", "term": "8", "meeting": "4",
                "subject": format!("关于第{}件事的建议", number + 1), "proposers": "王景峰", "body": text, "signatory": "汪峻",
                "category": "A", "contact": {"unit": "黄山市发展改革委", "phone": "2355364"}, "issuer": "黄山市发展和改革委员会",
                "date": "2024-06-11", "cc": ["市人大常委会代表联络室", "市政府办公室意见建议科"],
            })
        })
        .collect();
    let path = dir.join("corpus.json");
    std::fs::write(&path, serde_json::json!({"profile": "huangshan", "letters": letters}).to_string()).unwrap();
    path
}

pub fn raws(path: &Path, profile: &Profile) -> Shelf<RawLetter> {
    let book = input::open(path).value.unwrap();
    input::letters(&book, profile, &Defaults::new(), &ReadOptions::default()).value.unwrap()
}

pub fn shelf(path: &Path, profile: &Profile) -> Shelf<Letter> {
    check_all(&raws(path, profile), profile, &CheckOptions::default()).value.unwrap()
}

pub fn letters(path: &Path, profile: &Profile) -> Vec<Letter> {
    shelf(path, profile).into_vec().unwrap()
}
