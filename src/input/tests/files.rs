//! Files that are not what they should be, and the formats beside `.xlsx` and `.json`.

use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use rust_xlsxwriter::Workbook;

use super::*;

#[track_caller]
fn check(name: &str, bytes: &[u8], problems: &[&str]) {
    assert_eq!(read_text(name, bytes).problems, problems, "{name}");
}

fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    sheet.write_row(1, 0, VALUES).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn files_that_cannot_be_read_are_told() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(read(&dir.path().join("none.xlsx")).problems, ["error io"]);
    assert_eq!(read(dir.path()).problems, ["error io"]);
    check("x.xlsx", b"", &["error file-empty"]);
    check("x.csv", b"\xEF\xBB\xBF\n", &["error file-empty"]);
    check("x.docx", b"x", &["error format-unknown"]);
    check("x.csv", &[b'a', 0xff, 0x20, 0xff], &["error encoding-unknown"]);
}

#[test]
fn a_workbook_that_is_cut_or_bent_is_damaged() {
    let bytes = workbook();
    check("x.xlsx", &bytes, &[]);
    check("x.xls", &bytes, &["error format-mismatch"]);
    for cut in [4, 100, bytes.len() / 2, bytes.len() - 1] {
        check("x.xlsx", &bytes[..cut], &["error file-damaged"]);
    }
    for at in [60, bytes.len() / 3, bytes.len() / 2] {
        let mut bent = bytes.clone();
        bent[at] ^= 0xff;
        let read = read_text("x.xlsx", &bent);
        assert!(read.problems.iter().all(|problem| problem == "error file-damaged"), "{:?}", read.problems);
    }
}

#[test]
fn a_lock_file_shows_that_changes_are_not_seen() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.csv");
    std::fs::write(&path, format!("{}\n{}", HEADINGS.join(","), VALUES.join(","))).unwrap();
    let lock = dir.path().join("~$x.csv");
    std::fs::write(&lock, "x").unwrap();
    let read_beside = read(&path);
    assert_eq!(read_beside.problems, ["warning file-open-elsewhere"]);
    assert_eq!(read_beside.letters.len(), 1);
    assert_eq!(read(&lock).problems, ["warning file-open-elsewhere"]);
    assert!(open(&lock).value.is_none());
}

#[test]
fn a_csv_is_read_in_utf8_and_gb18030() {
    let text = format!("{}\r\n{}\r\n", HEADINGS.join(";"), VALUES.join(";"));
    for bytes in
        [text.clone().into_bytes(), format!("\u{feff}{text}").into_bytes(), GB18030.encode(&text).0.into_owned()]
    {
        let read = read_text("x.csv", bytes);
        assert_eq!(read.problems, [""; 0]);
        assert_eq!(at(&read.letters[0], &Key::Issuer), "黄山市发展和改革委员会@:D2");
    }
}

#[test]
fn damage_done_by_a_spreadsheet_program_is_seen_in_a_csv() {
    let text = format!("{}\n1.23457E+17,#N/A,已办。,甲,2024-06-11", HEADINGS.join(","));
    check("x.csv", text.as_bytes(), &["error digits-lost :A2", "error cell-error :B2"]);
    let text = format!("{}\n153,王景峰,\"一_x000D_\n二\",甲,2024-06-11", HEADINGS.join(","));
    assert_eq!(at(&read_text("x.csv", text).letters[0], &Key::Body), "一\n二@:C2");
}

#[test]
fn an_old_workbook_is_read_with_merged_cells_and_dates() {
    // Headings in row 2, two letters, 发文机关 merged over both, a hidden ledger.
    let read = read_text("x.xls", include_bytes!("old.xls"));
    assert_eq!(read.problems, ["note format-old", "warning sheet-hidden [藏]A1", "note number-as-text [答复]A2"]);
    let [first, second] = read.letters.as_slice() else { panic!() };
    assert_eq!(at(first, &Key::Number), "153@[答复]A3");
    assert_eq!(at(first, &Key::Body), "一、\n已办@[答复]C3");
    assert_eq!(at(first, &Key::Date), "2024-6-11@[答复]E3");
    assert_eq!(at(second, &Key::Issuer), "甲@[答复]D3");
    check("x.xlsx", include_bytes!("old.xls"), &["error format-mismatch"]);
}

/// An `.ods` with the content's body.
fn ods(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">
        <office:automatic-styles><style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
        <office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"#
    );
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)] {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

#[test]
fn an_ods_is_read_sparsely() {
    let values = r#"<table:table-row>
        <table:table-cell office:value-type="float" office:value="23"><text:p>023</text:p></table:table-cell>
        <table:table-cell office:value-type="string" table:number-rows-spanned="2"><office:annotation><text:p>批注</text:p></office:annotation><text:p>王<text:s text:c="2"/>伟 &amp; <text:span>李明</text:span></text:p><text:p>张三</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>已办。</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>
        <table:table-cell office:value-type="date" office:date-value="2024-06-11T00:00:00"><text:p>24/6/11</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="16378"/>
        <table:table-cell office:value-type="string"><text:p>远</text:p></table:table-cell>
    </table:table-row>
    <table:table-row><table:table-cell office:value-type="string"><text:p>24</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
    <table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let body = format!(
        r#"<table:table table:name="答复">{}{values}</table:table><table:table table:name="藏" table:style-name="h">{}</table:table>"#,
        ods_row(&HEADINGS),
        ods_row(&HEADINGS)
    );
    let read = read_text("x.ods", ods(&body));
    assert_eq!(
        read.problems,
        ["warning sheet-hidden [藏]A1", "warning zero-maybe-lost [答复]A2", "note number-as-text [答复]A1"]
    );
    let [first, second] = read.letters.as_slice() else { panic!() };
    assert_eq!(at(first, &Key::Number), "023@[答复]A2");
    assert_eq!(at(first, &Key::Proposers), "王  伟 & 李明\n张三@[答复]B2");
    assert_eq!(at(first, &Key::Date), "2024-6-11@[答复]E2");
    assert_eq!(at(second, &Key::Proposers), "王  伟 & 李明\n张三@[答复]B2");
}

#[test]
fn blanks_of_an_ods_that_stand_for_very_many_are_refused() {
    let row = ods_row(&[&r#"文<text:s text:c="100000000"/>"#.repeat(10_000)]);
    let body = format!(r#"<table:table table:name="答复">{row}</table:table>"#);
    check("x.ods", &ods(&body), &["error file-damaged"]);
}

#[test]
fn more_merged_regions_than_any_ledger_has_are_refused() {
    let merged = r#"<table:table-row><table:table-cell table:number-columns-spanned="2"/></table:table-row>"#;
    let rows = |count: usize| ods_row(&HEADINGS) + &ods_row(&VALUES) + &merged.repeat(count);
    let body = |count| format!(r#"<table:table table:name="答复">{}</table:table>"#, rows(count));
    check("x.ods", &ods(&body(100_000)), &[]);
    check("x.ods", &ods(&body(100_001)), &["error file-damaged"]);
}

#[test]
fn phonetic_text_of_an_ods_is_left_out_and_its_dates_are_shown() {
    let ruby = "<text:ruby><text:ruby-base>王</text:ruby-base><text:ruby-text>wáng</text:ruby-text></text:ruby>伟";
    let date = r#"<table:table-cell office:value-type="date" office:date-value="2024-06-11"><text:p>二〇二四年六月十一日</text:p></table:table-cell>"#;
    let values = ods_row(&["153", ruby, "已办。", "甲", "2024-06-11"]).replace("</table:table-row>", date);
    let body = format!(
        r#"<table:table table:name="答复">{}{values}</table:table-row></table:table>"#,
        ods_row(&["建议号", "提出人", "正文", "发文机关", "成文日期", "附注"])
    );
    let read = read_text("x.ods", ods(&body));
    assert_eq!(read.problems, [""; 0]);
    assert_eq!(at(&read.letters[0], &Key::Proposers), "王伟@[答复]B2");
    assert_eq!(at(&read.letters[0], &Key::Note), "二〇二四年六月十一日@[答复]F2");
}
