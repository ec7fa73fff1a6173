#![no_main]
//! `.xlsx`: the parts of a workbook, or a whole file.

use dafu_fuzz::{quiet_where_guarded, read, zip_of};
use libfuzzer_sys::fuzz_target;

const RELATIONS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" "#,
    r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" "#,
    r#"Target="xl/workbook.xml"/></Relationships>"#
);
const FIXED: &[(&str, &str)] = &[("[Content_Types].xml", "<Types/>"), ("_rels/.rels", RELATIONS)];
const PARTS: &[&str] = &[
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
];

fuzz_target!(init: quiet_where_guarded(), |data: &[u8]| {
    if data.starts_with(b"PK") {
        read("x.xlsx", data);
    } else {
        read("x.xlsx", &zip_of(data, FIXED, PARTS));
    }
});
