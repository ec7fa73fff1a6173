//! Letters that take for ever and letters that eat all memory: they are named, and all others are made.
#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use common::{Ran, dafu, files, journal_is_true, root};

const LEDGER: &str = "inputs/huangshan-2024.json";

/// Would take some years.
const ENDLESS: &str = "#{ for a in range(9000) { for b in range(9000) { for c in range(9000) { } } } }";

/// Asks for twice as much again and again.
const GREEDY: &str = "#{ let a = range(100000); for i in range(60) { a = a + a } }";

/// The project's templates, in which the letters of some numbers do something else first.
fn templates(dir: &Path, deeds: &[(&str, &str)]) -> PathBuf {
    let to = dir.join("templates");
    assert!(Command::new("cp").arg("-r").arg(root().join("templates")).arg(&to).status().unwrap().success());
    let letter = to.join("reply/letter.typ.tera");
    let deeds: Vec<String> =
        deeds.iter().map(|(number, deed)| format!("{{% if number == \"{number}\" %}}{deed}{{% endif %}}\n")).collect();
    fs::write(&letter, deeds.concat() + &fs::read_to_string(&letter).unwrap()).unwrap();
    to
}

/// A run that may itself use 6 GB and no more, so that no test takes the machine with it.
fn run(templates: &Path, out: &Path, more: &[&str]) -> Ran {
    let run = dafu(&["run", LEDGER, "--format", "json", "--lang", "en", "--templates", templates.to_str().unwrap()]);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 6000000; exec \"$@\"", "sh"]).arg(run.get_program()).args(run.get_args());
    command.arg("-o").arg(out).args(more).current_dir(root());
    for (name, value) in run.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Ran::of(command.output().unwrap())
}

/// The letters but those of some numbers, as the undisturbed templates make them with the same wording.
#[track_caller]
fn the_others_are_made(ran: &Ran, out: &Path, but: &[&str]) {
    let letters = files(&out.join("letters"));
    assert_eq!(letters.len(), 12 - but.len(), "{}", ran.stdout);
    assert!(letters.iter().all(|(name, _)| !but.iter().any(|number| name.starts_with(number))));
    journal_is_true(out, 12 - but.len());
}

#[track_caller]
fn names(ran: &Ran, expected: &[(&str, &str)]) {
    let told = ran.lines("diagnostic");
    let told: Vec<(&str, &str)> = told
        .iter()
        .filter(|problem| problem["severity"] == "error")
        .map(|problem| (problem["letter"].as_str().unwrap_or_default(), problem["code"].as_str().unwrap()))
        .collect();
    assert_eq!(told, expected, "{}\n{}", ran.stdout, ran.stderr);
    // Each is told at its row.
    for problem in ran.lines("diagnostic").iter().filter(|problem| !problem["letter"].is_null()) {
        assert!(problem["pointer"].as_str().unwrap().starts_with("/letters/"));
    }
}

#[test]
fn a_letter_that_takes_for_ever_is_named_and_the_others_are_made() {
    let dir = tempfile::tempdir().unwrap();
    let templates = templates(dir.path(), &[("047", ENDLESS), ("142", ENDLESS)]);
    let out = dir.path().join("out");
    for jobs in ["1", "2"] {
        let began = Instant::now();
        let ran = run(&templates, &out, &["--letter-timeout", "5", "-j", jobs]);
        assert_eq!(ran.status, 1);
        names(&ran, &[("047", "letter-timeout"), ("142", "letter-timeout")]);
        the_others_are_made(&ran, &out, &["047", "142"]);
        assert!(began.elapsed() < Duration::from_mins(3));
    }
    // Put right, they are made, and nothing is left of it.
    let ran = common::run_json(LEDGER, &out, &[]);
    assert_eq!(ran.status, 0);
    journal_is_true(&out, 12);
    assert!(!out.join(".dafu.work").exists());
}

#[test]
fn a_run_in_which_four_letters_hang_ends_and_the_next_makes_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let hanging = ["023", "047", "061", "072"];
    let templates = templates(dir.path(), &hanging.map(|number| (number, ENDLESS)));
    let out = dir.path().join("out");
    let ran = run(&templates, &out, &["--letter-timeout", "3", "-j", "2"]);
    assert_eq!(ran.status, 2, "{}\n{}", ran.stdout, ran.stderr);
    let timeout = |number| (number, "letter-timeout");
    names(&ran, &[hanging.map(timeout).as_slice(), &[timeout("")]].concat());
    journal_is_true(&out, files(&out.join("letters")).len());

    let ran = run(&templates, &out, &["--letter-timeout", "3", "-j", "2"]);
    assert_eq!(ran.status, 1);
    names(&ran, &hanging.map(timeout));
    the_others_are_made(&ran, &out, &hanging);
}

#[test]
fn a_letter_that_eats_all_memory_is_named_by_the_next_run_which_makes_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let templates = templates(dir.path(), &[("047", GREEDY)]);
    let out = dir.path().join("out");
    let ran = run(&templates, &out, &["-j", "2"]);
    assert!(!(0..=2).contains(&ran.status), "the run was not ended: {}\n{}", ran.stdout, ran.stderr);
    let made = files(&out.join("letters")).len();
    journal_is_true(&out, made);
    assert!(fs::read_to_string(out.join(".dafu.work")).unwrap().contains("047_"));

    for made_now in [11 - made, 0] {
        let ran = run(&templates, &out, &["-j", "2"]);
        assert_eq!(ran.status, 1, "{}\n{}", ran.stdout, ran.stderr);
        names(&ran, &[("047", "letter-deadly")]);
        the_others_are_made(&ran, &out, &["047"]);
        let news = ran.news();
        assert_eq!(news.len(), made_now + 1);
        assert_eq!(news.last().unwrap(), &("047".to_owned(), "failed".to_owned()), "it is made last");
    }
}
