//! Nothing lost: disks that are full, folders that cannot be written or go away, files and journals that somebody
//! changed. After each there is no half file, the journal tells the truth, and the next run finishes the rest.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use common::{Ran, State, dafu, files, journal_is_true, root, run_json, state};
use serde_json::Value;

const LEDGER: &str = "inputs/huangshan-2024.json";

/// What an undisturbed run leaves; made once.
fn expected() -> &'static State {
    static EXPECTED: std::sync::OnceLock<State> = std::sync::OnceLock::new();
    EXPECTED.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
        state(dir.path())
    })
}

/// The folder has no half file, and what its journal says holds.
#[track_caller]
fn nothing_is_half_done(out: &Path) {
    for (name, bytes) in files(&out.join("letters")) {
        let whole = expected().0.iter().any(|(known, there)| *known == name && *there == bytes);
        assert!(whole, "{name} has {} bytes", bytes.len());
    }
    let journal = fs::read_to_string(out.join("journal.jsonl")).unwrap();
    for line in journal.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|err| panic!("{err}: {line}"));
        if entry["type"] != "letter" {
            continue;
        }
        let bytes = fs::read(out.join(entry["path"].as_str().unwrap())).unwrap();
        assert_eq!(dafu::digest::sha256([bytes.as_slice()]), entry["sha256"].as_str().unwrap());
    }
}

/// The next run finishes the rest with the same bytes.
#[track_caller]
fn the_next_run_finishes(out: &Path) {
    let ran = run_json(LEDGER, out, &[]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let found = state(out);
    assert_eq!(found.1, expected().1);
    assert!(found.0 == expected().0, "the letters differ");
    journal_is_true(out, 12);
}

/// A run that could not go on says so, once, with a code and a hint.
#[track_caller]
fn is_stopped(ran: &Ran, code: &str) {
    assert_eq!(ran.status, 2, "{}\n{}", ran.stdout, ran.stderr);
    assert_eq!(ran.codes(), [code], "{}", ran.stdout);
    assert!(ran.lines("diagnostic").iter().all(|problem| !problem["hints"].as_array().unwrap().is_empty()));
}

/// `dafu run` below a shell command, which ends in `"$@"`.
fn run_below(shell: &str, out: &Path) -> Ran {
    let run = dafu(&["run", LEDGER, "-o", out.to_str().unwrap(), "--format", "json", "--lang", "en"]);
    let mut command = Command::new("sh");
    command.args(["-c", shell, "sh"]).arg(run.get_program()).args(run.get_args()).current_dir(root());
    for (name, value) in run.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Ran::of(command.output().unwrap())
}

fn is_root() -> bool {
    common::tool("id", &["-u"]).trim() == "0"
}

/// A disk of 150 kB, if this system lets one be mounted: at once, or in a namespace of one's own.
#[test]
fn a_full_disk_ends_the_run_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (disk, after) = (dir.path().join("disk"), dir.path().join("after"));
    fs::create_dir_all(&disk).unwrap();
    fs::create_dir_all(&after).unwrap();
    // What is on the small disk is copied away before it is gone.
    let script = format!(
        "mount -t tmpfs -o size=150k tmpfs '{0}' || exit 77\n\"$@\"; status=$?\ncp -a '{0}'/out/. '{1}'\numount '{0}'\nexit $status",
        disk.display(),
        after.display()
    );
    let mut ran = run_below(&script, &disk.join("out"));
    if ran.status == 77 {
        ran = run_below(
            &format!(
                "unshare --user --map-root-user --mount true || exit 77; exec unshare --user --map-root-user --mount sh -c '{}' sh \"$@\"",
                script.replace('\'', "'\\''")
            ),
            &disk.join("out"),
        );
    }
    if ran.status == 77 {
        // Where nothing can be mounted the limit of the next test stands in for a full disk.
        ran = run_below(FILES_OF_50_KB, &after);
    }
    is_stopped(&ran, "output-unwritable");
    assert!(files(&after.join("letters")).iter().all(|(name, _)| name != ".dafu.part"));
    nothing_is_half_done(&after);
    the_next_run_finishes(&after);
}

/// No file may grow beyond so much; the signal that would end the program is ignored, so that writing fails.
const FILES_OF_50_KB: &str = "trap '' XFSZ; ulimit -f 100; exec \"$@\"";

#[test]
fn a_file_that_can_only_be_written_in_part_is_not_there_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run_below(FILES_OF_50_KB, dir.path());
    is_stopped(&ran, "output-unwritable");
    assert!(
        files(&dir.path().join("letters")).iter().all(|(name, bytes)| name != ".dafu.part" && bytes.len() <= 51_200)
    );
    nothing_is_half_done(dir.path());
    the_next_run_finishes(dir.path());
}

/// The journal fails, not a letter: its line is cut off again.
#[test]
fn a_journal_that_cannot_grow_ends_the_run_with_whole_lines() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
    // Lines of a kind that this version does not know are left alone; these make the journal too long for the limit.
    let journal = dir.path().join("journal.jsonl");
    let mut text = String::new();
    while text.len() < 262_144 - 300 {
        text.push_str(
            "{\"type\":\"note\",\"version\":1,\"text\":\"filled up to just below the limit of this test\"}\n",
        );
    }
    fs::write(&journal, text).unwrap();
    fs::remove_dir_all(dir.path().join("letters")).unwrap();
    let ran = run_below("trap '' XFSZ; ulimit -f 512; exec \"$@\"", dir.path());
    is_stopped(&ran, "output-unwritable");
    let text = fs::read_to_string(&journal).unwrap();
    assert!(text.ends_with('\n') && !text.contains("\"letter\""), "{}", &text[text.len() - 300..]);
    fs::remove_file(&journal).unwrap();
    the_next_run_finishes(dir.path());
}

#[test]
fn a_folder_that_cannot_be_written_is_told_before_anything_is_made() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    fs::create_dir(&out).unwrap();
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    set(dir.path(), 0o755);
    set(&out, 0o555);
    // Nothing is forbidden to root, so another user is taken; the program lies where that one can read it.
    let shell = if is_root() {
        let program = dir.path().join("dafu");
        fs::copy(env!("CARGO_BIN_EXE_dafu"), &program).unwrap();
        let program = program.display();
        let readable =
            format!("setpriv --reuid=65534 --regid=65534 --clear-groups test -r '{}/{LEDGER}'", root().display());
        if Command::new("sh").args(["-c", &readable]).status().unwrap().success() {
            format!("shift; exec setpriv --reuid=65534 --regid=65534 --clear-groups '{program}' \"$@\"")
        } else {
            // The sources are root's own. A folder of the kernel's can be written by nobody.
            let ran = run_json(LEDGER, Path::new("/proc/self/fdinfo/out"), &[]);
            return is_stopped(&ran, "output-unwritable");
        }
    } else {
        "exec \"$@\"".to_owned()
    };
    let ran = run_below(&shell, &out);
    is_stopped(&ran, "output-unwritable");
    assert!(ran.lines("letter").is_empty(), "{}", ran.stdout);
    assert!(fs::read_dir(&out).unwrap().next().is_none());
    set(&out, 0o755);
    the_next_run_finishes(&out);
}

/// Starts a run of one thread, and does something as soon as its first letter is in place.
fn run_and(out: &Path, ledger: &str, meanwhile: impl FnOnce()) -> Ran {
    let words = ["run", ledger, "-o", out.to_str().unwrap(), "--format", "json", "--lang", "en", "-j", "1"];
    let child = dafu(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = || files(&out.join("letters")).iter().any(|(name, _)| name != ".dafu.part");
    let mut waited = 0;
    while !(out.join("letters").exists() && begun()) {
        std::thread::sleep(Duration::from_millis(1));
        waited += 1;
        assert!(waited < 60_000, "no letter within a minute");
    }
    meanwhile();
    Ran::of(child.wait_with_output().unwrap())
}

#[test]
fn a_folder_that_is_removed_during_the_run_ends_it() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let ran = run_and(&out, LEDGER, || {
        // A file may come between looking and removing.
        while fs::remove_dir_all(&out).is_err_and(|err| err.kind() != std::io::ErrorKind::NotFound) {}
    });
    assert_eq!(ran.status, 2, "{}\n{}", ran.stdout, ran.stderr);
    assert!(ran.codes().iter().all(|code| code == "output-unwritable"), "{}", ran.stdout);
    assert!(!out.join("letters").exists());
    the_next_run_finishes(&out);
}

#[test]
fn a_ledger_that_is_changed_during_the_run_is_seen_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("ledger.json");
    fs::copy(root().join(LEDGER), &ledger).unwrap();
    let out = dir.path().join("out");
    let ran = run_and(&out, ledger.to_str().unwrap(), || {
        let text = fs::read_to_string(&ledger).unwrap();
        fs::write(&ledger, text.replace("2355364", "2355999")).unwrap();
    });
    // The run goes on with what it read.
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(state(&out).0 == expected().0);
    journal_is_true(&out, 12);
    let changed = fs::read_to_string(&ledger).unwrap().matches("2355999").count();
    assert!(changed > 0);
    let next = run_json(ledger.to_str().unwrap(), &out, &[]);
    assert_eq!((next.status, next.news().len()), (0, changed));
    let fresh = dir.path().join("fresh");
    assert_eq!(run_json(ledger.to_str().unwrap(), &fresh, &[]).status, 0);
    assert!(state(&out) == state(&fresh));
}

#[test]
fn what_was_changed_by_hand_is_made_again_and_what_only_looks_newer_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
    let mut letters = common::letters(dir.path());
    letters.sort();
    let at = |n: usize| letters[n].clone();
    let time = |path: &PathBuf, time| fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
    // Copied, or touched, or from a machine whose clock is wrong.
    time(&at(0), SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    time(&at(1), SystemTime::now() + Duration::from_hours(100 * 365 * 24));
    // Cut off, lengthened, changed without a change of length, deleted.
    let bytes = fs::read(at(2)).unwrap();
    fs::write(at(2), &bytes[..bytes.len() / 2]).unwrap();
    fs::write(at(3), [fs::read(at(3)).unwrap().as_slice(), b"\n"].concat()).unwrap();
    let mut bytes = fs::read(at(4)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(at(4), bytes).unwrap();
    fs::remove_file(at(5)).unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    assert_eq!((ran.status, ran.news().len()), (0, 4), "{}", ran.stdout);
    // What somebody changed is not deleted.
    assert_eq!(ran.codes(), ["file-moved-aside"; 3]);
    assert_eq!(files(&dir.path().join("superseded")).len(), 3);
    assert!(state(dir.path()) == *expected());
    journal_is_true(dir.path(), 12);
}

#[test]
fn a_torn_journal_costs_its_last_letter_and_an_edited_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
    let journal = dir.path().join("journal.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("\"letter\"")).collect();

    // Within the line of the last letter.
    let torn = text.rfind(lines[11]).unwrap() + 100;
    fs::write(&journal, &text[..torn]).unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    assert_eq!((ran.status, ran.news().len(), ran.codes().len()), (0, 1, 0), "{}", ran.stdout);
    journal_is_true(dir.path(), 12);

    // A line that nobody can read: nothing is made, nothing is changed.
    let broken = text.replace(lines[6], &lines[6][..lines[6].len() / 2]);
    fs::write(&journal, &broken).unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    is_stopped(&ran, "journal-damaged");
    let line = 1 + text.lines().position(|line| line == lines[6]).unwrap();
    assert_eq!(ran.lines("diagnostic")[0]["line"], line);
    assert_eq!(fs::read_to_string(&journal).unwrap(), broken);

    // As the hint says: without the line its letter is made again, and no other.
    fs::write(&journal, text.replace(&format!("{}\n", lines[6]), "")).unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    assert_eq!((ran.status, ran.news().len()), (0, 1));

    // A line that says something else than the file: the file is not believed to be the letter.
    let entry: Value = serde_json::from_str(lines[2]).unwrap();
    let edited = text
        .replace(entry["sha256"].as_str().unwrap(), &"0".repeat(64))
        .replace(&format!("\"mtime\":{}", entry["mtime"]), "\"mtime\":1");
    fs::write(&journal, edited).unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    assert_eq!((ran.status, ran.news().len()), (0, 1), "{}", ran.stdout);
    the_next_run_finishes(dir.path());

    // All of it gone: everything is made again, and lies there already.
    fs::remove_file(&journal).unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    assert_eq!((ran.status, ran.news().len(), ran.codes().len()), (0, 12, 0), "{}", ran.stdout);
    the_next_run_finishes(dir.path());
}

#[test]
fn a_clock_that_was_set_back_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
    // As if the run had been in the year 2099.
    let journal = dir.path().join("journal.jsonl");
    let text = fs::read_to_string(&journal).unwrap();
    let year = text.split_once("\"made\":\"").unwrap().1[..4].to_owned();
    fs::write(&journal, text.replace(&format!("\"made\":\"{year}"), "\"made\":\"2099")).unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    assert_eq!((ran.status, ran.news().len(), ran.codes().len()), (0, 0, 0), "{}", ran.stdout);
    // What is made now has an earlier time than what was made before.
    fs::remove_file(dir.path().join("letters/153_王景峰.pdf")).unwrap();
    the_next_run_finishes(dir.path());
}

#[test]
fn of_two_runs_at_once_one_goes_on_and_the_other_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let start = || {
        let words = ["run", LEDGER, "-o", dir.path().to_str().unwrap(), "--format", "json", "--lang", "en"];
        dafu(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [start(), start()].map(|child| Ran::of(child.wait_with_output().unwrap()));
    let mut done = 0;
    for ran in &both {
        if ran.status == 0 {
            done += 1;
        } else {
            is_stopped(ran, "output-busy");
        }
    }
    assert!(done > 0, "{both:?}");
    assert!(state(dir.path()) == *expected());
    journal_is_true(dir.path(), 12);
    the_next_run_finishes(dir.path());
}

/// Three megabytes of text: more than stays in memory while there is a folder to put rows and letters aside in.
#[test]
fn without_a_folder_for_temporary_files_a_large_ledger_is_read_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let letters: Value = serde_json::from_str(&fs::read_to_string(root().join(LEDGER)).unwrap()).unwrap();
    let lines = (0..400).map(|number| {
        let mut letter = letters["letters"][0].clone();
        letter["number"] = (number + 1).to_string().into();
        format!("{letter}\n")
    });
    let ledger = dir.path().join("large.jsonl");
    fs::write(&ledger, lines.collect::<String>()).unwrap();
    assert!(fs::metadata(&ledger).unwrap().len() > 2 << 20);
    let told = |folder: &Path| {
        let args = ["check", ledger.to_str().unwrap(), "--profile", "huangshan", "--format", "json"];
        let ran = Ran::of(dafu(&args).env("TMPDIR", folder).output().unwrap());
        assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
        // All of them have the same body.
        assert_eq!(ran.codes().iter().filter(|code| *code == "text-repeated").count(), 399);
        ran.lines("problem")
    };
    assert_eq!(told(dir.path()), told(&dir.path().join("gone")));
    // Nothing is left there.
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}
