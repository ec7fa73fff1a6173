use std::path::{Path, PathBuf};

use super::pkcs11::Uri;
use super::*;
use crate::diag::Lang;

#[test]
fn options_name_keys_by_their_kind() {
    let parse = |text: &str| KeySource::parse(text, None).unwrap();
    assert_eq!(parse("unit.P12"), KeySource::Pkcs12 { path: PathBuf::from("unit.P12") });
    assert_eq!(parse("command:/opt/sign"), KeySource::Command { program: PathBuf::from("/opt/sign"), chain: None });
    assert_eq!(parse("file-command:seal"), KeySource::FileCommand { program: PathBuf::from("seal") });
    let pem = KeySource::parse("unit.pem", Some(Path::new("chain.pem"))).unwrap();
    assert_eq!(pem, KeySource::Pem { path: PathBuf::from("unit.pem"), chain: Some(PathBuf::from("chain.pem")) });
    for bad in ["unit.doc", "command:", "file-command: ", ""] {
        KeySource::parse(bad, None).unwrap_err();
    }
}

#[test]
fn a_token_s_address_is_read_and_shown_without_secrets() {
    let uri = Uri::parse("pkcs11:token=the%20office;object=seal;id=%01%02?module-path=/usr/lib/x.so").unwrap();
    let expected = Uri {
        module: Some("/usr/lib/x.so".to_owned()),
        token: Some("the office".to_owned()),
        object: Some("seal".to_owned()),
        id: Some(vec![1, 2]),
        serial: None,
    };
    assert_eq!(uri, expected);
    for bad in ["pkcs11:token=a?pin-value=1234", "pkcs11:colour=red", "pkcs11:token", "pkcs11:id=%0"] {
        Uri::parse(bad).unwrap_err();
    }
    let shown = KeySource::parse("pkcs11:token=a?pin-value=1234", None).unwrap().shown();
    assert_eq!(shown, "pkcs11:token=a");
}

#[test]
fn a_password_is_the_first_line_and_is_never_shown() {
    let password = Password::of_file("\u{feff}pa ss\r\nmore".as_bytes().to_vec()).unwrap();
    assert_eq!(password.text(), "pa ss");
    assert!(!format!("{password:?}").contains("pa ss"));
    assert!(Password::of_file(vec![0xFF, 0xFE]).is_none());
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_says_why() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = tempfile::tempdir().unwrap();
    let program = dir.path().join("fails");
    std::fs::write(&program, "#!/bin/sh\necho no card >&2\nexit 3\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let source = KeySource::Command { program, chain: None };
    let none = || Err(Message::new("没有", "none"));
    match open(&source, &none) {
        Err(Failure::Unusable(message)) => assert!(message.text(Lang::En).contains("no card")),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it opened"),
    }
}
