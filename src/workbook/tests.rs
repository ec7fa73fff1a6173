//! The workbooks without any other program: what depends on the profile, and what a clerk's ledger may hold.

use std::io::Read as _;
use std::path::Path;

use super::columns::{self, Needed};
use super::{annotate, blank, note};
use crate::diag::{CellRef, Code, Diagnostic, Lang, Message, Origin};
use crate::input;
use crate::profile::{self, Key, Need, Profile};

fn standard() -> Profile {
    profile::load(Path::new("templates"), "standard").unwrap()
}

/// One part of a workbook's zip.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn headings(profile: &Profile) -> Vec<String> {
    columns::columns(profile).iter().map(|column| column.heading.to_owned()).collect()
}

#[test]
fn the_profile_decides_which_columns_there_are() {
    let mut profile = standard();
    let all = headings(&profile);
    for heading in ["建议号", "正文", "发文字号", "公开属性", "办复类别", "沟通记录"] {
        assert!(all.iter().any(|known| known == heading), "{heading}");
    }
    // A profile that does not print an element has no column for it.
    assert!(all.contains(&"份号".to_owned()));
    profile.prints.remove(&Key::CopyNumber);
    assert!(!headings(&profile).contains(&"份号".to_owned()));
    let set = |profile: &mut Profile, key: Key, need: Need| {
        profile.fields.iter_mut().find(|spec| spec.key == key).unwrap().need = need;
    };
    set(&mut profile, Key::CopyNumber, Need::Required);
    set(&mut profile, Key::DocNumber, Need::Forbidden);
    set(&mut profile, Key::Retention, Need::Fixed("永久".to_owned()));
    profile.prints.remove(&Key::Disclosure);
    let mut own = profile.fields[0].clone();
    own.key = Key::Extra("town".to_owned());
    own.headings = vec!["所属乡镇".to_owned()];
    profile.fields.push(own);
    let changed = headings(&profile);
    for (heading, there) in
        [("份号", true), ("发文字号", false), ("保管期限", false), ("公开属性", false), ("所属乡镇", true)]
    {
        assert_eq!(changed.iter().any(|known| known == heading), there, "{heading}");
    }
}

#[test]
fn a_pair_needs_one_unless_the_profile_needs_one_itself() {
    let mut profile = standard();
    let needed = |profile: &Profile, key: &Key| {
        columns::columns(profile).into_iter().find(|column| column.spec.key == *key).unwrap().needed
    };
    assert_eq!(needed(&profile, &Key::Number), Needed::Or(Key::Title));
    assert_eq!(needed(&profile, &Key::Title), Needed::Or(Key::Number));
    assert_eq!(needed(&profile, &Key::Date), Needed::Always);
    assert_eq!(needed(&profile, &Key::Cc), Needed::No);
    profile.fields.iter_mut().find(|spec| spec.key == Key::Number).unwrap().need = Need::Required;
    assert_eq!(needed(&profile, &Key::Number), Needed::Always);
    assert_eq!(needed(&profile, &Key::Title), Needed::No);
}

#[test]
fn closed_sets_are_drop_downs_and_formats_keep_what_is_typed() {
    let bytes = blank(&standard()).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    for list in [
        "建议,提案,议案,闭会建议,平时提案",
        "人大,政协",
        "独办,主办,分办,会办",
        "合并,逐一",
        "主动公开,依申请公开,不予公开",
        "A类,B类,C类,D类",
    ] {
        assert!(sheet.contains(&format!("\"{list}\"")), "no drop-down {list}");
    }
    assert!(sheet.contains("state=\"frozen\""));
    assert!(part(&bytes, "xl/worksheets/sheet2.xml").contains("\"人大,政协\""));
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("yyyy-mm-dd") && styles.contains("numFmtId=\"49\""));
    assert!(part(&bytes, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

#[test]
fn a_set_too_long_for_a_drop_down_has_none_and_is_in_the_note() {
    let mut profile = standard();
    profile.matters = (0..100).map(|index| format!("第{index}种建议")).collect();
    let sheet = part(&blank(&profile).unwrap(), "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("第1种建议,"));
    let columns = columns::columns(&profile);
    let matter = columns.iter().find(|column| column.spec.key == Key::Matter).unwrap();
    assert!(note::note(&profile, matter).contains("第99种建议"));
    // The table's example is none of them.
    assert_eq!(matter.example, "第0种建议");
}

/// Copies a ledger with one problem at each place, and reads the copy's values again.
fn copy(name: &str, content: &str, places: &[Origin]) -> (Vec<u8>, input::Book) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, content).unwrap();
    let book = input::open(&path).value.unwrap();
    let at = |origin: &Origin| match origin.clone() {
        Origin::Cell { sheet, cell, .. } => Origin::Cell { file: path.as_path().into(), sheet, cell },
        Origin::Pointer { pointer, line, .. } => Origin::Pointer { file: path.as_path().into(), pointer, line },
        other => other,
    };
    let problem = |origin: &Origin| Diagnostic::warning(Code::Io, Message::new("错\u{1}处", "wrong")).at(&at(origin));
    let findings: Vec<Diagnostic> = places.iter().map(problem).collect();
    let bytes = annotate(&book, &findings, Lang::Zh).unwrap();
    let copied = dir.path().join("copy.xlsx");
    std::fs::write(&copied, &bytes).unwrap();
    (bytes, input::open(&copied).value.unwrap())
}

fn cell(row: u32, column: u32) -> Origin {
    Origin::Cell { file: Path::new("x").into(), sheet: None, cell: CellRef { row, column } }
}

fn pointer(pointer: &str, line: Option<usize>) -> Origin {
    Origin::Pointer { file: Path::new("x").into(), pointer: pointer.to_owned(), line }
}

/// The value of a cell of the copy.
fn shown(book: &input::Book, sheet: &str, at: &str) -> Option<String> {
    let view = book.view();
    let sheet = view.sheets.iter().find(|view| view.name == sheet)?;
    let (_, value) = sheet.cells.iter().find(|(cell, _)| cell.to_string() == at)?;
    Some(match value {
        input::Shown::Text(text) => text.to_string(),
        other => format!("{other:?}"),
    })
}

#[test]
fn texts_stay_texts_whatever_they_look_like() {
    let long = "字".repeat(40_000);
    let csv = format!("建议号,正文,成文日期\n023,=1+1,2024-06-11\n1E5,\"{long}\",\n");
    let (_, book) = copy("x.csv", &csv, &[]);
    assert_eq!(shown(&book, "台账", "A2").as_deref(), Some("023"));
    assert_eq!(shown(&book, "台账", "B2").as_deref(), Some("=1+1"));
    assert_eq!(shown(&book, "台账", "A3").as_deref(), Some("1E5"));
    assert_eq!(shown(&book, "台账", "B3").map(|text| text.chars().count()), Some(32_767));
    assert_eq!(shown(&book, "问题", "E1").as_deref(), Some("问题"));
    assert_eq!(shown(&book, "问题", "E2").as_deref(), Some("没有问题"));
}

#[test]
fn problems_at_no_cell_are_listed_without_a_link() {
    let elsewhere = Origin::file(Path::new("dafu.toml"));
    let (bytes, book) = copy("x.csv", "建议号\n1\n", &[elsewhere, cell(1, 0), cell(2_000_000, 0)]);
    assert_eq!(shown(&book, "问题", "B2").as_deref(), Some("dafu.toml"));
    assert_eq!(shown(&book, "问题", "B3").as_deref(), Some("台账 A2"));
    assert!(shown(&book, "问题", "B4").is_some_and(|place| place.ends_with("A2000001")));
    let list = part(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(list.matches("<hyperlink ").count(), 1, "{list}");
    assert!(list.contains("'台账'!$A$2"));
    // A control character would keep the file from being opened.
    assert!(part(&bytes, "xl/comments1.xml").contains("错处"));
}

#[test]
fn lines_of_jsonl_and_letters_that_are_none_have_rows_of_their_own() {
    let jsonl = "{\"number\": \"1\"}\n7\n{\"extra\": {\"town\": \"屯溪\"}, \"number\": 12}\n";
    let places = [pointer("/2/number", Some(3)), pointer("/1", Some(2)), pointer("/2/date", Some(3))];
    let (bytes, book) = copy("x.jsonl", jsonl, &places);
    assert_eq!(shown(&book, "台账", "A1").as_deref(), Some("number"));
    assert_eq!(shown(&book, "台账", "B1").as_deref(), Some("extra.town"));
    assert_eq!(shown(&book, "台账", "B4").as_deref(), Some("屯溪"));
    assert_eq!(shown(&book, "台账", "A4").as_deref(), Some("Number(12.0)"));
    assert_eq!(shown(&book, "台账", "A3").as_deref(), Some("Number(7.0)"));
    for (row, place) in [(2, "台账 A4"), (3, "台账 A3"), (4, "台账 A4")] {
        assert_eq!(shown(&book, "问题", &format!("B{row}")).as_deref(), Some(place));
    }
    let comments = part(&bytes, "xl/comments1.xml");
    assert_eq!(comments.matches("<comment ").count(), 2, "{comments}");
}
