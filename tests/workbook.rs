//! `dafu workbook` and `dafu check --annotate`, read again by dafu and by LibreOffice.

mod common;

use std::path::{Path, PathBuf};

use common::{office, run};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::{Value, json};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn blank(dir: &Path, profile: &str) -> PathBuf {
    let path = dir.join(format!("{profile}.xlsx"));
    let ran = run(&["workbook", "--profile", profile, "-o", text(&path), "--lang", "en"]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    path
}

/// Every problem of a ledger, notes included: code and place.
fn problems(ledger: &Path) -> Vec<String> {
    let ran = run(&["check", text(ledger), "--format", "json"]);
    let word = |found: &Value, name: &str| found[name].as_str().unwrap_or_default().to_owned();
    ran.lines("diagnostic").iter().map(|found| format!("{} {}", word(found, "code"), word(found, "cell"))).collect()
}

#[test]
fn the_example_is_a_letter_without_any_problem_in_every_profile() {
    let dir = tempfile::tempdir().unwrap();
    for profile in ["standard", "huangshan"] {
        let path = blank(dir.path(), profile);
        assert_eq!(problems(&path), Vec::<String>::new(), "{profile}");
        let ran = run(&["run", text(&path), "-o", text(&dir.path().join(profile)), "--format", "json"]);
        let letters = ran.lines("letter");
        assert_eq!((ran.status, letters.len()), (0, 1), "{}", ran.stdout);
        assert_eq!(letters[0]["status"], "made");
        assert_eq!(ran.lines("summary")[0]["profile"], profile);
    }
}

#[test]
fn the_same_profile_gives_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let first = std::fs::read(blank(dir.path(), "standard")).unwrap();
    let other = dir.path().join("other");
    std::fs::create_dir(&other).unwrap();
    // A zip's clock has steps of two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == std::fs::read(blank(&other, "standard")).unwrap());
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_force() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xlsx");
    std::fs::write(&path, "mine").unwrap();
    let ran = run(&["workbook", "-o", text(&path), "--format", "json"]);
    assert_eq!((ran.status, ran.lines("diagnostic")[0]["code"].as_str()), (2, Some("output-exists")));
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    assert_eq!(run(&["workbook", "-o", text(&path), "--force"]).status, 0);
    assert_eq!(problems(&path), Vec::<String>::new());
    let other = run(&["workbook", "-o", text(&dir.path().join("x.xls")), "--format", "json"]);
    assert_eq!((other.status, other.lines("diagnostic")[0]["code"].as_str()), (2, Some("option-invalid")));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

/// What a clerk types comes back as typed: no zero lost, no number made of text, no date made of a number.
#[test]
fn filled_in_by_libreoffice_it_comes_back_without_a_warning() {
    let dir = tempfile::tempdir().unwrap();
    let source = blank(dir.path(), "standard");
    let rows = dir.path().join("rows.json");
    let typed = json!({
        "settings": {"发文机关": "黄山市交通运输局", "届": "九", "次": "2"},
        "rows": [
            {
                "建议号": "023", "类型": "建议", "建议标题": "关于修路的建议", "提出人": "王建国、李红", "提出人数": "5",
                "正文": "一、已经修好\n路已经通车。", "成文日期": "2025-6-11", "联系电话": "05592355364",
                "办复类别": "A类", "公开属性": "主动公开", "发文字号": "黄交函〔2025〕3号", "并案号": "24",
            },
            {"建议号": "9B111", "建议标题": "关于修桥的建议", "提出人": "张三", "正文": "桥已经通车。", "成文日期": "2025年6月12日"},
        ],
    });
    std::fs::write(&rows, typed.to_string()).unwrap();
    for ending in ["xlsx", "ods"] {
        let filled = dir.path().join(format!("filled.{ending}"));
        office(&["fill", text(&source), text(&rows), text(&filled)]);
        assert_eq!(problems(&filled), Vec::<String>::new(), "{ending}");
        let out = dir.path().join(ending);
        let ran = run(&["run", text(&filled), "-o", text(&out), "--format", "json"]);
        let letters = ran.lines("letter");
        let made: Vec<&str> = letters.iter().map(|letter| letter["path"].as_str().unwrap()).collect();
        assert_eq!(made, ["letters/023_王建国.pdf", "letters/9B111_张三.pdf"], "{ending}: {}", ran.stdout);
        let first = common::text_of(&out.join(made[0]));
        for part in [
            "黄山市第九届人民代表大会第二次会议第023号建议",
            "等5位代表",
            "05592355364",
            "2025年6月11日",
            "黄交函〔2025〕3号",
            "黄山市交通运输局",
        ] {
            assert!(first.contains(part), "{ending}: {part} in {first}");
        }
        assert!(common::text_of(&out.join(made[1])).contains("2025年6月12日"), "{ending}");
    }
}

#[test]
fn no_heading_is_wrapped_and_no_date_is_shown_as_number_signs() {
    let dir = tempfile::tempdir().unwrap();
    for profile in ["standard", "huangshan"] {
        let path = blank(dir.path(), profile);
        let narrow = office(&["narrow", text(&path)]);
        assert_eq!(narrow, json!([]), "{profile}");
    }
    // The judge does find what has no room.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "很长很长的栏目名称").unwrap();
    let date = ExcelDateTime::from_ymd(2024, 6, 11).unwrap();
    sheet.write_with_format(1, 1, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    sheet.set_column_width(1, 4).unwrap();
    let path = dir.path().join("narrow.xlsx");
    book.save(&path).unwrap();
    let narrow = office(&["narrow", text(&path)]);
    let parts: Vec<&Value> = narrow.as_array().unwrap().iter().map(|fault| &fault[1]).collect();
    assert_eq!(parts, ["heading", "date"], "{narrow}");
}

#[test]
fn headings_have_notes_that_say_what_is_needed() {
    let dir = tempfile::tempdir().unwrap();
    let read = office(&["read", text(&blank(dir.path(), "huangshan"))]);
    let sheet = &read["答复"];
    let cells = sheet["cells"].as_object().unwrap();
    let headings: Vec<&String> =
        cells.keys().filter(|cell| cell.ends_with('1') && cell.trim_matches(char::is_alphabetic) == "1").collect();
    let comments = sheet["comments"].as_object().unwrap();
    for cell in &headings {
        let comment = comments[*cell].as_str().unwrap();
        assert!(comment.starts_with(cells[*cell].as_str().unwrap()), "{cell}: {comment}");
        assert!(["必填", "选填", "空着时用"].iter().any(|word| comment.contains(word)), "{comment}");
    }
    let of = |heading: &str| {
        let cell = headings.iter().find(|cell| cells[**cell] == heading).unwrap_or_else(|| panic!("no {heading}"));
        (comments[*cell].as_str().unwrap(), sheet["colours"][*cell].as_i64().unwrap())
    };
    assert!(of("办复类别").0.contains("必填") && of("办复类别").0.contains("A类（所提问题已经解决或者基本解决）"));
    assert!(of("正文").0.contains("“正文”和“正文文件”必填一个"));
    assert!(of("成文日期").0.contains("2024-06-11"));
    assert!(of("发文机关").0.contains("设置"));
    // What is needed is told by its colour too.
    assert_ne!(of("办复类别").1, of("抄送").1);
    assert_ne!(of("正文").1, of("抄送").1);
    assert!(!cells.values().any(|heading| heading == "发文字号"), "huangshan prints no document number");
    assert_eq!(read["设置"]["cells"]["B2"], "huangshan");
}

/// The problems of a ledger that belong to a cell, as the copy's list names their cells.
fn annotated(ledger: &str, lang: &str) -> (tempfile::TempDir, PathBuf, Vec<Value>) {
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("copy.xlsx");
    let ran = run(&["check", ledger, "--annotate", text(&copy), "--format", "json", "--lang", lang]);
    assert!(copy.exists(), "{}{}", ran.stdout, ran.stderr);
    (dir, copy, ran.lines("diagnostic"))
}

#[test]
fn every_problem_is_a_comment_on_its_coloured_cell_and_a_link_in_the_list() {
    let (_dir, copy, found) = annotated("tests/suite/twenty-mistakes/input.xlsx", "zh");
    let read = office(&["read", text(&copy)]);
    let (list, ledger) = (&read["问题"], &read["答复"]);
    assert_eq!(list["cells"]["A1"], "程度");
    for (row, problem) in (2..).zip(&found) {
        let word = |name: &str| problem[name].as_str().unwrap_or_default();
        let cell = word("cell");
        let comment = ledger["comments"][cell].as_str().unwrap_or_else(|| panic!("no comment on {cell}"));
        assert!(comment.contains(word("message")), "{cell}: {comment}");
        assert!(problem["hints"].as_array().unwrap().iter().all(|hint| comment.contains(hint.as_str().unwrap())));
        assert_ne!(ledger["colours"][cell], -1, "{cell}");
        let link = list["links"][format!("B{row}")].as_str().unwrap_or_default().replace(['$', '\''], "");
        assert_eq!(link, format!("#答复.{cell}"), "row {row}");
        assert_eq!(list["cells"][format!("E{row}")], word("message"));
        assert_eq!(list["cells"][format!("G{row}")], word("code"));
    }
    assert_eq!(list["cells"].get(format!("A{}", found.len() + 2)), None);
    // Nothing else is coloured.
    let coloured = ledger["colours"].as_object().unwrap().values().filter(|colour| **colour != -1).count();
    assert_eq!(coloured, ledger["comments"].as_object().unwrap().len());
    let severities = ["错误", "警告", "说明"];
    assert!(list["cells"].as_object().unwrap().iter().all(|(cell, word)| {
        !cell.starts_with('A') || cell == "A1" || severities.contains(&word.as_str().unwrap())
    }));
}

#[test]
fn the_copy_holds_the_ledgers_values() {
    let (_dir, copy, _) = annotated("inputs/huangshan-2024.xlsx", "zh");
    // The list is passed over; the sheet 设置 is there.
    assert_eq!(problems(Path::new("inputs/huangshan-2024.xlsx")), Vec::<String>::new());
    assert_eq!(problems(&copy), ["sheet-skipped A1"]);
    let out = tempfile::tempdir().unwrap();
    for (ledger, name) in [(text(&copy), "a"), ("inputs/huangshan-2024.xlsx", "b")] {
        assert_eq!(run(&["run", ledger, "-o", text(&out.path().join(name))]).status, 0);
    }
    assert!(common::files(&out.path().join("a/letters")) == common::files(&out.path().join("b/letters")));
}

#[test]
fn ledgers_without_cells_are_laid_out_by_their_keys() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("x.json");
    let letters = json!({"issuer": "黄山市交通运输局", "term": "八界", "letters": [
        {"number": "1", "subject": "关于修路的建议", "proposers": [{"name": "李红"}, "王五"], "body": ["一段。", "二段。"],
         "date": "2024-02-30", "contact": {"phone": "没有"}},
        {"number": "2", "subject": "关于修桥的建议", "proposers": "李红", "date": "2024-06-11"},
    ]});
    std::fs::write(&ledger, letters.to_string()).unwrap();
    let (_copy_dir, copy, found) = annotated(text(&ledger), "zh");
    assert!(found.len() >= 4, "{found:?}");
    let read = office(&["read", text(&copy)]);
    let (sheet, settings) = (&read["台账"], &read["设置"]);
    let headings: Vec<&Value> =
        ["A1", "B1", "C1", "D1", "E1", "F1"].iter().map(|cell| &sheet["cells"][*cell]).collect();
    assert_eq!(headings, ["number", "subject", "proposers", "body", "date", "contact.phone"]);
    assert_eq!(sheet["cells"]["C2"], "李红\n王五");
    assert_eq!(sheet["cells"]["D2"], "一段。\n二段。");
    let comment = |sheet: &Value, cell: &str| sheet["comments"][cell].as_str().unwrap_or_default().to_owned();
    assert!(comment(sheet, "E2").contains("2024-02-30"), "{read}");
    assert!(comment(sheet, "F2").contains("没有"), "{read}");
    // A missing value's place is its letter: the row's first cell.
    assert!(comment(sheet, "A3").contains("正文"), "{read}");
    assert_eq!(settings["cells"]["A3"], "term");
    assert!(comment(settings, "B3").contains("八界"), "{read}");
}

#[test]
fn a_csv_has_one_sheet() {
    let (_dir, copy, found) = annotated("tests/suite/dates/input.csv", "en");
    let read = office(&["read", text(&copy)]);
    for problem in found {
        let cell = problem["cell"].as_str().unwrap();
        let comment = read["台账"]["comments"][cell].as_str().unwrap_or_default();
        assert!(comment.contains(problem["message"].as_str().unwrap()), "{cell}: {comment}");
    }
}

#[test]
fn a_ledger_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = blank(dir.path(), "standard");
    let before = std::fs::read(&ledger).unwrap();
    let link = dir.path().join("link.xlsx");
    #[cfg(unix)]
    std::os::unix::fs::symlink(&ledger, &link).unwrap();
    for target in [&ledger, &link] {
        for force in [&[][..], &["--force"]] {
            let mut args = vec!["check", text(&ledger), "--annotate", text(target), "--format", "json"];
            args.extend(force);
            let ran = run(&args);
            assert_eq!(
                (ran.status, ran.lines("diagnostic")[0]["code"].as_str()),
                (2, Some("output-exists")),
                "{args:?}"
            );
            assert!(std::fs::read(&ledger).unwrap() == before);
        }
    }
    // Nor is anything else, unasked; and one copy is of one ledger.
    let other = dir.path().join("other.xlsx");
    std::fs::write(&other, "mine").unwrap();
    assert_eq!(run(&["check", text(&ledger), "--annotate", text(&other)]).status, 2);
    assert_eq!(run(&["check", text(&ledger), "--annotate", text(&dir.path().join("x.csv"))]).status, 2);
    assert_eq!(std::fs::read(&other).unwrap(), b"mine");
    assert_eq!(run(&["check", text(&ledger), "--annotate", text(&other), "--force"]).status, 0);
    let both =
        run(&["check", text(&ledger), "inputs/huangshan-2024.xlsx", "--annotate", text(&dir.path().join("y.xlsx"))]);
    assert_eq!(both.status, 2);
}

#[test]
fn the_copy_is_the_same_each_time_and_keeps_the_status_of_the_check() {
    let dir = tempfile::tempdir().unwrap();
    let copies = ["a.xlsx", "b.xlsx"].map(|name| dir.path().join(name));
    for copy in &copies {
        let ran = run(&["check", "tests/suite/twenty-mistakes/input.xlsx", "--annotate", text(copy), "--lang", "zh"]);
        assert_eq!(ran.status, 1);
    }
    assert!(std::fs::read(&copies[0]).unwrap() == std::fs::read(&copies[1]).unwrap());
}

/// A ledger of whose headings none is known gives no letters, and yet a copy that says so.
#[test]
fn what_keeps_a_ledger_from_being_read_is_shown_in_the_copy() {
    let (_dir, copy, found) = annotated("tests/suite/no-headings/input.csv", "zh");
    assert_eq!(found.len(), 1);
    let read = office(&["read", text(&copy)]);
    let comment = read["台账"]["comments"]["A1"].as_str().unwrap_or_default();
    assert!(comment.contains(found[0]["message"].as_str().unwrap()), "{read}");
    // A file that is no ledger at all has nothing to copy.
    let dir = tempfile::tempdir().unwrap();
    let none = dir.path().join("none.xlsx");
    let ran = run(&["check", "tests/suite/torn-workbook/input.xlsx", "--annotate", text(&none)]);
    assert_eq!((ran.status, none.exists()), (2, false));
}
