//! Files made to fill the memory: told in plain words, within bounds.

mod common;

use common::{dafu, tool};

/// Seconds of CPU, and megabytes, that such a file may take.
const CPU: &str = "10";
const PEAK: u64 = 512;

#[test]
fn a_file_made_to_fill_the_memory_is_told_within_bounds() {
    let dir = tempfile::tempdir().unwrap();
    tool("python3", &["-B", "tests/make/hostile.py", dir.path().to_str().unwrap()]);
    let files = common::files(dir.path());
    assert!(files.len() > 12, "{}", files.len());
    for (name, _) in files {
        let path = dir.path().join(&name);
        let check = dafu(&["check", path.to_str().unwrap(), "--format", "json", "--lang", "en"]);
        let program = check.get_program().to_str().unwrap().to_owned();
        let mut all = vec!["-B", "tests/tools/limited.py", CPU, &program];
        all.extend(check.get_args().map(|arg| arg.to_str().unwrap()));
        let told: serde_json::Value = serde_json::from_str(&tool("python3", &all)).unwrap();
        let (stdout, stderr) = (told["stdout"].as_str().unwrap(), told["stderr"].as_str().unwrap());
        println!("{name}: {} MB, {:.1} s", told["peak_mb"], told["cpu"].as_f64().unwrap());
        assert!(told["peak_mb"].as_u64().unwrap() < PEAK, "{name}: {told}");
        assert!(!stderr.contains("panicked"), "{name}: {stderr}");
        if name.starts_with("large-") {
            assert!(told["status"] == 2 && stdout.contains("holds far more than a ledger"), "{name}: {told}");
        } else {
            assert!(told["status"] == 0, "{name}: {told}");
        }
    }
}
