//! Letters that come back stamped or signed elsewhere.
#![cfg(unix)]

mod common;

use std::path::Path;

use common::pki::{letter, pki};
use common::{Ran, run};

#[test]
fn letters_stamped_elsewhere_are_taken_in_beside_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let made = common::run_json("inputs/huangshan-2024.json", &out, &[]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    let before = common::files(&out.join("letters"));
    let adopt = |file: &Path| {
        let args = ["adopt", out.to_str().unwrap(), file.to_str().unwrap(), "--format", "json"];
        run(&args)
    };
    let code = |ran: &Ran| ran.lines("diagnostic")[0]["code"].as_str().unwrap().to_owned();

    // Signed elsewhere under any name: its record says which letter it is.
    let (key, password) = (pki("ec.p12"), pki("password"));
    let unsigned = letter(&out);
    let elsewhere = dir.path().join("elsewhere");
    let args = [
        "sign",
        unsigned.to_str().unwrap(),
        "--sign",
        &key,
        "--password-file",
        &password,
        "-o",
        elsewhere.to_str().unwrap(),
    ];
    assert_eq!(run(&args).status, 0);
    let signed = elsewhere.join("stamped.pdf");
    std::fs::rename(elsewhere.join("153_王景峰.pdf"), &signed).unwrap();
    let ran = adopt(&signed);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
    let line = &ran.lines("letter")[0];
    assert_eq!((line["status"].as_str(), line["path"].as_str()), (Some("adopted"), Some("adopted/153_王景峰.pdf")));
    assert!(std::fs::read(out.join("adopted/153_王景峰.pdf")).unwrap() == std::fs::read(&signed).unwrap());
    assert_eq!(adopt(&signed).status, 0, "the same file again does no harm");

    let statuses = || {
        let summary = std::fs::read_to_string(out.join("summary.csv")).unwrap();
        let line = |number: &str| summary.lines().find(|line| line.starts_with(number)).unwrap().to_owned();
        [line("153,"), line("023,")].map(|line| line.split(',').nth(3).unwrap().to_owned())
    };
    assert_eq!(statuses(), ["adopted", "made"]);
    let again = common::run_json("inputs/huangshan-2024.json", &out, &[]);
    assert!(again.lines("letter").iter().all(|line| line["status"] == "kept"), "{}", again.stdout);
    assert_eq!(statuses(), ["adopted", "kept"]);

    // A scan has its number in its name, and no text.
    let scan = dir.path().join("扫描 023.jpg");
    std::fs::write(&scan, b"picture").unwrap();
    let ran = adopt(&scan);
    assert_eq!((ran.status, ran.lines("letter")[0]["number"].as_str()), (0, Some("023")), "{}", ran.stdout);
    std::fs::write(&scan, b"another").unwrap();
    assert_eq!(code(&adopt(&scan)), "output-exists");
    let nameless = dir.path().join("scan.jpg");
    std::fs::write(&nameless, b"picture").unwrap();
    assert_eq!(code(&adopt(&nameless)), "adopt-unmatched");
    assert_eq!(code(&adopt(Path::new("inputs/huangshan-2024.json"))), "format-unknown");

    // A platform that writes the whole file anew: taken in by its name, and nobody says that it was compared.
    let rewritten = dir.path().join("047 盖章.pdf");
    let own = common::letters(&out).into_iter().find(|pdf| pdf.to_str().unwrap().contains("/047")).unwrap();
    let args = ["--object-streams=generate", own.to_str().unwrap(), rewritten.to_str().unwrap()];
    common::tool("qpdf", &args);
    let ran = adopt(&rewritten);
    assert_eq!((ran.status, code(&ran).as_str()), (0, "adopt-unread"), "{}", ran.stdout);
    let twisted = dir.path().join("047.pdf");
    std::fs::write(&twisted, b"%PDF-1.7 and no more").unwrap();
    assert_eq!(code(&adopt(&twisted)), "output-exists");

    // The letter was changed since: the stamped one says something else.
    let text = std::fs::read_to_string(common::root().join("inputs/huangshan-2024.json")).unwrap();
    let ledger = dir.path().join("huangshan-2024.json");
    std::fs::write(&ledger, text.replace("联系电话", "电话").replace("2355364", "2355365")).unwrap();
    let again = common::run_json(ledger.to_str().unwrap(), &out, &["--only", "153"]);
    assert_eq!(again.status, 0, "{}", again.stdout);
    assert_eq!(code(&adopt(&signed)), "adopt-differs");
    assert_eq!(statuses(), ["made", "adopted"], "the letter made anew is not the one that was stamped");

    // What was taken in stays, and the letters are as they were.
    let third = common::run_json("inputs/huangshan-2024.json", &out, &[]);
    assert_eq!(third.status, 0);
    assert!(common::files(&out.join("letters")) == before);
    assert!(out.join("adopted/153_王景峰.pdf").exists());
    assert_eq!(run(&["adopt", dir.path().to_str().unwrap(), signed.to_str().unwrap()]).status, 2);
}
