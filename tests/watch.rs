//! The live page, in a real browser.
#![cfg(unix)]

mod common;

use common::{root, tool};

/// The shipped templates, in a folder that may be changed.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn the_live_page_shows_letters_mistakes_and_mended_pages() {
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    copy(&root().join("templates"), &templates);
    let fonts = root().join("fonts");
    let said = tool(
        "tests/tools/watch-page",
        &[env!("CARGO_BIN_EXE_dafu"), templates.to_str().unwrap(), fonts.to_str().unwrap()],
    );
    let seen: serde_json::Value = serde_json::from_str(&said).unwrap();
    let text = |name: &str| seen[name].as_str().unwrap_or_default();
    // Nobody else comes in.
    for (name, status) in [("without the token", 404), ("wrong token", 404), ("other host", 403), ("other origin", 403)]
    {
        assert_eq!(seen[name], status, "{name}: {seen:#}");
    }
    assert_eq!(seen["from elsewhere"], serde_json::json!([]), "{seen:#}");
    assert_eq!(seen["said"], serde_json::json!([]), "{seen:#}");
    assert_eq!(seen["letters"], 12, "{seen:#}");
    assert_eq!(seen["pages of the first"], 5, "{seen:#}");
    assert_eq!(seen["lines of the grid"], 44, "{seen:#}");
    for part in ["letter.typ.tera:", "body (", "[答复]"] {
        assert!(text("source").contains(part), "{part}: {seen:#}");
    }
    // Told, never failed on: a figure belongs to a machine. The aim is 300.
    println!("milliseconds of CPU a save: {}", seen["ms of CPU a save"]);
    assert_eq!(seen["another letter"], true, "{seen:#}");
    let line = 1 + std::fs::read_to_string(templates.join("reply/letter.typ.tera"))
        .unwrap()
        .lines()
        .position(|line| line == "{{ closing }}")
        .unwrap();
    for part in [
        "`closign` is not a variable",
        "did you mean `closing`?",
        &format!("letter.typ.tera:{line}:4"),
        "{{ closign }}",
    ] {
        assert!(text("mistake").contains(part), "{part}: {seen:#}");
    }
    assert!(text("source of the mistake").contains("{{ closign }}"), "{seen:#}");
    assert!(seen["pages kept"].as_u64() > Some(0), "{seen:#}");
    assert_eq!((&seen["new line"], &seen["problems after it"]), (&true.into(), &0.into()), "{seen:#}");
    assert!(
        text("loop").contains("not done within 30 seconds") && text("loop").contains("letter.typ.tera"),
        "{seen:#}"
    );
    assert!(seen["after the loop"].as_u64() > Some(0), "{seen:#}");
}
