//! A county that dafu has never heard of, by one file; and what is said of mistakes in such a file.

mod common;

use std::path::Path;

use common::{dafu, letters, root, text_of};
use serde_json::Value;

/// Everything that is Qingshi's own.
const COUNTY: &str = include_str!("data/qingshi-county.toml");

const LEDGER: &str = r#"{"profile": "qingshi-county", "place": "青石县", "assembly": "人大", "term": 12, "meeting": 3,
  "letters": [{"number": "7", "subject": "关于整治河道的建议", "proposers": ["石磊", "水清"], "extra": {"town": "柳林镇"},
  "body": ["柳林河已经清淤。"], "category": "甲", "issuer": "青石县水利局", "date": "2025-05-06"}]}"#;

/// The shipped templates with the county's profile beside the others, and its ledger.
fn with_profile(dir: &Path, profile: &str) {
    let packs = root().join("templates");
    for folder in ["base", "reply", "profiles"] {
        std::fs::create_dir_all(dir.join("templates").join(folder)).unwrap();
        for (name, bytes) in common::files(&packs.join(folder)) {
            std::fs::write(dir.join("templates").join(folder).join(name), bytes).unwrap();
        }
    }
    std::fs::write(dir.join("templates/profiles/qingshi-county.toml"), profile).unwrap();
    std::fs::write(dir.join("ledger.json"), LEDGER).unwrap();
}

fn check(dir: &Path, lang: &str) -> Vec<Value> {
    let (templates, ledger) = (dir.join("templates"), dir.join("ledger.json"));
    let args = ["check", ledger.to_str().unwrap(), "--templates", templates.to_str().unwrap()];
    let output = dafu(&args).args(["--format", "json", "--lang", lang]).output().unwrap();
    common::Ran::of(output).lines("diagnostic")
}

#[test]
fn a_county_is_added_by_one_file_of_at_most_forty_lines() {
    assert!(COUNTY.lines().count() <= 40, "{} lines", COUNTY.lines().count());
    let dir = tempfile::tempdir().unwrap();
    with_profile(dir.path(), COUNTY);
    let (templates, ledger, out) =
        (dir.path().join("templates"), dir.path().join("ledger.json"), dir.path().join("out"));
    let output = dafu(&["run", ledger.to_str().unwrap(), "--templates", templates.to_str().unwrap()])
        .args(["-o", out.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = text_of(&letters(&out)[0]);
    for part in [
        "关于青石县十二届人大三次会议第7号建议的复函",
        "石磊、水清两位代表：",
        "你们提出的关于整治河道的建议收悉。现答复如下：",
        "办理结果：办成",
        "特此函复。",
        "抄送：县人大代表联络站、县政府办。",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

/// Each line of the county's file with a mistake in it: what is found, where, and what helps.
#[test]
fn mistakes_in_the_file_are_named_with_line_and_column() {
    let dir = tempfile::tempdir().unwrap();
    for (right, wrong, code, message, hint) in [
        ("closing = ", "closign = ", "toml-key-unknown", "不认识“closign”", "是不是“closing”？"),
        ("[labels]", "[label]", "toml-key-unknown", "不认识“label”", "是不是“labels”？"),
        ("end = \"own-page\"", "end = \"own-pages\"", "toml-value", "“end”不能是“own-pages”", "可以写："),
        ("end = \"own-page\"", "ende = \"own-page\"", "toml-key-unknown", "不认识“ende”", "是不是“end”？"),
        ("{session_short}第", "{sesion_short}第", "pattern-unknown", "句式里的“{sesion_short}”不认识", "session_short"),
        ("\"extra.town\" = \"所在乡镇：\"", "", "toml-value", "要印“extra.town”，却没有它的标签", "[labels]"),
        (
            "category = \"办理结果：\"",
            "categroy = \"办理结果：\"",
            "toml-key-unknown",
            "不认识“categroy”",
            "是不是“category”？",
        ),
        ("aliases = [\"乙\"]", "aliases = [\"甲\"]", "toml-value", "“甲”既是“办成”，又是“在办”", "只能指一类"),
        ("meaning = \"已经办成\"", "", "toml-value", "缺少“meaning”", ""),
        ("kind = \"text\"", "kind = \"words\"", "toml-key-unknown", "不认识“words”", "text"),
        (
            "extends = \"standard\"",
            "extends = \"standart\"",
            "profile-unknown",
            "没有名为“standart”的配置",
            "是不是“standard”？",
        ),
        (
            "required = [\"category\"]",
            "required = [\"kategory\"]",
            "toml-key-unknown",
            "不认识“kategory”",
            "是不是“category”？",
        ),
        ("required = [\"category\"]", "required = \"category\"", "toml-value", "应当是", ""),
        ("required = [\"category\"]", "required = category", "toml-syntax", "写法不对", ""),
        ("role = \"会办\"", "role = \"协办\"", "toml-value", "“role”不能是“协办”", "会办"),
    ] {
        assert!(COUNTY.contains(right), "{right}");
        let text = COUNTY.replacen(right, wrong, 1);
        with_profile(dir.path(), &text);
        let (zh, en) = (check(dir.path(), "zh"), check(dir.path(), "en"));
        assert_eq!((zh.len(), en.len()), (1, 1), "{wrong}: {zh:#?}");
        let (zh, en) = (&zh[0], &en[0]);
        assert_eq!(zh["code"], code, "{wrong}: {zh}");
        assert!(zh["message"].as_str().unwrap().contains(message), "{wrong}: {zh}");
        assert!(zh["hints"].to_string().contains(hint), "{wrong}: {zh}");
        assert!(!en["message"].as_str().unwrap().is_empty() && en["message"] != zh["message"], "{wrong}: {en}");
        assert!(zh["file"].as_str().unwrap().ends_with("qingshi-county.toml"), "{wrong}: {zh}");
        let line = COUNTY.find(right).map(|at| COUNTY[..at].lines().count().max(1) as u64);
        let line = line.map(|line| line + u64::from(COUNTY[..COUNTY.find(right).unwrap()].ends_with('\n')));
        assert!(zh["column"].as_u64().is_some_and(|column| column > 0), "{wrong}: {zh}");
        // A line that is gone is missed elsewhere: at the table or the name that needs it.
        assert!(wrong.is_empty() || zh["line"].as_u64() == line, "{wrong}: line {line:?}: {zh}");
    }
}
