//! A ledger's way from bytes to letters, and what must hold on it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use dafu::diag::{Diagnostic, Lang};
use dafu::input::{self, BodyOptions, Defaults, ReadOptions};
use dafu::letter::{CheckOptions, Letter, check_all};
use dafu::lint::{Levels, Linter};
use dafu::profile::{self, Profile};
use dafu::shelf::Shelf;

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The profile `standard`.
pub fn profile() -> &'static Profile {
    static PROFILE: OnceLock<Profile> = OnceLock::new();
    PROFILE.get_or_init(|| profile::load(&root().join("templates"), "standard").unwrap())
}

/// Reads a ledger of that name as `dafu check` does, up to its letters.
pub fn read(name: &str, bytes: &[u8]) -> Vec<Letter> {
    let book = input::read(Path::new(name), bytes);
    judge(book.value.is_some(), &book.findings);
    let Some(book) = book.value else { return Vec::new() };
    std::hint::black_box(book.view());
    let raws = input::letters(&book, profile(), &Defaults::new(), &ReadOptions::default());
    judge(true, &raws.findings);
    let rows = raws.value.as_ref().map_or(0, Shelf::len);
    let letters = check_all(&raws.value.unwrap_or_default(), profile(), &CheckOptions::default());
    judge(true, &letters.findings);
    let letters = letters.value.unwrap_or_default();
    // `DAFU_FUZZ_TELL=1 xlsx FILE` shows whether a seed gets through to letters.
    if std::env::var_os("DAFU_FUZZ_TELL").is_some() {
        eprintln!("{rows} rows, {} letters", letters.len());
    }
    judge(true, &asked_about(&letters));
    letters.into_vec().unwrap()
}

/// Reads a text file of that name as the body of a ledger's one letter. Bodies are read from paths, so the file is
/// written.
pub fn read_body(name: &str, bytes: &[u8]) {
    let dir = std::env::temp_dir().join(format!("dafu-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join(name), bytes).unwrap();
    let ledger = format!(r#"[{{"number": "153", "proposers": "王景峰", "body_file": "{name}"}}]"#);
    let book = input::read(&dir.join("x.json"), ledger.as_bytes()).value.unwrap();
    let raws = input::letters(&book, profile(), &Defaults::new(), &ReadOptions::default()).value.unwrap();
    let raws = input::read_bodies(&raws, profile(), &BodyOptions::default(), &|_| true);
    judge(raws.value.is_some(), &raws.findings);
    let letters = check_all(&raws.value.unwrap_or_default(), profile(), &CheckOptions::default());
    judge(true, &letters.findings);
    judge(true, &asked_about(&letters.value.unwrap_or_default()));
}

fn asked_about(letters: &Shelf<Letter>) -> Vec<Diagnostic> {
    let levels = Levels::default();
    let mut linter = Linter::new(profile(), &levels, letters);
    letters.iter().enumerate().for_each(|(index, letter)| linter.read(index, &letter.unwrap()).unwrap());
    linter.finish()
}

/// Nothing is refused without an error, and no problem is without words, whatever a file holds.
fn judge(there: bool, findings: &[Diagnostic]) {
    assert!(there || findings.iter().any(|found| found.is_error() || !found.hints.is_empty()));
    for found in findings {
        for lang in [Lang::Zh, Lang::En] {
            assert!(!found.message.text(lang).is_empty(), "{found:?}");
        }
    }
}
