//! Letters joined for printing on both sides.

mod common;

use std::path::Path;

use common::{run_json, tool};

const LEDGER: &str = "inputs/huangshan-2024.json";

/// Text of each page, without white space.
fn pages(pdf: &Path) -> Vec<String> {
    let text = tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]);
    let mut pages: Vec<String> =
        text.split('\u{c}').map(|page| page.chars().filter(|c| !c.is_whitespace()).collect()).collect();
    pages.pop();
    pages
}

#[test]
fn letters_are_joined_in_the_ledgers_order_each_from_a_right_hand_page() {
    let dir = tempfile::tempdir().unwrap();
    let (out, set) = (dir.path().join("out"), dir.path().join("print.pdf"));
    let ran = run_json(LEDGER, &out, &["--print-set", set.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    tool("qpdf", &["--check", set.to_str().unwrap()]);
    let joined = pages(&set);
    let mut at = 0;
    for letter in ran.lines("letter") {
        assert_eq!(at % 2, 0, "{letter} begins on a left-hand page");
        for page in pages(&out.join(letter["path"].as_str().unwrap())) {
            assert_eq!(joined[at], page, "{letter}");
            at += 1;
        }
        if at % 2 == 1 {
            assert_eq!(joined[at], "", "{letter}");
            at += 1;
        }
    }
    assert_eq!(at, joined.len());
    let told = &ran.lines("print-set")[0];
    assert_eq!((&told["letters"], &told["missing"]), (&12.into(), &0.into()));
    assert_eq!(told["sheets"], joined.len() / 2);
    let info = tool("qpdf", &["--json", set.to_str().unwrap()]);
    for wanted in ["DuplexFlipLongEdge", "153_王景峰"] {
        assert!(info.contains(wanted), "{wanted}");
    }

    // Nothing is typeset for it, and the same letters give the same bytes.
    let bytes = std::fs::read(&set).unwrap();
    let again = run_json(LEDGER, &out, &["--print-set", set.to_str().unwrap()]);
    assert!(again.lines("letter").iter().all(|letter| letter["status"] == "kept"));
    assert!(std::fs::read(&set).unwrap() == bytes);
    let two = run_json(LEDGER, &out, &["--print-set", set.to_str().unwrap(), "--only", "153,023"]);
    assert_eq!((two.status, pages(&set).len()), (0, 10));
}

#[test]
fn a_page_of_the_set_looks_as_it_did() {
    let dir = tempfile::tempdir().unwrap();
    let (out, set) = (dir.path().join("out"), dir.path().join("print.pdf"));
    assert_eq!(run_json(LEDGER, &out, &["--only", "153", "--print-set", set.to_str().unwrap()]).status, 0);
    let picture = |pdf: &Path, name: &str| {
        let to = dir.path().join(name);
        tool(
            "pdftoppm",
            &["-r", "50", "-f", "1", "-l", "1", "-singlefile", pdf.to_str().unwrap(), to.to_str().unwrap()],
        );
        std::fs::read(to.with_extension("ppm")).unwrap()
    };
    assert!(picture(&set, "set") == picture(&out.join("letters/153_王景峰.pdf"), "letter"));
}

#[cfg(unix)]
#[test]
fn signed_letters_are_only_read() {
    let dir = tempfile::tempdir().unwrap();
    let set = dir.path().join("print.pdf");
    let ran = common::pki::sign("ec.p12", dir.path(), &["--print-set", set.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let letter = common::pki::letter(dir.path());
    assert_eq!(dafu::digest::sha256([std::fs::read(&letter).unwrap().as_slice()]), ran.lines("letter")[0]["sha256"]);
    tool("qpdf", &["--check", set.to_str().unwrap()]);
    assert_eq!(pages(&set)[..5], pages(&letter)[..]);
}

#[test]
fn a_file_that_is_no_print_set_is_left_alone_and_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let (out, other) = (dir.path().join("out"), dir.path().join("notes.pdf"));
    std::fs::write(&other, "%PDF-1.7\nmine").unwrap();
    let ran = run_json(LEDGER, &out, &["--print-set", other.to_str().unwrap()]);
    assert_eq!((ran.status, &ran.lines("diagnostic")[0]["code"]), (2, &"output-exists".into()));
    assert_eq!(std::fs::read(&other).unwrap(), b"%PDF-1.7\nmine");
    assert!(!out.exists());
}

#[test]
fn a_set_without_all_letters_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let (out, set) = (dir.path().join("out"), dir.path().join("print.pdf"));
    let text = std::fs::read_to_string(common::root().join(LEDGER)).unwrap();
    let mut ledger: serde_json::Value = serde_json::from_str(&text).unwrap();
    ledger["letters"][1]["date"] = "2024年2月30日".into();
    let path = dir.path().join("ledger.json");
    std::fs::write(&path, ledger.to_string()).unwrap();
    let ran = run_json(path.to_str().unwrap(), &out, &["--print-set", set.to_str().unwrap()]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.lines("print-set")[0]["missing"], 1);
    assert!(ran.lines("diagnostic").iter().any(|found| found["code"] == "print-set-incomplete"));
    assert!(set.exists());
}
