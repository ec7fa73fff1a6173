//! Signed letters, judged from outside: pyHanko, pdfsig, veraPDF, and dafu's own `verify`.
#![cfg(unix)]

mod common;

use std::path::{Path, PathBuf};

use common::pki::{Authority, TIME, letter, pki, sign};
use common::{Ran, run, tool};

#[track_caller]
fn good(ran: &Ran) {
    assert_eq!(ran.status, 0, "{}\n{}", ran.stdout, ran.stderr);
    let letters = ran.lines("letter");
    assert!(!letters.is_empty() && letters.iter().all(|letter| letter["signed"] == true), "{}", ran.stdout);
}

fn verify(pdf: &Path, more: &[&str]) -> Ran {
    let ca = pki("ca.pem");
    let mut args = vec!["verify", pdf.to_str().unwrap(), "--trust", &ca, "--format", "json", "--lang", "en"];
    args.extend(more);
    run(&args)
}

/// dafu accepts the file, every check passes but those that need what is not at hand, and it has this level.
#[track_caller]
fn accepted(pdf: &Path, level: &str) {
    let ran = verify(pdf, &[]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    for check in ran.lines("check") {
        let may_lack = check["check"] == "revocation" && !level.starts_with("b-l");
        let expected = if may_lack { "unchecked" } else { "passed" };
        assert_eq!(check["verdict"], expected, "{check}");
    }
    assert_eq!(ran.lines("verified")[0]["level"], level);
}

/// dafu refuses the file because of this check.
#[track_caller]
fn refused(pdf: &Path, check: &str, more: &[&str]) {
    let ran = verify(pdf, more);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    let failed: Vec<_> = ran.lines("check").into_iter().filter(|line| line["verdict"] == "failed").collect();
    assert!(failed.iter().any(|line| line["check"] == check), "{check} is not among {failed:#?}");
}

#[track_caller]
fn conforms(pdfs: &[PathBuf]) {
    let paths: Vec<&str> = pdfs.iter().map(|pdf| pdf.to_str().unwrap()).collect();
    let said = tool("tests/tools/pdfa-check", &paths);
    assert_eq!(said.matches("\tPASS\t").count(), 2 * pdfs.len(), "{said}");
    for pdf in paths {
        tool("qpdf", &["--check", pdf]);
    }
}

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

#[track_caller]
fn judged(pdfs: &[PathBuf], level: &str) {
    let ca = pki("ca.pem");
    let mut args = vec![ca.as_str()];
    args.extend(pdfs.iter().map(|pdf| pdf.to_str().unwrap()));
    let said = tool("tests/tools/sig-check", &args);
    assert_eq!(said.matches(&format!(" {level} []")).count(), pdfs.len(), "{said}");
    conforms(pdfs);
    for pdf in pdfs {
        accepted(pdf, &level.to_lowercase());
    }
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
    let (url, crl, inter, ca) = (tsa.url(""), pki("ca.crl"), pki("inter.crl"), pki("ca.pem"));
    for level in ["b-lt", "b-lta"] {
        let args = ["--tsa", &url, "--level", level, "--revocation", &crl, "--revocation", &inter];
        let pdfs = of_every_key(&dir.path().join(level), &args);
        conforms(&pdfs);
        let python = std::env::var("DAFU_TOOLS")
            .unwrap_or_else(|_| format!("{}/.cache/dafu-tools", std::env::var("HOME").unwrap()));
        for pdf in &pdfs {
            accepted(pdf, level);
        }
        let pyhanko = format!("{python}/sigvenv/bin/pyhanko");
        for pdf in [&pdfs[1], &pdfs[3], &pdfs[5]] {
            let profile = if level == "b-lt" { "pades-lt" } else { "pades-lta" };
            let output = std::process::Command::new(&pyhanko)
                .args(["sign", "adesverify", "--trust", &ca, "--trust-replace", "--no-strict-syntax"])
                .args(["--pretty-print", pdf.to_str().unwrap()])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.contains("judged VALID"), "{profile} {}: {said}", pdf.display());
        }
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
fn keys_come_from_pem_files_programs_and_tokens() {
    let dir = tempfile::tempdir().unwrap();
    let signed = |name: &str, args: &[&str], variables: &[(&str, &str)]| {
        let out = dir.path().join(name);
        let mut all = vec!["run", "inputs/huangshan-2024.json", "-o", out.to_str().unwrap(), "--only", "153"];
        all.extend(["--format", "json", "--sign-time", TIME]);
        all.extend(args);
        let mut command = common::dafu(&all);
        command.envs(variables.iter().copied());
        good(&Ran::of(command.output().unwrap()));
        let pdf = dir.path().join(format!("{name}.pdf"));
        std::fs::copy(letter(&out), &pdf).unwrap();
        pdf
    };
    let program = common::root().join("tests/tools/sign-command");
    let program = format!("command:{}", program.display());
    let mut pdfs = Vec::new();
    for key in ["rsa", "ec", "p384"] {
        let (secret, cert) = (pki(&format!("{key}.key")), pki(&format!("{key}.pem")));
        pdfs.push(signed(&format!("pem-{key}"), &["--sign", &secret, "--cert", &cert], &[]));
        let variables = [("SIGN_KEY", secret.as_str()), ("SIGN_CERTS", cert.as_str())];
        pdfs.push(signed(&format!("command-{key}"), &["--sign", &program], &variables));
    }
    // RSA signatures have one value only, whoever makes them.
    assert!(std::fs::read(&pdfs[0]).unwrap() == std::fs::read(&pdfs[1]).unwrap());

    let tokens = dir.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let config = dir.path().join("softhsm2.conf");
    std::fs::write(&config, format!("directories.tokendir = {}\n", tokens.display())).unwrap();
    let config = config.to_str().unwrap();
    let softhsm = |program: &str, args: &[&str]| {
        let output = std::process::Command::new(program).args(args).env("SOFTHSM2_CONF", config).output().unwrap();
        assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    softhsm("softhsm2-util", &["--init-token", "--free", "--label", "office", "--so-pin", "4321", "--pin", "test"]);
    let module = "/usr/lib/softhsm/libsofthsm2.so";
    for (key, id) in [("rsa", "01"), ("ec", "02"), ("p384", "03")] {
        let (secret, cert) = (pki(&format!("{key}.key")), dir.path().join("cert.der"));
        let cert = cert.to_str().unwrap();
        tool("openssl", &["x509", "-in", &pki(&format!("{key}.pem")), "-outform", "DER", "-out", cert]);
        softhsm(
            "softhsm2-util",
            &["--import", &secret, "--token", "office", "--label", key, "--id", id, "--pin", "test"],
        );
        softhsm(
            "pkcs11-tool",
            &[
                "--module",
                module,
                "--login",
                "--pin",
                "test",
                "--write-object",
                cert,
                "--type",
                "cert",
                "--id",
                id,
                "--label",
                key,
            ],
        );
        let uri = format!("pkcs11:token=office;object={key}?module-path={module}");
        let variables = [("SOFTHSM2_CONF", config), ("DAFU_PASSWORD", "test")];
        pdfs.push(signed(&format!("token-{key}"), &["--sign", &uri], &variables));
        let wrong = [("SOFTHSM2_CONF", config), ("DAFU_PASSWORD", "tset")];
        let out = dir.path().join("wrong");
        let args = ["run", "inputs/huangshan-2024.json", "-o", out.to_str().unwrap(), "--sign", &uri, "--lang", "en"];
        let ran = Ran::of(common::dafu(&args).envs(wrong).output().unwrap());
        assert_eq!(ran.status, 2);
        assert!(ran.stdout.contains("error[password-wrong]") && !ran.stdout.contains("tset"), "{}", ran.stdout);
    }
    judged(&pdfs, "B-B");
}

#[test]
fn a_seal_platform_stamps_whole_files() {
    let dir = tempfile::tempdir().unwrap();
    let program = format!("file-command:{}", common::root().join("tests/tools/stamp-command").display());
    let key = pki("ec.p12");
    let args = [
        "run",
        "inputs/huangshan-2024.json",
        "-o",
        dir.path().to_str().unwrap(),
        "--only",
        "153",
        "--format",
        "json",
        "--sign",
        &program,
    ];
    let run = || {
        let mut command = common::dafu(&args);
        command.env("STAMP_DAFU", env!("CARGO_BIN_EXE_dafu")).env("STAMP_KEY", &key).env("DAFU_PASSWORD", "test");
        Ran::of(command.output().unwrap())
    };
    good(&run());
    accepted(&letter(dir.path()), "b-b");
    assert_eq!(run().lines("letter")[0]["status"], "kept");
}

/// The run says this, before any letter is made, and what is secret is nowhere in what it says.
#[track_caller]
fn stops(key: &str, more: &[&str], code: &str) {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let ran = sign(key, &out, more);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    let problems = ran.lines("diagnostic");
    assert!(
        problems.iter().any(|found| found["code"] == code && found["severity"] == "error"),
        "{code}: {}",
        ran.stdout
    );
    assert!(!out.join("letters").exists(), "a letter was made");
}

#[test]
fn what_keeps_a_key_from_signing_is_told_before_the_first_letter() {
    stops("expired.p12", &[], "certificate-not-valid");
    stops("early.p12", &[], "certificate-not-valid");
    stops("nosign.p12", &[], "certificate-usage");
    stops("nowhere.p12", &[], "key-unreadable");
    stops("ca.pem", &[], "key-unreadable");
    stops("log", &[], "option-invalid");
    stops("ec.key", &["--cert", &pki("rsa.pem")], "key-unusable");
    stops("ec.p12", &["--level", "b-t"], "option-invalid");
    stops("ec.p12", &["--revocation", &pki("ca.pem")], "key-unreadable");
}

#[test]
fn a_wrong_password_is_told_and_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("password");
    std::fs::write(&file, "swordfish\n").unwrap();
    let key = pki("rsa.p12");
    let out = dir.path().join("out");
    let args = ["run", "inputs/huangshan-2024.json", "-o", out.to_str().unwrap(), "--lang", "en", "--sign", &key, "-v"];
    let with_file = [&args[..], &["--password-file", file.to_str().unwrap()]].concat();
    let mut by_variable = common::dafu(&args);
    by_variable.env("DAFU_PASSWORD", "swordfish");
    for mut command in [common::dafu(&with_file), by_variable, common::dafu(&args)] {
        let ran = Ran::of(command.output().unwrap());
        assert_eq!(ran.status, 2, "{}", ran.stdout);
        assert!(ran.stdout.contains("error[password-wrong]"), "{}", ran.stdout);
        assert!(!ran.stdout.contains("swordfish") && !ran.stderr.contains("swordfish"));
    }
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

    // The letter was changed since: the stamped one says something else.
    let text = std::fs::read_to_string(common::root().join("inputs/huangshan-2024.json")).unwrap();
    let ledger = dir.path().join("huangshan-2024.json");
    std::fs::write(&ledger, text.replace("联系电话", "电话").replace("2355364", "2355365")).unwrap();
    let again = common::run_json(ledger.to_str().unwrap(), &out, &["--only", "153"]);
    assert_eq!(again.status, 0, "{}", again.stdout);
    assert_eq!(code(&adopt(&signed)), "adopt-differs");

    // What was taken in stays, and the letters are as they were.
    let third = common::run_json("inputs/huangshan-2024.json", &out, &[]);
    assert_eq!(third.status, 0);
    assert!(common::files(&out.join("letters")) == before);
    assert!(out.join("adopted/153_王景峰.pdf").exists());
    assert_eq!(run(&["adopt", dir.path().to_str().unwrap(), signed.to_str().unwrap()]).status, 2);
}
