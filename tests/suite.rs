//! Small inputs with the problems they must give, as data.
//!
//! Each folder of `tests/suite/` holds one `input.*` (and perhaps `args`, further arguments, one a line) and
//! `expected.txt`: status, and each problem with its place in both languages. `UPDATE=1` rewrites it. With a file
//! `show`, keys one a line, the values that are read of each letter follow. `input.xlsx.d` and `input.ods.d` are the
//! parts of a workbook that no library writes; those that every workbook has are added.

mod common;
#[path = "common/package.rs"]
mod package;

use std::fmt::Write;
use std::path::Path;

use common::run;
use dafu::input::{Defaults, ReadOptions, Value};
use dafu::profile::Key;

fn problems(input: &str, args: &[&str]) -> String {
    let mut text = String::new();
    let ran = |lang: &str| {
        let mut all = vec!["check", input, "--format", "json", "--lang", lang];
        all.extend(args);
        run(&all)
    };
    let (zh, en) = (ran("zh"), ran("en"));
    assert!(!zh.stderr.contains("panicked"), "{}", zh.stderr);
    writeln!(text, "status {}", zh.status).unwrap();
    let (zh, en) = (zh.lines("diagnostic"), en.lines("diagnostic"));
    assert_eq!(zh.len(), en.len());
    for (zh, en) in zh.iter().zip(&en) {
        let word = |name: &str| zh[name].as_str().unwrap_or_default().to_owned();
        let sheet = if word("sheet").is_empty() { String::new() } else { format!("[{}]", word("sheet")) };
        let line = zh["line"].as_u64().map_or_else(String::new, |line| format!(" line {line}"));
        let column = zh["column"].as_u64().map_or_else(String::new, |column| format!(":{column}"));
        let paragraph = zh["paragraph"].as_u64().map_or_else(String::new, |number| format!(" paragraph {number}"));
        // Of another file than the ledger the name is told.
        let name = |path: &str| Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = name(&word("file"));
        let file = if file == name(input) { String::new() } else { file };
        let place = format!("{sheet}{}{}{file}{line}{column}{paragraph}", word("cell"), word("pointer"));
        writeln!(text, "{} {} {place}", word("severity"), word("code")).unwrap();
        for found in [zh, en] {
            let hints: Vec<&str> = found["hints"].as_array().unwrap().iter().filter_map(|hint| hint.as_str()).collect();
            writeln!(text, "  {} | {}", found["message"].as_str().unwrap(), hints.join(" | ")).unwrap();
        }
    }
    text
}

/// What is read of each letter.
fn values(input: &str, keys: &str, skip_hidden: bool) -> String {
    let profile = dafu::profile::load(&common::root().join("templates"), "standard").unwrap();
    let book = dafu::input::open(Path::new(input)).value.unwrap();
    let options = ReadOptions { skip_hidden, ..ReadOptions::default() };
    let letters = dafu::input::letters(&book, &profile, &Defaults::new(), &options).value.unwrap();
    let mut text = String::new();
    for letter in letters.into_vec().unwrap() {
        let values = keys.lines().map(|key| format!("{key}={}", shown(&letter.field(&Key::parse(key).unwrap()).value)));
        writeln!(text, "letter {}", values.collect::<Vec<_>>().join(" ")).unwrap();
    }
    text
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => text.replace('\n', "\\n"),
        Value::Number { shown, .. } => format!("#{shown}"),
        Value::Date { year, month, day } => format!("{year}-{month}-{day}"),
        Value::List(items) => items.iter().map(|item| shown(&item.value)).collect::<Vec<_>>().join("|"),
        Value::Missing => "-".to_owned(),
        other => format!("{other:?}"),
    }
}

fn check(case: &Path) -> Result<(), String> {
    let name = case.file_name().unwrap().to_string_lossy();
    let input = std::fs::read_dir(case)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .find(|file| file.starts_with("input."))
        .ok_or_else(|| format!("{name}: no input"))?;
    let args = std::fs::read_to_string(case.join("args")).unwrap_or_default();
    let args: Vec<&str> = args.lines().filter(|line| !line.is_empty()).collect();
    let dir = tempfile::tempdir().unwrap();
    let input = match input.strip_suffix(".d") {
        Some(packed) => package::pack(&case.join(&input), &dir.path().join(packed)),
        None => format!("tests/suite/{name}/{input}"),
    };
    let mut found = problems(&input, &args);
    if let Ok(keys) = std::fs::read_to_string(case.join("show")) {
        found += &values(&input, &keys, args.contains(&"--skip-hidden"));
    }
    let path = case.join("expected.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &found).unwrap();
        return Ok(());
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if found == expected { Ok(()) } else { Err(format!("{name}:\n--- expected\n{expected}\n--- found\n{found}")) }
}

#[test]
fn every_case_gives_its_problems_in_both_languages() {
    let mut cases: Vec<_> =
        std::fs::read_dir(common::root().join("tests/suite")).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Whole letters and broken templates are compared elsewhere.
    cases.retain(|case| case.is_dir() && !case.ends_with("letters") && !case.ends_with("templates"));
    cases.sort();
    assert!(cases.len() >= 10, "the suite is not there");
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases differ\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// The ledger of the README's promise: every kind of mistake at once, each at its own cell.
#[test]
fn twenty_mistakes_are_twenty_problems_at_twenty_cells() {
    let ran = run(&["check", "tests/suite/twenty-mistakes/input.xlsx", "--format", "json"]);
    let found: Vec<String> = ran
        .lines("diagnostic")
        .iter()
        .filter(|found| found["severity"] != "note")
        .map(|found| found["cell"].as_str().unwrap().to_owned())
        .collect();
    let cells: std::collections::BTreeSet<&String> = found.iter().collect();
    assert_eq!((found.len(), cells.len()), (20, 20), "{found:?}");
}
