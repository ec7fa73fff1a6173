//! Commands, statuses, languages and configuration.

mod common;

use std::path::Path;

use common::{Ran, dafu, run, run_json};

/// A ledger with one right letter and what `more` says.
fn ledger(dir: &Path, name: &str, letters: &serde_json::Value) -> String {
    let path = dir.join(name);
    std::fs::write(&path, letters.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn letter(number: &str) -> serde_json::Value {
    serde_json::json!({"number": number, "proposers": "张三", "body": "已经办好。", "issuer": "某局", "date": "2024-06-11"})
}

#[track_caller]
fn codes(ran: &Ran) -> Vec<String> {
    ran.lines("diagnostic").iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn right_letters_are_made_beside_wrong_ones() {
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = letter("2");
    wrong["date"] = "2024年2月30日".into();
    let path = ledger(dir.path(), "two.json", &serde_json::json!([letter("1"), wrong]));
    let ran = run_json(&path, &dir.path().join("out"), &[]);
    assert_eq!(ran.status, 1);
    let found = &ran.lines("diagnostic")[0];
    assert_eq!(
        (found["code"].as_str(), found["pointer"].as_str(), found["letter"].as_str()),
        (Some("date-impossible"), Some("/1/date"), Some("2"))
    );
    assert!(found["cell"].is_null() && found["sheet"].is_null());
    assert_eq!(common::letters(&dir.path().join("out")).len(), 1);
    let summary = std::fs::read_to_string(dir.path().join("out/summary.csv")).unwrap();
    assert!(summary.starts_with('\u{feff}') && summary.contains("failed"), "{summary}");
}

#[test]
fn a_problem_reads_as_the_contract_shows_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = letter("153");
    wrong["date"] = "2024年2月30日".into();
    let path = ledger(dir.path(), "x.json", &serde_json::json!([wrong]));
    let zh = run(&["check", &path, "--lang", "zh", "--color", "never"]);
    let told = format!(
        "错误[date-impossible] {path}#/0/date 第153号: “2024年2月30日”不是一个存在的日期\n  提示: 2月只有29天；写成 2024年2月29日 或 2024-02-29\n"
    );
    assert!(zh.stdout.contains(&told), "{}", zh.stdout);
    let en = run(&["check", &path, "--lang", "en", "--color", "never"]);
    let told = format!(
        "error[date-impossible] {path}#/0/date no. 153: `2024年2月30日` is not a date that exists\n  hint: that month has 29 days; write 2024年2月29日 or 2024-02-29\n"
    );
    assert!(en.stdout.contains(&told), "{}", en.stdout);
    assert_eq!((zh.status, en.status), (1, 1));
}

#[test]
fn only_the_chosen_letters_are_made_and_reported() {
    let dir = tempfile::tempdir().unwrap();
    let mut wrong = letter("2");
    wrong["date"] = "".into();
    let path = ledger(dir.path(), "three.json", &serde_json::json!([letter("1"), wrong, letter("023")]));
    for (only, status, made) in [("1", 0, 1), ("1-3", 1, 1), ("023", 0, 1), ("2", 1, 0), ("张三", 1, 2)] {
        let out = dir.path().join(format!("out-{only}"));
        let ran = run_json(&path, &out, &["--only", only]);
        assert_eq!(
            (ran.status, ran.lines("letter").iter().filter(|letter| letter["status"] == "made").count()),
            (status, made),
            "{only}: {}",
            ran.stdout
        );
    }
    let ran = run_json(&path, &dir.path().join("none"), &["--only", "99"]);
    assert_eq!(codes(&ran), ["only-empty"]);
}

#[test]
fn what_cannot_start_ends_with_status_2_and_a_diagnostic() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(at("empty.xlsx"), b"").unwrap();
    std::fs::write(at("text.xls"), "<html><table><tr><td>建议号</td></tr></table></html>").unwrap();
    std::fs::write(at("torn.xlsx"), b"PK\x03\x04 torn").unwrap();
    std::fs::write(at("broken.json"), "[{\"number\": }]").unwrap();
    std::fs::write(at("plain.txt"), "x").unwrap();
    for (name, code) in [
        ("absent.xlsx", "io"),
        ("empty.xlsx", "file-empty"),
        ("text.xls", "format-mismatch"),
        ("torn.xlsx", "file-damaged"),
        ("broken.json", "json-syntax"),
        ("plain.txt", "format-unknown"),
    ] {
        let ran = run_json(&at(name), &dir.path().join("out"), &[]);
        assert_eq!((ran.status, codes(&ran)), (2, vec![code.to_owned()]), "{name}: {}{}", ran.stdout, ran.stderr);
    }
    assert!(!dir.path().join("out").exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let path = ledger(dir.path(), "one.json", &serde_json::json!([letter("1")]));
    let blocked = dir.path().join("file");
    std::fs::write(&blocked, "not a folder").unwrap();
    let ran = run_json(&path, &blocked.join("out"), &[]);
    assert_eq!((ran.status, codes(&ran)), (2, vec!["output-unwritable".to_owned()]), "{}", ran.stdout);
}

#[test]
fn several_ledgers_have_a_folder_each_and_may_not_share_one() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = (dir.path().join("a"), dir.path().join("b"));
    std::fs::create_dir_all(&a).unwrap();
    std::fs::create_dir_all(&b).unwrap();
    let one = ledger(&a, "one.json", &serde_json::json!([letter("1")]));
    let two = ledger(&a, "two.json", &serde_json::json!([letter("2")]));
    let same = ledger(&b, "one.json", &serde_json::json!([letter("3")]));
    let out = dir.path().join("out");
    let args = |ledgers: &[&str]| -> Ran {
        let mut all = vec!["run", "-o", out.to_str().unwrap(), "--format", "json"];
        all.extend(ledgers);
        run(&all)
    };
    let ran = args(&[&one, &same]);
    assert_eq!((ran.status, codes(&ran)), (2, vec!["output-collision".to_owned()]));
    let ran = args(&[&one, &two]);
    assert_eq!((ran.status, ran.lines("summary").len()), (0, 2), "{}", ran.stdout);
    assert!(out.join("one/letters/1_张三.pdf").exists() && out.join("two/letters/2_张三.pdf").exists());
}

#[test]
fn dafu_toml_gives_defaults_and_may_not_open_doors() {
    let dir = tempfile::tempdir().unwrap();
    let mut bare = letter("1");
    bare.as_object_mut().unwrap().remove("issuer");
    let path = ledger(dir.path(), "one.json", &serde_json::json!([bare]));
    let config = dir.path().join("dafu.toml");
    std::fs::write(&config, "lang = \"en\"\n[defaults]\nissuer = \"某局\"\n").unwrap();
    let ran = run_json(&path, &dir.path().join("out"), &[]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    std::fs::write(&config, "fonts = \"/tmp\"\ntsa = \"http://x\"\nlan = \"zh\"\n[defaults]\nissuer = \"某局\"\n")
        .unwrap();
    let ran = run_json(&path, &dir.path().join("other"), &[]);
    assert_eq!(ran.status, 2);
    assert_eq!(codes(&ran), ["option-forbidden", "option-forbidden", "toml-key-unknown"], "{}", ran.stdout);
    let lines: Vec<_> =
        ran.lines("diagnostic").iter().map(|found| found["message"].as_str().unwrap().to_owned()).collect();
    assert!(lines[0].contains("fonts"), "{lines:?}");
    assert!(!dir.path().join("other").exists());
}

#[test]
fn a_ledger_alone_is_a_run() {
    let dir = tempfile::tempdir().unwrap();
    let path = ledger(dir.path(), "one.json", &serde_json::json!([letter("1")]));
    let out = dir.path().join("out");
    let ran = run(&[&path, "-o", out.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(common::letters(&out).len(), 1);
}

#[test]
fn files_are_named_by_a_pattern() {
    let dir = tempfile::tempdir().unwrap();
    let path = ledger(dir.path(), "one.json", &serde_json::json!([letter("1")]));
    let out = dir.path().join("out");
    let ran = run_json(&path, &out, &["--name", "{date}_{matter}{number}"]);
    assert_eq!(
        (ran.status, out.join("letters/2024-06-11_建议1.pdf").exists()),
        (0, true),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    assert_eq!(run_json(&path, &out, &["--name", "{nummer}"]).status, 2);
}

#[test]
fn strict_takes_warnings_as_errors() {
    let dir = tempfile::tempdir().unwrap();
    let mut doubtful = letter("1");
    doubtful["proposers"] = "张三，李四".into();
    let path = ledger(dir.path(), "one.json", &serde_json::json!([doubtful]));
    assert_eq!(run_json(&path, &dir.path().join("a"), &[]).status, 0);
    let ran = run_json(&path, &dir.path().join("b"), &["--strict"]);
    assert_eq!((ran.status, ran.lines("summary")[0]["made"].as_u64()), (1, Some(0)), "{}", ran.stdout);
}

#[test]
fn fonts_completions_and_man_pages() {
    let fonts = run(&["fonts", "--lang", "zh"]);
    assert!(
        fonts.status == 0 && fonts.stdout.contains("Dafu Fangsong") && fonts.stdout.contains("仿宋"),
        "{}",
        fonts.stdout
    );
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(run(&["completions", shell]).stdout.contains("dafu"));
    }
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(&["man", dir.path().to_str().unwrap()]).status, 0);
    assert!(dir.path().join("dafu.1").exists() && dir.path().join("dafu-run.1").exists());
    let clean = run(&["fonts", "check", "inputs/huangshan-2024.xlsx"]);
    assert_eq!(clean.status, 0, "{}", clean.stdout);
}

#[test]
fn a_character_that_no_font_draws_is_named_with_its_cell() {
    let dir = tempfile::tempdir().unwrap();
    let mut rare = letter("1");
    rare["proposers"] = "张\u{30000}".into();
    rare["body"] = "已经办好\u{e123}。".into();
    let path = ledger(dir.path(), "rare.json", &serde_json::json!([rare]));
    let ran = run_json(&path, &dir.path().join("out"), &[]);
    assert_eq!(ran.status, 1);
    let mut found: Vec<(String, String)> = ran
        .lines("diagnostic")
        .iter()
        .map(|found| (found["code"].as_str().unwrap().to_owned(), found["pointer"].as_str().unwrap().to_owned()))
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            ("character-missing".to_owned(), "/0/proposers".to_owned()),
            ("character-private".to_owned(), "/0/body".to_owned())
        ]
    );
    assert!(ran.stdout.contains("U+30000") && ran.stdout.contains("U+E123"));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("{} check inputs/huangshan-2024.xlsx -v 2>&1 | head -c 1", env!("CARGO_BIN_EXE_dafu"))])
        .current_dir(common::root())
        .output()
        .unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    let quiet =
        dafu(&["run", "inputs/huangshan-2024.json", "-q", "-o", tempfile::tempdir().unwrap().path().to_str().unwrap()])
            .output()
            .unwrap();
    assert!(quiet.status.success() && quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{quiet:?}");
}

#[test]
fn every_problem_is_explained_in_both_languages() {
    let all = run(&["explain", "--lang", "zh"]);
    assert_eq!(all.status, 0);
    assert!(all.stdout.lines().count() > 90);
    for line in all.stdout.lines() {
        let code = line.split_whitespace().next().unwrap();
        assert!(line.split_whitespace().count() > 1, "{line}");
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{line}");
    }
    let zh = run(&["explain", "错误[date-impossible]", "--lang", "zh"]);
    assert!(zh.stdout.contains("意思：") && zh.stdout.contains("怎么办："), "{}", zh.stdout);
    let en = run(&["explain", "date-impossible", "--lang", "en", "--format", "json"]);
    let lines = en.lines("explanation");
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["code"], "date-impossible");
    assert_eq!(lines[0]["means"], "A date does not exist.");
}

#[test]
fn an_unknown_problem_is_compared_with_the_known_ones() {
    let ran = run(&["explain", "date-imposible", "--lang", "en"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stdout.contains("did you mean `date-impossible`?"), "{}", ran.stdout);
}

#[test]
fn a_specimen_shows_every_role_as_pdf_and_as_picture() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let ran = run(&["fonts", "--specimen", &file("a.pdf")]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let text = common::text_of(&dir.path().join("a.pdf"));
    for role in ["仿宋", "小标宋", "黑体", "楷体", "宋体", "第八届人民代表大会"] {
        assert!(text.contains(role), "{role} in {text}");
    }
    assert_eq!(run(&["fonts", "--specimen", &file("a.png")]).status, 0);
    assert!(std::fs::read(dir.path().join("a.png")).unwrap().starts_with(b"\x89PNG"));
    for (name, word) in [("a.pdf", "--force"), ("a.gif", ".png")] {
        let ran = run(&["fonts", "--specimen", &file(name), "--lang", "en"]);
        assert_eq!(ran.status, 2);
        assert!(ran.stdout.contains(word), "{}", ran.stdout);
    }
}

#[test]
fn a_folder_without_fonts_for_letters_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run(&["fonts", "import", dir.path().to_str().unwrap(), "--lang", "zh"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("fonts-none-found") && ran.stdout.contains(r"C:\Windows\Fonts"), "{}", ran.stdout);
}

#[test]
fn a_preview_shows_the_letter_that_a_run_makes() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let ledger = "inputs/huangshan-2024.xlsx";
    for emit in ["png", "pdf", "typ"] {
        let ran = run(&["preview", ledger, "--only", "153", "--emit", emit, "-o", &path("preview")]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    let shown = common::files(&dir.path().join("preview"));
    let names: Vec<&str> = shown.iter().map(|(name, _)| name.as_str()).collect();
    let pages = (1..=5).map(|page| format!("153_王景峰-{page}.png"));
    let mut expected: Vec<String> = pages.collect();
    expected.extend(["153_王景峰.pdf".to_owned(), "153_王景峰.typ".to_owned()]);
    assert_eq!(names, expected);
    assert_eq!(run(&["run", ledger, "--only", "153", "-o", &path("out")]).status, 0);
    let made = std::fs::read(dir.path().join("out/letters/153_王景峰.pdf")).unwrap();
    assert!(shown.iter().any(|(_, bytes)| *bytes == made));
    assert!(shown[0].1.starts_with(b"\x89PNG"));
    // One page now: those of the longer letter do not stay.
    std::fs::write(dir.path().join("x.json"), serde_json::json!([letter("153")]).to_string()).unwrap();
    let ran = run(&["preview", &path("x.json"), "--name", "153_王景峰", "-o", &path("preview")]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(!dir.path().join("preview/153_王景峰-2.png").exists());
}
