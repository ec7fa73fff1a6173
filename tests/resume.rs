//! Nothing lost, nothing half done: killed runs, changed files, two runs at once.

mod common;

use std::path::Path;
use std::time::Duration;

use common::{State, dafu, files, journal_is_true, run_json, state};

const LEDGER: &str = "inputs/huangshan-2024.json";

/// After each of 200 moments at which a run is killed there is no half file, and no line of the journal that does not
/// hold; after every fifth the run is let go on and ends as one that was left alone.
#[test]
fn runs_killed_at_two_hundred_moments_end_as_one_that_was_left_alone() {
    let whole = tempfile::tempdir().unwrap();
    let began = std::time::Instant::now();
    assert_eq!(run_json(LEDGER, whole.path(), &[]).status, 0);
    let lasts = began.elapsed();
    let expected = state(whole.path());
    journal_is_true(whole.path(), 12);
    // Two at a time, as the tests have two processors.
    std::thread::scope(|threads| {
        for first in 0..2_u64 {
            let expected = &expected;
            threads.spawn(move || (first..40).step_by(2).for_each(|seed| killed_five_times(seed, lasts, expected)));
        }
    });
}

fn killed_five_times(seed: u64, lasts: Duration, expected: &State) {
    let dir = tempfile::tempdir().unwrap();
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for kill in 0..5 {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = dafu(&["run", LEDGER, "-o", dir.path().to_str().unwrap(), "-q"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Over the whole run, the beginning and the end included. What is made stays made, so that each further run
        // is shorter.
        let moment = u32::try_from(random >> 33 & 0xffff).unwrap();
        std::thread::sleep(lasts * moment / 0xffff * (5 - kill) / 5);
        child.kill().unwrap();
        child.wait().unwrap();
        let letters = dir.path().join("letters");
        for (name, bytes) in if letters.exists() { files(&letters) } else { Vec::new() } {
            if name != ".dafu.part" {
                let there = expected.0.iter().find(|(known, _)| *known == name);
                assert!(there.is_some_and(|(_, whole)| *whole == bytes), "round {seed}, kill {kill}: {name}");
            }
        }
        what_the_journal_says_holds(dir.path());
    }
    let again = run_json(LEDGER, dir.path(), &[]);
    assert_eq!(again.status, 0, "round {seed}: {}\n{}", again.stdout, again.stderr);
    let found = state(dir.path());
    assert_eq!(found.1, expected.1, "round {seed}: stray files");
    assert!(found.0 == expected.0, "round {seed}: the letters differ");
    journal_is_true(dir.path(), 12);
}

/// Every whole line of the journal of a run that was killed tells the truth about the file it names.
#[track_caller]
fn what_the_journal_says_holds(out: &Path) {
    let text = std::fs::read_to_string(out.join("journal.jsonl")).unwrap_or_default();
    for line in text.split_inclusive('\n').filter(|line| line.ends_with('\n')) {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|err| panic!("{err}: {line}"));
        if entry["type"] != "letter" {
            continue;
        }
        let path = out.join(entry["path"].as_str().unwrap());
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(dafu::digest::sha256([bytes.as_slice()]), entry["sha256"].as_str().unwrap(), "{}", path.display());
    }
}

#[test]
fn a_second_run_makes_only_what_is_missing_or_changed() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
    let expected = state(dir.path());
    let statuses = |ran: &common::Ran| -> Vec<(String, String)> {
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        ran.lines("letter")
            .iter()
            .filter(|letter| letter["status"] != "kept")
            .map(|letter| (text(&letter["number"]), text(&letter["status"])))
            .collect()
    };
    let second = run_json(LEDGER, dir.path(), &[]);
    assert_eq!((second.status, statuses(&second)), (0, vec![]));
    let real = dir.path().join("letters/153_王景峰.pdf");
    std::fs::write(&real, b"changed by hand").unwrap();
    let third = run_json(LEDGER, dir.path(), &[]);
    assert_eq!(statuses(&third), [("153".to_owned(), "made".to_owned())]);
    std::fs::remove_file(&real).unwrap();
    let fourth = run_json(LEDGER, dir.path(), &[]);
    assert_eq!(statuses(&fourth), [("153".to_owned(), "made".to_owned())]);
    assert!(state(dir.path()) == expected);
    journal_is_true(dir.path(), 12);
}

#[test]
fn a_second_dafu_in_the_same_folder_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run_json(LEDGER, dir.path(), &["--only", "153"]).status, 0);
    let journal = std::fs::File::open(dir.path().join("journal.jsonl")).unwrap();
    journal.lock().unwrap();
    let ran = run_json(LEDGER, dir.path(), &[]);
    assert_eq!(ran.status, 2);
    assert_eq!(
        ran.lines("diagnostic").iter().filter(|found| found["code"] == "output-busy").count(),
        1,
        "{}",
        ran.stdout
    );
}

#[test]
fn an_interrupted_run_finishes_what_is_in_work_and_says_how_to_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let child = dafu(&["run", LEDGER, "-o", dir.path().to_str().unwrap(), "--lang", "en", "-j", "1"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // As soon as the first letter is in place.
    let letters = dir.path().join("letters");
    for _ in 0..2000 {
        if std::fs::read_dir(&letters).is_ok_and(|mut found| {
            found.any(|entry| entry.is_ok_and(|entry| entry.path().extension().is_some_and(|e| e == "pdf")))
        }) {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let ran = common::Ran::of(child.wait_with_output().unwrap());
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert!(files(&letters).len() < 12, "the run was over before it was stopped: {all}");
    assert_eq!(ran.status, 2, "{all}");
    assert!(all.contains("interrupted") && all.contains("again"), "{all}");
    journal_is_true(dir.path(), files(&letters).len());
    assert_eq!(run_json(LEDGER, dir.path(), &[]).status, 0);
    journal_is_true(dir.path(), 12);
}
