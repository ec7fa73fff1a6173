//! Tables that are wider than the type area: set smaller, then turned sideways, then refused.

mod common;

use std::path::Path;

use common::{Ran, run_json, tool};
use serde_json::{Value, json};

fn run(dir: &Path, table: &Value) -> Ran {
    let letter = json!({"number": "1", "subject": "关于整治河道的建议", "proposers": ["石磊"], "issuer": "青石县水利局",
        "date": "2025-05-06", "place": "青石县", "assembly": "人大", "term": 12, "meeting": 3,
        "body": ["各乡镇投资如下：", {"table": table, "header_rows": 1}, "以上工程均已开工。"]});
    let ledger = dir.join("ledger.json");
    std::fs::write(&ledger, json!([letter]).to_string()).unwrap();
    run_json(ledger.to_str().unwrap(), &dir.join("out"), &[])
}

fn table(columns: usize, rows: usize, cell: &str) -> Value {
    let row = |front: &str, text: &str| {
        let cells =
            (1..columns).map(|at| format!("{text}{}", if text == cell { String::new() } else { at.to_string() }));
        std::iter::once(front.to_owned()).chain(cells).collect::<Vec<_>>()
    };
    let body = (0..rows).map(|at| row(&format!("第{at}乡"), cell));
    json!(std::iter::once(row("乡镇", "项目")).chain(body).collect::<Vec<_>>())
}

/// Words with their boxes in points: text, left, top, right, bottom.
fn words(pdf: &Path, page: usize) -> Vec<(String, f64, f64, f64, f64)> {
    let number = page.to_string();
    let html = tool("pdftotext", &["-bbox", "-f", &number, "-l", &number, pdf.to_str().unwrap(), "-"]);
    let value = |line: &str, name: &str| -> f64 {
        let rest = &line[line.find(&format!("{name}=\"")).unwrap() + name.len() + 2..];
        rest[..rest.find('"').unwrap()].parse().unwrap()
    };
    let lines = html.lines().filter(|line| line.trim_start().starts_with("<word "));
    lines
        .map(|line| {
            let text = line.split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
            (text, value(line, "xMin"), value(line, "yMin"), value(line, "xMax"), value(line, "yMax"))
        })
        .collect()
}

/// No two words of a page stand over one another.
#[track_caller]
fn apart(words: &[(String, f64, f64, f64, f64)]) {
    for (at, one) in words.iter().enumerate() {
        for other in &words[at + 1..] {
            let over = one.1 + 1.0 < other.3 && other.1 + 1.0 < one.3 && one.2 + 1.0 < other.4 && other.2 + 1.0 < one.4;
            assert!(!over, "{one:?} and {other:?}");
        }
    }
}

#[test]
fn a_table_is_as_wide_as_it_likes_then_narrower_then_smaller() {
    for (columns, cell) in [(4, "12345"), (8, "12345"), (9, "12345"), (5, "新建泵站一座、渠道三公里")] {
        let dir = tempfile::tempdir().unwrap();
        let ran = run(dir.path(), &table(columns, 3, cell));
        assert_eq!(ran.status, 0, "{}", ran.stdout);
        assert!(ran.lines("letter")[0]["pages"].as_u64() <= Some(2));
        let pdf = dir.path().join("out/letters/1_石磊.pdf");
        let found = words(&pdf, 1);
        apart(&found);
        assert!(
            found.iter().all(|word| word.1 > 28.0 / 25.4 * 72.0 - 1.0 && word.3 < 185.0 / 25.4 * 72.0),
            "{found:?}"
        );
    }
}

#[test]
fn a_table_that_is_too_wide_is_turned_and_its_rows_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run(dir.path(), &table(13, 40, "12345678"));
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(ran.lines("diagnostic").is_empty(), "{}", ran.stdout);
    let pages = usize::try_from(ran.lines("letter")[0]["pages"].as_u64().unwrap()).unwrap();
    assert!(pages >= 4, "{pages}");
    let pdf = dir.path().join("out/letters/1_石磊.pdf");
    let mut rows = 0;
    for page in 2..pages {
        let found = words(&pdf, page);
        apart(&found);
        // The head is at the left, and repeated; a word runs upwards.
        let head = found.iter().find(|word| word.0 == "乡镇").unwrap();
        assert!(found.iter().filter(|word| !word.0.contains('—')).all(|word| word.1 >= head.1 - 1.0), "{found:?}");
        assert!(head.4 - head.2 > head.3 - head.1, "{head:?}");
        rows += found.iter().filter(|word| word.0.starts_with('第')).count();
        // The page's number stays where it is: right on odd pages, left on even ones.
        let number = found.iter().find(|word| word.0 == page.to_string()).unwrap();
        assert!(number.2 > 262.0 / 25.4 * 72.0, "{number:?}");
        assert_eq!(number.1 > 300.0, page % 2 == 1, "{number:?}");
    }
    assert_eq!(rows, 40);
    let last: String = words(&pdf, pages).into_iter().map(|word| word.0).collect();
    assert!(last.contains("以上工程均已开工。") && last.contains("青石县水利局"), "{last}");
    let said = tool("tests/tools/pdfa-check", &[pdf.to_str().unwrap()]);
    assert_eq!(said.lines().filter(|line| line.contains("\tPASS\t")).count(), 2, "{said}");
}

#[test]
fn a_table_that_finds_no_room_at_all_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run(dir.path(), &table(16, 2, "123456789"));
    assert_eq!(ran.status, 1);
    let told: Vec<Value> = ran.lines("diagnostic");
    assert_eq!(told.len(), 1, "{}", ran.stdout);
    assert_eq!((told[0]["code"].as_str(), told[0]["field"].as_str()), (Some("table-wide"), Some("body")));
    assert!(told[0]["message"].as_str().unwrap().contains("16 columns"), "{}", ran.stdout);
}
