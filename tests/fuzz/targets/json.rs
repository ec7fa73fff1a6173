#![no_main]
//! `.json`, and the same bytes as `.jsonl`.

use dafu_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read("x.json", data);
    read("x.jsonl", data);
});
