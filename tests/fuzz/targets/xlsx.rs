#![no_main]
//! `.xlsx`: the parts of a workbook, or a whole file.

use dafu_fuzz::{quiet_where_guarded, read, zip_of};
use libfuzzer_sys::fuzz_target;

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
        read("x.xlsx", &zip_of(data, &[("[Content_Types].xml", "<Types/>")], PARTS));
    }
});
