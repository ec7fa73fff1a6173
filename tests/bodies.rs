//! Letters whose bodies stand in text files, made and read as their users do.

mod common;

use std::path::Path;

use common::{run_json, text_of, tool};
use serde_json::{Value, json};

/// Number 153 of the real ledger, and its body's paragraphs.
fn real() -> (Value, Vec<String>) {
    let text = std::fs::read_to_string(common::root().join("inputs/huangshan-2024.json")).unwrap();
    let ledger: Value = serde_json::from_str(&text).unwrap();
    let body = ledger["letters"][0]["body"].as_array().unwrap();
    let body = body.iter().map(|paragraph| paragraph.as_str().unwrap().to_owned()).collect();
    (ledger, body)
}

/// A ledger of that letter alone, with the members of `changes` put in and those that are null taken out.
fn ledger(dir: &Path, changes: &Value) -> String {
    let (mut ledger, _) = real();
    let mut letter = ledger["letters"][0].clone();
    let members = letter.as_object_mut().unwrap();
    for (key, value) in changes.as_object().unwrap() {
        if value.is_null() { drop(members.remove(key)) } else { drop(members.insert(key.clone(), value.clone())) }
    }
    ledger["letters"] = json!([letter]);
    let path = dir.join("ledger.json");
    std::fs::write(&path, ledger.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The published letter as a person typed it, paragraph by paragraph.
fn published() -> Vec<String> {
    let (_, body) = real();
    let head = [
        "关于对黄山市第八届人民代表大会第四次",
        "会议第 153 号建议的答复",
        "签发人：汪峻",
        "王景峰代表：",
        "您在市八届人大四次会议期间提出的关于推进长三角制造业协作，加快建设现代化产业体系的建议收悉。经研究办理，现答复如下:",
    ];
    let tail = [
        "办复类别:A 类",
        "联系单位:黄山市发展改革委",
        "联系电话:2355364",
        "2024 年 6 月 11 日",
        "抄：市人大常委会代表联络室、市政府办公室意见建议科",
    ];
    let mut all: Vec<String> = head.map(str::to_owned).to_vec();
    all.extend(body);
    all.extend(tail.map(str::to_owned));
    all
}

/// Writes a `.docx` of these paragraphs with the script that makes the suite's.
fn docx(path: &Path, paragraphs: &[String]) {
    let script = "import json, sys; from pathlib import Path; sys.path.insert(0, 'tests/make'); import docx; \
                  docx.write(Path(sys.argv[1]), json.loads(sys.argv[2]))";
    let paragraphs = serde_json::to_string(paragraphs).unwrap();
    tool("python3", &["-B", "-c", script, path.to_str().unwrap(), &paragraphs]);
}

/// Makes the one letter and gives its text.
#[track_caller]
fn made(ledger: &str, out: &Path) -> String {
    let ran = run_json(ledger, out, &[]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let warnings: Vec<Value> =
        ran.lines("diagnostic").into_iter().filter(|found| found["severity"] != "note").collect();
    assert!(warnings.is_empty(), "{warnings:#?}");
    let letters = common::letters(out);
    assert_eq!(letters.len(), 1);
    text_of(&letters[0])
}

#[test]
fn a_whole_letter_in_a_file_gives_the_letter_of_the_row() {
    let dir = tempfile::tempdir().unwrap();
    let row = made(&ledger(dir.path(), &json!({})), &dir.path().join("row"));
    docx(&dir.path().join("153.docx"), &published());
    let same = json!({"body": null, "body_file": "153.docx"});
    let file = made(&ledger(dir.path(), &same), &dir.path().join("file"));
    assert_eq!(file, row);
    // The PDFs too are the same to the byte.
    let bytes = |out: &str| std::fs::read(&common::letters(&dir.path().join(out))[0]).unwrap();
    assert!(bytes("row") == bytes("file"));

    // What the row leaves out comes from the file.
    let less = json!({
        "body": null, "body_file": "153.docx", "date": null, "signatory": null, "category": null,
        "contact": null, "contact.unit": null, "contact.phone": null, "cc": null, "proposers": null,
    });
    let filled = made(&ledger(dir.path(), &less), &dir.path().join("filled"));
    assert_eq!(filled, row);
}

#[test]
fn a_text_file_gives_it_too() {
    let dir = tempfile::tempdir().unwrap();
    let row = made(&ledger(dir.path(), &json!({})), &dir.path().join("row"));
    let text = published().iter().fold(String::new(), |text, line| text + "　　" + line + "\r\n\r\n");
    for name in ["153.txt", "153.md"] {
        std::fs::write(dir.path().join(name), format!("\u{feff}{text}")).unwrap();
        let same = json!({"body": null, "body_file": name});
        assert_eq!(made(&ledger(dir.path(), &same), &dir.path().join(name.replace('.', "-"))), row, "{name}");
    }
}

/// A document of LibreOffice, which writes lists and tables its own way.
#[test]
fn a_document_of_libreoffice_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let html = "<html><head><meta charset='utf-8'></head><body><p>王景峰代表：</p><p>您提出的建议收悉。经研究，现答复如下：</p>\
                <p>我局高度重视，已经办理。</p><ol><li>修好道路；</li><li>架设桥梁。</li></ol>\
                <table border='1'><tr><td>项目</td><td>金额</td></tr><tr><td>道路</td><td>5万元</td></tr></table>\
                <p>特此答复。</p><p>黄山市发展和改革委员会</p><p>2024年6月11日</p></body></html>";
    std::fs::write(dir.path().join("153.html"), html).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/office", dir.path().display());
    let filter = "docx:MS Word 2007 XML";
    let (from, to) = (dir.path().join("153.html"), dir.path().to_str().unwrap().to_owned());
    let args = [&profile, "--headless", "--infilter=HTML (StarWriter)", "--convert-to", filter, "--outdir", &to];
    let mut args = args.to_vec();
    args.push(from.to_str().unwrap());
    tool("soffice", &args);
    let changes = json!({"body": null, "body_file": "153.docx"});
    let ran = run_json(&ledger(dir.path(), &changes), &dir.path().join("out"), &[]);
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let text = text_of(&common::letters(&dir.path().join("out"))[0]);
    for words in ["我局高度重视，已经办理。1.修好道路；2.架设桥梁。", "项目", "5万元", "特此答复。"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    for (words, times) in [("王景峰代表：", 1), ("现答复如下：", 1), ("2024年6月11日", 1)] {
        assert_eq!(text.matches(words).count(), times, "{words}: {text}");
    }
}

/// What a file alone knows is printed; of what both know the row's.
#[test]
fn the_rows_value_is_printed_where_the_file_has_another() {
    let dir = tempfile::tempdir().unwrap();
    let changed: Vec<String> = published()
        .into_iter()
        .map(|line| match line.as_str() {
            "王景峰代表：" => "王景锋代表：".to_owned(),
            "2024 年 6 月 11 日" => "2024年6月12日".to_owned(),
            "签发人：汪峻" => "签发人：王峻".to_owned(),
            _ => line,
        })
        .collect();
    docx(&dir.path().join("153.docx"), &changed);
    let row = made(&ledger(dir.path(), &json!({})), &dir.path().join("row"));
    let ledger = ledger(dir.path(), &json!({"body": null, "body_file": "153.docx"}));
    let ran = run_json(&ledger, &dir.path().join("file"), &[]);
    let fields: Vec<String> = ran
        .lines("diagnostic")
        .iter()
        .filter(|found| found["code"] == "body-file-differs")
        .map(|found| format!("{} {}", found["pointer"].as_str().unwrap(), found["severity"].as_str().unwrap()))
        .collect();
    let expected =
        ["/letters/0/signatory warning", "/letters/0/date warning", "/letters/0/proposers warning"].map(str::to_owned);
    assert_eq!(fields, expected, "{}", ran.stdout);
    assert_eq!(text_of(&common::letters(&dir.path().join("file"))[0]), row);
}

#[test]
fn files_of_a_folder_find_their_rows() {
    let dir = tempfile::tempdir().unwrap();
    let row = made(&ledger(dir.path(), &json!({})), &dir.path().join("row"));
    let folder = dir.path().join("replies");
    docx(&folder.join("王景峰代表153号建议答复.docx"), &published());
    let ledger = ledger(dir.path(), &json!({"body": null}));
    let out = dir.path().join("out");
    let ran = run_json(&ledger, &out, &["--bodies", folder.to_str().unwrap()]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    assert_eq!(text_of(&common::letters(&out)[0]), row);
    // The variable does the same.
    let out = dir.path().join("by-variable");
    let mut command = common::dafu(&["run", &ledger, "-o", out.to_str().unwrap()]);
    assert!(command.env("DAFU_BODIES", &folder).output().unwrap().status.success());
}

#[test]
fn the_ledgers_folder_may_not_widen_what_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let inner = dir.path().join("in");
    std::fs::create_dir(&inner).unwrap();
    std::fs::write(dir.path().join("secret.txt"), "这是别处的文字。\n").unwrap();
    let ledger = ledger(&inner, &json!({"body": null, "body_file": "../secret.txt"}));
    let check = |more: &[&str]| {
        let mut args = vec!["check", &ledger, "--format", "json", "--lang", "en"];
        args.extend(more);
        let ran = common::run(&args);
        let codes: Vec<String> = ran
            .lines("diagnostic")
            .iter()
            .filter(|found| found["severity"] == "error")
            .map(|found| found["code"].as_str().unwrap().to_owned())
            .collect();
        (ran.status, codes)
    };
    assert_eq!(check(&[]), (1, vec!["body-file-outside".to_owned()]));
    assert_eq!(check(&["--allow-outside"]), (0, Vec::new()));
    let variable = common::dafu(&["check", &ledger]).env("DAFU_ALLOW_OUTSIDE", "1").output().unwrap();
    assert!(variable.status.success());
    std::fs::write(inner.join("dafu.toml"), "allow-outside = true\n").unwrap();
    assert_eq!(check(&[]), (2, vec!["option-forbidden".to_owned()]));
    std::fs::write(inner.join("dafu.toml"), "[defaults]\nnote = 'x'\n").unwrap();
    assert_eq!(check(&[]).0, 1);
}

#[test]
fn an_attachment_in_a_text_file_becomes_pages() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("分工表.txt"), "附件1\n重点任务分工表\n一、道路\n由交通局负责，年底前完成。\n")
        .unwrap();
    let letter = serde_json::json!([{
        "number": "153", "proposers": "王景峰", "body": "已经办好。", "issuer": "某局", "date": "2024-06-11",
        "attachments": ["重点任务分工表", "说明"], "attachment_files": ["分工表.txt", "说明.pdf"],
    }]);
    let ledger = dir.path().join("x.json");
    std::fs::write(&ledger, letter.to_string()).unwrap();
    let ran = run_json(ledger.to_str().unwrap(), &dir.path().join("out"), &[]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let text = text_of(&common::letters(&dir.path().join("out"))[0]);
    assert!(text.contains("由交通局负责，年底前完成。"), "{text}");
    // In the list and over the page; the file's own is not printed a third time.
    assert_eq!(text.matches("重点任务分工表").count(), 2, "{text}");
    // The other file is told to be enclosed.
    assert!(ran.lines("diagnostic").iter().any(|found| found["pointer"] == "/0/attachment_files/1"), "{}", ran.stdout);
    std::fs::remove_file(dir.path().join("分工表.txt")).unwrap();
    let ran = run_json(ledger.to_str().unwrap(), &dir.path().join("out2"), &[]);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
}
