//! Numbers, dates and texts as their cells show them, from the formats and the XML of several programs.

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::values::{read_sheet, rewritten_parts};
use super::*;

/// Reads a sheet whose column 附注, a text, has these numbers by their formats; gives what it holds.
fn notes(cells: &[(f64, &str)]) -> (Vec<String>, Vec<String>) {
    let read = read_sheet(|sheet| {
        sheet.write(0, 5, "附注").unwrap();
        for (row, (value, format)) in (1..).zip(cells) {
            sheet.write_row(row, 0, VALUES).unwrap();
            sheet.write_with_format(row, 5, *value, &Format::new().set_num_format(*format)).unwrap();
        }
    });
    let shown = read.letters.iter().map(|letter| short(&letter.field(&Key::Note).value)).collect();
    (shown, read.problems)
}

#[test]
fn numbers_in_text_are_read_as_shown() {
    let (shown, problems) = notes(&[
        (0.956, "0%"),
        (0.9564, "0.00%"),
        (1_234_567.0, "#,##0"),
        (1234.5, "#,##0.00"),
        (30.0, "0\"年\""),
        (153.0, "0.00"),
        (23.0, "000"),
        (153.0, "General"),
        (153.0, "0.00E+00"),
        (2.0 / 3.0, "0.00"),
        (-1234.5, "[$¥-804]#,##0.00;[Red]-[$¥-804]#,##0.00"),
    ]);
    let expected =
        ["96%", "95.64%", "1,234,567", "1,234.50", "30年", "153.00", "023", "153", "153", "0.67", "-¥1,234.50"];
    assert_eq!(shown, expected);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn dates_and_times_in_text_are_read_as_shown() {
    let (shown, problems) = notes(&[
        (45_454.0, "yyyy\"年\"m\"月\"d\"日\""),
        (45_454.0, "[$-804]yyyy\"年\"m\"月\"d\"日\";@"),
        (45_454.0, "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@"),
        (45_454.375, "yyyy-mm-dd hh:mm"),
        (45_454.0, "yyyy.m.d"),
        (1.104_166_666_666_666_7, "[h]:mm"),
        (0.375, "h:mm"),
        (0.75, "h:mm AM/PM"),
    ]);
    let expected = [
        "2024年6月11日",
        "2024年6月11日",
        "二〇二四年六月十一日",
        "2024-06-11 09:00",
        "2024.6.11",
        "26:30",
        "9:00",
        "6:00 PM",
    ];
    assert_eq!(shown, expected);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn a_date_is_exact_whatever_its_cell_shows() {
    let formats = [
        "yyyy\"年\"m\"月\"",
        "[$-804]aaaa;@",
        "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@",
        "m/d/yy h:mm",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    ];
    let read = read_sheet(|sheet| {
        for (row, format) in (1..).zip(formats) {
            sheet.write_row(row, 0, VALUES).unwrap();
            sheet.write_with_format(row, 4, 45_454.25, &Format::new().set_num_format(format)).unwrap();
        }
        // The formats that programs set for East Asia know by number alone.
        sheet.write_row(6, 0, VALUES).unwrap();
        sheet.write_with_format(6, 4, 45_454.0, &Format::new().set_num_format_index(31)).unwrap();
    });
    assert_eq!(read.problems, [""; 0]);
    assert_eq!(read.letters.len(), 6);
    for letter in &read.letters {
        assert_eq!(short(&letter.field(&Key::Date).value), "2024-6-11");
    }
}

/// A workbook of the good row, changed by `fill`, with its parts changed by `change`.
fn raw(fill: impl FnOnce(&mut Worksheet), change: impl Fn(&str, String) -> String) -> Read {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("答复").unwrap();
    sheet.write_row(0, 0, HEADINGS).unwrap();
    sheet.write_row(1, 0, VALUES).unwrap();
    fill(sheet);
    read_text("x.xlsx", rewritten_parts(&book.save_to_buffer().unwrap(), change))
}

/// A sheet's XML with another cell in the place of one.
fn with_cell(sheet: &str, place: &str, cell: &str) -> String {
    let from = sheet.find(&format!("<c r=\"{place}\"")).unwrap();
    let to = from + sheet[from..].find("</c>").unwrap() + "</c>".len();
    format!("{}{cell}{}", &sheet[..from], &sheet[to..])
}

#[test]
fn texts_are_read_from_cells_of_every_kind() {
    let body = |text: &str| {
        let cell = format!("<c r=\"C2\" t=\"inlineStr\"><is>{text}</is></c>");
        let read = raw(
            |_| (),
            |name, text| match name {
                "xl/worksheets/sheet1.xml" => with_cell(&text, "C2", &cell),
                _ => text,
            },
        );
        (short(&read.letters[0].field(&Key::Body).value), read.problems)
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(body("<t>已办。</t>"), ("已办。".to_owned(), none.clone()));
    // Phonetic text above the characters is no part of it.
    let phonetic =
        "<r><t>已</t></r><r><rPr><b/></rPr><t>办。</t></r><rPh sb=\"0\" eb=\"1\"><t>yi</t></rPh><phoneticPr/>";
    assert_eq!(body(phonetic), ("已办。".to_owned(), none.clone()));
    let struck = "<r><t>已</t></r><r><rPr><strike/></rPr><t>经</t></r><r><rPr><strike val=\"0\"/></rPr><t>办。</t></r>";
    assert_eq!(body(struck), ("已经办。".to_owned(), vec!["warning text-struck [答复]C2".to_owned()]));
    // An escaped line break is one; an escaped escape is the text that somebody typed.
    assert_eq!(body("<t>一_x000D_&#10;二</t>"), ("一\n二".to_owned(), none.clone()));
    assert_eq!(body("<t>一_x005F_x000D_二</t>"), ("一_x000D_二".to_owned(), none));
}

#[test]
fn formulas_are_read_by_their_results() {
    let read = raw(
        |sheet| {
            sheet.write_formula(1, 0, Formula::new("=100+53").set_result("153")).unwrap();
            sheet.write_formula(1, 1, Formula::new("=A9").set_result("987654")).unwrap();
            sheet.write(0, 5, "附注").unwrap();
            sheet.write_formula(1, 5, Formula::new("=IF(A9,1,2)").set_result("x")).unwrap();
        },
        |name, text| match name {
            "xl/worksheets/sheet1.xml" => {
                let text = text.replace("<v>987654</v>", "");
                // An empty text is a result.
                let text = with_cell(&text, "F2", r#"<c r="F2" t="str"><f>X()</f><v></v></c>"#);
                with_cell(&text, "D2", r#"<c r="D2" t="e"><f>X()</f><v>#SPILL!</v></c>"#)
            }
            _ => text,
        },
    );
    assert_eq!(
        read.problems,
        ["error formula-without-value [答复]B2", "error cell-error [答复]D2", "note number-as-text [答复]A1"]
    );
    assert_eq!(at(&read.letters[0], &Key::Number), "153@[答复]A2");
    assert_eq!(at(&read.letters[0], &Key::Note), "-@[答复]F2");
}

#[test]
fn rows_and_columns_without_height_or_width_are_hidden() {
    let read = raw(
        |sheet| {
            sheet.set_column_width(3, 20).unwrap();
            sheet.set_row_height(1, 30).unwrap();
        },
        |_, text| text.replace("width=\"20.7109375\"", "width=\"0\"").replace("ht=\"30\"", "ht=\"0\""),
    );
    assert_eq!(read.problems, ["note column-hidden [答复]D1", "warning row-hidden [答复]A2"]);
}

#[test]
fn a_table_of_texts_that_claims_more_than_it_can_hold_is_refused() {
    let claims = |count: &str| {
        raw(
            |_| (),
            |name, text| match name {
                "xl/sharedStrings.xml" => text.replace("uniqueCount=\"", &format!("uniqueCount=\"{count}")),
                _ => text,
            },
        )
        .problems
    };
    assert_eq!(claims(""), [""; 0]);
    assert_eq!(claims("40000000"), ["error file-damaged"]);
    assert_eq!(claims("999999999999999"), ["error file-damaged"]);
}
