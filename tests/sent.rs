//! Letters that were sent: no run changes them unasked.
#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Ran, files, root, run, run_json, state};
use serde_json::Value;

const LEDGER: &str = "inputs/huangshan-2024.json";

fn issue(out: &Path, more: &[&str]) -> Ran {
    let mut words = vec!["issue", out.to_str().unwrap(), "--format", "json", "--lang", "en"];
    words.extend(more);
    run(&words)
}

/// A run of all letters, all of them sent.
fn sent() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
    let ran = issue(dir.path(), &[]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert_eq!(ran.lines("letter").iter().filter(|letter| letter["status"] == "issued").count(), 12);
    dir
}

/// A run that must leave every sent letter as it is; `changed` of them would come out otherwise.
#[track_caller]
fn keeps_all(out: &Path, changed: usize, run: impl FnOnce() -> Ran) -> Ran {
    let before = files(&out.join("letters"));
    let ran = run();
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    assert_eq!(ran.codes(), vec!["issued-changed"; changed], "{}", ran.stdout);
    let letters = ran.lines("letter");
    assert!(letters.len() == 12 && letters.iter().all(|letter| letter["status"] == "kept"), "{}", ran.stdout);
    assert!(files(&out.join("letters")) == before, "a sent letter was changed");
    ran
}

/// The ledger with another telephone number in the letters that have the old one.
fn other_ledger(dir: &Path) -> (PathBuf, usize) {
    let text = fs::read_to_string(root().join(LEDGER)).unwrap();
    let path = dir.join("ledger.json");
    fs::write(&path, text.replace("2355364", "2355999")).unwrap();
    (path, text.matches("2355364").count())
}

fn copied(dir: &Path, name: &str) -> PathBuf {
    let to = dir.join(name);
    assert!(Command::new("cp").arg("-r").arg(root().join(name)).arg(&to).status().unwrap().success());
    to
}

#[test]
fn another_text_template_font_or_version_leaves_every_sent_byte_alone() {
    let sent = sent();
    let out = sent.path();
    let dir = tempfile::tempdir().unwrap();
    keeps_all(out, 0, || run_json(LEDGER, out, &[]));

    let (ledger, changed) = other_ledger(dir.path());
    keeps_all(out, changed, || run_json(ledger.to_str().unwrap(), out, &[]));

    let templates = copied(dir.path(), "templates");
    let page = templates.join("base/page.typ");
    fs::write(&page, fs::read_to_string(&page).unwrap() + "\n// changed\n").unwrap();
    keeps_all(out, 12, || run_json(LEDGER, out, &["--templates", templates.to_str().unwrap()]));

    // With another fall-back for page numbers the fonts are others.
    let fonts = copied(dir.path(), "fonts");
    let list = fonts.join("fonts.toml");
    let songti = r#"["SimSun", "Noto Serif SC Half", "Noto Serif SC", "HanaMinB"]"#;
    fs::write(&list, fs::read_to_string(&list).unwrap().replacen(songti, &songti.replace(", \"HanaMinB\"", ""), 1))
        .unwrap();
    keeps_all(out, 12, || run_json(LEDGER, out, &["--fonts", fonts.to_str().unwrap()]));

    // The key of another version's work is another one.
    let journal = out.join("journal.jsonl");
    let mut lines = Vec::new();
    for line in fs::read_to_string(&journal).unwrap().lines() {
        let mut line: Value = serde_json::from_str(line).unwrap();
        if line["type"] == "letter" {
            line["key"] = "0".repeat(64).into();
            line["tool"] = "dafu 0.0.9".into();
        }
        lines.push(format!("{line}\n"));
    }
    fs::write(&journal, lines.concat()).unwrap();
    let ran = keeps_all(out, 12, || run_json(LEDGER, out, &[]));
    assert_eq!(ran.lines("diagnostic")[0]["letter"], "153");
    assert_eq!(ran.lines("diagnostic")[0]["pointer"], "/letters/0/number");
    // `--strict` counts the warnings, and changes nothing either.
    let before = state(out);
    assert_eq!(run_json(LEDGER, out, &["--strict"]).status, 1);
    assert!(state(out).0 == before.0);
}

#[test]
fn reissue_makes_the_letter_and_keeps_what_was_sent() {
    let sent = sent();
    let out = sent.path();
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = other_ledger(dir.path());
    let ledger = ledger.to_str().unwrap();
    let old = fs::read(out.join("letters/153_王景峰.pdf")).unwrap();

    let ran = run_json(ledger, out, &["--reissue", "153"]);
    assert_eq!((ran.status, ran.news()), (0, vec![("153".to_owned(), "made".to_owned())]), "{}", ran.stdout);
    assert!(fs::read(out.join("superseded/153_王景峰.pdf")).unwrap() == old);
    let new = fs::read(out.join("letters/153_王景峰.pdf")).unwrap();
    assert!(new != old);

    // The new one was not sent yet: it follows the ledger, until it is marked.
    let back = run_json(LEDGER, out, &[]);
    assert_eq!(back.news(), [("153".to_owned(), "made".to_owned())]);
    assert!(fs::read(out.join("letters/153_王景峰.pdf")).unwrap() == old);
    assert_eq!(issue(out, &["--only", "153"]).status, 0);
    let again = run_json(ledger, out, &["--reissue", "153"]);
    assert_eq!(again.status, 0);
    // What lies there already is not copied twice.
    assert_eq!(files(&out.join("superseded")).len(), 1);
    common::journal_is_true(out, 12);

    let none = run_json(ledger, out, &["--reissue", "999"]);
    assert_eq!((none.status, none.codes()), (0, vec!["reissue-empty".to_owned()]));
}

#[test]
fn a_letter_that_is_not_as_it_was_made_is_not_marked_and_a_mark_can_be_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path();
    assert_eq!(run_json(LEDGER, out, &[]).status, 0);
    fs::write(out.join("letters/153_王景峰.pdf"), b"stamped by hand").unwrap();
    fs::remove_file(out.join("letters/047_江海燕.pdf")).unwrap();
    let ran = issue(out, &["--only", "153,047,061"]);
    assert_eq!((ran.status, ran.codes()), (1, vec!["issue-not-as-made".to_owned(); 2]), "{}", ran.stdout);
    let marked: Vec<Value> = ran.lines("letter").into_iter().filter(|letter| letter["status"] == "issued").collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0]["path"], "letters/061_谢秋生.pdf");

    // Marked twice is marked once; taken back it follows the ledger again.
    let marks = || fs::read_to_string(out.join("journal.jsonl")).unwrap().matches("\"issued\"").count();
    assert_eq!((issue(out, &["--only", "61,061"]).status, marks()), (1, 1), "61 is no letter");
    assert_eq!((issue(out, &["--only", "061"]).status, marks()), (0, 1));
    assert_eq!(issue(out, &["--undo"]).status, 2);
    assert_eq!(issue(out, &["--undo", "--only", "061"]).status, 0);
    let text = fs::read_to_string(root().join(LEDGER)).unwrap();
    let ledger = out.join("ledger.json");
    fs::write(&ledger, text.replace("黄山毛峰", "黄山绿茶")).unwrap();
    let ran = run_json(ledger.to_str().unwrap(), out, &["--only", "061"]);
    assert_eq!(ran.news(), [("061".to_owned(), "made".to_owned())], "{}", ran.stdout);

    let strange = tempfile::tempdir().unwrap();
    let ran = issue(strange.path(), &[]);
    assert_eq!((ran.status, ran.codes()), (2, vec!["not-an-output".to_owned()]));
    assert_eq!(fs::read_dir(strange.path()).unwrap().count(), 0);
}

#[test]
fn a_sent_file_that_got_lost_is_made_again_only_if_it_comes_out_the_same() {
    let sent = sent();
    let out = sent.path();
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = other_ledger(dir.path());
    let file = out.join("letters/153_王景峰.pdf");
    let old = fs::read(&file).unwrap();

    fs::remove_file(&file).unwrap();
    let ran = run_json(ledger.to_str().unwrap(), out, &["--only", "153"]);
    assert_eq!((ran.status, ran.codes()), (1, vec!["issued-lost".to_owned()]), "{}", ran.stdout);
    assert!(!file.exists());
    let ran = run_json(LEDGER, out, &["--only", "153"]);
    assert_eq!((ran.status, ran.codes().len()), (0, 0), "{}", ran.stdout);
    assert!(fs::read(&file).unwrap() == old);
    // It is still one that was sent.
    keeps_all(out, 1, || run_json(ledger.to_str().unwrap(), out, &[]));

    // Changed by hand it stays too, and is told of.
    fs::write(&file, b"a scan of the stamped letter").unwrap();
    let ran = run_json(LEDGER, out, &["--only", "153"]);
    assert_eq!((ran.status, ran.codes()), (0, vec!["issued-changed".to_owned()]), "{}", ran.stdout);
    assert_eq!(fs::read(&file).unwrap(), b"a scan of the stamped letter");
}

#[test]
fn a_sent_letter_keeps_its_name_and_its_place() {
    let sent = sent();
    let out = sent.path();
    let before = files(&out.join("letters"));
    // Under other names all would come out otherwise; none is told of as left over.
    keeps_all(out, 12, || run_json(LEDGER, out, &["--name", "{matter}_{number}"]));
    // A letter of another identity does not take the place of one that was sent.
    let dir = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join(LEDGER)).unwrap();
    let ledger = dir.path().join("ledger.json");
    fs::write(
        &ledger,
        text.replace("\"meeting\": \"4\"", "\"meeting\": \"5\"").replace("\"meeting\": 4", "\"meeting\": 5"),
    )
    .unwrap();
    let ran = run_json(ledger.to_str().unwrap(), out, &["--only", "153"]);
    assert_eq!((ran.status, ran.codes()), (1, vec!["issued-in-the-way".to_owned()]), "{}", ran.stdout);
    assert!(files(&out.join("letters")) == before);
}

fn for_owner_only(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// A PKCS #12 key by openssl.
fn key(dir: &Path, name: &str) -> String {
    let at = |ending: &str| dir.join(format!("{name}.{ending}")).to_str().unwrap().to_owned();
    let subject = format!("/O=黄山市发展和改革委员会/CN={name}");
    common::tool(
        "openssl",
        &[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-utf8",
            "-days",
            "3650",
            "-subj",
            &subject,
            "-addext",
            "keyUsage=critical,digitalSignature,nonRepudiation",
            "-keyout",
            &at("key"),
            "-out",
            &at("pem"),
        ],
    );
    common::tool(
        "openssl",
        &["pkcs12", "-export", "-inkey", &at("key"), "-in", &at("pem"), "-passout", "pass:dafu", "-out", &at("p12")],
    );
    for_owner_only(at("p12").as_ref());
    at("p12")
}

#[test]
fn another_certificate_leaves_every_sent_byte_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (key(dir.path(), "first"), key(dir.path(), "second"));
    let password = dir.path().join("password");
    fs::write(&password, "dafu").unwrap();
    for_owner_only(&password);
    let out = dir.path().join("out");
    let signed = |key: &str| run_json(LEDGER, &out, &["--sign", key, "--password-file", password.to_str().unwrap()]);
    let ran = signed(&first);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(ran.lines("letter").iter().all(|letter| letter["signed"] == true));
    assert_eq!(issue(&out, &[]).status, 0);
    let compared = ran.codes();
    let before = files(&out.join("letters"));
    let is_kept = |ran: &Ran, changed: usize| {
        assert_eq!(ran.status, 0, "{}", ran.stdout);
        let told = ran.codes().iter().filter(|code| *code == "issued-changed").count();
        assert_eq!((told, ran.codes().len()), (changed, changed + compared.len()), "{}", ran.stdout);
        assert!(ran.news().is_empty() && files(&out.join("letters")) == before);
    };
    is_kept(&signed(&first), 0);
    is_kept(&signed(&second), 12);
    // Nor does leaving out the key.
    let unsigned = run_json(LEDGER, &out, &[]);
    assert_eq!(unsigned.codes(), ["issued-changed"; 12]);
    assert!(files(&out.join("letters")) == before);
}
