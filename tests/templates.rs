//! Packs of templates: broken ones and what is said of them, and the shipped ones against what is kept of their pages.
//!
//! Each folder of `tests/suite/templates/` has a `change.toml`, which breaks a copy of the shipped templates, and
//! `expected.txt`: status, and each problem with its place in both languages. `UPDATE=1` rewrites it.

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::{Ran, dafu, root, run};
use serde::Deserialize;

/// How a case breaks the templates.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    file: PathBuf,
    old: Option<String>,
    new: Option<String>,
    bytes: Option<Vec<u8>>,
    link: Option<PathBuf>,
    #[serde(default)]
    remove: bool,
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for (name, bytes) in common::files(from) {
        std::fs::write(to.join(name), bytes).unwrap();
    }
}

/// The house style, the pack `reply` and the profile `standard`.
fn shipped(to: &Path) {
    for folder in ["base", "reply"] {
        copy(&root().join("templates").join(folder), &to.join(folder));
    }
    std::fs::create_dir_all(to.join("profiles")).unwrap();
    std::fs::copy(root().join("templates/profiles/standard.toml"), to.join("profiles/standard.toml")).unwrap();
}

impl Change {
    fn apply(&self, dir: &Path) {
        let file = dir.join(&self.file);
        if self.remove {
            std::fs::remove_file(&file).unwrap();
        } else if let Some(target) = &self.link {
            #[cfg(unix)]
            std::os::unix::fs::symlink(target, &file).unwrap();
        } else if let Some(bytes) = &self.bytes {
            std::fs::write(&file, bytes).unwrap();
        } else {
            let (old, new) = (self.old.as_ref().unwrap(), self.new.as_ref().unwrap());
            let text = std::fs::read_to_string(&file).unwrap();
            assert!(text.contains(old), "{} has no {old}", file.display());
            std::fs::write(&file, text.replacen(old, new, 1)).unwrap();
        }
    }
}

fn check(case: &Path) -> Result<(), String> {
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    shipped(&templates);
    let text = std::fs::read_to_string(case.join("change.toml")).unwrap();
    let broken: Case = toml::from_str(&text).unwrap();
    broken.change.iter().for_each(|change| change.apply(&templates));
    let seconds = if name.contains("endless") { "5" } else { "60" };
    let ran = |lang: &str| {
        let args = ["template", "check", "reply", "--format", "json", "--letter-timeout", seconds, "--lang", lang];
        Ran::of(dafu(&args).arg("--templates").arg(&templates).output().unwrap())
    };
    let (zh, en) = (ran("zh"), ran("en"));
    assert!(!zh.stderr.contains("panicked"), "{name}: {}", zh.stderr);
    let mut found = format!("status {}\n", zh.status);
    let here = format!("{}/", templates.display());
    let (zh, en) = (zh.lines("diagnostic"), en.lines("diagnostic"));
    assert_eq!(zh.len(), en.len(), "{name}");
    for (zh, en) in zh.iter().zip(&en) {
        let word = |name: &str| zh[name].as_str().unwrap_or_default().replace(&here, "");
        let number = |name: &str| zh[name].as_u64().map_or_else(String::new, |number| format!(":{number}"));
        let place = format!("{}{}{}{}", word("file"), number("line"), number("column"), word("pointer"));
        writeln!(found, "{} {} {place}", word("severity"), word("code")).unwrap();
        for told in [zh, en] {
            let hints = told["hints"].as_array().unwrap().iter().filter_map(|hint| hint.as_str());
            let all: Vec<&str> = std::iter::once(told["message"].as_str().unwrap()).chain(hints).collect();
            writeln!(
                found,
                "  {}",
                all.join(" | ").replace(&here, "").replace(templates.to_str().unwrap(), "templates")
            )
            .unwrap();
        }
    }
    let path = case.join("expected.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &found).unwrap();
        return Ok(());
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if found == expected { Ok(()) } else { Err(format!("{name}:\n--- expected\n{expected}\n--- found\n{found}")) }
}

#[cfg(unix)]
#[test]
fn every_broken_pack_is_told_at_its_place_in_both_languages() {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(root().join("tests/suite/templates"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|case| case.is_dir())
        .collect();
    cases.sort();
    assert!(cases.len() >= 30, "the suite is not there");
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases differ\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn the_shipped_packs_look_as_they_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run(&["template", "test", "--letter-timeout", "120", "-o", dir.path().to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
}

/// Another Typst, which knows nothing of dafu, shows the sample with the same lines on the same pages.
#[test]
fn other_typst_tools_show_the_sample_alike() {
    let sample = root().join("templates").join("reply").join("sample.typ");
    let dir = tempfile::tempdir().unwrap();
    let pdf = dir.path().join("sample.pdf");
    common::tool("tests/tools/typst-compile", &[sample.to_str().unwrap(), pdf.to_str().unwrap()]);
    let ran = run(&["preview", "--emit", "pdf", "-o", dir.path().to_str().unwrap(), "templates/reply/sample.json"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let ours = common::files(dir.path()).into_iter().map(|(name, _)| dir.path().join(name)).find(|file| *file != pdf);
    let text = |pdf: &Path| common::tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]);
    assert_eq!(text(&pdf), text(&ours.unwrap()));
    assert!(text(&pdf).contains("柳林河"));
}

fn with_templates(dir: &Path, args: &[&str]) -> Ran {
    Ran::of(dafu(args).arg("--templates").arg(dir.join("templates")).output().unwrap())
}

#[test]
fn a_pack_is_made_told_of_its_base_and_handed_on() {
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    shipped(&templates);
    let made = with_templates(dir.path(), &["template", "new", "qingshi", "--from", "reply", "--extends"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let again = with_templates(dir.path(), &["template", "new", "qingshi"]);
    assert_eq!(again.status, 2, "{}", again.stdout);
    // It holds only what differs, and still makes its sample.
    assert!(!templates.join("qingshi/letter.typ.tera").exists());
    let checked = with_templates(dir.path(), &["template", "check", "qingshi", "--lang", "en"]);
    assert_eq!(checked.status, 0, "{}", checked.stdout);
    assert!(checked.stdout.contains("qingshi: 1 samples, 1 letters, 0 problems"), "{}", checked.stdout);
    // The base changes.
    let file = templates.join("reply/letter.typ.tera");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("{{ closing }}", "{{ closing }}{{ note }}", 1)).unwrap();
    let diff = with_templates(dir.path(), &["template", "diff", "qingshi", "--accept", "--lang", "en"]);
    assert!(diff.stdout.contains("-{{ closing }}\n+{{ closing }}{{ note }}"), "{}", diff.stdout);
    assert!(diff.stdout.contains("letter.typ.tera (in effect in this pack)"), "{}", diff.stdout);
    let diff = with_templates(dir.path(), &["template", "diff", "qingshi", "--lang", "en"]);
    assert!(diff.stdout.contains("reply@0.1.0 is as it was"), "{}", diff.stdout);
    std::fs::write(&file, text).unwrap();
    // One file, the same each time, and the same pack elsewhere.
    let (one, two) = (dir.path().join("one.dafupack"), dir.path().join("two.dafupack"));
    for file in [&one, &two] {
        let ran = with_templates(dir.path(), &["template", "export", "qingshi", "-o", file.to_str().unwrap()]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    assert!(std::fs::read(&one).unwrap() == std::fs::read(&two).unwrap());
    let elsewhere = dir.path().join("elsewhere/templates");
    let ran = run(&["template", "install", one.to_str().unwrap(), "-o", elsewhere.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let lists = [dir.path().to_owned(), dir.path().join("elsewhere")].map(|dir| {
        let list = with_templates(&dir, &["template", "list", "--lang", "en"]).stdout;
        list.lines().find(|line| line.starts_with("qingshi@")).unwrap().to_owned()
    });
    assert_eq!(lists[0], lists[1]);
    // A file that is another one is not replaced unasked, and a torn file is none.
    std::fs::write(elsewhere.join("qingshi/sample.json"), "{}").unwrap();
    let ran =
        run(&["template", "install", one.to_str().unwrap(), "-o", elsewhere.to_str().unwrap(), "--format", "json"]);
    assert_eq!((ran.status, ran.lines("diagnostic")[0]["code"].as_str()), (2, Some("pack-in-the-way")));
    let bytes = std::fs::read(&one).unwrap();
    std::fs::write(&two, &bytes[..bytes.len() / 2]).unwrap();
    let ran =
        run(&["template", "install", two.to_str().unwrap(), "-o", elsewhere.to_str().unwrap(), "--format", "json"]);
    assert_eq!((ran.status, ran.lines("diagnostic")[0]["code"].as_str()), (2, Some("pack-file-damaged")));
}

/// A field of a pack's own: in the empty ledger, in the schema, checked, and on the page; and the pack that was insisted on.
#[test]
fn a_field_of_the_pack_is_checked_and_reaches_the_page() {
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    shipped(&templates);
    let made = with_templates(dir.path(), &["template", "new", "qingshi", "--extends"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let add = |file: &str, text: &str| {
        let file = templates.join(file);
        let old = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, format!("{old}{text}")).unwrap();
    };
    add(
        "qingshi/template.toml",
        "[settings]\nfooter = \"\"\n[[field]]\nkey = \"extra.villages\"\nheadings = [\"村数\"]\nkind = \"count\"\nrequired = true\nexample = \"7\"\n",
    );
    add("profiles/qingshi.toml", "[settings]\nfooter = \"Qingshi County\"\n");
    let letter = std::fs::read_to_string(templates.join("reply/letter.typ.tera")).unwrap();
    let letter =
        letter.replacen("{{ closing }}", "{{ closing }}\n#p(\"{{ settings.footer }} {{ extra.villages }} 村\")", 1);
    std::fs::write(templates.join("qingshi/letter.typ.tera"), letter).unwrap();
    let schema = with_templates(dir.path(), &["schema", "--profile", "qingshi"]);
    assert!(schema.stdout.contains("villages"), "{}", schema.stdout);
    let sample = std::fs::read_to_string(templates.join("qingshi/sample.json")).unwrap();
    let ledger = dir.path().join("ledger.json");
    let with = |villages: &str| {
        std::fs::write(&ledger, sample.replacen("\"number\"", &format!("\"extra\": {{{villages}}}, \"number\""), 1))
            .unwrap();
        let out = dir.path().join("out");
        with_templates(dir.path(), &["run", ledger.to_str().unwrap(), "-o", out.to_str().unwrap(), "--format", "json"])
    };
    let ran = with("");
    assert!(
        ran.lines("diagnostic")
            .iter()
            .any(|found| found["code"] == "value-missing" && found["field"] == "extra.villages")
    );
    let ran = with("\"villages\": \"许多\"");
    assert!(ran.lines("diagnostic").iter().any(|found| found["code"] == "count-malformed"), "{}", ran.stdout);
    let ran = with("\"villages\": 7");
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let pdf = common::letters(&dir.path().join("out")).remove(0);
    assert!(common::text_of(&pdf).contains("QingshiCounty7村"), "{}", common::text_of(&pdf));
    let journal = std::fs::read_to_string(dir.path().join("out/journal.jsonl")).unwrap();
    let list = with_templates(dir.path(), &["template", "list", "--lang", "en"]).stdout;
    let pack =
        list.lines().find_map(|line| line.starts_with("qingshi@").then(|| line.split(',').next().unwrap())).unwrap();
    assert!(journal.contains(&format!("\"pack\":\"{pack}\"")), "{pack}\n{journal}");
    let (_, digest) = pack.split_once(' ').unwrap();
    let run = |more: &[&str]| {
        let mut args = vec!["run", ledger.to_str().unwrap(), "-o", dir.path().to_str().unwrap(), "--format", "json"];
        args.extend(more);
        with_templates(dir.path(), &args)
    };
    assert_eq!(run(&["--pack-digest", digest]).status, 0);
    let other = format!("sha256:{}", "0".repeat(64));
    let ran = run(&["--pack-digest", &other]);
    assert_eq!((ran.status, ran.lines("diagnostic")[0]["code"].as_str()), (2, Some("pack-differs")), "{}", ran.stdout);
    std::fs::write(dir.path().join("dafu.toml"), format!("pack = \"qingshi@0.1.0 {digest}\"\n")).unwrap();
    assert_eq!(run(&[]).status, 0);
    std::fs::write(dir.path().join("dafu.toml"), "\npack = \"qingshi@0.2.0\"\n").unwrap();
    let ran = run(&[]);
    let found = &ran.lines("diagnostic")[0];
    assert_eq!((ran.status, found["code"].as_str(), found["line"].as_u64()), (2, Some("pack-differs"), Some(2)));
}

#[test]
fn a_word_is_found_from_the_heading_to_the_function() {
    let ran = run(&["template", "where", "签发人", "--lang", "en"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for part in [
        "heading 签发人、签发  key signatory",
        "profile templates/profiles/standard.toml:",
        "signatory = \"签发人：\"",
        "template templates/reply/letter.typ.tera:",
        "function templates/base/head.typ:",
    ] {
        assert!(ran.stdout.contains(part), "{part}\n{}", ran.stdout);
    }
    assert_eq!(run(&["template", "where", "没有这个词"]).status, 1);
}

#[test]
fn a_warning_of_typst_is_told_once_a_run() {
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    shipped(&templates);
    copy(&root().join("templates/profiles"), &templates.join("profiles"));
    let file = templates.join("reply/letter.typ.tera");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n#let empty = [**]\n")).unwrap();
    let out = dir.path().join("out");
    let ran = with_templates(
        dir.path(),
        &["run", "inputs/huangshan-2024.xlsx", "-o", out.to_str().unwrap(), "--format", "json"],
    );
    assert_eq!((ran.status, ran.lines("letter").len()), (0, 12), "{}", ran.stdout);
    let warned: Vec<_> = ran.lines("diagnostic").into_iter().filter(|found| found["code"] == "typst-warning").collect();
    assert_eq!(warned.len(), 1, "{warned:#?}");
    assert!(warned[0]["file"].as_str().unwrap().ends_with("reply/letter.typ.tera") && warned[0]["letter"].is_null());
}

#[test]
fn the_letters_that_strain_a_template_are_chosen() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().to_str().unwrap();
    let ran = run(&["preview", "inputs/huangshan-2024.xlsx", "--worst", "--emit", "typ", "-o", out]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let made = common::files(dir.path()).len();
    assert!((2..=6).contains(&made), "{made}");
    assert!(dir.path().join("153_王景峰.typ").is_file(), "the longest body is that of no. 153");
}
