//! The README's main command on the real input, judged from outside.

mod common;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::{Ran, files, letters, run_json, text_of, tool};

/// One run of the real workbook for all tests here.
static MADE: LazyLock<(tempfile::TempDir, Ran)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let ran = run_json("inputs/huangshan-2024.xlsx", dir.path(), &[]);
    (dir, ran)
});

fn made() -> &'static Path {
    MADE.0.path()
}

fn real_letter() -> PathBuf {
    made().join("letters/153_王景峰.pdf")
}

#[test]
fn the_workbook_gives_twelve_letters() {
    let ran = &MADE.1;
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let summary = &ran.lines("summary")[0];
    assert_eq!(
        (summary["letters"].as_u64(), summary["made"].as_u64(), summary["failed"].as_u64()),
        (Some(12), Some(12), Some(0))
    );
    assert_eq!(letters(made()).len(), 12);
    assert!(ran.lines("diagnostic").iter().all(|found| found["severity"] == "note"), "{}", ran.stdout);
    for letter in ran.lines("letter") {
        let bytes = std::fs::read(made().join(letter["path"].as_str().unwrap())).unwrap();
        assert_eq!(letter["bytes"].as_u64(), Some(bytes.len() as u64));
        assert_eq!(letter["sha256"].as_str(), Some(dafu::digest::sha256([bytes.as_slice()]).as_str()));
        assert_eq!((letter["status"].as_str(), letter["signed"].as_bool()), (Some("made"), Some(false)));
    }
}

#[test]
fn the_published_letter_is_met_line_by_line() {
    let pdf = real_letter();
    let said =
        tool("python3", &["tests/tools/line_fidelity.py", pdf.to_str().unwrap(), "tests/data/huangshan-2024-153.txt"]);
    assert!(
        said.contains("lines 91/91") && said.contains("page starts equal 5/5") && said.contains("text equal True"),
        "{said}"
    );
}

#[test]
fn every_letter_passes_the_outside_judges() {
    let pdfs = letters(made());
    let paths: Vec<&str> = pdfs.iter().map(|pdf| pdf.to_str().unwrap()).collect();
    let said = tool("tests/tools/pdfa-check", &paths);
    let verdicts = said.lines().filter(|line| line.contains("\tPASS\t")).count();
    assert_eq!(verdicts, 24, "PDF/A-3a and PDF/UA-1 of each: {said}");
    for pdf in paths {
        tool("qpdf", &["--check", pdf]);
        let fonts = tool("pdffonts", &[pdf]);
        for line in fonts.lines().skip(2) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            // … emb sub uni object ID
            let flags = &columns[columns.len() - 5..columns.len() - 2];
            assert_eq!(flags, ["yes", "yes", "yes"], "{pdf}: {line}");
        }
        assert!(fonts.lines().count() > 2, "{pdf} has no fonts");
    }
}

#[test]
fn a_broken_pdf_does_not_pass_the_judge() {
    let dir = tempfile::tempdir().unwrap();
    let broken = dir.path().join("broken.pdf");
    let mut bytes = std::fs::read(real_letter()).unwrap();
    let at = bytes.windows(18).position(|window| window == b"pdfaid:conformance").unwrap();
    bytes[at..at + 18].copy_from_slice(b"pdfaid:conformancX");
    std::fs::write(&broken, bytes).unwrap();
    let said =
        std::process::Command::new("tests/tools/pdfa-check").arg(&broken).current_dir(common::root()).output().unwrap();
    assert!(!said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
}

/// The lines of text of each page, from the PDF's coordinates: (top, bottom, left, right) in mm.
fn page_lines(pdf: &Path) -> Vec<Vec<(f64, f64, f64, f64)>> {
    let html = tool("pdftotext", &["-bbox-layout", pdf.to_str().unwrap(), "-"]);
    let number = |line: &str, name: &str| -> f64 {
        let rest = &line[line.find(&format!("{name}=\"")).unwrap() + name.len() + 2..];
        rest[..rest.find('"').unwrap()].parse::<f64>().unwrap() / 72.0 * 25.4
    };
    html.split("<page ")
        .skip(1)
        .map(|page| {
            let mut rows: Vec<(f64, f64, f64, f64)> = page
                .lines()
                .filter(|line| line.trim_start().starts_with("<word "))
                .map(|line| (number(line, "yMin"), number(line, "yMax"), number(line, "xMin"), number(line, "xMax")))
                .collect();
            rows.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
            let mut lines: Vec<(f64, f64, f64, f64)> = Vec::new();
            for row in rows {
                match lines.last_mut() {
                    Some(last) if ((last.0 + last.1) - (row.0 + row.1)).abs() / 2.0 < 3.0 => {
                        *last = (last.0.min(row.0), last.1.max(row.1), last.2.min(row.2), last.3.max(row.3));
                    }
                    _ => lines.push(row),
                }
            }
            lines
        })
        .collect()
}

#[test]
fn full_pages_have_22_lines_inside_the_type_area() {
    let pages = page_lines(&real_letter());
    assert_eq!(pages.len(), 5);
    for page in &pages[1..4] {
        let body: Vec<_> = page.iter().filter(|line| line.1 < 265.0).collect();
        assert_eq!(body.len(), 22);
        for (at, line) in body.iter().enumerate() {
            let middle = f64::midpoint(line.0, line.1);
            let told = 37.0 + (at as f64) * (225.0 - 16.0 / 72.0 * 25.4) / 21.0 + 8.0 / 72.0 * 25.4;
            assert!((middle - told).abs() < 1.2, "line {at}: {middle} mm, expected {told} mm");
            assert!(line.2 > 27.9 && line.3 < 184.0 + 2.9, "line {at} stands at {}…{} mm", line.2, line.3);
        }
    }
}

#[test]
fn workbook_and_json_give_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run_json("inputs/huangshan-2024.json", dir.path(), &["--jobs", "1"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(files(&dir.path().join("letters")) == files(&made().join("letters")), "the letters differ");
}

#[test]
fn neither_jobs_nor_folder_nor_time_zone_change_a_byte() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("台账 2024.xlsx");
    std::fs::copy(common::root().join("inputs/huangshan-2024.xlsx"), &ledger).unwrap();
    let root = common::root();
    let (templates, fonts) = (root.join("templates"), root.join("fonts"));
    let args = [
        "run",
        ledger.to_str().unwrap(),
        "--templates",
        templates.to_str().unwrap(),
        "--fonts",
        fonts.to_str().unwrap(),
        "-j",
        "2",
    ];
    let output = common::dafu(&args)
        .current_dir(dir.path())
        .env("TZ", "Pacific/Kiritimati")
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(files(&dir.path().join("out/台账 2024/letters")) == files(&made().join("letters")), "the letters differ");
}

#[test]
fn the_record_holds_what_is_printed_and_nothing_else() {
    let pdf = real_letter();
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("record.json");
    tool("pdfdetach", &["-save", "1", "-o", out.to_str().unwrap(), pdf.to_str().unwrap()]);
    let record: serde_json::Value = serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
    assert_eq!(record["id"], "黄山市|人大|8|4|建议|153|答复|1");
    assert_eq!(record["contact"]["phone"], "2355364");
    let text = text_of(&pdf);
    for block in record["body"].as_array().unwrap() {
        let block: String = block.as_str().unwrap().chars().filter(|c| !c.is_whitespace()).collect();
        let head: String = block.chars().take(12).collect();
        assert!(text.contains(&head), "{head}");
    }
    let raw = record.to_string();
    assert!(!raw.contains("inputs") && !raw.contains("xlsx"), "a path is in the record");
}

#[test]
fn title_author_language_and_date_stand_in_the_file() {
    let info = tool("pdfinfo", &[real_letter().to_str().unwrap()]);
    assert!(info.contains("关于对黄山市第八届人民代表大会第四次会议第153号建议的答复"), "{info}");
    assert!(info.contains("黄山市发展和改革委员会"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    let raw = tool("pdfinfo", &["-rawdates", real_letter().to_str().unwrap()]);
    assert!(raw.contains("D:20240611000000"), "{raw}");
}
