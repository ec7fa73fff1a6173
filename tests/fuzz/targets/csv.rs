#![no_main]
//! `.csv`, in whatever encoding.

use dafu_fuzz::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    read("x.csv", data);
});
