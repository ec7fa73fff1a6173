//! What the rules of the shipped profiles make of rows: `tests/data/derivations.json`, one case a row.
//!
//! A case has `about`, `profile`, `row` (laid over a plain one) and `expect`: for each letter what is derived, or the
//! codes of its errors. `UPDATE=1` rewrites `expect`.

mod common;

use std::path::Path;

use dafu::input::{self, Defaults, ReadOptions};
use dafu::letter::{CheckOptions, Letter, check_all, file_names};
use dafu::profile;
use serde_json::{Map, Value, json};

/// What every row has that a case does not give; `null` takes it away.
fn plain() -> Value {
    json!({
        "number": "12", "place": "黄山市", "assembly": "人大", "term": 8, "meeting": 4,
        "subject": "关于修建村道的建议", "proposers": "王景峰", "body": "已经办好。",
        "issuer": "黄山市交通运输局", "date": "2024-06-11", "category": "A",
        "contact.unit": "市交通运输局", "contact.phone": "0559-2355364",
    })
}

fn shown(letter: &Letter, file: &str) -> Value {
    let mut shown = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() && value != json!([]) && value != json!(false) {
            shown.insert(key.to_owned(), value);
        }
    };
    put("title", json!(letter.title.text));
    put("addressee", json!(letter.addressee));
    put("opening", json!(letter.opening));
    put("closing", json!(letter.closing));
    put("cc", json!(letter.cc.join("、")));
    put("note", json!(letter.note));
    put("doc_number", json!(letter.doc_number));
    put("issuer", json!(letter.issuer.join("、")));
    put("draft", json!(letter.draft));
    put("id", json!(letter.id.to_string()));
    put("file", json!(file));
    shown.retain(|_, value| value != "");
    Value::Object(shown)
}

fn derive(case: &Value, dir: &Path) -> Value {
    let mut row = plain();
    for (key, value) in case["row"].as_object().unwrap() {
        row[key] = value.clone();
    }
    row.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    let path = dir.join("row.json");
    std::fs::write(&path, json!([row]).to_string()).unwrap();
    let profile = profile::load(&common::root().join("templates"), case["profile"].as_str().unwrap()).unwrap();
    let book = input::open(&path).value.unwrap();
    let raws = input::letters(&book, &profile, &Defaults::default(), &ReadOptions::default());
    let checked = check_all(&raws.value.unwrap(), &profile, &CheckOptions::default());
    let letters = checked.value.unwrap().into_vec().unwrap();
    let files = file_names(&letters, None);
    let mut told: Vec<Value> = letters.iter().zip(&files).map(|(letter, file)| shown(letter, file)).collect();
    let findings = raws.findings.iter().chain(&checked.findings);
    told.extend(findings.map(|found| {
        let field = found.field.as_ref().map(ToString::to_string).unwrap_or_default();
        json!(format!("{} {} {field}", found.severity.as_str(), found.code.as_str()))
    }));
    Value::Array(told)
}

#[test]
fn rows_become_titles_addressees_openings_and_copies() {
    let path = common::root().join("tests/data/derivations.json");
    let mut cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for case in &mut cases {
        let found = derive(case, dir.path());
        if found != case["expect"] {
            wrong.push(format!("{}\n  expected {}\n  found    {found}", case["about"], case["expect"]));
            case["expect"] = found;
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        let mut text = serde_json::to_string_pretty(&cases).unwrap();
        text.push('\n');
        std::fs::write(&path, text).unwrap();
        return;
    }
    assert!(cases.len() >= 60, "the table is not there");
    assert!(wrong.is_empty(), "{} of {} cases differ\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
