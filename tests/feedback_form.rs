//! The form that asks for an opinion (征询意见表): beside the letter, or as its last page.

mod common;

use std::path::{Path, PathBuf};

use common::{Ran, dafu, files, root, run_json, text_of, tool};
use serde_json::Value;

const LEDGER: &str = r#"{"profile": "standard", "place": "青石县", "assembly": "人大", "term": 12, "meeting": 3,
  "issuer": "青石县水利局", "date": "2025-05-06", "category": "B", "letters": [
  {"number": "7", "subject": "关于整治河道的建议", "proposers": ["石磊", "水清"], "doc_number": "青水函〔2025〕7号",
   "body": ["柳林河已经清淤。"]},
  {"number": "8", "subject": "关于加固水库的建议", "proposers": ["江波"], "feedback": "网上", "body": ["水库已经加固。"]},
  {"number": "9", "subject": "关于修建水渠的建议", "proposers": ["田野"], "genre": "会办意见", "lead_unit": "青石县农业农村局",
   "category": "", "body": ["水渠已经修好。"]}]}"#;

fn ledger(dir: &Path, text: &str) -> PathBuf {
    let path = dir.join("台账.json");
    std::fs::write(&path, text).unwrap();
    path
}

fn run(dir: &Path, text: &str, more: &[&str]) -> Ran {
    run_json(ledger(dir, text).to_str().unwrap(), &dir.join("out"), more)
}

fn names(out: &Path) -> Vec<String> {
    files(&out.join("letters")).into_iter().map(|(name, _)| name).collect()
}

fn record(pdf: &Path, dir: &Path) -> Value {
    let to = dir.join("record.json");
    tool("pdfdetach", &["-save", "1", "-o", to.to_str().unwrap(), pdf.to_str().unwrap()]);
    serde_json::from_slice(&std::fs::read(to).unwrap()).unwrap()
}

fn passes(pdfs: &[&Path]) {
    let paths: Vec<&str> = pdfs.iter().map(|pdf| pdf.to_str().unwrap()).collect();
    let said = tool("tests/tools/pdfa-check", &paths);
    assert_eq!(said.lines().filter(|line| line.contains("\tPASS\t")).count(), 2 * pdfs.len(), "{said}");
}

#[test]
fn a_form_stands_beside_each_letter_that_asks_by_one() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let ran = run(dir.path(), LEDGER, &["--with-feedback-form"]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    assert_eq!(names(&out), ["7_石磊.pdf", "7_石磊_征询意见表.pdf", "8_江波.pdf", "9_田野.pdf"]);
    let told = &ran.lines("companion");
    assert_eq!(told.len(), 1);
    assert_eq!((told[0]["product"].as_str(), told[0]["pages"].as_u64()), (Some("feedback-form"), Some(1)));
    assert_eq!(told[0]["path"], "letters/7_石磊_征询意见表.pdf");
    assert_eq!(ran.lines("letter").len(), 3);
    let summary = &ran.lines("summary")[0];
    assert_eq!((summary["made"].as_u64(), summary["feedback_forms"].as_u64()), (Some(3), Some(1)));
    assert!(std::fs::read_to_string(out.join("summary.csv")).unwrap().contains("letters/7_石磊_征询意见表.pdf"));

    let form = out.join("letters/7_石磊_征询意见表.pdf");
    let text = text_of(&form);
    for part in [
        "建议办理情况征询意见表",
        "请你们对本件建议的办理情况提出意见",
        "第7号",
        "县十二届人大三次会议",
        "关于整治河道的建议",
        "石磊、水清",
        "青石县水利局",
        "青水函〔2025〕7号",
        "2025年5月6日",
        "B类",
        "□满意",
        "□基本满意",
        "□不满意",
        "具体意见",
        "签名",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // What the letter says to its reader is not on the form, and no page of it has a number.
    assert!(!text.contains("清淤") && !text.contains('—'), "{text}");
    let record = record(&form, dir.path());
    assert_eq!((record["id"].as_str(), record["body"].as_array()), (Some("青石县|人大|12|3|建议|7|答复|1"), None));
    assert_eq!(record["feedback_form"]["title"], "建议办理情况征询意见表");
    passes(&[&form]);
}

#[test]
fn a_form_is_kept_changed_and_set_aside_as_letters_are() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let form = out.join("letters/7_石磊_征询意见表.pdf");
    let status = |ran: &Ran| ran.lines("companion")[0]["status"].as_str().unwrap().to_owned();
    assert_eq!(status(&run(dir.path(), LEDGER, &["--with-feedback-form"])), "made");
    let first = std::fs::read(&form).unwrap();
    let again = run(dir.path(), LEDGER, &["--with-feedback-form", "--jobs", "1"]);
    assert_eq!((status(&again).as_str(), again.lines("letter")[0]["status"].as_str()), ("kept", Some("kept")));
    // Without the option it is nobody's business, and left as it is.
    let without = run(dir.path(), LEDGER, &[]);
    assert_eq!((without.status, without.lines("companion").len(), without.lines("diagnostic").len()), (0, 0, 0));
    assert_eq!(std::fs::read(&form).unwrap(), first);

    std::fs::write(&form, "a scan of the form that came back").unwrap();
    let changed = LEDGER.replace("青水函〔2025〕7号", "青水函〔2025〕17号");
    let ran = run(dir.path(), &changed, &["--with-feedback-form"]);
    assert_eq!(status(&ran), "made");
    assert!(ran.lines("diagnostic").iter().any(|found| found["code"] == "file-moved-aside"), "{}", ran.stdout);
    let aside = out.join("superseded/7_石磊_征询意见表.pdf");
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "a scan of the form that came back");
    assert!(text_of(&form).contains("青水函〔2025〕17号"));

    // A letter that left the ledger leaves its form over, too.
    let renumbered = LEDGER.replace("\"number\": \"7\"", "\"number\": \"70\"");
    let ran = run(dir.path(), &renumbered, &["--with-feedback-form"]);
    let left = ran.lines("diagnostic").into_iter().filter(|found| found["code"] == "file-left-over");
    assert_eq!(left.count(), 2, "{}", ran.stdout);
}

#[test]
fn a_form_can_be_the_last_page_of_its_letter() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let ran = run(dir.path(), LEDGER, &["--with-feedback-form=page", "--facts"]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    assert_eq!(names(&out), ["7_石磊.pdf", "8_江波.pdf", "9_田野.pdf"]);
    let letters = ran.lines("letter");
    assert_eq!(letters[0]["facts"]["feedback_form"]["page"], 2);
    assert!(letters[1]["facts"]["feedback_form"].is_null() && letters[2]["facts"]["feedback_form"].is_null());
    let pdf = out.join("letters/7_石磊.pdf");
    let page = |number: &str| tool("pdftotext", &["-f", number, "-l", number, pdf.to_str().unwrap(), "-"]);
    assert!(!page("1").contains("征询意见表") && page("2").contains("征询意见表"));
    assert!(!page("2").contains('—'), "the form has a page number");
    let record = record(&pdf, dir.path());
    assert_eq!(record["body"][0], "柳林河已经清淤。");
    assert_eq!(record["feedback_form"]["rows"][0]["value"], "第7号");
    passes(&[&pdf]);
    // The letter alone is another file.
    let plain = run(dir.path(), LEDGER, &[]);
    let plain: Vec<Value> = plain.lines("letter").iter().map(|letter| letter["status"].clone()).collect();
    assert_eq!(plain, ["made", "kept", "kept"]);
}

#[test]
fn each_form_of_the_letter_takes_the_page_at_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let mut pdfs = Vec::new();
    for profile in ["standard", "huangshan", "shaanxi-county", "zhejiang", "yunnan-county", "npc-national", "shanghai"]
    {
        let sample = root().join(format!("templates/profiles/samples/{profile}.json"));
        let out = dir.path().join(profile);
        let ran = run_json(sample.to_str().unwrap(), &out, &["--with-feedback-form=page"]);
        assert_eq!(ran.status, 0, "{profile}: {}", ran.stdout);
        assert!(ran.lines("diagnostic").iter().all(|found| found["severity"] == "note"), "{profile}: {}", ran.stdout);
        pdfs.extend(common::letters(&out));
    }
    passes(&pdfs.iter().map(PathBuf::as_path).collect::<Vec<_>>());
}

#[test]
fn places_have_forms_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    for (profile, own) in [
        ("shaanxi-county", &["建议答复征求意见表", "□已收到", "此表一式两份", "县政府督查室"][..]),
        ("zhejiang", &["走访情况", "办理人员态度", "是否针对建议", "分管领导答复", "□座谈"]),
        ("yunnan-county", &["答复函回执", "云岭县农业农村局：", "收到的答复"]),
        ("standard", &["对办理态度", "对办理结果", "是否同意公开"]),
    ] {
        let sample = root().join(format!("templates/profiles/samples/{profile}.json"));
        let out = dir.path().join(profile);
        let ran = run_json(sample.to_str().unwrap(), &out, &["--with-feedback-form"]);
        assert_eq!(ran.status, 0, "{profile}: {}", ran.stdout);
        let text = text_of(&out.join(ran.lines("companion")[0]["path"].as_str().unwrap()));
        for part in own {
            assert!(text.contains(part), "{profile} {part}\n{text}");
        }
    }
}

#[test]
fn the_option_stands_in_a_file_or_a_variable_as_others_do() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    std::fs::write(dir.path().join("dafu.toml"), "with-feedback-form = \"file\"\n").unwrap();
    assert_eq!(run(dir.path(), LEDGER, &[]).lines("companion").len(), 1);
    assert_eq!(run(dir.path(), LEDGER, &["--with-feedback-form=no"]).lines("companion").len(), 0);
    std::fs::remove_file(dir.path().join("dafu.toml")).unwrap();
    let path = ledger(dir.path(), LEDGER);
    let mut command = dafu(&["run", path.to_str().unwrap(), "-o", out.to_str().unwrap(), "--format", "json"]);
    let ran = Ran::of(command.env("DAFU_WITH_FEEDBACK_FORM", "page").output().unwrap());
    assert_eq!(ran.lines("letter")[0]["pages"], 2);
    std::fs::write(dir.path().join("dafu.toml"), "with-feedback-form = \"both\"\n").unwrap();
    let wrong = run(dir.path(), LEDGER, &[]);
    assert_eq!((wrong.status, wrong.lines("diagnostic")[0]["code"].as_str()), (2, Some("toml-value")));
}

#[test]
fn names_of_letters_and_forms_never_collide() {
    let dir = tempfile::tempdir().unwrap();
    let text =
        LEDGER.replace("\"number\": \"8\", ", "\"title\": \"7_石磊_征询意见表\", ").replace("\"网上\"", "\"表\"");
    let ran = run(dir.path(), &text, &["--with-feedback-form", "--only", "7,7_石磊_征询意见表,江波"]);
    assert!(ran.status < 2, "{}", ran.stdout);
    let ran = run(dir.path(), &text, &["--with-feedback-form"]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    assert_eq!(
        names(&dir.path().join("out")),
        [
            "7_石磊.pdf",
            "7_石磊_征询意见表.pdf",
            "7_石磊_征询意见表_2.pdf",
            "7_石磊_征询意见表_征询意见表.pdf",
            "9_田野.pdf"
        ]
    );
    assert!(text_of(&dir.path().join("out/letters/7_石磊_征询意见表.pdf")).contains("加固"));
}

#[test]
fn mistakes_in_a_form_are_named_with_line_and_column() {
    const FORM: &str = "extends = \"standard\"\n\n[feedback_form]\ntitle = \"回执\"\n\n[[feedback_form.row]]\nlabel = \"意见\"\nchoices = [\"是\", \"否\"]\nlines = 4\n";
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    for folder in ["base", "reply", "profiles"] {
        std::fs::create_dir_all(templates.join(folder)).unwrap();
        for (name, bytes) in files(&root().join("templates").join(folder)) {
            std::fs::write(templates.join(folder).join(name), bytes).unwrap();
        }
    }
    let path = ledger(dir.path(), &LEDGER.replace("\"standard\"", "\"own\""));
    let check = |profile: &str| {
        std::fs::write(templates.join("profiles/own.toml"), profile).unwrap();
        let args = ["check", path.to_str().unwrap(), "--templates", templates.to_str().unwrap(), "--lang", "en"];
        let ran = Ran::of(dafu(&args).args(["--format", "json"]).output().unwrap());
        let told = ran.lines("diagnostic").into_iter().filter(|found| found["severity"] == "error");
        let told =
            told.map(|found| format!("{} {}:{}", found["code"].as_str().unwrap(), found["line"], found["column"]));
        told.collect::<Vec<_>>()
    };
    assert_eq!(check(FORM), [""; 0]);
    for (right, wrong, told) in [
        ("title = ", "titel = ", "toml-key-unknown 4:1"),
        ("label = ", "lable = ", "toml-key-unknown 7:1"),
        ("\"回执\"", "[]", "toml-value 4:9"),
        ("\"意见\"", "\" \"", "toml-value 7:9"),
        ("\"回执\"", "\"{nummer}号回执\"", "pattern-unknown 4:9"),
        ("\"意见\"", "\"{name}的意见\"", "pattern-unknown 7:9"),
        ("lines = 4", "lines = 0", "toml-value 9:9"),
        ("lines = 4", "lines = 21", "toml-value 9:9"),
        ("lines = 4", "lines = \"4\"", "toml-value 9:9"),
        ("lines = 4", "value = \"{title}\"", "toml-value 8:11"),
        ("\"否\"", "\"\"", "toml-value 8:17"),
        ("lines = 4", "half = 1", "toml-value 9:8"),
        ("[feedback_form]", "[feedbackform]", "toml-key-unknown 3:2"),
        ("lines = 4", "lines = 4\n[publication]\nunmarked = \"yes\"", "toml-value 11:12"),
    ] {
        assert_eq!(check(&FORM.replacen(right, wrong, 1)), [told], "{wrong}");
    }
}

#[test]
fn a_form_that_finds_no_room_on_its_page_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let templates = dir.path().join("templates");
    for folder in ["base", "reply", "profiles"] {
        std::fs::create_dir_all(templates.join(folder)).unwrap();
        for (name, bytes) in files(&root().join("templates").join(folder)) {
            std::fs::write(templates.join(folder).join(name), bytes).unwrap();
        }
    }
    let row = "[[feedback_form.row]]\nlabel = \"意见\"\nlines = 20\n";
    let path = ledger(dir.path(), &LEDGER.replace("\"standard\"", "\"own\""));
    let pages = |rows: usize| {
        let profile = format!("extends = \"standard\"\n{}", row.repeat(rows));
        std::fs::write(templates.join("profiles/own.toml"), profile).unwrap();
        let out = dir.path().join(format!("out{rows}"));
        let ran = run_json(
            path.to_str().unwrap(),
            &out,
            &["--with-feedback-form", "--templates", templates.to_str().unwrap()],
        );
        let told = ran.lines("diagnostic").iter().any(|found| found["code"] == "feedback-form-long");
        (ran.lines("companion")[0]["pages"].as_u64().unwrap(), told)
    };
    // Rows that ask for more than the page has are made lower, until they would be a line.
    assert_eq!(pages(4), (1, false));
    assert_eq!(pages(40), (2, true));
}

#[test]
fn a_preview_shows_the_form() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().to_str().unwrap().to_owned();
    let ran = common::run(&["preview", "--product", "feedback-form", "--emit", "pdf", "-o", &out, "--lang", "en"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert!(text_of(&dir.path().join("12_石磊_征询意见表.pdf")).contains("征询意见表"));
    let none = common::run(&["preview", "--profile", "co-opinion", "--product", "feedback-form", "-o", &out]);
    assert!(none.status == 1 && none.stdout.contains("feedback-form-none"), "{}", none.stdout);
}

#[test]
fn a_stamped_letter_is_still_found_where_its_form_bears_the_same_identity() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    assert_eq!(run(dir.path(), LEDGER, &["--with-feedback-form"]).status, 0);
    let stamped = dir.path().join("盖章.pdf");
    std::fs::copy(out.join("letters/7_石磊.pdf"), &stamped).unwrap();
    let ran = common::run(&["adopt", out.to_str().unwrap(), stamped.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    assert!(out.join("adopted/7_石磊.pdf").is_file());
}
