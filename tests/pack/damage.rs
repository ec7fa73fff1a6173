//! A thousand random damages to each form of package: every one is found, and the file is named.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{FORMS, copy, failed, files, refresh, shelf, verify};

/// So many to each form.
const COUNT: usize = 1000;

/// Numbers that look like chance and are the same each time (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// Is one of the names among what failed, as the file or in the words?
#[track_caller]
fn check(package: &Path, names: &[String], what: &str) {
    let report = verify(package);
    let failed = failed(&report);
    assert!(!report.is_good(), "{what} goes unseen");
    assert!(names.iter().any(|name| failed.iter().any(|line| line.contains(name))), "{what}: {failed:#?}");
}

/// Does one damage to a folder, looks whether it is found, and undoes it.
fn damage(dir: &Path, before: &BTreeMap<String, Vec<u8>>, dice: &mut Dice) {
    let names: Vec<&String> = before.keys().collect();
    let name = names[dice.roll(names.len())].clone();
    let bytes = &before[&name];
    let path = dir.join(&name);
    match dice.roll(7) {
        0 => {
            let mut changed = bytes.clone();
            let at = dice.roll(bytes.len());
            changed[at] ^= 1 << dice.roll(8);
            fs::write(&path, changed).unwrap();
            check(dir, std::slice::from_ref(&name), &format!("a flip at {at} of {name}"));
        }
        1 => {
            let end = dice.roll(bytes.len());
            fs::write(&path, &bytes[..end]).unwrap();
            check(dir, std::slice::from_ref(&name), &format!("{name} cut at {end}"));
        }
        2 => {
            fs::remove_file(&path).unwrap();
            check(dir, std::slice::from_ref(&name), &format!("{name} deleted"));
        }
        3 => {
            let added = format!("{}{}", name, [".bak", "~", " (1)", "2"][dice.roll(4)]);
            fs::write(dir.join(&added), bytes).unwrap();
            check(dir, std::slice::from_ref(&added), &format!("{added} added"));
            fs::remove_file(dir.join(&added)).unwrap();
        }
        4 => {
            let renamed = format!("{name}{}", dice.roll(1000));
            fs::rename(&path, dir.join(&renamed)).unwrap();
            check(dir, &[name.clone(), renamed.clone()], &format!("{name} renamed to {renamed}"));
            fs::remove_file(dir.join(&renamed)).unwrap();
        }
        5 => {
            let other = names[dice.roll(names.len())].clone();
            if before[&other] != *bytes {
                fs::write(&path, &before[&other]).unwrap();
                fs::write(dir.join(&other), bytes).unwrap();
                check(dir, &[name.clone(), other.clone()], &format!("{name} and {other} swapped"));
                fs::write(dir.join(&other), &before[&other]).unwrap();
            }
        }
        _ => {
            let documents: Vec<&&String> = names.iter().filter(|name| name.to_lowercase().ends_with(".xml")).collect();
            // A catalogue has few, but has some.
            let name = (**documents[dice.roll(documents.len())]).clone();
            fs::write(dir.join(&name), edited(&before[&name], dice)).unwrap();
            check(dir, std::slice::from_ref(&name), &format!("a value of {name} edited"));
            fs::write(dir.join(&name), &before[&name]).unwrap();
        }
    }
    fs::write(&path, bytes).unwrap();
}

/// An XML file with one character of one of its values changed.
fn edited(xml: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut text: Vec<char> = std::str::from_utf8(xml).unwrap().chars().collect();
    loop {
        let at = dice.roll(text.len());
        let is_value = text[..at].iter().rev().find(|c| "<>".contains(**c)) == Some(&'>');
        if is_value && text[at].is_alphanumeric() {
            text[at] = if text[at] == '7' { '8' } else { '7' };
            return text.into_iter().collect::<String>().into_bytes();
        }
    }
}

fn thousand(form: &str) {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join(form);
    copy(&shelf(form), &package);
    let before = files(&package);
    let mut dice = Dice(u64::try_from(form.len()).unwrap());
    (0..COUNT).for_each(|_| damage(&package, &before, &mut dice));
    assert!(files(&package) == before && verify(&package).is_good(), "the damages were undone");
}

#[test]
fn a_thousand_damages_to_a_bag() {
    thousand("bagit");
}

#[test]
fn a_thousand_damages_to_a_catalogue() {
    thousand("catalogue");
}

#[test]
fn a_thousand_damages_to_encapsulations() {
    thousand("eep");
}

#[test]
fn a_thousand_damages_to_a_carrier() {
    thousand("transfer");
}

#[test]
fn a_thousand_damages_to_an_information_package() {
    thousand("csip");
}

/// Flips, cuts and insertions in a single file: found wherever they are.
fn single(kind: &str) {
    let dir = tempfile::tempdir().unwrap();
    for form in FORMS {
        let name = format!("{form}{kind}");
        let path = dir.path().join(&name);
        let bytes = fs::read(shelf(&name)).unwrap();
        let mut dice = Dice(7);
        for _ in 0..COUNT / FORMS.len() {
            let mut changed = bytes.clone();
            let at = dice.roll(bytes.len());
            let what = match dice.roll(4) {
                0 => {
                    changed.truncate(at);
                    format!("{name} cut at {at}")
                }
                1 => {
                    changed.insert(at, b'x');
                    format!("a byte put into {name} at {at}")
                }
                2 => {
                    changed.remove(at);
                    format!("a byte taken from {name} at {at}")
                }
                _ => {
                    changed[at] ^= 1 << dice.roll(8);
                    format!("a flip at {at} of {name}")
                }
            };
            fs::write(&path, changed).unwrap();
            let report = verify(&path);
            let told = report
                .lines
                .iter()
                .any(|line| line.verdict == dafu::sign::verify::Verdict::Failed && line.file.is_some());
            assert!(!report.is_good() && told, "{what} goes unseen: {:#?}", failed(&report));
        }
    }
}

#[test]
fn a_thousand_damages_to_zip_files() {
    single(".zip");
}

#[test]
fn a_thousand_damages_to_tar_files() {
    single(".tar");
}

/// Who changes a file and its digest in the list is found by what the files say of one another.
#[test]
fn values_that_contradict_each_other_are_found_where_the_digests_are_right() {
    for form in FORMS {
        let dir = tempfile::tempdir().unwrap();
        let package = dir.path().join(form);
        copy(&shelf(form), &package);
        let before = files(&package);
        let mut dice = Dice(3);
        let documents: Vec<&String> = before.keys().filter(|name| name.to_lowercase().ends_with(".xml")).collect();
        for _ in 0..60 {
            let name = documents[dice.roll(documents.len())];
            // What stands in no other place cannot contradict one.
            if name.ends_with("METS.xml") || name.ends_with("preservation/premis.xml") {
                continue;
            }
            let changed = edited(&before[name], &mut dice);
            fs::write(package.join(name), changed).unwrap();
            refresh(&package);
            check(&package, std::slice::from_ref(name), &format!("a value of {name} edited"));
            fs::write(package.join(name), &before[name]).unwrap();
        }
    }
}

#[test]
fn a_swapped_letter_is_found_where_the_digests_are_right() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("catalogue");
    copy(&shelf("catalogue"), &package);
    let letter = |number: usize| format!("电子档案/X043-WS·2024-Y-FGW-000{number}.pdf");
    let [first, second] = [1, 2].map(|number| fs::read(package.join(letter(number))).unwrap());
    fs::write(package.join(letter(1)), second).unwrap();
    fs::write(package.join(letter(2)), first).unwrap();
    refresh(&package);
    check(&package, &[letter(1)], "swapped letters");
    check(&package, &[letter(2)], "swapped letters");
}
