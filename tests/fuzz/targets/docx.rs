#![no_main]
//! `.docx`: the parts of a text file that holds a body, or a whole file.

use dafu_fuzz::{quiet_where_guarded, read_body, zip_of};
use libfuzzer_sys::fuzz_target;

const FIXED: &[(&str, &str)] = &[("[Content_Types].xml", "<Types/>")];
const PARTS: &[&str] = &["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/_rels/document.xml.rels"];

fuzz_target!(init: quiet_where_guarded(), |data: &[u8]| {
    if data.starts_with(b"PK") {
        read_body("153.docx", data);
    } else {
        read_body("153.docx", &zip_of(data, FIXED, PARTS));
    }
});
