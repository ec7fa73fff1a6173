//! Keys, wherever they are, and what is told of them before the first letter is made.
#![cfg(unix)]

mod common;

use common::judges::{accepted, good, judged};
use common::pki::{TIME, letter, pki, sign};
use common::{Ran, tool};

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
