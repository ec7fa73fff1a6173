//! Drafts to pass round: marked on every page, and never taken for the letter.

mod common;

use std::path::Path;

use common::{run, run_json, text_of, tool};

const LEDGER: &str = "inputs/huangshan-2024.json";

#[test]
fn a_draft_is_marked_on_every_page_and_laid_out_as_the_letter() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let drafts = run_json(LEDGER, &out, &["--draft", "--facts"]);
    assert_eq!(drafts.status, 0, "{}", drafts.stdout);
    let letters = run_json(LEDGER, &out, &["--facts"]);
    assert_eq!(letters.status, 0, "{}", letters.stdout);
    let mut pdfs = Vec::new();
    for (draft, letter) in drafts.lines("letter").iter().zip(letters.lines("letter")) {
        assert_eq!((&draft["status"], &draft["signed"]), (&"made".into(), &false.into()));
        assert_eq!(draft["facts"], letter["facts"], "the same pages");
        assert_eq!(draft["id"].as_str().unwrap(), format!("{}|样稿", letter["id"].as_str().unwrap()));
        let path = out.join("drafts").join(draft["path"].as_str().unwrap());
        assert!(path.file_stem().unwrap().to_str().unwrap().ends_with("_样稿"));
        let pages = draft["pages"].as_u64().unwrap();
        for page in 1..=pages {
            let page = page.to_string();
            let text = tool("pdftotext", &["-f", &page, "-l", &page, path.to_str().unwrap(), "-"]);
            assert!(text.contains('样') && text.contains('稿'), "page {page} of {} has no mark", path.display());
        }
        pdfs.push(path);
    }
    assert_eq!(pdfs.len(), 12);
    let paths: Vec<&str> = pdfs.iter().map(|pdf| pdf.to_str().unwrap()).collect();
    let said = tool("tests/tools/pdfa-check", &paths);
    assert_eq!(said.matches("\tPASS\t").count(), 24, "{said}");

    // The letters know nothing of them, and the other way round.
    let names = |dir: &Path| common::files(dir).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert!(names(&out.join("letters")).iter().all(|name| !name.contains("样稿")));
    assert!(common::letters(&out).iter().all(|letter| !text_of(letter).contains("样稿")));
    let journal = std::fs::read_to_string(out.join("journal.jsonl")).unwrap();
    assert!(!journal.contains("样稿"));
    let summary = std::fs::read_to_string(out.join("drafts/summary.csv")).unwrap();
    assert_eq!(summary.matches("_样稿.pdf").count(), 12);
    // Again there is nothing to make.
    let again = run_json(LEDGER, &out, &["--draft"]);
    assert!(again.lines("letter").iter().all(|draft| draft["status"] == "kept"), "{}", again.stdout);
}

#[cfg(unix)]
#[test]
fn a_draft_is_never_signed_sealed_or_taken_for_the_letter() {
    use common::pki::pki;
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    assert_eq!(run_json(LEDGER, &out, &["--only", "153"]).status, 0);
    assert_eq!(run_json(LEDGER, &out, &["--only", "153", "--draft"]).status, 0);
    let draft = out.join("drafts/letters/153_王景峰_样稿.pdf");
    let (draft, key, password) = (draft.to_str().unwrap(), pki("ec.p12"), pki("password"));

    let other = dir.path().join("other");
    let ran = run_json(LEDGER, &other, &["--draft", "--sign", &key, "--password-file", &password]);
    assert_eq!((ran.status, ran.lines("diagnostic")[0]["code"].as_str()), (2, Some("option-invalid")));
    assert!(!other.exists());

    let ran = run(&["sign", draft, "--sign", &key, "--password-file", &password, "--lang", "en"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("this is a draft"), "{}", ran.stdout);

    let ran = run(&["adopt", out.to_str().unwrap(), draft, "--format", "json"]);
    assert_eq!((ran.status, ran.lines("diagnostic")[0]["code"].as_str()), (1, Some("adopt-differs")), "{}", ran.stdout);
    assert!(!out.join("adopted").exists());
    assert_eq!(run(&["verify", draft]).status, 1);
}
