//! One ledger in shares, and their join.

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{files, run, run_json};
use serde_json::{Value, json};

/// A ledger of 40 letters, two with problems, and one row that has no number.
fn ledger(dir: &Path) -> String {
    let text = std::fs::read_to_string(common::root().join("inputs/huangshan-2024.json")).unwrap();
    let mut ledger: Value = serde_json::from_str(&text).unwrap();
    let letters = ledger["letters"].as_array_mut().unwrap();
    let short = letters.iter().min_by_key(|letter| letter["body"].to_string().len()).unwrap().clone();
    for number in 900..928 {
        let mut letter = short.clone();
        letter["number"] = json!(number.to_string());
        letters.push(letter);
    }
    letters[3]["date"] = json!("2024年2月30日");
    letters[20]["number"] = json!("");
    letters[20]["title"] = json!("");
    // The same letter twice is an error at both, wherever they are made.
    letters[30]["number"] = json!("910");
    let path = dir.join("ledger.json");
    std::fs::write(&path, ledger.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn shares(ledger: &str, dir: &Path, of: usize, more: &[&str]) -> Vec<PathBuf> {
    let make = |part: usize| {
        let out = dir.join(part.to_string());
        let share = format!("{part}/{of}");
        let mut args = vec!["--shard", share.as_str()];
        args.extend(more);
        assert!(run_json(ledger, &out, &args).status < 2);
        out
    };
    (1..=of).map(make).collect()
}

fn merge(dirs: &[PathBuf], out: &Path) -> common::Ran {
    let mut args = vec!["merge", "-o", out.to_str().unwrap(), "--format", "json", "--lang", "en"];
    args.extend(dirs.iter().map(|dir| dir.to_str().unwrap()));
    run(&args)
}

/// What is wrong, in a word each.
fn codes(ran: &common::Ran) -> Vec<String> {
    ran.lines("diagnostic").iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn four_shares_by_gnu_parallel_and_a_join_are_one_run() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let (one, joined) = (dir.path().join("one"), dir.path().join("joined"));
    let ran = run_json(&ledger, &one, &[]);
    assert_eq!(ran.status, 1);
    // The script of docs/deploy, as people run it.
    let output = Command::new("docs/deploy/parallel.sh")
        .args([&ledger, joined.to_str().unwrap(), "4", "--lang", "en"])
        .current_dir(common::root())
        .env("DAFU_PROGRAM", env!("CARGO_BIN_EXE_dafu"))
        .env("HOME", dir.path())
        .env("DAFU_LANG", "en")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let letters = files(&one.join("letters"));
    assert!(letters.len() > 30);
    assert!(files(&joined.join("letters")) == letters);
    for name in ["summary.csv", "delivery.csv", "report.html"] {
        assert!(std::fs::read(joined.join(name)).unwrap() == std::fs::read(one.join(name)).unwrap(), "{name}");
    }
    let names = |dir: &Path| files(dir).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&joined), names(&one));

    // Each share did a part of the work, and together they did all of it once.
    let made: Vec<usize> =
        (1..=4).map(|part| files(&dir.path().join(format!("joined.shares/{part}/letters"))).len()).collect();
    assert!(made.iter().all(|made| *made > 0), "{made:?}");
    assert_eq!(made.iter().sum::<usize>(), letters.len());

    // The joined folder is a run's: nothing is made again.
    let again = run_json(&ledger, &joined, &[]);
    let statuses: BTreeSet<String> =
        again.lines("letter").iter().map(|letter| letter["status"].as_str().unwrap().to_owned()).collect();
    assert_eq!(statuses, BTreeSet::from(["failed".to_owned(), "kept".to_owned()]));
}

#[cfg(unix)]
#[test]
fn the_script_for_slurm_makes_the_share_of_its_task() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let out = dir.path().join("out");
    for task in ["1", "2"] {
        let status = Command::new("docs/deploy/slurm.sh")
            .args([&ledger, out.to_str().unwrap()])
            .current_dir(common::root())
            .envs([("SLURM_ARRAY_TASK_ID", task), ("SLURM_ARRAY_TASK_COUNT", "2")])
            .envs([("DAFU_PROGRAM", env!("CARGO_BIN_EXE_dafu")), ("DAFU_QUIET", "true")])
            .output()
            .unwrap()
            .status;
        assert!(status.success(), "letters with problems do not fail the task");
    }
    let dirs = ["1", "2"].map(|task| dir.path().join(format!("out.shares/{task}")));
    let merged = merge(&dirs, &out);
    assert_eq!((merged.status, &merged.lines("merge")[0]["letters"]), (1, &json!(40)));
}

#[test]
fn a_share_goes_by_the_letter_and_not_by_its_row() {
    let dir = tempfile::tempdir().unwrap();
    let path = ledger(dir.path());
    let ids = |out: &str| {
        let ran = run_json(&path, &dir.path().join(out), &["--shard", "2/4"]);
        let letters = ran.lines("letter").into_iter().filter(|letter| letter["status"] == "made");
        letters.map(|letter| letter["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let before = ids("before");
    let mut turned: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    turned["letters"].as_array_mut().unwrap().reverse();
    turned["letters"].as_array_mut().unwrap().remove(7);
    std::fs::write(&path, turned.to_string()).unwrap();
    let after = ids("after");
    assert!(after.is_subset(&before) && after.len() + 1 >= before.len(), "{before:?}\n{after:?}");
}

#[test]
fn all_contradictions_are_told_at_once_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let dirs = shares(&ledger, dir.path(), 3, &[]);
    let out = dir.path().join("joined");

    let missing = merge(&dirs[..2], &out);
    assert_eq!((missing.status, codes(&missing)), (2, vec!["merge-conflict".to_owned()]));
    assert!(missing.stdout.contains("3/3"), "{}", missing.stdout);
    let twice = merge(&[dirs[0].clone(), dirs[0].clone(), dirs[1].clone(), dirs[2].clone()], &out);
    assert_eq!((twice.status, codes(&twice).len()), (2, 1));
    let other = tempfile::tempdir().unwrap();
    let foreign = merge(&[dirs[0].clone(), dirs[1].clone(), dirs[2].clone(), other.path().to_owned()], &out);
    assert_eq!((foreign.status, codes(&foreign)), (2, vec!["not-an-output".to_owned()]));
    assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 0, "the folder is left as it was");

    // One share by another profile, one of a changed ledger; a letter by hand in the first.
    shares(&ledger, dir.path(), 3, &[]);
    let lost = std::fs::read_dir(dirs[0].join("letters")).unwrap().next().unwrap().unwrap().path();
    std::fs::remove_file(&lost).unwrap();
    run_json(&ledger, &dirs[1], &["--shard", "2/3", "--profile", "standard"]);
    let mut changed: Value = serde_json::from_str(&std::fs::read_to_string(&ledger).unwrap()).unwrap();
    changed["letters"][0]["title"] = json!("关于另一件事的答复");
    let path = dir.path().join("changed.json");
    std::fs::write(&path, changed.to_string()).unwrap();
    run_json(path.to_str().unwrap(), &dirs[2], &["--shard", "3/3"]);
    let all = merge(&dirs, &out);
    assert_eq!(all.status, 2);
    let told: Vec<String> = all.lines("diagnostic").iter().map(|found| found["message"].to_string()).collect();
    for part in ["the profile differs", "the ledger, or the pattern of names, differs", "not there, or was changed"] {
        assert!(told.iter().any(|message| message.contains(part)), "{part} in {told:?}");
    }
    assert!(!out.exists());
    let stray = std::fs::read_dir(dir.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(stray.count(), 0);
}

#[test]
fn the_same_letter_with_other_bytes_and_a_name_of_two_letters_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    // Two folders that were made as halves and then as thirds hold letters of each other.
    let halves = shares(&ledger, dir.path(), 2, &[]);
    let mut changed: Value = serde_json::from_str(&std::fs::read_to_string(&ledger).unwrap()).unwrap();
    for letter in changed["letters"].as_array_mut().unwrap() {
        common::add_paragraph(letter);
    }
    std::fs::write(&ledger, changed.to_string()).unwrap();
    let thirds = shares(&ledger, dir.path(), 3, &[]);
    assert_eq!(thirds[..2], halves[..]);
    let ran = merge(&thirds, &dir.path().join("joined"));
    assert_eq!(ran.status, 2);
    assert!(ran.stdout.contains("the same letter is another one"), "{}", ran.stdout);

    for part in ["1", "2"] {
        let folder = dir.path().join(part).join("superseded");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("scan.pdf"), part).unwrap();
    }
    let ran = merge(&thirds, &dir.path().join("joined"));
    assert!(ran.stdout.contains("scan.pdf"), "{}", ran.stdout);
}

#[test]
fn a_folder_with_something_in_it_is_not_joined_into_and_an_empty_one_is() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = ledger(dir.path());
    let dirs = shares(&ledger, dir.path(), 2, &[]);
    let out = dir.path().join("joined");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("mine.txt"), "mine").unwrap();
    let refused = merge(&dirs, &out);
    assert_eq!((refused.status, codes(&refused)), (2, vec!["output-exists".to_owned()]));
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 1);
    std::fs::remove_file(out.join("mine.txt")).unwrap();
    assert_eq!(merge(&dirs, &out).status, 1);

    // A run without --shard makes a whole folder of a share's.
    assert_eq!(run_json(&ledger, &dirs[0], &[]).status, 1);
    assert!(!dirs[0].join("shard.json").exists());
    let ran = merge(&dirs, &dir.path().join("again"));
    assert!(codes(&ran).contains(&"not-an-output".to_owned()));
}

#[test]
fn a_share_that_is_none_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for wrong in ["0/4", "5/4", "x", "1"] {
        let ran = run_json("inputs/huangshan-2024.json", &dir.path().join("out"), &["--shard", wrong]);
        assert_eq!((ran.status, codes(&ran)), (2, vec!["option-invalid".to_owned()]), "{wrong}");
    }
}
