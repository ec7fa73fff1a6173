//! A release, unpacked or installed into an empty place, makes the same letters as the program among its sources.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dafu");
const SOURCES: &str = env!("CARGO_MANIFEST_DIR");

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// The release of this program: its two files by extension.
fn packed(out: &Path) -> BTreeMap<String, PathBuf> {
    let script = Path::new(SOURCES).join(".ci/release");
    run(Command::new("bash").arg(script).args(["--program", PROGRAM, "-o"]).arg(out));
    let files = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| (path.extension().and_then(OsStr::to_str).unwrap().to_owned(), path)).collect()
}

/// The letters that `program` makes of `ledger` in the folder `place`, with nothing told of where things are; and what
/// it said.
fn letters(program: &Path, ledger: &Path, place: &Path) -> (BTreeMap<String, Vec<u8>>, String) {
    fs::create_dir_all(place).unwrap();
    let mut command = Command::new(program);
    command.env_clear().env("HOME", place).current_dir(place);
    let said = run(command.arg("run").arg(ledger).args(["-o", "out", "--lang", "en", "--verbose"]));
    let files = fs::read_dir(place.join("out/letters")).unwrap().map(|entry| entry.unwrap());
    let letters = files.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()));
    (letters.collect(), said)
}

#[test]
fn a_release_makes_the_same_letters_without_the_sources() {
    let dir = tempfile::tempdir().unwrap();
    let files = packed(&dir.path().join("files"));
    let again = packed(&dir.path().join("again"));
    for (kind, file) in &files {
        assert!(fs::read(file).unwrap() == fs::read(&again[kind]).unwrap(), "two packings of {kind} differ");
    }

    let unpacked = dir.path().join("unpacked");
    zip::ZipArchive::new(File::open(&files["zip"]).unwrap()).unwrap().extract(&unpacked).unwrap();
    let folder = fs::read_dir(&unpacked).unwrap().next().unwrap().unwrap().path();
    let name = folder.file_name().and_then(OsStr::to_str).unwrap();
    assert_eq!(files["zip"].file_stem(), folder.file_name());
    assert!(name.starts_with(concat!("dafu-", env!("CARGO_PKG_VERSION"), "-")), "{name}");
    // Who passes the fonts on passes on how they were made, their licences say.
    let of_fonts = ["fonts/licences/NOTICE.txt", "fonts/make/fonts_make.py", "fonts/make/outlines.py"];
    for inside in ["README.zh-CN.md", "LICENSE", "LICENCES-OF-LIBRARIES.txt"].into_iter().chain(of_fonts) {
        assert!(folder.join(inside).is_file(), "{inside} is not in the zip");
    }

    let installed = dir.path().join("installed");
    run(Command::new("dpkg-deb").arg("-x").arg(&files["deb"]).arg(&installed));
    assert!(installed.join("usr/share/man/man1/dafu.1.gz").is_file());

    for ledger in ["huangshan-2024.xlsx", "huangshan-2024.json"] {
        let (expected, _) = {
            let place = dir.path().join("sources").join(ledger);
            fs::create_dir_all(&place).unwrap();
            for part in ["templates", "fonts"] {
                std::os::unix::fs::symlink(Path::new(SOURCES).join(part), place.join(part)).unwrap();
            }
            letters(Path::new(PROGRAM), &Path::new(SOURCES).join("inputs").join(ledger), &place)
        };
        assert_eq!(expected.len(), 12);
        for (program, ledgers, data) in [
            (folder.join("dafu"), folder.join("inputs"), folder.clone()),
            (
                installed.join("usr/bin/dafu"),
                installed.join("usr/share/doc/dafu/examples"),
                installed.join("usr/share/dafu"),
            ),
        ] {
            let place = tempfile::tempdir().unwrap();
            let (made, said) = letters(&program, &ledgers.join(ledger), place.path());
            for part in ["templates", "fonts"] {
                let used = data.join(part);
                assert!(said.contains(used.to_str().unwrap()), "{} is not what was used: {said}", used.display());
            }
            assert!(made == expected, "{} made other letters of {ledger}", program.display());
        }
    }
}
