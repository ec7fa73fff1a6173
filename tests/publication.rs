//! Copies for publication: what was taken out is nowhere in the file, and what is not to be published is never written.

mod common;

use std::path::{Path, PathBuf};

use common::{Ran, files, root, run_json, text_of, tool};

/// Everything personal that the letter says somewhere. The search below must find each in the ordinary letter.
const TAKEN_OUT: &[&str] = &[
    "丁一鸣",
    "0551-6220011",
    "6220011",
    "13805591234",
    "139-0559-4321",
    "0551-7654321",
    "341002197001011234",
    "34100219700101123X",
    "6222021234567890123",
    "shilei@example.com",
    "张联系",
    "5551234",
];

const LEDGER: &str = r#"{"profile": "standard", "place": "青石县", "assembly": "人大", "term": 12, "meeting": 3,
  "issuer": "青石县水利局", "date": "2025-05-06", "category": "B",
  "contact": {"unit": "青石县水利局办公室", "person": "丁一鸣", "phone": "0551-6220011"},
  "letters": [{"number": "7", "subject": "关于整治河道的建议", "proposers": ["石磊", "水清"], "disclosure": "主动公开",
   "doc_number": "青水函〔2025〕7号", "signatory": "汪峻", "feedback": "表", "copy_number": "1",
   "body": ["一、联系群众（手机13805591234）", "我局已与您通电话（139-0559-4321），并到柳林村走访，投资12345万元。",
     "村民来信所附身份证341002197001011234、34100219700101123X和银行卡6222021234567890123已经核对。",
     "如有疑问，请与我局联系，联系人：张联系，电话：0551-7654321。工程今年完工。",
     {"table": [["村", "联系电话"], ["柳林村", "5551234"]], "header_rows": 1},
     "意见请寄shilei@example.com。"],
   "attachments": ["名单"],
   "attachment_files": [["一、村民代表", {"table": [["姓名", "电话"], ["甲", "5551234"]], "header_rows": 1}, "电话0551-7654321。"]],
   "note": "联系人：丁一鸣；联系电话：0551-6220011"}]}"#;

fn run(dir: &Path, text: &str, more: &[&str]) -> Ran {
    let ledger = dir.join("台账.json");
    std::fs::write(&ledger, text).unwrap();
    run_json(ledger.to_str().unwrap(), &dir.join("out"), more)
}

fn published(out: &Path) -> Vec<String> {
    if !out.join("publication").is_dir() {
        return Vec::new();
    }
    files(&out.join("publication")).into_iter().map(|(name, _)| name).collect()
}

/// The whole file as something can be read from it: every object and stream, every attached file, the text of the
/// pages and of the structure.
struct Opened {
    bytes: Vec<u8>,
    texts: Vec<String>,
}

impl Opened {
    fn of(pdf: &Path, dir: &Path) -> Self {
        let (path, qdf) = (pdf.to_str().unwrap(), dir.join("open.qdf"));
        tool("qpdf", &["--qdf", "--object-streams=disable", path, qdf.to_str().unwrap()]);
        let mut bytes = std::fs::read(&qdf).unwrap();
        let attached = dir.join("attached");
        let _ = std::fs::remove_dir_all(&attached);
        std::fs::create_dir(&attached).unwrap();
        tool("pdfdetach", &["-saveall", "-o", attached.to_str().unwrap(), path]);
        files(&attached).into_iter().for_each(|(_, file)| bytes.extend(file));
        bytes.extend(pdf.file_name().unwrap().to_str().unwrap().as_bytes());
        let texts = vec![
            text_of(pdf),
            tool("pdftotext", &["-raw", path, "-"]),
            tool("pdfinfo", &["-struct-text", path]),
            tool("pdfinfo", &["-meta", path]),
        ];
        let texts = texts.into_iter().map(|text| text.chars().filter(|c| !c.is_whitespace()).collect());
        Self { bytes, texts: texts.collect() }
    }

    /// Is it there: as text, as UTF-8, as UTF-16, or as hex of either?
    fn has(&self, words: &str) -> bool {
        let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let hex = |bytes: &[u8]| {
            bytes
                .iter()
                .flat_map(|byte| [byte >> 4, byte & 15])
                .map(|half| char::from_digit(half.into(), 16).unwrap())
                .collect::<String>()
        };
        let lower = self.bytes.to_ascii_lowercase();
        let find = |all: &[u8], part: &[u8]| all.windows(part.len()).any(|window| window == part);
        self.texts.iter().any(|text| text.contains(words))
            || find(&self.bytes, words.as_bytes())
            || find(&self.bytes, &utf16)
            || find(&lower, hex(words.as_bytes()).as_bytes())
            || find(&lower, hex(&utf16).as_bytes())
    }
}

#[test]
fn what_was_taken_out_is_nowhere_in_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let ran = run(dir.path(), LEDGER, &["--publication", "--facts"]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let out = dir.path().join("out");
    let (letter, copy) = (out.join("letters/7_石磊.pdf"), out.join("publication/7_石磊.pdf"));
    let (ordinary, redacted) = (Opened::of(&letter, dir.path()), Opened::of(&copy, dir.path()));
    for words in TAKEN_OUT {
        assert!(ordinary.has(words), "the search does not find {words} in the letter");
        assert!(!redacted.has(words), "{words} is in the copy for publication");
    }
    for words in ["联系单位", "随函附上征询意见表"] {
        assert!(ordinary.has(words) && !redacted.has(words), "{words}");
    }
    assert!(ordinary.texts[0].contains("000001") && !redacted.texts[0].contains("000001"), "the copy number");
    // The rest is there: heading, outline and table included.
    for words in [
        "石磊、水清代表：",
        "青水函〔2025〕7号",
        "投资12345万元",
        "工程今年完工。",
        "一、联系群众",
        "柳林村",
        "公开属性：主动公开",
    ] {
        assert!(ordinary.has(words) && redacted.has(words), "{words}");
    }
    assert!(redacted.texts[0].contains("139-****-****"), "{}", redacted.texts[0]);

    // No record, no place for a seal.
    let attached = |pdf: &Path| tool("pdfdetach", &["-list", pdf.to_str().unwrap()]);
    assert!(
        attached(&letter).contains("record.json") && attached(&copy).starts_with("0 embedded"),
        "{}",
        attached(&copy)
    );
    assert!(!redacted.has("record.json"));
    let facts = &ran.lines("companion")[0]["facts"];
    assert!(facts["seals"].is_null(), "{facts}");
    assert!(ran.lines("letter")[0]["facts"]["seals"].is_array());
    let said = tool("tests/tools/pdfa-check", &[letter.to_str().unwrap(), copy.to_str().unwrap()]);
    assert_eq!(said.lines().filter(|line| line.contains("\tPASS\t")).count(), 4, "{said}");
    assert!(std::fs::read_to_string(out.join("summary.csv")).unwrap().contains("publication/7_石磊.pdf"));
}

#[test]
fn a_number_in_a_title_is_not_in_the_name_of_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let text = LEDGER.replace("\"number\": \"7\",", "\"title\": \"关于13805591234来信的答复\",");
    let ran = run(dir.path(), &text, &["--publication"]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let out = dir.path().join("out");
    let letter = files(&out.join("letters")).remove(0).0;
    let copy = published(&out).remove(0);
    assert!(
        letter.contains("13805591234") && !copy.contains("13805591234") && copy.contains("138_"),
        "{letter} {copy}"
    );
    let copy = Opened::of(&out.join("publication").join(copy), dir.path());
    assert!(!copy.has("13805591234") && copy.has("138********来信的答复"));
}

/// Each mark, and what becomes of the copy.
#[test]
fn the_mark_of_disclosure_decides() {
    for (mark, made, severity) in
        [("主动公开", true, ""), ("依申请公开", false, "note"), ("不予公开", false, "warning"), ("", false, "warning")]
    {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger: serde_json::Value = serde_json::from_str(LEDGER).unwrap();
        ledger["letters"][0]["disclosure"] = mark.into();
        ledger["letters"][0]["body"] = "工程今年完工。".into();
        let text = ledger.to_string();
        let ran = run(dir.path(), &text, &["--publication"]);
        assert_eq!(ran.status, 0, "{mark}: {}", ran.stdout);
        assert_eq!(published(&dir.path().join("out")).len(), usize::from(made), "{mark}");
        let told = ran.lines("diagnostic").into_iter().filter(|found| found["code"] == "publication-refused");
        let told: Vec<String> = told.map(|found| found["severity"].as_str().unwrap().to_owned()).collect();
        assert_eq!(told.join(" "), severity, "{mark}");
        assert!(dir.path().join("out/letters/7_石磊.pdf").is_file());
        let strict = run(dir.path(), &text, &["--publication", "--strict"]);
        assert_eq!(strict.status, i32::from(severity == "warning"), "{mark}: {}", strict.stdout);
    }
}

#[test]
fn a_profile_may_publish_what_nobody_has_kept_back() {
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    for folder in ["base", "reply", "profiles"] {
        std::fs::create_dir_all(templates.join(folder)).unwrap();
        for (name, bytes) in files(&root().join("templates").join(folder)) {
            std::fs::write(templates.join(folder).join(name), bytes).unwrap();
        }
    }
    let profile = "extends = \"standard\"\n[publication]\nunmarked = \"publish\"\n";
    std::fs::write(templates.join("profiles/open.toml"), profile).unwrap();
    let text = LEDGER.replace("\"standard\"", "\"open\"");
    for (mark, made) in [("", 1), ("不予公开", 0)] {
        let text = text.replace("\"disclosure\": \"主动公开\"", &format!("\"disclosure\": \"{mark}\""));
        let ran = run(dir.path(), &text, &["--publication", "--templates", templates.to_str().unwrap()]);
        assert_eq!(ran.status, 0, "{}", ran.stdout);
        assert_eq!(published(&dir.path().join("out")).len(), made, "{mark}");
    }
}

#[test]
fn drafts_and_classified_letters_are_never_published() {
    let dir = tempfile::tempdir().unwrap();
    for (field, args) in [
        ("\"genre\": \"代拟稿\"", &["--publication"][..]),
        ("\"secrecy\": \"秘密★5年\"", &["--publication", "--allow-classified"]),
    ] {
        let text = LEDGER.replace("\"signatory\": \"汪峻\"", field);
        let ran = run(dir.path(), &text, args);
        assert_eq!(ran.status, 0, "{}", ran.stdout);
        assert!(published(&dir.path().join("out")).is_empty(), "{field}");
        assert!(ran.lines("diagnostic").iter().any(|found| found["code"] == "publication-refused"), "{}", ran.stdout);
    }
}

#[test]
fn an_earlier_copy_of_what_may_not_be_published_any_more_goes_out_of_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    assert_eq!(run(dir.path(), LEDGER, &["--publication"]).status, 0);
    let copy = std::fs::read(out.join("publication/7_石磊.pdf")).unwrap();
    let kept = run(dir.path(), LEDGER, &["--publication"]);
    assert_eq!(kept.lines("companion")[0]["status"], "kept");

    let text = LEDGER.replace("主动公开", "不予公开");
    let ran = run(dir.path(), &text, &["--publication"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let codes: Vec<String> =
        ran.lines("diagnostic").iter().map(|found| found["code"].as_str().unwrap().to_owned()).collect();
    assert!(codes.contains(&"publication-refused".to_owned()), "{codes:?}");
    assert!(codes.contains(&"publication-withdrawn".to_owned()), "{codes:?}");
    assert!(published(&out).is_empty());
    assert_eq!(std::fs::read(out.join("superseded/7_石磊.pdf")).unwrap(), copy);
    // Told once; the letter itself is made as before.
    let again = run(dir.path(), &text, &["--publication"]);
    assert!(again.lines("diagnostic").iter().all(|found| found["code"] != "publication-withdrawn"), "{}", again.stdout);
    assert_eq!(again.lines("letter")[0]["status"], "kept");
    // And back again.
    assert_eq!(run(dir.path(), LEDGER, &["--publication"]).lines("companion")[0]["status"], "made");
}

#[test]
fn every_profile_s_letter_can_be_published() {
    let dir = tempfile::tempdir().unwrap();
    let mut pdfs: Vec<PathBuf> = Vec::new();
    for (name, text) in files(&root().join("templates/profiles/samples")) {
        let profile = name.trim_end_matches(".json");
        let mut ledger: serde_json::Value = serde_json::from_slice(&text).unwrap();
        ledger["letters"][0]["disclosure"] = "主动公开".into();
        let path = dir.path().join(&name);
        std::fs::write(&path, ledger.to_string()).unwrap();
        let out = dir.path().join(profile);
        let ran = run_json(path.to_str().unwrap(), &out, &["--publication"]);
        assert_eq!(ran.status, 0, "{profile}: {}", ran.stdout);
        let copies = published(&out);
        assert_eq!(copies.len(), 1, "{profile}: {}", ran.stdout);
        let copy = out.join("publication").join(&copies[0]);
        let phone = ledger["letters"][0]["contact"]["phone"].as_str().map(str::to_owned);
        if let Some(phone) = phone {
            assert!(!Opened::of(&copy, dir.path()).has(&phone), "{profile}: {phone}");
        }
        pdfs.push(copy);
    }
    let paths: Vec<&str> = pdfs.iter().map(|pdf| pdf.to_str().unwrap()).collect();
    let said = tool("tests/tools/pdfa-check", &paths);
    assert_eq!(said.lines().filter(|line| line.contains("\tPASS\t")).count(), 2 * pdfs.len(), "{said}");
}

#[test]
fn a_preview_shows_the_copy_and_refuses_what_may_not_be_published() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("台账.json");
    let out = dir.path().join("shown");
    let args = |lang: &'static str| {
        [
            "preview",
            ledger.to_str().unwrap(),
            "--product",
            "publication",
            "--emit",
            "pdf",
            "-o",
            out.to_str().unwrap(),
            "--lang",
            lang,
        ]
        .map(str::to_owned)
    };
    let preview = |text: &str| {
        std::fs::write(&ledger, text).unwrap();
        common::run(&args("en").each_ref().map(String::as_str))
    };
    let ran = preview(LEDGER);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(!text_of(&out.join("7_石磊_公开件.pdf")).contains("6220011"));
    let ran = preview(&LEDGER.replace("主动公开", "依申请公开"));
    assert!(ran.status == 1 && ran.stdout.contains("error[publication-refused]"), "{}", ran.stdout);
}
