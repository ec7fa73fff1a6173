//! What people see of a run: `report.html` in a browser, `summary.csv` and `delivery.csv` in a spreadsheet program, the
//! progress on a terminal.

mod common;

use std::path::Path;
use std::time::Duration;

use common::{dafu, office, run, run_json, tool};
use dafu::archive::Status;
use dafu::diag::Lang;
use dafu::report::{Problem, Report, Row, pictures};
use serde_json::{Value, json};

/// The real ledger with this done to it.
fn ledger(dir: &Path, change: impl FnOnce(&mut Vec<Value>)) -> String {
    let text = std::fs::read_to_string(common::root().join("inputs/huangshan-2024.json")).unwrap();
    let mut ledger: Value = serde_json::from_str(&text).unwrap();
    change(ledger["letters"].as_array_mut().unwrap());
    let path = dir.join("ledger.json");
    std::fs::write(&path, ledger.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Three letters with problems, and one that would like to be a script.
fn faulty(dir: &Path) -> String {
    ledger(dir, |letters| {
        letters[3]["date"] = json!("2024年2月30日");
        letters[5]["issuer"] = json!("");
        letters[7]["title"] = json!("</script><script>alert(1)</script><img src=x onerror=alert(2)>的答复");
        letters[8]["body"].as_array_mut().unwrap().push(json!("请联系 XXX。"));
    })
}

#[track_caller]
fn browse(report: &Path, more: &[&str]) -> Value {
    let mut args = vec![report.to_str().unwrap()];
    args.extend(more);
    serde_json::from_str(&tool("tests/tools/browse", &args)).unwrap()
}

fn report_of(out: &Path) -> Vec<u8> {
    std::fs::read(out.join("report.html")).unwrap()
}

#[test]
fn a_report_shows_counts_problems_and_pictures_in_a_browser() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = faulty(dir.path());
    let out = dir.path().join("out");
    let ran = run(&["run", &ledger, "-o", out.to_str().unwrap(), "--format", "json", "--lang", "zh"]);
    assert_eq!(ran.status, 1);
    let summary = &ran.lines("summary")[0];
    let seen = browse(&out.join("report.html"), &["--sought", "王景峰　153"]);
    assert_eq!(seen["said"], json!([]), "the console");
    assert_eq!(seen["requested"], json!([]), "the network");
    assert_eq!((&seen["internal"], &seen["lang"]), (&json!("内部"), &json!("zh-CN")));
    let counts = &seen["counts"];
    for name in ["letters", "made", "failed"] {
        assert_eq!(counts[name], summary[name], "{name}");
    }
    assert_eq!((&counts["errors"], &counts["warnings"]), (&json!(2), &json!(1)));
    let pages: u64 = ran.lines("letter").iter().filter_map(|letter| letter["pages"].as_u64()).sum();
    assert_eq!(counts["pages"], json!(pages));
    assert_eq!((&seen["listed"], &seen["pictures"]), (&json!(12), &json!(10)));
    assert_eq!(seen["sought"]["listed"], json!(1));
    assert_eq!(seen["reset"], seen["all"]);
    assert_eq!(seen["status"], json!({"made": 10, "failed": 2}));
    assert_eq!(seen["problem"]["*"], json!(3));
    assert_eq!(seen["problem"]["date-impossible"], json!(1));
    let classes: u64 = seen["category"].as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert!(classes >= 9, "{}", seen["category"]);
    let problems = seen["problems"].to_string();
    for part in ["#/letters/3/date", "“2024年2月30日”不是一个存在的日期", "2月只有29天", "placeholder-left"]
    {
        assert!(problems.contains(part), "{part} in {problems}");
    }
    let link = seen["links"][0].as_str().unwrap();
    assert!(link.ends_with("/letters/153_%E7%8E%8B%E6%99%AF%E5%B3%B0.pdf"), "{link}");
}

#[test]
fn a_report_is_the_same_with_any_number_of_threads() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = faulty(dir.path());
    let report = |jobs: &str| {
        let out = dir.path().join(jobs);
        assert_eq!(run_json(&ledger, &out, &["--jobs", jobs]).status, 1);
        report_of(&out)
    };
    assert!(report("1") == report("3"));
}

#[test]
fn pictures_of_kept_letters_are_those_of_the_last_report_or_drawn_anew() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let again = || {
        assert_eq!(run_json("inputs/huangshan-2024.json", &out, &[]).status, 0);
        pictures(&report_of(&out))
    };
    let first = again();
    assert_eq!(first.len(), 12);
    // Another picture is taken for what it is: the letters are not drawn again for it.
    let text = String::from_utf8(report_of(&out)).unwrap();
    let data: Value =
        serde_json::from_str(text.split("id=\"data\">").nth(1).unwrap().split("</script>").next().unwrap()).unwrap();
    let (one, two) = (data["pictures"][0]["png"].as_str().unwrap(), data["pictures"][1]["png"].as_str().unwrap());
    std::fs::write(out.join("report.html"), text.replace(one, two)).unwrap();
    let kept = again();
    let values = |all: &dafu::report::Earlier| {
        all.values().map(|it| it.bytes().to_vec()).collect::<std::collections::BTreeSet<_>>().len()
    };
    assert_eq!((kept.len(), values(&kept)), (12, values(&first) - 1));
    // What is no picture is drawn anew, and so is what is gone.
    std::fs::write(out.join("report.html"), text.replace(one, "PHN2Zz4=")).unwrap();
    assert!(again() == first);
    std::fs::remove_file(out.join("report.html")).unwrap();
    assert!(again() == first);
}

/// As many letters as a national body has in a season.
fn ten_thousand() -> Report {
    let png = pictures(&{
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(run_json("inputs/huangshan-2024.json", dir.path(), &["--only", "153"]).status, 0);
        report_of(dir.path())
    });
    let picture = png.into_values().next().unwrap();
    let row = |number: usize| Row {
        id: Some(format!("全国|人大|14|2|建议|{number}|答复|1")),
        number: number.to_string(),
        addressee: format!("代表{number}等{}位代表", number % 13 + 2),
        title: format!("关于对第十四届全国人民代表大会第二次会议第{number}号建议的答复"),
        category: Some(["A类", "B类", "C类"][number % 3].to_owned()),
        doc_number: None,
        cc: vec!["全国人大常委会办公厅".to_owned()],
        status: if number.is_multiple_of(10) { Status::Failed } else { Status::Made },
        file: (!number.is_multiple_of(10)).then(|| format!("letters/{number}_代表{number}.pdf")),
        sha256: Some(format!("{number:064x}")),
        pages: Some(5),
        signed: false,
        sent: None,
        feedback_form: None,
        publication: None,
        problems: number
            .is_multiple_of(10)
            .then(|| Problem {
                code: "date-impossible".to_owned(),
                error: true,
                place: Some(format!("台账.xlsx[答复]K{number}")),
                message: "“2024年2月30日”不是一个存在的日期".to_owned(),
                hints: vec!["2月只有29天；写成 2024年2月29日".to_owned()],
            })
            .into_iter()
            .collect(),
    };
    let pictures = (0..400).map(|index| (index, picture.clone())).collect();
    Report { rows: (1..=10_000).map(row).collect(), pictures, ..Report::default() }
}

#[test]
fn a_report_of_ten_thousand_letters_is_small_and_usable_at_once() {
    let dir = tempfile::tempdir().unwrap();
    ten_thousand().write(dir.path(), Lang::Zh).unwrap();
    let bytes = report_of(dir.path()).len();
    assert!(bytes < 8 << 20, "{bytes} bytes");
    let seen = browse(&dir.path().join("report.html"), &["--sought", "K9990"]);
    assert_eq!((&seen["said"], &seen["requested"]), (&json!([]), &json!([])));
    assert_eq!(seen["counts"]["letters"], json!(10_000));
    assert_eq!((&seen["listed"], &seen["pictures"]), (&json!(10_000), &json!(400)));
    assert!(seen["first"].as_u64().unwrap() < 200, "rows are made as they are scrolled to");
    assert_eq!(seen["sought"]["listed"], json!(1));
    assert_eq!(seen["status"], json!({"made": 9000, "failed": 1000}));
    assert_eq!(seen["category"]["A类"], json!(3333));
    let usable = seen["usable"].as_f64().unwrap();
    assert!(usable < 2.0, "usable after {usable} s");
    let sought = seen["sought"]["seconds"].as_f64().unwrap();
    assert!(sought < 1.0, "found after {sought} s");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_a_report_of_how_far_it_came() {
    let dir = tempfile::tempdir().unwrap();
    let many = ledger(dir.path(), |letters| {
        let first = letters[0].clone();
        letters.clear();
        for number in 1..=600 {
            let mut letter = first.clone();
            letter["number"] = json!(number.to_string());
            letters.push(letter);
        }
    });
    let out = dir.path().join("out");
    let child = dafu(&["run", &many, "-o", out.to_str().unwrap(), "--format", "json", "-j", "1", "--lang", "en"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..2000 {
        std::thread::sleep(Duration::from_millis(5));
        if std::fs::read_dir(out.join("letters")).is_ok_and(|made| made.count() > 5) {
            break;
        }
    }
    tool("kill", &["-INT", &child.id().to_string()]);
    let ran = common::Ran::of(child.wait_with_output().unwrap());
    assert_eq!(ran.status, 2);
    let summary = &ran.lines("summary")[0];
    let seen = browse(&out.join("report.html"), &[]);
    assert_eq!(seen["counts"]["letters"], json!(600));
    assert_eq!((&seen["counts"]["made"], &seen["counts"]["left"]), (&summary["made"], &summary["left"]));
    assert!(summary["left"].as_u64().unwrap() > 0);
    assert!(seen["problems"].to_string().contains("stopped"), "{}", seen["problems"]);
}

#[test]
fn tables_open_with_their_chinese_and_without_a_formula() {
    let dir = tempfile::tempdir().unwrap();
    let hostile = "=HYPERLINK(\"http://x.example\",\"y\")";
    let ledger = ledger(dir.path(), |letters| {
        letters[0]["addressee"] = json!(hostile);
        letters[1]["addressee"] = json!("\u{3000}@SUM(1+1)");
        letters[2]["title"] = json!("+1+1");
        letters[0]["cc"] = json!(["-2+3", "黄山市人民政府办公室"]);
        letters[1]["cc"] = json!(["黄山市人民政府办公室"]);
    });
    let out = dir.path().join("out");
    assert_eq!(run_json(&ledger, &out, &[]).status, 0);
    for name in ["summary", "delivery"] {
        let path = out.join(format!("{name}.csv"));
        let read = office(&["read", path.to_str().unwrap()]);
        assert_eq!(read[name]["formulas"], json!([]), "{name}");
        let cells = read[name]["cells"].to_string();
        assert!(cells.contains("黄山市") && cells.contains("'=HYPERLINK"), "{cells}");
    }
    let delivery = std::fs::read_to_string(out.join("delivery.csv")).unwrap();
    let copies: Vec<&str> = delivery.lines().filter(|line| line.starts_with("copy,黄山市人民政府办公室,")).collect();
    assert!(copies.len() >= 2, "{delivery}");
    let count = copies.len().to_string();
    assert!(copies.iter().all(|line| line.split(',').nth(2) == Some(count.as_str())), "{copies:?}");
}

/// The progress as somebody at a terminal sees it.
#[cfg(unix)]
#[test]
fn progress_tells_rate_and_time_left() {
    let dir = tempfile::tempdir().unwrap();
    let many = ledger(dir.path(), |letters| {
        let first = letters[0].clone();
        letters.clear();
        for number in 1..=150 {
            let mut letter = first.clone();
            letter["number"] = json!(number.to_string());
            letters.push(letter);
        }
    });
    let out = dir.path().join("out");
    let watched = "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)";
    let program = env!("CARGO_BIN_EXE_dafu");
    let args = ["-c", watched, program, "run", &many, "-o", out.to_str().unwrap(), "-j", "1", "--lang", "zh"];
    let shown = tool("python3", &args);
    assert!(shown.contains("件，还要 ") && shown.contains("/150 "), "{shown}");
}
