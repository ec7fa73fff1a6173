//! Packages that want to do harm: refused with their place, and nothing is written anywhere.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::{copy, failed, files, refresh, shelf, verify};

/// Verifying finds something wrong about `place`; nothing was written in the folder around the package.
#[track_caller]
fn refused(package: &Path, place: &str, words: &str) {
    let around = package.parent().unwrap();
    let before = files(around).len();
    let report = verify(package);
    let failed = failed(&report);
    assert!(!report.is_good(), "{place}");
    assert!(failed.iter().any(|line| line.contains(place) && line.contains(words)), "{place} {words}: {failed:#?}");
    assert_eq!(files(around).len(), before, "something was written");
}

type Zip = zip::ZipWriter<fs::File>;

fn zip_of(path: &Path, fill: impl FnOnce(&mut Zip)) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    fill(&mut zip);
    zip.finish().unwrap();
}

fn stored() -> zip::write::SimpleFileOptions {
    zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)
}

#[test]
fn paths_that_climb_out_of_a_zip() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.zip");
    for (name, words) in [
        ("../../evil", "out of the package"),
        ("x/../../evil", "out of the package"),
        ("/tmp/evil", "absolute"),
        ("C:\\evil", "absolute"),
        ("x\\..\\..\\evil", "out of the package"),
    ] {
        // The writer makes names harmless; its bytes are changed afterwards.
        let mask: String = name.chars().map(|_| 'q').collect();
        zip_of(&path, |zip| {
            zip.start_file(&mask, stored()).unwrap();
            zip.write_all(b"evil").unwrap();
        });
        let bytes = fs::read(&path).unwrap();
        let mut changed = bytes.clone();
        for at in 0..bytes.len().saturating_sub(mask.len()) {
            if bytes[at..].starts_with(mask.as_bytes()) {
                changed[at..at + name.len()].copy_from_slice(name.as_bytes());
            }
        }
        fs::write(&path, changed).unwrap();
        refused(&path, name, words);
    }
    assert!(!Path::new("/tmp/evil").exists());
}

#[test]
fn duplicate_entries_bombs_and_encrypted_entries_of_a_zip() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.zip");
    zip_of(&path, |zip| {
        for name in ["x/aaaa", "x/bbbb"] {
            zip.start_file(name, stored()).unwrap();
            zip.write_all(b"one").unwrap();
        }
    });
    let bytes = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
    assert!(bytes.contains("x/bbbb"));
    let bytes = fs::read(&path).unwrap();
    let changed: Vec<u8> = replaced(&bytes, b"x/bbbb", b"x/aaaa");
    fs::write(&path, changed).unwrap();
    refused(&path, "aaaa", "two files have this name");

    let bomb = dir.path().join("bomb.zip");
    zip_of(&bomb, |zip| {
        let packed = stored().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file("x/zeros", packed).unwrap();
        let zeros = vec![0; 1 << 20];
        (0..200).for_each(|_| zip.write_all(&zeros).unwrap());
    });
    refused(&bomb, "x/zeros", "compressed");
    let mut bytes = fs::read(shelf("bagit.zip")).unwrap();
    bytes[6] |= 1;
    let locked = dir.path().join("locked.zip");
    fs::write(&locked, bytes).unwrap();
    refused(&locked, "bagit/", "encrypted");
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    for at in 0..bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            changed[at..at + to.len()].copy_from_slice(to);
        }
    }
    changed
}

#[test]
fn a_zip_that_another_program_packed_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bagit.zip");
    let folder = shelf("bagit");
    zip_of(&path, |zip| {
        for (name, bytes) in files(&folder) {
            zip.start_file(format!("bagit/{name}"), stored()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
    });
    refused(&path, "bagit.zip", "packed again by another program");
}

#[test]
fn truncated_files_and_what_follows_them() {
    let dir = tempfile::tempdir().unwrap();
    for kind in ["zip", "tar"] {
        let path = dir.path().join(format!("bagit.{kind}"));
        let bytes = fs::read(shelf(&format!("bagit.{kind}"))).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        refused(&path, "bagit", "truncated");
        fs::write(&path, [bytes.as_slice(), b"more"].concat()).unwrap();
        refused(&path, "bagit", if kind == "zip" { "directory" } else { "follows" });
        fs::write(&path, b"").unwrap();
        assert!(!verify(&path).is_good());
    }
}

#[test]
fn links_and_empty_folders() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("bagit");
    copy(&shelf("bagit"), &package);
    std::os::unix::fs::symlink("/etc/passwd", package.join("data/passwd")).unwrap();
    let report = verify(&package);
    assert!(failed(&report).iter().any(|line| line.contains("data/passwd") && line.contains("link")));
    fs::remove_file(package.join("data/passwd")).unwrap();
    std::os::unix::fs::symlink("/", package.join("data/all")).unwrap();
    let report = verify(&package);
    assert!(failed(&report).iter().any(|line| line.contains("data/all") && line.contains("link")));
    fs::remove_file(package.join("data/all")).unwrap();
    fs::create_dir(package.join("data/empty")).unwrap();
    refused(&package, "data/empty", "empty folder");
}

#[test]
fn links_in_a_tar() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("x")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", dir.path().join("x/passwd")).unwrap();
    let path = dir.path().join("x.tar");
    let status = std::process::Command::new("tar")
        .args(["--format=ustar", "-cf", path.to_str().unwrap(), "-C", dir.path().to_str().unwrap(), "x/passwd"])
        .status()
        .unwrap();
    assert!(status.success());
    let report = verify(&path);
    assert!(failed(&report).iter().any(|line| line.contains("passwd") && line.contains("link")), "{report:?}");
}

#[test]
fn entities_in_xml() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("bagit");
    copy(&shelf("bagit"), &package);
    let name = files(&package).into_keys().find(|name| name.ends_with("metadata.xml")).unwrap();
    let text = fs::read_to_string(package.join(&name)).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    for declared in [
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
    ] {
        fs::write(package.join(&name), format!("{first}\n{declared}\n{rest}")).unwrap();
        refresh(&package);
        refused(&package, &name, "entities");
    }
}

#[test]
fn programs_and_files_of_other_kinds_in_a_package() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("catalogue");
    copy(&shelf("catalogue"), &package);
    fs::write(package.join("setup.exe"), "MZ").unwrap();
    refresh(&package);
    refused(&package, "setup.exe", "program");
}

#[test]
fn what_is_no_package_of_dafu() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("x");
    fs::create_dir(&package).unwrap();
    fs::write(package.join("bagit.txt"), "x").unwrap();
    refresh(&package);
    refused(&package, "dafu-package.json", "missing");
    let ran = super::common::run(&["verify", dir.path().join("nope.zip").to_str().unwrap(), "--lang", "en"]);
    assert_eq!(ran.status, 1);
    assert!(ran.stdout.contains("package-unreadable"), "{}", ran.stdout);
}
