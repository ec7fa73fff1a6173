//! What stands in the cells of workbooks.

use std::io::{Cursor, Read as _, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::*;

/// Writes the headings and one good row in sheet 答复, lets `change` work on it, and reads it.
pub(super) fn read_sheet(change: impl FnOnce(&mut Worksheet)) -> Read {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("答复").unwrap();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    sheet.write_row(1, 0, VALUES).unwrap();
    change(sheet);
    book.save(&path).unwrap();
    read(&path)
}

#[test]
fn a_good_row_is_read_with_its_places() {
    let read = read_sheet(|_| {});
    assert_eq!(read.problems, [""; 0]);
    let letter = &read.letters[0];
    assert_eq!(at(letter, &Key::Number), "153@[答复]A2");
    assert_eq!(at(letter, &Key::Date), "2024年6月11日@[答复]E2");
    // No column: at the first heading.
    assert_eq!(at(letter, &Key::Cc), "-@[答复]A1");
    assert!(at(letter, &Key::Closing).starts_with("特此答复。@"));
    assert!(at(letter, &Key::Retention).starts_with("永久@"));
    assert_eq!(letter.reported, BTreeSet::new());
}

#[test]
fn identifiers_stored_as_numbers_are_told_once_a_column() {
    let read = read_sheet(|sheet| {
        sheet.write_column(1, 0, [153.0, 154.0]).unwrap();
        sheet.write_row(2, 1, VALUES[1..].iter().copied()).unwrap();
    });
    assert_eq!(read.problems, ["note number-as-text [答复]A1"]);
    assert_eq!(at(&read.letters[1], &Key::Number), "154@[答复]A3");
}

#[test]
fn a_format_that_shows_zeros_is_read_as_shown() {
    let read = read_sheet(|sheet| {
        let format = Format::new().set_num_format("000");
        sheet.write_number_with_format(1, 0, 23, &format).unwrap();
    });
    assert_eq!(read.problems, ["warning zero-maybe-lost [答复]A2", "note number-as-text [答复]A1"]);
    assert_eq!(at(&read.letters[0], &Key::Number), "023@[答复]A2");
    assert_eq!(read.findings[0].letter.as_ref().unwrap().number, "023");
}

#[test]
fn a_telephone_stored_as_a_number_may_lack_its_zero() {
    let read = read_sheet(|sheet| {
        sheet.write(0, 5, "联系电话").unwrap();
        sheet.write(1, 5, 5_592_355_364.0).unwrap();
    });
    assert_eq!(read.problems, ["warning zero-maybe-lost [答复]F2", "note number-as-text [答复]F1"]);
    assert_eq!(at(&read.letters[0], &Key::ContactPhone), "5592355364@[答复]F2");
    let mobile = read_sheet(|sheet| {
        sheet.write(0, 5, "联系电话").unwrap();
        sheet.write(1, 5, 13_805_591_234.0).unwrap();
    });
    assert_eq!(mobile.problems, ["note number-as-text [答复]F1"]);
}

#[test]
fn lost_digits_and_error_cells_are_told_once() {
    let read = read_sheet(|sheet| {
        sheet.write(1, 0, 123_456_789_012_345_678.0).unwrap();
        sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    assert_eq!(read.problems, ["error digits-lost [答复]A2", "error cell-error [答复]B2"]);
    let letter = &read.letters[0];
    assert_eq!(letter.reported, BTreeSet::from([Key::Number, Key::Proposers]));
    assert_eq!(at(letter, &Key::Number), "-@[答复]A2");
}

#[test]
fn a_formula_without_a_result_is_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    sheet.write_row(1, 0, VALUES).unwrap();
    sheet.write_formula(1, 1, Formula::new("=A9").set_result("987654")).unwrap();
    let shown = Formula::new("=\"一、\"&\"已办。\"").set_result("一、已办。");
    sheet.write_formula(1, 2, shown).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    // The writer always stores a result; other programs do not.
    let bytes = rewritten(&bytes, |part| part.replace("<v>987654</v>", "<v></v>"));
    let read = read_text("x.xlsx", bytes);
    assert_eq!(read.problems, ["error formula-without-value [Sheet1]B2"]);
    assert_eq!(at(&read.letters[0], &Key::Body), "一、已办。@[Sheet1]C2");
}

/// A workbook with the XML of its sheets changed.
fn rewritten(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    rewritten_parts(bytes, |name, text| if name.starts_with("xl/worksheets/") { change(text) } else { text })
}

/// A workbook with the XML of its parts changed.
pub(super) fn rewritten_parts(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        text = change(&name, text);
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn dates_are_dates_and_identifiers_that_became_dates_are_told() {
    let read = read_sheet(|sheet| {
        let format = Format::new().set_num_format("yyyy-mm-dd");
        let date = ExcelDateTime::from_ymd(2024, 6, 11).unwrap();
        sheet.write_with_format(1, 4, &date, &format).unwrap();
        sheet.write_with_format(1, 0, &date, &format).unwrap();
    });
    assert_eq!(read.problems, ["error digits-lost [答复]A2"]);
    assert_eq!(at(&read.letters[0], &Key::Date), "2024-6-11@[答复]E2");
}

#[test]
fn counts_stay_numbers() {
    let read = read_sheet(|sheet| {
        sheet.write(0, 5, "届").unwrap();
        sheet.write(1, 5, 8).unwrap();
        sheet.write(1, 4, 45454).unwrap();
    });
    assert_eq!(at(&read.letters[0], &Key::Term), "#8@[答复]F2");
    assert_eq!(at(&read.letters[0], &Key::Date), "#45454@[答复]E2");
}

#[test]
fn a_merged_value_counts_for_every_row_it_covers() {
    let read = read_sheet(|sheet| {
        sheet.write_row(2, 0, ["154", "李明", "二、已办。"]).unwrap();
        sheet.merge_range(1, 3, 2, 3, "黄山市发展和改革委员会", &Format::new()).unwrap();
        sheet.merge_range(1, 4, 3, 4, "2024-06-11", &Format::new()).unwrap();
    });
    assert_eq!(read.problems, [""; 0]);
    // The third row of the region has nothing of its own: it is blank.
    assert_eq!(read.letters.len(), 2);
    assert_eq!(at(&read.letters[1], &Key::Issuer), "黄山市发展和改革委员会@[答复]D2");
    assert_eq!(at(&read.letters[1], &Key::Date), "2024-06-11@[答复]E2");
}

#[test]
fn a_far_cell_costs_nothing() {
    let read = read_sheet(|sheet| {
        sheet.write(1_048_575, 16_383, "远").unwrap();
    });
    assert_eq!(read.problems, [""; 0]);
    assert_eq!(read.letters.len(), 1);
}

#[test]
fn blanks_and_line_ends_are_put_right() {
    let read = read_sheet(|sheet| {
        sheet.write(1, 0, "１５３").unwrap();
        sheet.write(1, 1, " 王\u{a0}伟\u{200b} ").unwrap();
        sheet.write(1, 2, "一、甲\r\n乙#panic()").unwrap();
    });
    assert_eq!(read.problems, ["note text-normalised [答复]A2", "note text-normalised [答复]B2"]);
    let letter = &read.letters[0];
    assert_eq!(at(letter, &Key::Number), "153@[答复]A2");
    assert_eq!(at(letter, &Key::Proposers), "王 伟@[答复]B2");
    assert_eq!(at(letter, &Key::Body), "一、甲\n乙#panic()@[答复]C2");
}

#[test]
fn seconders_stand_behind_those_who_proposed() {
    let read = read_sheet(|sheet| {
        sheet.write_row(0, 5, ["附议人", "附议人数"]).unwrap();
        sheet.write_row(1, 5, ["张三、李四"]).unwrap();
        sheet.write(1, 6, 2).unwrap();
    });
    let letter = &read.letters[0];
    assert_eq!(at(letter, &Key::Proposers), "[王景峰|张三、李四]@[答复]B2");
    assert_eq!(at(letter, &Key::ProposerCount), "#3@[答复]G2");
}

#[test]
fn a_question_of_disclosure_is_answered_by_yes_and_no() {
    let read = read_sheet(|sheet| {
        sheet.write(0, 5, "可否网上公开").unwrap();
        sheet.write(1, 5, "否").unwrap();
    });
    assert_eq!(at(&read.letters[0], &Key::Disclosure), "不予公开@[答复]F2");
}

#[test]
fn a_session_in_one_cell_is_parted() {
    let read = read_sheet(|sheet| {
        sheet.write(0, 5, "届次").unwrap();
        sheet.write(1, 5, "八届四次").unwrap();
    });
    assert_eq!(at(&read.letters[0], &Key::Term), "八@[答复]F2");
    assert_eq!(at(&read.letters[0], &Key::Meeting), "四@[答复]F2");
    let bad = read_sheet(|sheet| {
        sheet.write(0, 5, "届次").unwrap();
        sheet.write(1, 5, "八届").unwrap();
    });
    assert_eq!(bad.problems, ["error session-malformed [答复]F2"]);
    assert_eq!(bad.letters[0].reported, BTreeSet::from([Key::Term, Key::Meeting]));
}
