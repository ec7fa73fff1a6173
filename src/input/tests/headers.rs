//! Headings, sheets and defaults of workbooks and `.csv`.

use rust_xlsxwriter::{Workbook, Worksheet};

use super::*;
use crate::diag::{Lang, Origin};

fn write(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells.iter().copied()).unwrap();
    }
}

/// Reads a workbook of sheets: name, and its rows. A name that begins with `!` is hidden.
fn read_book(sheets: &[(&str, &[&[&str]])], defaults: &Defaults, options: &ReadOptions) -> Read {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xlsx");
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name.trim_start_matches('!')).unwrap();
        if name.starts_with('!') {
            sheet.set_hidden(true);
        } else {
            sheet.set_active(true);
        }
        write(sheet, rows);
    }
    book.save(&path).unwrap();
    read_with(&path, defaults, options)
}

fn read_sheets(sheets: &[(&str, &[&[&str]])]) -> Read {
    read_book(sheets, &Defaults::new(), &ReadOptions::default())
}

/// Reads a `.csv` of the good headings and values with more columns: heading, and values from the top.
#[track_caller]
fn check_columns(more: &[(&str, &[&str])], problems: &[&str]) -> Read {
    let depth = more.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
    let mut text = HEADINGS.join(",");
    for (heading, _) in more {
        text += &format!(",{heading}");
    }
    for row in 0..depth {
        text += &format!("\n{}", VALUES.join(","));
        for (_, values) in more {
            text += &format!(",{}", values.get(row).copied().unwrap_or_default());
        }
    }
    let read = read_text("x.csv", text);
    assert_eq!(read.problems, problems);
    read
}

#[test]
fn headings_are_found_below_a_title() {
    let read = read_sheets(&[("答复", &[&["2024年建议办理台账"], &[], &["序号", "建 议 号"], &HEADINGS, &VALUES])]);
    assert_eq!(read.problems, [""; 0]);
    assert_eq!(at(&read.letters[0], &Key::Number), "153@[答复]A5");
}

#[test]
fn a_heading_over_two_rows_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = rust_xlsxwriter::Format::new();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.merge_range(0, column, 1, column, heading, &plain).unwrap();
    }
    sheet.merge_range(0, 5, 0, 6, "联系方式", &plain).unwrap();
    sheet.write_row(1, 5, ["联系人", "联系电话"]).unwrap();
    sheet.write_row(2, 0, VALUES).unwrap();
    sheet.write_row(2, 5, ["张三", "2355364"]).unwrap();
    book.save(&path).unwrap();
    let read = read(&path);
    assert_eq!(read.problems, [""; 0]);
    assert_eq!(at(&read.letters[0], &Key::Number), "153@[Sheet1]A3");
    assert_eq!(at(&read.letters[0], &Key::ContactPhone), "2355364@[Sheet1]G3");
}

#[test]
fn unknown_headings_are_notes_and_slips_are_warnings() {
    check_columns(
        &[("备注", &["x"]), ("成文日起", &["x"]), ("序号", &["1"])],
        &["note heading-unknown :F1", "warning heading-resembles :G1"],
    );
}

#[test]
fn two_headings_of_one_field_are_an_error() {
    let read = check_columns(&[("编号", &["7"])], &["error heading-duplicate :F1"]);
    let text = read.findings[0].message.text(Lang::Zh);
    assert!(text.contains("A1") && text.contains("F1"), "{text}");
    assert_eq!(read.letters[0].reported, BTreeSet::from([Key::Number]));
}

#[test]
fn values_decide_what_an_ambiguous_heading_means() {
    let read = check_columns(&[("类型", &["建议", "提案"]), ("类别", &["A", "B类"])], &[]);
    assert_eq!(at(&read.letters[1], &Key::Matter), "提案@:F3");
    assert_eq!(at(&read.letters[1], &Key::Category), "B类@:G3");
    let read = check_columns(&[("类型", &["A", "C"])], &[]);
    assert_eq!(at(&read.letters[0], &Key::Category), "A@:F2");
    let read = check_columns(&[("审查分类", &["城乡建设", "教育"])], &["note heading-unknown :F1"]);
    assert_eq!(read.letters[0].reported, BTreeSet::new());
    let read = check_columns(&[("类别", &["重要", "一般"])], &["error heading-ambiguous :F1"]);
    assert_eq!(read.findings[0].hints.len(), 3);
    assert_eq!(read.letters[0].reported, BTreeSet::from([Key::Matter, Key::Category]));
    check_columns(&[("类别", &["A", "建议"])], &["error heading-ambiguous :F1"]);
}

#[test]
fn a_missing_column_is_one_error() {
    let read = read_text("x.csv", "\n序号,提出人,发文机关\n1,王景峰,甲\n2,李明,乙\n");
    assert_eq!(read.problems, ["error column-missing :A2", "error column-missing :A2", "error column-missing :A2"]);
    let expected = [Key::Date, Key::Number, Key::Title, Key::Body, Key::BodyFile];
    for letter in &read.letters {
        assert_eq!(letter.reported, BTreeSet::from(expected.clone()));
        assert_eq!(at(letter, &Key::Date), "-@:A2");
    }
}

#[test]
fn sheets_are_chosen_by_their_headings() {
    let ledger: &[&[&str]] = &[&HEADINGS, &VALUES];
    let sheets: &[(&str, &[&[&str]])] =
        &[("说明", &[&["怎样填写"]]), ("人大", ledger), ("政协", ledger), ("!去年", ledger), ("!草稿", &[])];
    let read = read_sheets(sheets);
    assert_eq!(read.letters.len(), 2);
    assert_eq!(
        read.problems,
        ["note sheet-skipped [说明]A1", "warning sheet-hidden [去年]A1", "note sheet-skipped [草稿]A1"]
    );
    let only = |name: &str| ReadOptions { sheet: Some(name.to_owned()), ..ReadOptions::default() };
    let read = read_book(sheets, &Defaults::new(), &only("政协"));
    assert_eq!((read.letters.len(), read.problems.len()), (1, 0));
    let read = read_book(sheets, &Defaults::new(), &only("党委"));
    assert_eq!(read.problems, ["error sheet-unknown"]);
    let hint = read.findings[0].hints[0].text(Lang::Zh);
    assert!(hint.contains("人大、政协"), "{hint}");
    let read = read_book(sheets, &Defaults::new(), &only("说明"));
    assert_eq!(read.problems, ["error headings-missing [说明]A1"]);
}

#[test]
fn a_ledger_without_headings_or_rows_is_an_error() {
    assert_eq!(read_sheets(&[("答复", &[])]).problems, ["error headings-missing [答复]A1"]);
    assert_eq!(read_sheets(&[("答复", &[&HEADINGS])]).problems, ["error ledger-empty [答复]A1"]);
    let both = read_sheets(&[("人大", &[&HEADINGS]), ("政协", &[&HEADINGS, &VALUES])]);
    assert_eq!(both.problems, ["warning ledger-empty [人大]A1"]);
}

#[test]
fn defaults_come_from_settings_then_dafu_toml_then_the_profile() {
    let sheets: &[(&str, &[&[&str]])] = &[
        (
            "答复",
            &[
                &["建议号", "提出人", "正文", "地区"],
                &["153", "王景峰", "已办。", ""],
                &["154", "李明", "已办。", "休宁县"],
            ],
        ),
        (
            "设置",
            &[&["项目", "值"], &["模板", "huangshan"], &["地区", "黄山市"], &["date", "2024-06-11"], &["备注", "x"]],
        ),
    ];
    let toml = Origin::text(Path::new("dafu.toml"), 2, 1);
    let defaults = Defaults::from([
        (Key::Place, ("歙县".to_owned(), toml.clone())),
        (Key::Issuer, ("黄山市发展和改革委员会".to_owned(), toml.clone())),
    ]);
    let read = read_book(sheets, &defaults, &ReadOptions::default());
    assert_eq!(read.problems, ["note heading-unknown [设置]A5"]);
    let [first, second] = read.letters.as_slice() else { panic!() };
    assert_eq!(at(first, &Key::Place), "黄山市@[设置]B3");
    assert_eq!(at(second, &Key::Place), "休宁县@[答复]D3");
    assert_eq!(at(first, &Key::Date), "2024-06-11@[设置]B4");
    assert_eq!(first.field(&Key::Issuer).origin, toml);
    assert_eq!(first.field(&Key::Closing).origin, Origin::file(Path::new("templates/profiles/sample.toml")));
}

#[test]
fn a_ledger_may_not_set_options_that_reach_outside() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xlsx");
    let mut book = Workbook::new();
    write(book.add_worksheet(), &[&HEADINGS, &VALUES]);
    let sheet = book.add_worksheet().set_name("设置").unwrap();
    write(sheet, &[&["项目", "值"], &["profile", "huangshan"], &["sign", "key.p12"], &["Password_File", "x"]]);
    book.save(&path).unwrap();
    let opened = open(&path);
    assert!(opened.value.is_none());
    let problems: Vec<String> = opened.findings.iter().map(brief).collect();
    assert_eq!(problems, ["error option-forbidden [设置]A3", "error option-forbidden [设置]A4"]);
}

#[test]
fn a_book_names_its_profile() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xlsx");
    let mut book = Workbook::new();
    write(book.add_worksheet(), &[&HEADINGS, &VALUES]);
    write(book.add_worksheet().set_name("设置").unwrap(), &[&["项目", "值"], &["配置", " huangshan "]]);
    book.save(&path).unwrap();
    let book = open(&path).value.unwrap();
    let (name, origin) = book.profile().unwrap();
    assert_eq!(name, "huangshan");
    assert!(origin.to_string().ends_with("[设置]B2"));
}
