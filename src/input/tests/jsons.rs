//! JSON ledgers.

use super::*;

#[track_caller]
fn check_json(name: &str, text: &str, problems: &[&str]) -> Read {
    let read = read_text(name, text);
    assert_eq!(read.problems, problems);
    read
}

#[test]
fn an_object_gives_letters_profile_and_defaults() {
    let text = r#"{"profile": "huangshan", "place": "黄山市", "contact": {"unit": "办公室"}, "letters": [
        {"number": 153, "proposers": ["王景峰", {"name": "民盟", "kind": "body"}], "contact": {"phone": "1"},
         "body": ["一、", {"table": [["a", 1], [null, "b"]], "header_rows": 1}], "extra": {"town": "x"}, "cc": "a、b"}]}"#;
    let read = check_json("x.json", text, &["note number-as-text #/letters/0/number"]);
    let letter = &read.letters[0];
    assert_eq!(at(letter, &Key::Number), "153@#/letters/0/number");
    assert_eq!(at(letter, &Key::Proposers), "[王景峰|{kind=body|name=民盟}]@#/letters/0/proposers");
    assert_eq!(at(letter, &Key::Body), "[一、|{header_rows=#1|table=[[a|1]|[-|b]]}]@#/letters/0/body");
    assert_eq!(at(letter, &Key::ContactPhone), "1@#/letters/0/contact/phone");
    assert_eq!(at(letter, &Key::ContactUnit), "办公室@#/contact/unit");
    assert_eq!(at(letter, &Key::Place), "黄山市@#/place");
    assert_eq!(at(letter, &Key::Extra("town".to_owned())), "x@#/letters/0/extra/town");
    assert_eq!(at(letter, &Key::Cc), "a、b@#/letters/0/cc");
    assert_eq!(at(letter, &Key::Date), "-@#/letters/0");
}

#[test]
fn lines_are_letters_of_their_own() {
    let text = "{\"number\": \"1\"}\n\n{\"number\": \"2\",}\n{\"number\": \"3\"}\n";
    let read = check_json("x.jsonl", text, &["error json-syntax :3:16"]);
    let numbers: Vec<String> = read.letters.iter().map(|letter| at(letter, &Key::Number)).collect();
    assert_eq!(numbers, ["1@:1#/0/number", "3@:4#/3/number"]);
}

#[test]
fn lines_of_nothing_are_told() {
    check_json("x.jsonl", "\u{b}\n\u{3000}", &["error ledger-empty"]);
}

#[test]
fn wrong_types_stand_at_their_pointer() {
    let text = r#"[{"number": {"a": 1}, "title": ["x"], "proposers": ["a", true], "body": [{"header_rows": 1}], "date": false, "contact": "x"}, 7]"#;
    let read = check_json(
        "x.json",
        text,
        &[
            "error json-type #/0/number",
            "error json-type #/0/title",
            "error json-type #/0/proposers/1",
            "error json-type #/0/body/0",
            "error json-type #/0/date",
            "error json-type #/0/contact",
            "error json-type #/1",
        ],
    );
    assert_eq!(read.letters[0].reported.len(), 6);
}

#[test]
fn keys_given_twice_are_errors() {
    check_json(
        "x.json",
        r#"[{"number": "1", "number": "2", "contact": {"unit": "a"}, "contact.unit": "b"}]"#,
        &["error heading-duplicate #/0/number", "error key-twice #/0/contact.unit"],
    );
}

#[test]
fn unknown_keys_are_notes_and_slips_are_warnings() {
    check_json(
        "x.json",
        r#"{"isuer": "x", "letters": [{"nubmer": "1", "建议号": "2", "remark": "x", "extra": {"village": "x"}}]}"#,
        &[
            "warning heading-resembles #/isuer",
            "warning heading-resembles #/letters/0/nubmer",
            "warning heading-resembles #/letters/0/建议号",
            "note heading-unknown #/letters/0/remark",
            "note heading-unknown #/letters/0/extra/village",
        ],
    );
}

#[test]
fn numbers_that_are_too_long_are_told() {
    check_json("x.json", r#"[{"number": 1234567890123456789}]"#, &["error digits-lost #/0/number"]);
}

#[test]
fn broken_json_has_line_and_column_in_characters() {
    check_json("x.json", "[\n{\"标题\": \"答复\" x}]", &["error json-syntax :2:13"]);
    check_json("x.json", "[{\"number\": \"1\"}", &["error json-syntax :1:16"]);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    check_json("x.json", &deep, &["error json-syntax :1:128"]);
}

#[test]
fn a_shape_that_is_no_ledger_is_told() {
    check_json("x.json", "\"x\"", &["error json-type #"]);
    check_json("x.json", "{\"number\": \"1\"}", &["error json-type #"]);
    check_json("x.json", "{\"letters\": {}}", &["error json-type #/letters"]);
    check_json("x.json", "[]", &["error ledger-empty"]);
    check_json("x.json", r#"{"letters": [{}], "tsa": "http://x"}"#, &["error option-forbidden #/tsa"]);
}
