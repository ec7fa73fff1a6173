//! `dafu status`: how each letter stands.

mod common;

use std::path::Path;

use common::{run, run_json};
use serde_json::{Value, json};

fn ledger(dir: &Path, change: impl FnOnce(&mut Vec<Value>)) -> String {
    let text = std::fs::read_to_string(common::root().join("inputs/huangshan-2024.json")).unwrap();
    let mut ledger: Value = serde_json::from_str(&text).unwrap();
    let letters = ledger["letters"].as_array_mut().unwrap();
    letters.truncate(7);
    letters[4]["due"] = json!("2024-06-30");
    letters[1]["due"] = json!("2024年5月31日");
    letters[5]["due"] = json!("2199-12-31");
    change(letters);
    let path = dir.join("ledger.json");
    std::fs::write(&path, ledger.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn status(ledger: &str, out: &Path) -> Vec<Value> {
    let ran = run(&["status", ledger, out.to_str().unwrap(), "--format", "json", "--lang", "en"]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    ran.lines("status")
}

fn states(lines: &[Value]) -> Vec<String> {
    lines
        .iter()
        .map(|line| format!("{} {}", line["number"].as_str().unwrap(), line["state"].as_str().unwrap()))
        .collect()
}

#[test]
fn every_state_is_told_and_what_is_due_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let path = ledger(dir.path(), |_| ());
    let before = status(&path, &out);
    assert!(before.iter().all(|line| line["state"] == "ready"));
    assert!(!out.exists(), "looking makes nothing");
    let dues: Vec<&Value> = before.iter().map(|line| &line["due"]).collect();
    assert_eq!(dues[..4], [&json!("2024-05-31"), &json!("2024-06-30"), &json!("2199-12-31"), &Value::Null]);
    let overdue: Vec<bool> = before.iter().map(|line| line["overdue"].as_bool().unwrap()).collect();
    assert_eq!(overdue[..4], [true, true, false, false]);

    assert_eq!(run_json(&path, &out, &[]).status, 0);
    assert!(status(&path, &out).iter().all(|line| line["state"] == "made" && line["pages"].is_number()));

    let file = |number: &str| {
        let found = std::fs::read_dir(out.join("letters")).unwrap().map(|entry| entry.unwrap().path());
        let is_it = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(number);
        found.into_iter().find(is_it).unwrap()
    };
    std::fs::remove_file(file("153")).unwrap();
    std::fs::write(file("023"), "changed by hand").unwrap();
    let path = ledger(dir.path(), |letters| {
        common::add_paragraph(&mut letters[2]);
        letters[3]["date"] = json!("2024年2月30日");
    });
    let journal = std::fs::read(out.join("journal.jsonl")).unwrap();
    let after = status(&path, &out);
    assert_eq!(
        states(&after),
        ["023 altered", "061 made", "072 made", "153 gone", "047 changed", "108 problem", "089 made"]
    );
    let problem = &after[5]["problems"][0];
    assert_eq!((&problem["code"], &problem["error"]), (&json!("date-impossible"), &json!(true)));
    assert_eq!(std::fs::read(out.join("journal.jsonl")).unwrap(), journal, "looking changes nothing");
}

#[test]
fn people_read_a_line_a_letter_in_their_language() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let path = ledger(dir.path(), |letters| letters[3]["date"] = json!("2024年2月30日"));
    assert_eq!(run_json(&path, &out, &["--only", "153,061"]).status, 0);
    let zh = run(&["status", &path, out.to_str().unwrap(), "--lang", "zh"]);
    let lines: Vec<&str> = zh.stdout.lines().collect();
    assert!(lines[0].starts_with("2024-05-31  第023号  程丽萍"), "{}", zh.stdout);
    assert!(lines[0].ends_with("未生成，已过期限"), "{}", lines[0]);
    assert!(
        lines[3].starts_with("-           第153号  王景峰代表 ") && lines[3].ends_with("已生成，5页"),
        "{}",
        lines[3]
    );
    assert!(lines[5].contains("有问题") && lines[5].contains("“2024年2月30日”不是一个存在的日期"), "{}", zh.stdout);
    assert_eq!(lines[7], "共 7 件，有问题 1，未生成 4，已生成 2，已过期限 2");
    let en = run(&["status", &path, out.to_str().unwrap(), "--lang", "en"]);
    assert!(en.stdout.ends_with("7 letters, 1 has problems, 4 not made, 2 made, 2 overdue\n"), "{}", en.stdout);
}

#[cfg(unix)]
#[test]
fn a_signed_letter_is_made_until_its_text_changes() {
    let dir = tempfile::tempdir().unwrap();
    let ran = common::pki::sign("ec.p12", dir.path(), &[]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let line = |ledger: &str| {
        let lines = status(ledger, dir.path());
        let line = lines.iter().find(|line| line["number"] == "153").unwrap();
        (line["state"].as_str().unwrap().to_owned(), line["signed"].as_bool().unwrap())
    };
    assert_eq!(line("inputs/huangshan-2024.json"), ("made".to_owned(), true));
    let changed = ledger(dir.path(), |letters| common::add_paragraph(&mut letters[0]));
    assert_eq!(line(&changed), ("changed".to_owned(), true));
}

#[test]
fn a_letter_that_was_sent_or_stamped_elsewhere_shows_it() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let path = ledger(dir.path(), |_| ());
    assert_eq!(run_json(&path, &out, &["--only", "153"]).status, 0);
    let stamped = dir.path().join("153_王景峰.pdf");
    std::fs::copy(out.join("letters/153_王景峰.pdf"), &stamped).unwrap();
    assert_eq!(run(&["adopt", out.to_str().unwrap(), stamped.to_str().unwrap()]).status, 0);
    let lines = status(&path, &out);
    let line = lines.iter().find(|line| line["number"] == "153").unwrap();
    assert_eq!(line["adopted"], "adopted/153_王景峰.pdf");

    // The mark stands for the file that was sent.
    let journal = out.join("journal.jsonl");
    let text = std::fs::read_to_string(&journal).unwrap();
    let made: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    let mark = |sha256: &Value| {
        let mark = json!({"type": "issued", "version": 1, "id": made["id"], "path": made["path"], "sha256": sha256,
            "at": "2024-07-01T01:00:00Z"});
        std::fs::write(&journal, format!("{text}{mark}\n")).unwrap();
        let lines = status(&path, &out);
        lines.into_iter().find(|line| line["number"] == "153").unwrap()["sent"].clone()
    };
    assert_eq!(mark(&json!("00".repeat(32))), Value::Null);
    assert_eq!(mark(&made["sha256"]), "2024-07-01T01:00:00Z");
    let zh = run(&["status", &path, out.to_str().unwrap(), "--lang", "zh"]);
    assert!(zh.stdout.contains("2024-07-01 发出") && zh.stdout.contains("已发出 1"), "{}", zh.stdout);
}
