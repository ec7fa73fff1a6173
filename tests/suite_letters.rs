//! Letters of every structure that published replies show, set by every profile, each against its text.
//!
//! `tests/suite/letters/<profile>.json` and the profiles' own samples are the ledgers; the text of each letter in
//! reading order, page by page, stands in a folder of the profile's name. `UPDATE=1` rewrites it: read what it says.

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use common::{letters, root, run_json, tool};

/// One run: the ledger, and where its texts stand.
struct Ledger {
    file: PathBuf,
    texts: PathBuf,
}

fn ledgers() -> Vec<Ledger> {
    let suite = root().join("tests/suite/letters");
    let mut found = Vec::new();
    for (dir, prefix) in [(suite.clone(), ""), (root().join("templates/profiles/samples"), "sample-")] {
        for (name, _) in common::files(&dir) {
            if let Some(profile) = name.strip_suffix(".json") {
                let texts = suite.join(format!("{prefix}{profile}"));
                found.push(Ledger { file: dir.join(&name), texts });
            }
        }
    }
    found
}

/// The text in reading order: blanks beside Han characters are the tool's own, pages are parted by a line.
fn text(pdf: &Path) -> String {
    let raw = tool("pdftotext", &[pdf.to_str().unwrap(), "-"]);
    let pages = raw.trim_end_matches('\u{c}').split('\u{c}').map(|page| {
        let lines = page.lines().map(|line| line.split_whitespace().collect::<String>());
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    });
    format!("{}\n", pages.collect::<Vec<_>>().join("\n──\n"))
}

#[test]
fn every_letter_of_the_suite_reads_as_it_should() {
    let dir = tempfile::tempdir().unwrap();
    let (mut wrong, mut made, mut profiles) = (Vec::new(), Vec::new(), BTreeSet::new());
    for ledger in ledgers() {
        let name = ledger.texts.file_name().unwrap().to_string_lossy().into_owned();
        let out = dir.path().join(&name);
        let ran = run_json(ledger.file.to_str().unwrap(), &out, &[]);
        assert_eq!(ran.status, 0, "{name}: {}\n{}", ran.stdout, ran.stderr);
        let loud: Vec<_> = ran.lines("diagnostic").into_iter().filter(|found| found["severity"] != "note").collect();
        assert!(loud.is_empty(), "{name}: {loud:#?}");
        profiles.insert(name.trim_start_matches("sample-").to_owned());
        let pdfs = letters(&out);
        if std::env::var_os("UPDATE").is_some() {
            let _ = std::fs::remove_dir_all(&ledger.texts);
            std::fs::create_dir_all(&ledger.texts).unwrap();
        }
        let mut expected: BTreeSet<PathBuf> = std::fs::read_dir(&ledger.texts)
            .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
            .unwrap_or_default();
        for pdf in pdfs {
            let path = ledger.texts.join(pdf.file_name().unwrap()).with_extension("txt");
            let found = text(&pdf);
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&path, &found).unwrap();
            } else if std::fs::read_to_string(&path).unwrap_or_default() != found {
                wrong.push(format!("{}\n{found}", path.display()));
            }
            expected.remove(&path);
            made.push(pdf.to_str().unwrap().to_owned());
        }
        assert!(expected.is_empty(), "no letter has these texts: {expected:?}");
    }
    assert!(wrong.is_empty(), "{} letters differ\n{}", wrong.len(), wrong.join("\n"));
    assert!(made.len() >= 45, "{} letters", made.len());
    // Every shipped profile has its letters.
    let shipped = common::files(&root().join("templates/profiles"));
    for (name, _) in &shipped {
        let profile = name.strip_suffix(".toml").unwrap();
        assert!(profiles.contains(profile), "no letter of the profile {profile}");
    }
    let paths: Vec<&str> = made.iter().map(String::as_str).collect();
    let said = tool("tests/tools/pdfa-check", &paths);
    let verdicts = said.lines().filter(|line| line.contains("\tPASS\t")).count();
    assert_eq!(verdicts, made.len() * 2, "PDF/A-3a and PDF/UA-1 of each: {said}");
}
