//! Running the program as its users do, and asking outside tools about its PDFs.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[cfg(unix)]
pub mod judges;
#[cfg(unix)]
pub mod pki;

use serde_json::Value;

/// The project's folder: the program finds `templates` and `fonts` there.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `dafu ARGS` in the project's folder, without the tester's own settings.
pub fn dafu(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dafu"));
    command.args(args).current_dir(root()).env("XDG_CONFIG_HOME", "/nonexistent").env("HOME", "/nonexistent");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DAFU_")) {
        command.env_remove(name);
    }
    command
}

/// A finished run.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The JSON lines of one type: `diagnostic`, `letter`, `summary`.
    pub fn lines(&self, kind: &str) -> Vec<Value> {
        let all = self
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|err| panic!("{err}: {line}")));
        all.filter(|value| value["type"] == kind).collect()
    }
}

/// Runs `dafu ARGS` to its end.
pub fn run(args: &[&str]) -> Ran {
    Ran::of(dafu(args).output().unwrap())
}

/// `dafu run LEDGER -o OUT --format json` and what else is asked.
pub fn run_json(ledger: &str, out: &Path, more: &[&str]) -> Ran {
    let mut args = vec!["run", ledger, "-o", out.to_str().unwrap(), "--format", "json", "--lang", "en"];
    args.extend(more);
    run(&args)
}

/// The standard output of an outside tool, which must succeed.
#[track_caller]
pub fn tool(program: &str, args: &[&str]) -> String {
    let output = Command::new(program)
        .args(args)
        .current_dir(root())
        .output()
        .unwrap_or_else(|err| panic!("{program} cannot be run ({err}); `tests/run` installs what the tests need"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program} {args:?}:\n{text}\n{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// What LibreOffice makes of workbooks (`tests/tools/office.py`, by Debian's own python).
#[track_caller]
pub fn office(args: &[&str]) -> Value {
    let mut all = vec!["tests/tools/office.py"];
    all.extend(args);
    let told = tool("/usr/bin/python3", &all);
    if told.is_empty() { Value::Null } else { serde_json::from_str(&told).unwrap() }
}

/// Every file of a folder with its bytes, sorted by name.
pub fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<(String, Vec<u8>)> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    found.sort();
    found
}

/// The PDFs of a run's folder.
pub fn letters(out: &Path) -> Vec<PathBuf> {
    files(&out.join("letters")).into_iter().map(|(name, _)| out.join("letters").join(name)).collect()
}

/// A PDF's text without any white space.
pub fn text_of(pdf: &Path) -> String {
    tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The letter of a JSON ledger with one paragraph more.
pub fn add_paragraph(letter: &mut Value) {
    letter["body"].as_array_mut().unwrap().push("还有一件事要说明。".into());
}

/// A copy of the templates below `dir`, with further profiles that extend `standard`: name and text.
pub fn templates_with(dir: &Path, profiles: &[(&str, &str)]) -> PathBuf {
    let templates = dir.join("templates");
    for folder in ["base", "reply", "profiles"] {
        let to = templates.join(folder);
        std::fs::create_dir_all(&to).unwrap();
        for (name, bytes) in files(&root().join("templates").join(folder)) {
            std::fs::write(to.join(name), bytes).unwrap();
        }
    }
    for (name, text) in profiles {
        std::fs::write(templates.join(format!("profiles/{name}.toml")), format!("extends = \"standard\"\n{text}"))
            .unwrap();
    }
    templates
}

/// What stands in a run's folder: letters with their bytes, and the names beside them.
pub type State = (Vec<(String, Vec<u8>)>, Vec<String>);

/// What stands in a run's folder.
pub fn state(out: &Path) -> State {
    let beside = files(out).into_iter().map(|(name, _)| name).collect();
    (files(&out.join("letters")), beside)
}

/// Every line of the journal tells the truth about the file it names.
#[track_caller]
pub fn journal_is_true(out: &Path, letters: usize) {
    let text = std::fs::read_to_string(out.join("journal.jsonl")).unwrap();
    assert!(text.ends_with('\n'));
    let mut named = std::collections::BTreeMap::new();
    for line in text.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|err| panic!("{err}: {line}"));
        if entry["type"] == "letter" {
            named.insert(entry["path"].as_str().unwrap().to_owned(), entry["sha256"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(named.len(), letters);
    for (path, sha256) in named {
        let bytes = std::fs::read(out.join(&path)).unwrap();
        assert_eq!(dafu::digest::sha256([bytes.as_slice()]), sha256, "{path}");
    }
}

impl Ran {
    /// The letters that were not kept, by number, with what became of them.
    pub fn news(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let letters = self.lines("letter").into_iter().filter(|letter| letter["status"] != "kept");
        letters.map(|letter| (text(&letter["number"]), text(&letter["status"]))).collect()
    }

    /// The codes of the problems, in their order, but for notes.
    pub fn codes(&self) -> Vec<String> {
        let told = self.lines("diagnostic").into_iter().filter(|problem| problem["severity"] != "note");
        told.map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    }
}
