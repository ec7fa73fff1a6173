//! What is not packed: everything that is wrong is told at once, and nothing is left behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::common::{Ran, run, run_json};
use super::{SETTINGS, copy, pack, shelf};

/// A copy of the shelf's run, with these settings.
fn run_with(settings: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(&shelf("out"), &dir.path().join("out"));
    copy(&shelf("components"), &dir.path().join("components"));
    fs::write(dir.path().join("dafu.toml"), settings).unwrap();
    dir
}

/// It ends with status 2 and these codes, and there is nothing where the package would be.
#[track_caller]
fn refused(dir: &Path, ran: &Ran, codes: &[&str]) {
    assert_eq!(ran.status, 2, "{}{}", ran.stdout, ran.stderr);
    let told: Vec<String> = ran.lines("diagnostic").iter().map(|it| it["code"].as_str().unwrap().to_owned()).collect();
    let told: BTreeSet<&str> = told.iter().map(String::as_str).collect();
    assert_eq!(told, codes.iter().copied().collect(), "{}", ran.stderr);
    let left = fs::read_dir(dir).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let left: BTreeSet<String> = left.collect();
    assert!(left.iter().all(|name| ["out", "components", "dafu.toml"].contains(&name.as_str())), "{left:?}");
}

#[test]
fn every_missing_element_is_named_at_once() {
    let dir = run_with("[archive]\n");
    let out = dir.path().join("out");
    let to = dir.path().join("package");
    let ran = run(&["pack", out.to_str().unwrap(), "-o", to.to_str().unwrap(), "--format", "json", "--lang", "zh"]);
    refused(dir.path(), &ran, &["archive-element-missing", "component-missing"]);
    for element in ["立档单位名称", "全宗号", "保管期限", "件号"] {
        let count =
            ran.lines("diagnostic").iter().filter(|it| it["message"].as_str().unwrap().contains(element)).count();
        assert_eq!(count, 3, "{element}");
    }
}

#[test]
fn wrong_values_and_codes_that_come_twice() {
    let dir = run_with(&SETTINGS.replace("永久", "5年"));
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "bagit", &[]);
    refused(dir.path(), &ran, &["archive-element-wrong"]);
    let dir = run_with(&format!("{SETTINGS}code = '{{fonds}}-{{year}}'\n"));
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "bagit", &[]);
    refused(dir.path(), &ran, &["archive-code-twice"]);
    let dir = run_with(&format!("{SETTINGS}code = '{{fond}}-{{item}}'\n"));
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "bagit", &[]);
    refused(dir.path(), &ran, &["archive-element-wrong"]);
}

#[test]
fn settings_that_are_not_known_are_refused_in_their_place() {
    let dir = run_with("[archive]\nfond = 'X'\n");
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "bagit", &[]);
    refused(dir.path(), &ran, &["toml-key-unknown"]);
}

#[test]
fn letters_that_are_not_what_the_journal_says() {
    let dir = run_with(SETTINGS);
    let letter = dir.path().join("out/letters/153_王景峰.pdf");
    let bytes = fs::read(&letter).unwrap();
    let mut changed = bytes.clone();
    changed[1000] ^= 1;
    fs::write(&letter, changed).unwrap();
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "eep", &[]);
    refused(dir.path(), &ran, &["letter-changed"]);
    fs::remove_file(&letter).unwrap();
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "eep", &[]);
    refused(dir.path(), &ran, &["io"]);
}

#[test]
fn unsigned_letters_where_signed_ones_are_asked_for() {
    let dir = run_with(SETTINGS);
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "csip", &["--only-signed"]);
    refused(dir.path(), &ran, &["letter-unsigned"]);
    assert_eq!(ran.lines("diagnostic").len(), 3);
}

#[test]
fn papers_that_belong_to_no_letter_or_do_not_say_what_they_are() {
    let dir = run_with(SETTINGS);
    let components = dir.path().join("components");
    fs::write(components.join("扫描0001.pdf"), "%PDF-").unwrap();
    fs::write(components.join("153_其他.pdf"), "%PDF-").unwrap();
    let ran = pack(&dir.path().join("out"), &dir.path().join("package"), "bagit", &[]);
    refused(dir.path(), &ran, &["component-unclear"]);
    assert_eq!(ran.lines("diagnostic").len(), 2);
}

#[test]
fn a_package_is_never_written_over_another() {
    let dir = run_with(SETTINGS);
    let to = dir.path().join("package");
    fs::write(&to, "mine").unwrap();
    let ran = pack(&dir.path().join("out"), &to, "bagit", &[]);
    assert_eq!(ran.status, 2);
    assert_eq!(fs::read(&to).unwrap(), b"mine");
}

#[test]
fn a_run_of_an_older_version_is_noted_by_running_again() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    assert_eq!(run_json("inputs/huangshan-2024.json", &out, &["--only", "023"]).status, 0);
    fs::write(dir.path().join("dafu.toml"), SETTINGS).unwrap();
    fs::create_dir(dir.path().join("components")).unwrap();
    let journal = out.join("journal.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    let old: String =
        text.lines().filter(|line| !line.contains("\"making\"")).map(|line| format!("{line}\n")).collect();
    assert_ne!(old, text);
    fs::write(&journal, old).unwrap();
    let ran = pack(&out, &dir.path().join("package"), "bagit", &[]);
    refused(dir.path(), &ran, &["letter-not-noted"]);
    let ran = run_json("inputs/huangshan-2024.json", &out, &["--only", "023"]);
    assert_eq!(ran.lines("letter")[0]["status"], "kept");
    assert_eq!(pack(&out, &dir.path().join("package"), "bagit", &[]).status, 0);
}
