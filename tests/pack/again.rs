//! Letters set again from packages, in other folders, time zones and with other numbers of jobs.

use std::fs;
use std::path::Path;

use super::common::{Ran, dafu, run_json};
use super::{FORMS, copy, files, pack, refresh, shelf};

fn verify_again(package: &Path, zone: &str, more: &[&str]) -> Ran {
    let mut args = vec!["verify", package.to_str().unwrap(), "--rebuild", "--format", "json", "--lang", "en"];
    args.extend(more);
    Ran::of(dafu(&args).env("TZ", zone).output().unwrap())
}

#[track_caller]
fn same(ran: &Ran) {
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    let items = ran.lines("item");
    let rebuilt: Vec<_> = items.iter().filter(|item| item["item"] == "rebuild").collect();
    assert_eq!(rebuilt.len(), 1, "{rebuilt:?}");
    assert_eq!(rebuilt[0]["verdict"], "passed");
    assert!(rebuilt[0]["message"].as_str().unwrap().starts_with("3 letters"), "{rebuilt:?}");
}

#[test]
fn every_form_gives_the_same_bytes_again() {
    for form in FORMS {
        same(&verify_again(&shelf(&format!("{form}.zip")), "America/St_Johns", &[]));
    }
}

#[test]
fn another_folder_zone_and_number_of_jobs_changes_no_byte() {
    let dir = tempfile::tempdir().unwrap();
    let mut letters = Vec::new();
    for (name, zone, jobs) in [("甲", "Asia/Shanghai", "1"), ("b/c", "Pacific/Kiritimati", "2")] {
        let out = dir.path().join(name).join("out");
        let args =
            ["run", "inputs/huangshan-2024.json", "-o", out.to_str().unwrap(), "--only", "023,117,153", "-j", jobs];
        let ran = Ran::of(dafu(&args).env("TZ", zone).output().unwrap());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        fs::copy(shelf("dafu.toml"), dir.path().join(name).join("dafu.toml")).unwrap();
        copy(&shelf("components"), &dir.path().join(name).join("components"));
        let package = dir.path().join(name).join("package");
        let ran = pack(&out, &package, "transfer", &[]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        same(&verify_again(&package, "UTC", &[]));
        letters.push(files(&out.join("letters")));
    }
    assert!(letters[0] == letters[1]);
}

#[test]
fn fonts_in_the_package_are_enough() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("whole");
    let ran = pack(&shelf("out"), &package, "bagit", &["--with-fonts"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let args = ["verify", package.to_str().unwrap(), "--rebuild", "--format", "json", "--lang", "en"];
    // Nothing of the project is in reach.
    let ran = Ran::of(dafu(&args).current_dir(dir.path()).output().unwrap());
    same(&ran);
}

#[test]
fn another_template_in_the_package_gives_other_letters() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("bagit");
    copy(&shelf("bagit"), &package);
    let template = package.join("data/dafu/templates/profiles/huangshan.toml");
    let text = fs::read_to_string(&template).unwrap();
    fs::write(&template, format!("{text}\n# another\n")).unwrap();
    refresh(&package);
    let ran = verify_again(&package, "UTC", &[]);
    assert_eq!(ran.status, 1);
    let failed = ran.lines("item").into_iter().filter(|item| item["item"] == "rebuild" && item["verdict"] == "failed");
    assert_eq!(failed.count(), 3, "{}", ran.stdout);
}

#[test]
fn a_run_is_verified_and_set_again_too() {
    let ran = verify_again(&shelf("out"), "UTC", &[]);
    same(&ran);
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    assert_eq!(run_json("inputs/huangshan-2024.json", &out, &["--only", "023"]).status, 0);
    let letter = out.join("letters/023_程丽萍.pdf");
    let mut bytes = fs::read(&letter).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&letter, bytes).unwrap();
    let ran = verify_again(&out, "UTC", &[]);
    assert_eq!(ran.status, 1);
    let failed = ran.lines("item").into_iter().find(|item| item["item"] == "fixity").unwrap();
    assert_eq!(failed["verdict"], "failed");
    assert_eq!(failed["file"], "letters/023_程丽萍.pdf");
}
