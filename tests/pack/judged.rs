//! Packages before judges from outside: bagit.py, eark-validator, xmllint, sha256sum, unzip, tar; and the letters taken
//! out of them before veraPDF, pyHanko and pdfsig.

use std::fs;
use std::path::{Path, PathBuf};

use super::common::pki::{TIME as SIGNED, pki, sign};
use super::common::{root, run, tool};
use super::{FORMS, files, shelf};

fn named(form: &str, ending: &str) -> Vec<String> {
    let dir = shelf(form);
    let names = files(&dir).into_keys().filter(|name| name.ends_with(ending));
    names.map(|name| dir.join(name).to_str().unwrap().to_owned()).collect()
}

fn schema(name: &str) -> String {
    root().join("schemas").join(name).to_str().unwrap().to_owned()
}

#[track_caller]
fn valid(schema_name: &str, documents: &[String]) {
    assert!(!documents.is_empty());
    let schema = schema(schema_name);
    let mut args = vec!["--noout", "--nonet", "--schema", schema.as_str()];
    args.extend(documents.iter().map(String::as_str));
    tool("xmllint", &args);
}

#[test]
fn bagit_py_accepts_bags_and_refuses_a_changed_one() {
    let bag = shelf("bagit");
    tool("tests/tools/bag-check", &[bag.to_str().unwrap()]);
    let dir = tempfile::tempdir().unwrap();
    let unpacked = dir.path().to_str().unwrap();
    tool("unzip", &["-q", shelf("bagit.zip").to_str().unwrap(), "-d", unpacked]);
    let bag = dir.path().join("bagit");
    tool("tests/tools/bag-check", &[bag.to_str().unwrap()]);
    fs::write(bag.join("data/x"), "x").unwrap();
    let judge = std::process::Command::new("tests/tools/bag-check").arg(&bag).current_dir(root()).output().unwrap();
    assert!(!judge.status.success(), "a bag with a file too many is no bag");
}

#[test]
fn metadata_and_encapsulations_are_valid_by_their_schemas() {
    for form in ["bagit", "transfer"] {
        valid("dat46.xsd", &named(form, "metadata.xml"));
    }
    let catalogue: Vec<String> = named("catalogue", ".xml");
    valid("dat46.xsd", &catalogue);
    valid("dat46.xsd", &named("csip", ".xml").into_iter().filter(|it| it.contains("descriptive")).collect::<Vec<_>>());
    let encapsulations = named("eep", ".xml");
    assert_eq!(encapsulations.len(), 3);
    valid("eep.xsd", &encapsulations);
}

#[test]
fn a_missing_element_is_not_valid() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xml");
    let text = fs::read_to_string(&named("bagit", "metadata.xml")[0]).unwrap();
    for line in ["立档单位名称", "年度", "保管期限", "题名", "责任者", "日期", "密级", "脱机载体编号", "室编件号"]
    {
        let without: String =
            text.lines().filter(|it| !it.contains(&format!("<{line}>"))).map(|it| format!("{it}\n")).collect();
        assert_ne!(without, text, "{line}");
        fs::write(&path, without).unwrap();
        let judge = std::process::Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema", &schema("dat46.xsd"), path.to_str().unwrap()])
            .output()
            .unwrap();
        assert!(!judge.status.success(), "valid without {line}");
    }
}

#[test]
fn eark_validator_finds_structure_and_schema_right() {
    let said = tool("tests/tools/csip-check", &[shelf("csip").to_str().unwrap()]);
    let report: serde_json::Value =
        said.lines().find(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).unwrap();
    assert_eq!(report["structure"]["status"], "WellFormed", "{said}");
    assert_eq!(report["metadata"]["schema_results"]["status"], "VALID", "{said}");
    // Its own rules contradict one another and the schema in these; see docs/archive.md.
    let known = ["CSIP63", "CSIP103", "SIP2", "SIP14"];
    let messages = report["metadata"]["schematron_results"]["messages"].as_array().unwrap();
    let errors = messages.iter().filter(|it| it["severity"] == "Error").map(|it| it["rule_id"].as_str().unwrap());
    let others: Vec<&str> = errors.filter(|rule| !known.contains(rule)).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn other_programs_read_single_files_and_the_list_of_digests() {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().to_str().unwrap();
    for form in FORMS {
        tool("unzip", &["-tq", shelf(&format!("{form}.zip")).to_str().unwrap()]);
        tool("tar", &["-xf", shelf(&format!("{form}.tar")).to_str().unwrap(), "-C", to]);
        let unpacked = dir.path().join(form);
        assert!(files(&unpacked) == files(&shelf(form)), "{form}: the file holds what the folder holds");
        let script = format!("cd '{}' && sha256sum --quiet -c fixity-sha256.txt", unpacked.display());
        tool("sh", &["-c", &script]);
    }
}

#[test]
fn letters_taken_out_again_are_pdf_a_and_their_signatures_hold() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let ran = sign("ec.p12", &out, &["--sign-time", SIGNED]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    fs::copy(shelf("dafu.toml"), dir.path().join("dafu.toml")).unwrap();
    let package = dir.path().join("signed.zip");
    let (from, to) = (out.to_str().unwrap(), package.to_str().unwrap());
    let args = ["pack", from, "-o", to, "--as", "bagit", "--single-file", "--only-signed", "--item-from", "1"];
    let ran = run(&args);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    tool("unzip", &["-q", to, "-d", dir.path().to_str().unwrap()]);
    let taken: Vec<PathBuf> = files(&dir.path().join("signed"))
        .into_keys()
        .filter(|name| Path::new(name).extension().is_some_and(|it| it == "pdf"))
        .map(|name| dir.path().join("signed").join(name))
        .collect();
    assert_eq!(taken.len(), 1);
    // A name that every judge's shell takes.
    let pdf = dir.path().join("letter.pdf");
    fs::copy(&taken[0], &pdf).unwrap();
    let pdf = pdf.to_str().unwrap();
    let said = tool("tests/tools/pdfa-check", &[pdf]);
    assert_eq!(said.matches("\tPASS\t").count(), 2, "{said}");
    let said = tool("tests/tools/sig-check", &[&pki("ca.pem"), pdf]);
    assert!(said.contains(" B-B []"), "{said}");

    let ran = run(&["verify", to, "--trust", &pki("ca.pem"), "--rebuild", "--format", "json", "--lang", "en"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let passed = |name: &str| {
        let items = ran.lines("item");
        items.iter().any(|item| item["item"] == name && item["verdict"] == "passed")
    };
    assert!(passed("signatures") && passed("rebuild"), "{}", ran.stdout);
    // Of another root the signature is worth nothing.
    let other = pki("foreign-ca.pem");
    let ran = run(&["verify", to, "--trust", &other, "--format", "json", "--lang", "en"]);
    assert_ne!(ran.status, 0, "{}", ran.stdout);
}
