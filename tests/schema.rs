//! `dafu schema`, judged by python-jsonschema and by the check itself.

mod common;

use std::path::Path;

use common::{run, tool};
use serde_json::{Value, json};

fn schema(profile: &str) -> Value {
    let ran = run(&["schema", "--profile", profile]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// What the validator says of each value: null where it is valid.
fn judge(schema: &Value, cases: &[Value]) -> Vec<Value> {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, value: &Value| {
        let path = dir.path().join(name);
        std::fs::write(&path, value.to_string()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let told = tool("tests/tools/schema-check", &[&file("s.json", schema), &file("c.json", &json!(cases))]);
    serde_json::from_str(&told).unwrap()
}

#[track_caller]
fn check(profile: &str, cases: &[(Value, bool)]) {
    let values: Vec<Value> = cases.iter().map(|(value, _)| value.clone()).collect();
    for ((value, valid), told) in cases.iter().zip(judge(&schema(profile), &values)) {
        assert_eq!(told.is_null(), *valid, "{value}\n{told}");
    }
}

fn letter() -> Value {
    json!({
        "number": "153", "proposers": ["王景峰"], "subject": "关于修路的建议", "body": ["已经办好。"],
        "issuer": "黄山市交通运输局", "date": "2024-06-11",
    })
}

/// The letter with one key changed, or taken out.
fn with(key: &str, value: Value) -> Value {
    let mut letter = letter();
    letter[key] = value;
    letter
}

fn without(keys: &[&str]) -> Value {
    let mut letter = letter();
    keys.iter().for_each(|key| drop(letter.as_object_mut().unwrap().remove(*key)));
    letter
}

fn read(path: &Path) -> Option<Value> {
    serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

#[test]
fn the_real_ledger_is_valid_for_its_profile_and_for_the_plain_one() {
    let ledger = read(&common::root().join("inputs/huangshan-2024.json")).unwrap();
    check("huangshan", &[(ledger.clone(), true)]);
    check("standard", &[(ledger, true)]);
}

#[test]
fn letters_stand_in_an_array_or_in_an_object_with_what_they_share() {
    let shared = json!({"profile": "standard", "issuer": "黄山市交通运输局", "letters": [without(&["issuer"])]});
    check(
        "standard",
        &[
            (json!([letter()]), true),
            (json!([]), true),
            (json!({"letters": [letter()]}), true),
            (shared, true),
            (json!({"letters": [without(&["issuer"])]}), false),
            (json!({"issuer": "黄山市交通运输局"}), false),
            (letter(), false),
            (json!("letters"), false),
            (json!([letter(), 7]), false),
        ],
    );
}

#[test]
fn every_letter_has_what_it_needs() {
    let each = |value: Value, valid| (json!([value]), valid);
    check(
        "standard",
        &[
            each(without(&["issuer"]), false),
            each(without(&["date"]), false),
            each(with("issuer", json!("  ")), false),
            each(with("issuer", json!([])), false),
            each(with("date", Value::Null), false),
            each(without(&["number"]), false),
            each(without(&["body"]), false),
            each(without(&["proposers"]), false),
            each(without(&["subject"]), true),
        ],
    );
    // One of a pair is enough.
    let mut titled = without(&["number", "proposers", "body"]);
    titled["title"] = json!("关于修路的答复");
    titled["addressee"] = json!("王景峰代表");
    titled["body_file"] = json!("153.docx");
    check("standard", &[each(titled, true)]);
    // A profile needs more.
    let mut local = letter();
    local["category"] = json!("A");
    local["contact"] = json!({"unit": "市交通运输局", "phone": "0559-2355364"});
    let mut dotted = local.clone();
    dotted.as_object_mut().unwrap().remove("contact");
    dotted["contact.unit"] = json!("市交通运输局");
    dotted["contact.phone"] = json!(2_355_364);
    let mut partly = local.clone();
    partly["contact"] = json!({"unit": "市交通运输局"});
    let mut both = local.clone();
    both["contact.unit"] = json!("市交通运输局");
    check(
        "huangshan",
        &[each(local, true), each(dotted, true), each(partly, false), each(both, false), each(letter(), false)],
    );
}

#[test]
fn values_have_the_types_that_are_read() {
    let one = |key: &str, value: Value, valid| (json!([with(key, value)]), valid);
    check(
        "standard",
        &[
            one("number", json!(153), true),
            one("number", json!(1_234_567_890_123_456_i64), false),
            one("number", json!(["153"]), false),
            one("number", json!(true), false),
            one("term", json!(8), true),
            one("term", json!("八"), true),
            one("term", json!("第八届"), true),
            one("term", json!(0), false),
            one("term", json!("某"), false),
            one("proposers", json!("王景峰、李红"), true),
            one("proposers", json!([{"name": "民盟黄山市委", "kind": "body"}, "李红"]), true),
            one("proposers", json!([{"kind": "body"}]), false),
            one("proposers", json!([{"name": "李红", "kind": "animal"}]), false),
            one("proposers", json!({"name": "李红"}), false),
            one("cc", json!(["市人大", "市政府"]), true),
            one("cc", json!([["市人大"]]), false),
            one("body", json!("已经办好。"), true),
            one("body", json!(["见下表。", {"table": [["项目", "金额"], ["修路", 12]], "header_rows": 1}]), true),
            one("body", json!([{"table": []}]), false),
            one("body", json!([{"table": ["项目"]}]), false),
            one("body", json!([{"rows": [[]]}]), false),
            one("date", json!({"year": 2024}), false),
            one("category", json!("甲"), true),
            one("category", json!("Z"), false),
            one("matter", json!("意见书"), false),
            one("contact", json!("0559-2355364"), false),
            one("extra", json!({"town": "屯溪"}), true),
            one("备注", json!("随便"), true),
        ],
    );
}

/// The schema's closed sets are the check's: it takes each of their words and no other.
#[test]
fn the_closed_sets_are_those_of_the_check() {
    let dir = tempfile::tempdir().unwrap();
    for profile in ["standard", "huangshan"] {
        let schema = schema(profile);
        let properties = schema["$defs"]["letter"]["properties"].as_object().unwrap();
        let closed: Vec<(&String, &Vec<Value>)> =
            properties.iter().filter_map(|(key, value)| Some((key, value["enum"].as_array()?))).collect();
        assert_eq!(closed.len(), 7, "{:?}", closed.iter().map(|(key, _)| key).collect::<Vec<_>>());
        let base = |number: usize| {
            let mut letter = letter();
            letter["number"] = number.to_string().into();
            letter["category"] = "A类".into();
            letter["contact"] = json!({"unit": "市交通运输局", "phone": "0559-2355364"});
            letter
        };
        let codes = |name: &str, letters: Vec<Value>| -> Vec<String> {
            let path = dir.path().join(name);
            std::fs::write(&path, json!(letters).to_string()).unwrap();
            let ran = run(&["check", path.to_str().unwrap(), "--profile", profile, "--format", "json"]);
            let errors = ran.lines("diagnostic").into_iter().filter(|found| found["severity"] == "error");
            errors.map(|found| found["field"].as_str().unwrap_or_default().to_owned()).collect()
        };
        let mut fine = vec![base(1)];
        let mut wrong = vec![base(1)];
        for (key, words) in &closed {
            for word in words.iter().filter(|word| word.as_str().is_some_and(|word| !word.is_empty())) {
                let mut letter = base(fine.len() + 1);
                letter[*key] = word.clone();
                // A paper to the lead unit, and one in the government's name, need these.
                if word == "会办意见" || word == "会办" {
                    letter["lead_unit"] = "市教育局".into();
                }
                letter["place"] = "黄山市".into();
                fine.push(letter);
            }
            let mut letter = base(wrong.len() + 1);
            letter[*key] = "别的".into();
            wrong.push(letter);
        }
        assert_eq!(codes("fine.json", fine), Vec::<String>::new(), "{profile}");
        let mut found = codes("wrong.json", wrong);
        found.sort();
        let mut expected: Vec<String> = closed.iter().map(|(key, _)| (*key).clone()).collect();
        expected.sort();
        assert_eq!(found, expected, "{profile}");
    }
}

/// What the check makes letters of, the schema takes too.
#[test]
fn no_ledger_without_errors_is_refused() {
    let suite = common::root().join("tests/suite");
    let mut cases = Vec::new();
    for case in std::fs::read_dir(suite).unwrap() {
        let path = case.unwrap().path().join("input.json");
        if let Some(ledger) = read(&path)
            && ledger["profile"].is_null()
            && run(&["check", path.to_str().unwrap()]).status == 0
        {
            cases.push((ledger, true));
        }
    }
    check("standard", &cases);
}

#[test]
fn the_schema_goes_to_a_file_only_where_there_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("s.json");
    let file = path.to_str().unwrap();
    assert_eq!(run(&["schema", "-o", file]).status, 0);
    assert_eq!(read(&path), Some(schema("standard")));
    assert_eq!(run(&["schema", "--out", file]).status, 2);
    assert_eq!(run(&["schema", "--out", file, "--force", "--profile", "huangshan"]).status, 0);
    assert_eq!(read(&path), Some(schema("huangshan")));
    assert_eq!(run(&["schema", "--profile", "nowhere"]).status, 2);
}
