//! Signed letters, judged from outside: pyHanko, pdfsig, veraPDF, and dafu's own `verify`.
#![cfg(unix)]

mod common;

use std::path::{Path, PathBuf};

use common::judges::{accepted, conforms, good, judged, refused, verify};
use common::pki::{Authority, TIME, letter, pki, sign};
use common::{run, tool};

/// Signs with keys of every kind, all else the same.
fn of_every_key(dir: &Path, more: &[&str]) -> Vec<PathBuf> {
    let keys = ["rsa2048.p12", "rsa.p12", "rsa4096.p12", "ec.p12", "p384.p12", "chain.p12"];
    keys.iter()
        .map(|key| {
            let out = dir.join(key);
            good(&sign(key, &out, more));
            // A name that every judge's shell takes.
            let pdf = dir.join(format!("{key}.pdf"));
            std::fs::copy(letter(&out), &pdf).unwrap();
            pdf
        })
        .collect()
}

#[test]
fn all_judges_accept_signatures_of_every_key() {
    let dir = tempfile::tempdir().unwrap();
    judged(&of_every_key(dir.path(), &["--sign-time", TIME]), "B-B");
}

#[test]
fn all_judges_accept_timestamps() {
    let dir = tempfile::tempdir().unwrap();
    let tsa = Authority::start();
    judged(&of_every_key(dir.path(), &["--tsa", &tsa.url("")]), "B-T");
}

#[test]
fn all_judges_accept_long_term_signatures() {
    let dir = tempfile::tempdir().unwrap();
    let tsa = Authority::start();
    let (url, crl, inter) = (tsa.url(""), pki("ca.crl"), pki("inter.crl"));
    for level in ["b-lt", "b-lta"] {
        let args = ["--tsa", &url, "--level", level, "--revocation", &crl, "--revocation", &inter];
        let pdfs = of_every_key(&dir.path().join(level), &args);
        judged(&pdfs, &level.to_uppercase());
    }
}

#[test]
fn the_same_key_and_time_give_the_same_bytes_and_a_rerun_keeps_them() {
    for key in ["rsa.p12", "ec.p12"] {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("one"), dir.path().join("two"));
        good(&sign(key, &one, &["--sign-time", TIME]));
        good(&sign(key, &two, &["--sign-time", TIME, "-j", "1"]));
        assert!(
            std::fs::read(letter(&one)).unwrap() == std::fs::read(letter(&two)).unwrap(),
            "{key}: the bytes differ"
        );
        let again = sign(key, &one, &["--sign-time", TIME]);
        good(&again);
        assert_eq!(again.lines("letter")[0]["status"], "kept");
        let other = sign("p384.p12", &one, &["--sign-time", TIME]);
        assert_eq!(other.lines("letter")[0]["status"], "made");
        accepted(&letter(&one), "b-b");
    }
}

#[test]
fn a_finished_letter_is_signed_later() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let ran = common::run_json("inputs/huangshan-2024.json", &out, &["--only", "153"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let unsigned = letter(&out);
    refused(&unsigned, "signature", &[]);
    let (key, password, to) = (pki("ec.p12"), pki("password"), dir.path().join("signed"));
    let args =
        ["sign", unsigned.to_str().unwrap(), "--sign", &key, "--password-file", &password, "-o", to.to_str().unwrap()];
    assert_eq!(run(&args).status, 0);
    let signed = to.join("153_王景峰.pdf");
    accepted(&signed, "b-b");
    conforms(std::slice::from_ref(&signed));
    // Neither twice, nor over a file that is there.
    let twice = run(&["sign", signed.to_str().unwrap(), "--sign", &key, "--password-file", &password]);
    assert_eq!(twice.status, 1, "{}", twice.stdout);
    assert_eq!(run(&args).status, 1);
}

#[test]
fn another_unit_s_certificate_is_a_warning_and_with_strict_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let ran = sign("other.p12", dir.path(), &[]);
    good(&ran);
    let found = ran.lines("diagnostic");
    assert!(found.iter().any(|it| it["code"] == "signer-not-issuer" && it["severity"] == "warning"), "{}", ran.stdout);
    refused(&letter(dir.path()), "signer", &[]);
    let strict = tempfile::tempdir().unwrap();
    assert_eq!(sign("other.p12", &strict.path().join("out"), &["--strict"]).status, 2);
    assert!(!strict.path().join("out").exists());
}

#[test]
fn an_authority_that_errs_lies_or_is_away_loses_no_letter() {
    let dir = tempfile::tempdir().unwrap();
    let tsa = Authority::start();
    for way in ["nonce", "imprint", "expired", "refuse", "noise", "gone", "slow"] {
        let ran = sign("ec.p12", dir.path(), &["--tsa", &tsa.url(way)]);
        assert_eq!(ran.status, 1, "{way}: {}", ran.stdout);
        assert!(ran.lines("diagnostic").iter().any(|it| it["code"] == "timestamp-failed"), "{way}: {}", ran.stdout);
        assert_eq!(ran.lines("letter")[0]["status"], "failed");
        assert!(!letter(dir.path()).exists(), "{way}: a letter claims a time that it does not have");
    }
    // One that hangs up now and then is asked again.
    good(&sign("ec.p12", dir.path(), &["--tsa", &tsa.url("flaky")]));
    accepted(&letter(dir.path()), "b-t");
    let url = tsa.url("");
    drop(tsa);
    let other = tempfile::tempdir().unwrap();
    let ran = sign("ec.p12", other.path(), &["--tsa", &url]);
    assert_eq!((ran.status, ran.lines("summary")[0]["failed"].as_u64()), (1, Some(1)));
}

/// Runs four letters with an authority.
fn four(out: &Path, url: &str, more: &[&str]) -> common::Ran {
    let (key, password) = (pki("ec.p12"), pki("password"));
    let mut args = vec!["--only", "153,023,047,108", "--sign", &key, "--password-file", &password, "--tsa", url];
    args.extend(more);
    common::run_json("inputs/huangshan-2024.json", out, &args)
}

#[test]
fn what_an_authority_left_undone_the_next_run_does() {
    let dir = tempfile::tempdir().unwrap();
    let tsa = Authority::start();
    let url = tsa.url("few");
    let ran = four(dir.path(), &url, &[]);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    let statuses = |ran: &common::Ran, status: &str| {
        let letters = ran.lines("letter");
        assert_eq!(letters.len(), 4, "none is lost");
        letters.iter().filter(|letter| letter["status"] == status).count()
    };
    assert_eq!((statuses(&ran, "made"), statuses(&ran, "failed")), (2, 2), "{}", ran.stdout);
    let first = common::files(&dir.path().join("letters"));
    assert_eq!(first.len(), 2);
    for pdf in common::letters(dir.path()) {
        let said = verify(&pdf, &[]);
        assert!(said.lines("check").iter().any(|it| it["check"] == "timestamp" && it["verdict"] == "passed"));
    }
    let again = four(dir.path(), &url, &[]);
    assert_eq!((again.status, statuses(&again, "kept"), statuses(&again, "made")), (0, 2, 2), "{}", again.stdout);
    let both = common::files(&dir.path().join("letters"));
    assert!(both.len() == 4 && first.iter().all(|file| both.contains(file)));
}

#[test]
fn an_authority_that_is_waited_for_holds_up_no_other_letter() {
    let dir = tempfile::tempdir().unwrap();
    let tsa = Authority::start();
    let began = std::time::Instant::now();
    let ran = four(dir.path(), &tsa.url("late"), &["-j", "1"]);
    good(&ran);
    // One after the other they would take twelve seconds for the authority alone.
    assert!(began.elapsed().as_secs_f64() < 10.0, "{:?}", began.elapsed());
}

#[test]
fn certificates_that_nobody_should_trust_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let made = |key: &str, time: &str| {
        let out = dir.path().join(key);
        good(&sign(key, &out, &["--sign-time", time]));
        letter(&out)
    };
    refused(&made("foreign.p12", TIME), "chain", &[]);
    // It held when it signed, by its own word; a list says that it is revoked.
    let revoked = made("revoked.p12", TIME);
    refused(&revoked, "revocation", &["--revocation", &pki("ca.crl")]);
    // Signed in its time, and then claimed to be of another: the file is changed.
    let expired = made("expired.p12", "2020-06-01T09:00:00+08:00");
    accepted_with_doubt(&expired);
    let chain = made("chain.p12", TIME);
    accepted(&chain, "b-b");
    let ran = run(&["verify", chain.to_str().unwrap(), "--format", "json"]);
    assert_eq!(ran.status, 0);
    assert!(ran.lines("check").iter().any(|it| it["check"] == "chain" && it["verdict"] == "unchecked"));
}

/// Signed before the letter's own date: somebody should look.
#[track_caller]
fn accepted_with_doubt(pdf: &Path) {
    let ran = verify(pdf, &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.lines("check").iter().any(|it| it["check"] == "time" && it["verdict"] == "doubtful"), "{}", ran.stdout);
}

/// Two issuers, each with its key, in their order.
#[test]
fn several_issuers_sign_one_after_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("joint.json");
    let letter = serde_json::json!([{
        "number": "2", "addressee": "张三代表", "issuer": ["黄山市发展和改革委员会", "Other Unit"], "date": "2024-06-11",
        "title": "关于联合答复的函", "body": ["进展如下。"],
    }]);
    std::fs::write(&ledger, letter.to_string()).unwrap();
    let tsa = Authority::start();
    let (one, two, password, url) = (pki("rsa.p12"), pki("other.p12"), pki("password"), tsa.url(""));
    let (crl, ca) = (pki("ca.crl"), pki("ca.pem"));
    for (level, more) in [
        ("b-b", &["--sign-time", TIME][..]),
        ("b-t", &["--tsa", &url]),
        ("b-lta", &["--tsa", &url, "--level", "b-lta"]),
    ] {
        let out = dir.path().join(level);
        let mut args = vec!["run", ledger.to_str().unwrap(), "-o", out.to_str().unwrap(), "--format", "json"];
        args.extend(["--sign", &one, "--sign", &two, "--password-file", &password, "--revocation", &crl]);
        args.extend(more);
        good(&run(&args));
        let pdf = common::letters(&out).remove(0);
        accepted(&pdf, level);
        let said = run(&["verify", pdf.to_str().unwrap(), "--trust", &ca, "--format", "json"]);
        let names: Vec<_> = said
            .lines("check")
            .into_iter()
            .filter(|it| it["check"] == "signer")
            .map(|it| it["field"].clone())
            .collect();
        assert_eq!(names, ["Signature1", "Signature2"]);
        let plain = dir.path().join(format!("{level}.pdf"));
        std::fs::copy(&pdf, &plain).unwrap();
        conforms(std::slice::from_ref(&plain));
        if level == "b-t" {
            let said = tool("tests/tools/sig-check", &["--several", &ca, plain.to_str().unwrap()]);
            assert!(said.contains(" B-T []"), "{said}");
        }
    }
    // As many keys as issuers, or one.
    let out = dir.path().join("three");
    let mut args = vec!["run", ledger.to_str().unwrap(), "-o", out.to_str().unwrap(), "--format", "json"];
    args.extend(["--sign", &one, "--sign", &two, "--sign", &one, "--password-file", &password]);
    let ran = run(&args);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert!(ran.lines("diagnostic").iter().any(|it| it["code"] == "signing-failed"), "{}", ran.stdout);
}

/// The signature is clicked where the form keeps the seal's place, and readers know of it (PDF/UA).
#[test]
fn a_signature_stands_at_the_place_of_its_seal() {
    let dir = tempfile::tempdir().unwrap();
    let ledger = dir.path().join("sealed.json");
    let letter = serde_json::json!([{
        "number": "2", "addressee": "张三代表", "issuer": "黄山市发展和改革委员会", "date": "2024-06-11",
        "title": "关于答复的函", "body": ["进展如下。"],
    }]);
    std::fs::write(&ledger, letter.to_string()).unwrap();
    let mut pdfs = Vec::new();
    for key in ["rsa.p12", "ec.p12"] {
        let (key, password, out) = (pki(key), pki("password"), dir.path().join(key));
        let mut args =
            vec!["run", ledger.to_str().unwrap(), "-o", out.to_str().unwrap(), "--format", "json", "--facts"];
        args.extend(["--sign", &key, "--password-file", &password, "--sign-time", TIME]);
        let ran = run(&args);
        good(&ran);
        let pdf = dir.path().join(format!("{}.pdf", pdfs.len()));
        std::fs::copy(common::letters(&out).remove(0), &pdf).unwrap();
        let seals = &ran.lines("letter")[0]["facts"]["seals"];
        let seal = &seals.as_array().unwrap_or_else(|| panic!("no seals: {}", ran.stdout))[0];
        let bytes = std::fs::read(&pdf).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let widget = text.split("/Subtype/Widget").nth(1).unwrap();
        let rect = widget.split("/Rect[").nth(1).unwrap().split(']').next().unwrap();
        let sides: Vec<f64> = rect.split(' ').map(|side| side.parse::<f64>().unwrap() / 72.0 * 25.4).collect();
        let near = |a: f64, b: &serde_json::Value| (a - b.as_f64().unwrap()).abs() < 0.01;
        assert!(near(sides[0], &seal["left_mm"]) && near(297.0 - sides[3], &seal["top_mm"]), "{rect} {seal}");
        assert!(near(sides[2] - sides[0], &seal["width_mm"]) && near(sides[3] - sides[1], &seal["height_mm"]));
        pdfs.push(pdf);
    }
    judged(&pdfs, "B-B");
}

/// Answers of an authority about single certificates serve as its lists do.
#[test]
fn answers_about_revocation_serve_as_lists_do() {
    let dir = tempfile::tempdir().unwrap();
    let answer = |name: &str, certs: &[&str]| {
        let to = dir.path().join(name).to_str().unwrap().to_owned();
        let (index, ca, signer, key) = (pki("index.txt"), pki("ca.pem"), pki("ocsp.pem"), pki("ocsp.key"));
        let mut args = vec!["ocsp", "-index", &index, "-CA", &ca, "-rsigner", &signer, "-rkey", &key, "-issuer", &ca];
        let certs: Vec<String> = certs.iter().map(|cert| pki(cert)).collect();
        certs.iter().for_each(|cert| args.extend(["-cert", cert]));
        args.extend(["-ndays", "30", "-respout", &to]);
        tool("openssl", &args);
        to
    };
    let both = answer("both.der", &["ec.pem", "tsa.pem"]);
    let tsa = Authority::start();
    let url = tsa.url("");
    good(&sign("ec.p12", dir.path(), &["--tsa", &url, "--level", "b-lt", "--revocation", &both]));
    accepted(&letter(dir.path()), "b-lt");
    // Of one of them nothing is known.
    let one = answer("one.der", &["ec.pem"]);
    let ran = sign("rsa.p12", &dir.path().join("other"), &["--tsa", &url, "--level", "b-lt", "--revocation", &one]);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert!(ran.stdout.contains("--fetch-revocation"), "{}", ran.stdout);
    let revoked = answer("revoked.der", &["revoked.pem"]);
    let out = dir.path().join("revoked");
    good(&sign("revoked.p12", &out, &["--sign-time", TIME]));
    refused(&letter(&out), "revocation", &["--revocation", &revoked]);
    let ran = sign(
        "revoked.p12",
        &dir.path().join("late"),
        &["--tsa", &url, "--level", "b-lt", "--revocation", &pki("ca.crl")],
    );
    assert_eq!(ran.status, 1, "{}", ran.stdout);
}
