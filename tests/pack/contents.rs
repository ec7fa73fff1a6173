//! What is in a package: numbers, codes, other papers, letters that were stamped elsewhere.

use std::fs;

use serde_json::Value;

use super::common::pki::{TIME as SIGNED, letter, sign};
use super::common::{run, run_json};
use super::{SETTINGS, TIME, failed, files, pack, shelf, verify};

fn units(form: &str) -> Vec<Value> {
    let found = files(&shelf(form));
    let units = found.iter().filter(|(name, _)| name.ends_with("unit.json"));
    units.map(|(_, bytes)| serde_json::from_slice(bytes).unwrap()).collect()
}

#[test]
fn a_unit_says_all_that_the_archive_asks() {
    let units = units("bagit");
    let unit = units.iter().find(|unit| unit["number"] == "153").unwrap();
    assert_eq!(unit["code"], "X043-WS·2024-Y-FGW-0003");
    assert_eq!(unit["archive"]["retention"], "永久");
    assert!(unit["letter"]["title"].as_str().unwrap().contains("153"));
    assert_eq!(unit["letter"]["date"], "2024-06-11");
    assert_eq!(unit["letter"]["pages"], 5);
    let roles: Vec<&str> =
        unit["components"].as_array().unwrap().iter().map(|it| it["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["letter", "data", "suggestion", "processing-sheet", "feedback"]);
    let scans: Vec<&str> = unit["components"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["scan"] == true)
        .map(|it| it["role"].as_str().unwrap())
        .collect();
    assert_eq!(scans, ["feedback"]);
    assert_eq!(unit["components"][0]["format"], "PDF/A-3a");
    assert_eq!(unit["components"][0]["sm3"].as_str().unwrap().len(), 64);
    let events: Vec<&str> = unit["events"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap()).collect();
    for event in ["checked", "made", "packed"] {
        assert!(events.contains(&event), "{events:?}");
    }
    for digest in ["profile_sha256", "templates_sha256", "fonts_sha256", "content_key"] {
        assert_eq!(unit["making"][digest].as_str().unwrap().len(), 64, "{digest}");
    }
}

#[test]
fn the_catalogue_names_files_by_their_code_and_can_come_back_with_other_numbers() {
    let names: Vec<String> = files(&shelf("catalogue")).into_keys().collect();
    for name in [
        "归档文件目录.xlsx",
        "电子档案/X043-WS·2024-Y-FGW-0001.pdf",
        "电子档案/X043-WS·2024-Y-FGW-0002_附件1.pdf",
        "电子档案/X043-WS·2024-Y-FGW-0003_征询意见表1.jpg",
        "元数据/X043-WS·2024-Y-FGW-0003.xml",
    ] {
        assert!(names.iter().any(|it| it == name), "{name} in {names:#?}");
    }
    let dir = tempfile::tempdir().unwrap();
    let table = dir.path().join("目录.csv");
    let titles: Vec<String> =
        units("bagit").iter().map(|it| it["letter"]["title"].as_str().unwrap().to_owned()).collect();
    let rows: String =
        titles.iter().enumerate().map(|(at, title)| format!("{title},X9-2024-00{}\r\n", at + 41)).collect();
    fs::write(&table, format!("\u{feff}题名,档号\r\n{rows}")).unwrap();
    let package = dir.path().join("package");
    let out = shelf("out");
    let args = ["pack", out.to_str().unwrap(), "-o", package.to_str().unwrap(), "--items", table.to_str().unwrap()];
    let ran = run(&args);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    let names: Vec<String> = files(&package).into_keys().collect();
    for code in ["X9-2024-0041", "X9-2024-0042", "X9-2024-0043"] {
        assert!(names.iter().any(|it| *it == format!("电子档案/{code}.pdf")), "{code} in {names:#?}");
    }
    let report = verify(&package);
    assert!(report.is_good(), "{:#?}", failed(&report));
}

#[test]
fn the_archives_own_table_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("package");
    let (out, table) = (shelf("out"), shelf("catalogue").join("归档文件目录.xlsx"));
    let args = ["pack", out.to_str().unwrap(), "-o", package.to_str().unwrap(), "--items", table.to_str().unwrap()];
    assert_eq!(run(&args).status, 0);
    let codes = |dir: &std::path::Path| {
        files(dir).into_keys().filter(|it| it.starts_with("电子档案/") && !it.contains('_')).collect::<Vec<_>>()
    };
    assert_eq!(codes(&package), codes(&shelf("catalogue")));
}

#[test]
fn retention_and_number_of_the_ledger_outweigh_the_settings() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("ledger.json");
    let text = fs::read_to_string(super::common::root().join("inputs/huangshan-2024.json")).unwrap();
    let mut book: Value = serde_json::from_str(&text).unwrap();
    let letters = if book.is_array() { &mut book } else { &mut book["letters"] };
    letters.as_array_mut().unwrap().truncate(2);
    for (at, letter) in letters.as_array_mut().unwrap().iter_mut().enumerate() {
        letter["retention"] = "30年".into();
        letter["item_no"] = (at + 7).to_string().into();
    }
    fs::write(&ledger, book.to_string()).unwrap();
    fs::write(dir.path().join("dafu.toml"), SETTINGS).unwrap();
    let out = dir.path().join("out");
    let ran = run_json(ledger.to_str().unwrap(), &out, &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let package = dir.path().join("package");
    let args =
        ["pack", out.to_str().unwrap(), "-o", package.to_str().unwrap(), "--as", "transfer", "--pack-time", TIME];
    assert_eq!(run(&args).status, 0);
    let names: Vec<String> = files(&package).into_keys().collect();
    for code in ["D30-FGW-0007", "D30-FGW-0008"] {
        assert!(
            names.iter().any(|it| it.starts_with(&format!("电子档案/2024/30年/X043-WS·2024-{code}/"))),
            "{names:#?}"
        );
    }
}

#[test]
fn a_letter_that_was_stamped_elsewhere_is_the_original_and_ours_the_final_draft() {
    let dir = tempfile::tempdir().unwrap();
    let (out, elsewhere) = (dir.path().join("out"), dir.path().join("elsewhere"));
    assert_eq!(run_json("inputs/huangshan-2024.json", &out, &["--only", "023,153"]).status, 0);
    assert_eq!(sign("ec.p12", &elsewhere, &["--sign-time", SIGNED]).status, 0);
    let stamped = dir.path().join("153盖章.pdf");
    fs::copy(letter(&elsewhere), &stamped).unwrap();
    let scan = dir.path().join("023.jpg");
    fs::write(&scan, [0xFF, 0xD8, 0xFF, 0xE0, 0]).unwrap();
    let (from, files_in) = (out.to_str().unwrap(), [stamped.to_str().unwrap(), scan.to_str().unwrap()]);
    let ran = run(&["adopt", from, files_in[0], files_in[1]]);
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    fs::write(dir.path().join("dafu.toml"), SETTINGS).unwrap();
    fs::create_dir(dir.path().join("components")).unwrap();
    let package = dir.path().join("package");
    let ran = pack(&out, &package, "bagit", &["--only-signed"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let found = files(&package);
    let unit = found.iter().find(|(name, _)| name.ends_with("0002/unit.json")).unwrap().1;
    let unit: Value = serde_json::from_slice(unit).unwrap();
    let part = |at: usize| {
        (unit["components"][at]["role"].as_str().unwrap(), unit["components"][at]["name"].as_str().unwrap())
    };
    assert_eq!(part(0), ("letter", "153_王景峰.pdf"));
    assert_eq!(part(1), ("final-draft", "153_王景峰.pdf"));
    assert_eq!(unit["signatures"].as_array().unwrap().len(), 1);
    let report = verify(&package);
    assert!(report.is_good(), "{:#?}", failed(&report));
}
