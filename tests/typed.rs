//! What a clerk typed stands on the page as typed, whatever it means to Typst or Tera.

mod common;

use common::{letters, run_json, text_of};

const HOSTILE: &[&str] = &[
    "#panic()",
    "{{ x }}",
    "{% raw %}",
    "{# x #}",
    "$x^2$",
    "*加粗*",
    "_斜_",
    "/ x: 术语",
    "= x",
    "- x",
    "+ x",
    "1. x",
    "<b>",
    "@ref",
    "\\",
    "\\u{41}",
    "`",
    "```typ",
    "//注释",
    "/*x*/",
    "[x]",
    "\"引号\"",
    "'x'",
    "~",
    "---",
    "...",
    "#let a = 1",
    "http://example.org/?a=1&b=2",
    "\u{feff}零",
];

#[test]
fn every_sign_is_printed_as_typed() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("typed.json");
    let body: Vec<String> = HOSTILE
        .iter()
        .map(|text| format!("原样照印{text}完。"))
        .chain(HOSTILE.iter().map(|text| (*text).to_owned()))
        .collect();
    let letter = serde_json::json!({
        "number": "1", "title": "关于#panic()与{{ x }}的答复", "addressee": "张{{三}}代表", "opening": "您提出的$建议$收悉。",
        "body": body, "issuer": "某*局*", "date": "2024-06-11", "note": "此件#公开", "contact": {"unit": "办公室`", "phone": "12345"},
        "cc": ["甲<乙>"], "signatory": "李\\明", "closing": "= 特此答复。", "attachments": ["表\"一\"", "表/ 二"],
    });
    std::fs::write(&ledger, serde_json::json!([letter]).to_string()).unwrap();
    let ran = run_json(ledger.to_str().unwrap(), &dir.path().join("out"), &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    let text = text_of(&letters(&dir.path().join("out"))[0]);
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect() };
    for typed in HOSTILE {
        let typed = plain(&format!("原样照印{typed}完。"));
        assert!(text.contains(&typed), "{typed}\n{text}");
    }
    for typed in [
        "关于#panic()与{{x}}的答复",
        "张{{三}}代表：",
        "您提出的$建议$收悉。",
        "某*局*",
        "（此件#公开）",
        "办公室`",
        "甲<乙>",
        "李\\明",
        "=特此答复。",
        "表\"一\"",
        "表/二",
    ] {
        assert!(text.contains(typed), "{typed}\n{text}");
    }
}

#[test]
fn a_table_of_a_json_body_is_set() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("table.json");
    let letter = serde_json::json!({
        "number": "2", "addressee": "张三代表", "issuer": "某局", "date": "2024-06-11",
        "body": ["进展如下。", {"table": [["项目", "投资#（万元）"], ["道路", "1,200"], ["桥梁"]], "header_rows": 1}, "下一步继续推进。"],
    });
    std::fs::write(&ledger, serde_json::json!([letter]).to_string()).unwrap();
    let ran = run_json(ledger.to_str().unwrap(), &dir.path().join("out"), &[]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    let pdf = letters(&dir.path().join("out")).remove(0);
    let text = text_of(&pdf);
    assert!(text.contains("进展如下。项目投资#（万元）道路1,200桥梁下一步继续推进。"), "{text}");
    let said = common::tool("tests/tools/pdfa-check", &[pdf.to_str().unwrap()]);
    assert_eq!(said.matches("\tPASS\t").count(), 2, "{said}");
}
