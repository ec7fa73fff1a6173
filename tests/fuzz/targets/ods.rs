#![no_main]
//! `.ods`: the content of a spreadsheet, or a whole file.

use dafu_fuzz::{quiet_where_guarded, read, zip_of};
use libfuzzer_sys::fuzz_target;

const FIXED: &[(&str, &str)] = &[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")];
const PARTS: &[&str] = &["content.xml", "META-INF/manifest.xml"];

fuzz_target!(init: quiet_where_guarded(), |data: &[u8]| {
    if data.starts_with(b"PK") {
        read("x.ods", data);
    } else {
        read("x.ods", &zip_of(data, FIXED, PARTS));
    }
});
