//! Who judges signed letters: pyHanko, pdfsig, veraPDF, qpdf, and dafu's own `verify`.

use std::path::{Path, PathBuf};

use super::pki::pki;
use super::{Ran, run, tool};

/// Every letter of a run was made and signed.
#[track_caller]
pub fn good(ran: &Ran) {
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let letters = ran.lines("letter");
    assert!(!letters.is_empty() && letters.iter().all(|letter| letter["signed"] == true), "{}", ran.stdout);
}

pub fn verify(pdf: &Path, more: &[&str]) -> Ran {
    let ca = pki("ca.pem");
    let mut args = vec!["verify", pdf.to_str().unwrap(), "--trust", &ca, "--format", "json", "--lang", "en"];
    args.extend(more);
    run(&args)
}

/// dafu accepts the file, every check passes but those that need what is not at hand, and it has this level.
#[track_caller]
pub fn accepted(pdf: &Path, level: &str) {
    let ran = verify(pdf, &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for check in ran.lines("check") {
        let may_lack = check["check"] == "revocation" && !level.starts_with("b-l");
        let expected = if may_lack { "unchecked" } else { "passed" };
        assert_eq!(check["verdict"], expected, "{check}");
    }
    assert_eq!(ran.lines("verified")[0]["level"], level);
}

/// dafu refuses the file because of this check.
#[track_caller]
pub fn refused(pdf: &Path, check: &str, more: &[&str]) {
    let ran = verify(pdf, more);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    let failed: Vec<_> = ran.lines("check").into_iter().filter(|line| line["verdict"] == "failed").collect();
    assert!(failed.iter().any(|line| line["check"] == check), "{check} is not among {failed:#?}");
}

fn paths(pdfs: &[PathBuf]) -> impl Iterator<Item = &str> {
    pdfs.iter().map(|pdf| pdf.to_str().unwrap())
}

/// All are PDF/A-3a and PDF/UA-1.
#[track_caller]
pub fn conforms(pdfs: &[PathBuf]) {
    let said = tool("tests/tools/pdfa-check", &paths(pdfs).collect::<Vec<_>>());
    assert_eq!(said.matches("\tPASS\t").count(), 2 * pdfs.len(), "{said}");
    for pdf in paths(pdfs) {
        tool("qpdf", &["--check", pdf]);
    }
}

/// Everybody accepts all of them at this level.
#[track_caller]
pub fn judged(pdfs: &[PathBuf], level: &str) {
    let ca = pki("ca.pem");
    let args: Vec<&str> = [ca.as_str()].into_iter().chain(paths(pdfs)).collect();
    if level.starts_with("B-L") {
        let said = tool("tests/tools/ades-check", &args);
        assert_eq!(said.matches("\tVALID").count(), pdfs.len(), "{said}");
    } else {
        let said = tool("tests/tools/sig-check", &args);
        assert_eq!(said.matches(&format!(" {level} []")).count(), pdfs.len(), "{said}");
    }
    conforms(pdfs);
    for pdf in pdfs {
        accepted(pdf, &level.to_lowercase());
    }
}
