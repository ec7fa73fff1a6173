#![no_main]
//! `.xls`: the stream of a workbook, or a whole file.

use dafu_fuzz::{compound_file, quiet_where_guarded, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: quiet_where_guarded(), |data: &[u8]| {
    if data.starts_with(&[0xD0, 0xCF]) {
        read("x.xls", data);
    } else {
        read("x.xls", &compound_file(data));
    }
});
