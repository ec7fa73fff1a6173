//! The options of signing, and the keys that they name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};
use dafu::diag::{Code, Diagnostic, Message, Origin};
use dafu::sign::{KeySource, Level, Password, SignOptions, SignTime, Signer};

use super::session::Session;
use super::stage::Stage;
use super::system;

/// How to sign.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SignArgs {
    /// Key to sign with: a .p12, .pfx or .pem file, pkcs11:…, command:PROGRAM or file-command:PROGRAM
    ///
    /// It may be given several times, in the order of the issuers.
    #[arg(long, value_name = "KEY", env = "DAFU_SIGN")]
    pub(crate) sign: Vec<String>,
    /// Certificates of a .pem key, pkcs11: or command:
    #[arg(long, value_name = "CHAIN.pem", env = "DAFU_CERT", value_hint = ValueHint::FilePath)]
    pub(crate) cert: Option<PathBuf>,
    /// File with the key's password; the variable DAFU_PASSWORD may hold it instead
    #[arg(long, value_name = "FILE", env = "DAFU_PASSWORD_FILE", value_hint = ValueHint::FilePath)]
    pub(crate) password_file: Vec<PathBuf>,
    /// Address of a timestamp authority
    #[arg(long, value_name = "URL", env = "DAFU_TSA", value_hint = ValueHint::Url)]
    pub(crate) tsa: Option<String>,
    /// Level of the signatures: b-b, b-t, b-lt or b-lta [default: b-b, with --tsa b-t]
    #[arg(long, value_name = "LEVEL", env = "DAFU_LEVEL", value_parser = level)]
    pub(crate) level: Option<Level>,
    /// Claimed time of signing, such as 2024-06-11T09:00:00+08:00 [default: now]
    #[arg(long, value_name = "RFC3339", env = "DAFU_SIGN_TIME", value_parser = sign_time)]
    pub(crate) sign_time: Option<SignTime>,
    /// Certificates above the key's that it does not bring
    #[arg(long, value_name = "CERT.pem", env = "DAFU_CHAIN", value_hint = ValueHint::FilePath)]
    pub(crate) chain: Vec<PathBuf>,
    /// File with a CRL or an OCSP response
    #[arg(long, value_name = "FILE", env = "DAFU_REVOCATION", value_hint = ValueHint::FilePath)]
    pub(crate) revocation: Vec<PathBuf>,
    /// Fetch CRLs from where the certificates name them
    #[arg(long, env = "DAFU_FETCH_REVOCATION")]
    pub(crate) fetch_revocation: Option<bool>,
}

fn level(text: &str) -> Result<Level, String> {
    Level::parse(text).ok_or_else(|| "expected b-b, b-t, b-lt or b-lta".to_owned())
}

fn sign_time(text: &str) -> Result<SignTime, String> {
    SignTime::parse(text).ok_or_else(|| "expected a time such as 2024-06-11T09:00:00+08:00".to_owned())
}

/// The time now, as signatures claim it.
pub(crate) fn now() -> SignTime {
    let fallback = || SignTime::parse("1970-01-01T00:00:00Z");
    SignTime::parse(&system::local_now()).or_else(fallback).unwrap_or_else(|| unreachable!("a time of our own"))
}

/// Opens the keys for the letters of all stages and compares their owners with the printed issuers. Everything is
/// told here, before the first letter is made.
pub(crate) fn open(
    session: &mut Session,
    args: &SignArgs,
    stages: &[Stage],
) -> Result<Option<Arc<Signer>>, Vec<Diagnostic>> {
    let Some(signer) = open_keys(args, &mut |found| session.counts += session.reporter.findings(found))? else {
        return Ok(None);
    };
    let mut seen: Vec<&[String]> = Vec::new();
    let mut warned = false;
    for stage in stages {
        let Stage::Ready(ready) = stage else { continue };
        let jobs = ready.prepared.items.iter().filter(|item| item.chosen).filter_map(|item| item.job.as_ref());
        for job in jobs {
            let issuer = job.letter.issuer.as_slice();
            if seen.contains(&issuer) {
                continue;
            }
            seen.push(issuer);
            if let Some(found) = signer.compare(issuer) {
                warned = true;
                session.counts += session.reporter.findings(&[found]);
            }
        }
    }
    if warned && session.options.strict.unwrap_or(false) {
        return Err(Vec::new());
    }
    Ok(Some(signer))
}

/// Opens the keys that the options name; nothing without `--sign`.
pub(crate) fn open_keys(
    args: &SignArgs,
    tell: &mut dyn FnMut(&[Diagnostic]),
) -> Result<Option<Arc<Signer>>, Vec<Diagnostic>> {
    if args.sign.is_empty() {
        return if args.tsa.is_some() || args.level.is_some() { Err(vec![without_key()]) } else { Ok(None) };
    }
    let mut sources = Vec::new();
    for text in &args.sign {
        let source = KeySource::parse(text, args.cert.as_deref());
        sources.push(source.map_err(|message| vec![Diagnostic::error(Code::OptionInvalid, message)])?);
    }
    let mut open_to_all = Vec::new();
    for source in &sources {
        if let KeySource::Pkcs12 { path } | KeySource::Pem { path, .. } = source {
            open_to_all.extend(readable_by_all(path));
        }
    }
    open_to_all.extend(args.password_file.iter().filter_map(|path| readable_by_all(path)));
    tell(&open_to_all);

    let options = SignOptions {
        level: args.level.unwrap_or_default(),
        tsa: args.tsa.clone(),
        time: args.sign_time,
        now: Box::new(now),
        certificates: args.chain.clone(),
        revocation: args.revocation.clone(),
        fetch: args.fetch_revocation.unwrap_or(false),
        scratch: system::temp_dir(),
    };
    let all = sources.clone();
    let password =
        |source: &KeySource| password(args, source, all.iter().position(|it| it == source).unwrap_or_default());
    Signer::open(&sources, &password, options).map(|signer| Some(Arc::new(signer)))
}

/// A key's password: from its file (one for all, or one a key), the variable, or whoever sits at the terminal.
fn password(args: &SignArgs, source: &KeySource, at: usize) -> Result<Password, Message> {
    if let Some(path) = args.password_file.get(at).or(args.password_file.last()) {
        let shown = path.display();
        let bytes = std::fs::read(path).map_err(|err| {
            Message::new(
                format!("读不了密码文件 {shown}（{err}）"),
                format!("failed to read the password file {shown} ({err})"),
            )
        })?;
        return Password::of_file(bytes).ok_or_else(|| {
            Message::new(format!("密码文件 {shown} 不是文本"), format!("the password file {shown} is no text"))
        });
    }
    if let Some(text) = system::variable("DAFU_PASSWORD") {
        return Ok(Password::new(text));
    }
    let none = || Message::new("需要密码", "a password is needed");
    let shown = source.shown();
    system::ask_password(&format!("{shown}: ")).map(Password::new).ok_or_else(none)
}

/// A warning, if everybody on the machine may read the file.
fn readable_by_all(path: &Path) -> Option<Diagnostic> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).ok()?.permissions().mode();
        if mode & 0o004 == 0 {
            return None;
        }
        let message = Message::new("这台机器上人人可读这个文件", "everybody on this machine may read this file");
        let shown = path.display();
        Some(
            Diagnostic::warning(Code::SecretReadable, message)
                .at(&Origin::file(path))
                .hint(format!("只留自己可读：chmod 600 {shown}"), format!("keep it to yourself: chmod 600 {shown}")),
        )
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

fn without_key() -> Diagnostic {
    let message = Message::new("--tsa 和 --level 要与 --sign 一起用", "--tsa and --level need --sign");
    Diagnostic::error(Code::OptionInvalid, message).hint("用 --sign 指明密钥", "name a key by --sign")
}
