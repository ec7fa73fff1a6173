//! The options of signing, and the keys that they name.

use std::path::Path;
use std::sync::Arc;

use dafu::diag::{Code, Diagnostic, Message, Origin};
use dafu::seal::Seals;
use dafu::sign::{KeySource, Password, SignOptions, SignTime, Signer};

use super::args::SignArgs;
use super::session::Session;
use super::stage::Stage;
use super::system;

/// The time now, as signatures claim it.
pub(crate) fn now() -> SignTime {
    let (seconds, offset) = system::local_now();
    SignTime::at(seconds, offset)
}

/// What of the options cannot stand together, told before anything is read.
pub(crate) fn refuse(args: &SignArgs, draft: bool) -> Result<(), Vec<Diagnostic>> {
    let sealed = !args.seal.is_empty();
    if draft && (sealed || !args.sign.is_empty()) {
        return Err(vec![signed_draft()]);
    }
    if sealed && args.sign.is_empty() {
        return Err(vec![seal_without_key()]);
    }
    if !sealed && (args.seal_size.is_some() || args.seal_plain.is_some()) {
        return Err(vec![size_without_seal()]);
    }
    Ok(())
}

/// Has the letters of all stages sealed, where there is a seal.
pub(crate) fn seal(
    session: &mut Session,
    args: &SignArgs,
    signer: Option<&Signer>,
    stages: &mut [Stage],
) -> Result<(), Vec<Diagnostic>> {
    if args.seal.is_empty() {
        return Ok(());
    }
    if !signer.is_some_and(Signer::takes_seals) {
        return Err(vec![seal_of_platform()]);
    }
    let open_to_all: Vec<_> = args.seal.iter().filter_map(|path| readable_by_all(path)).collect();
    session.counts += session.reporter.findings(&open_to_all);
    let seals = Seals::read(&args.seal, args.seal_size, args.seal_plain.unwrap_or(false))?;
    let mut told = false;
    for stage in stages {
        let Stage::Ready(ready) = stage else { continue };
        let Some(workshop) = ready.prepared.workshop.take().and_then(Arc::into_inner) else { continue };
        let workshop = workshop.with_seals(&seals)?;
        if !told {
            session.counts += session.reporter.findings(&seals.coarse(workshop.seal_mm()));
            told = true;
        }
        ready.prepared.workshop = Some(Arc::new(workshop));
    }
    Ok(())
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
    let mut seen: Vec<Vec<String>> = Vec::new();
    let mut warned = false;
    for stage in stages {
        let Stage::Ready(ready) = stage else { continue };
        let orders = ready.prepared.items.all.iter().filter(|item| item.chosen).filter_map(|item| item.order.as_ref());
        for order in orders {
            let issuer = order.job().map_err(|problem| vec![problem])?.letter.issuer;
            if seen.contains(&issuer) {
                continue;
            }
            if let Some(found) = signer.compare(&issuer) {
                warned = true;
                session.counts += session.reporter.findings(&[found]);
            }
            seen.push(issuer);
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

fn signed_draft() -> Diagnostic {
    let message = Message::new(
        "--draft 不能与 --sign、--seal 一起用：样稿不签名、不盖章",
        "--draft does not go with --sign or --seal: a draft is neither signed nor sealed",
    );
    Diagnostic::error(Code::OptionInvalid, message).hint(
        "办样稿不写 --sign；要签名的不写 --draft；变量 DAFU_SIGN、DAFU_SEAL、DAFU_DRAFT 也算",
        "leave --sign out for drafts, or --draft out for letters; the variables DAFU_SIGN, DAFU_SEAL and DAFU_DRAFT count too",
    )
}

fn seal_without_key() -> Diagnostic {
    let message = Message::new(
        "--seal 要与 --sign 一起用：没有签名的函不盖章",
        "--seal needs --sign: an unsigned letter never carries a seal",
    );
    Diagnostic::error(Code::OptionInvalid, message).hint("用 --sign 指明密钥", "name a key by --sign")
}

fn size_without_seal() -> Diagnostic {
    let message =
        Message::new("--seal-size 和 --seal-plain 要与 --seal 一起用", "--seal-size and --seal-plain need --seal");
    Diagnostic::error(Code::OptionInvalid, message).hint("用 --seal 指明印章图片", "name the seal's picture by --seal")
}

fn seal_of_platform() -> Diagnostic {
    let message = Message::new(
        "--seal 不能与 file-command: 一起用：盖章平台自己盖章",
        "--seal does not go with file-command: the platform sets its own seal",
    );
    Diagnostic::error(Code::OptionInvalid, message).hint("删去 --seal", "leave --seal out")
}

/// `dafu sign` sets no seals: the pages are finished.
pub(crate) fn sealed_afterwards() -> Diagnostic {
    let message = Message::new(
        "dafu sign 不能盖章：印章要在排版时盖",
        "dafu sign sets no seal: a seal is set when the pages are made",
    );
    Diagnostic::error(Code::OptionInvalid, message).hint(
        "从台账办：dafu run 台账 --sign 密钥 --seal 印章图片",
        "make the letter from its ledger: dafu run LEDGER --sign KEY --seal IMAGE",
    )
}

fn without_key() -> Diagnostic {
    let message = Message::new("--tsa 和 --level 要与 --sign 一起用", "--tsa and --level need --sign");
    Diagnostic::error(Code::OptionInvalid, message).hint("用 --sign 指明密钥", "name a key by --sign")
}
