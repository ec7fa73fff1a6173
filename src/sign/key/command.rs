//! Programs that sign: a signing server's or a USB key's own tool, and seal platforms.
//!
//! Programs are started without a shell. What they print on standard error is shown when they fail.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use super::file::certificates;
use super::{Cert, Certs, Failure, Key, KeyKind, Message, in_order};

/// Longer no program is waited for.
const PATIENCE: Duration = Duration::from_mins(2);

/// A signature or a list of certificates is never longer.
const LONGEST: u64 = 1 << 20;

/// A program that signs whole files.
#[derive(Debug, Clone)]
pub(crate) struct Program(pub(crate) PathBuf);

/// A program that signs digests: `PROGRAM sign sha256` with the digest on standard input gives the signature on standard
/// output, `PROGRAM certificates` gives the certificates in PEM.
pub(super) struct Command {
    program: PathBuf,
    kind: KeyKind,
    certs: Certs,
}

impl Command {
    pub(super) fn open(program: &Path, chain: Option<&Path>) -> Result<Self, Failure> {
        let certs = if let Some(chain) = chain {
            certificates(chain)?
        } else {
            let text = run(program, &["certificates"], &[], LONGEST).map_err(Failure::Unusable)?;
            let unsound = || Message::new("程序没有给出完好的证书", "the program gave no sound certificate");
            Cert::all_of(&text).map_err(|_| Failure::Unusable(unsound()))?
        };
        // The signer's certificate is the one that signed none of the others.
        let all = certs.clone();
        let is_leaf = |cert: &Cert| !all.iter().any(|other| other != cert && other.is_signed_by(cert));
        let certs = in_order(certs, &is_leaf);
        let certs = certs.ok_or_else(|| Failure::Unusable(Message::new("没有证书", "there is no certificate")))?;
        let kind = certs.path.first().and_then(Cert::key_kind);
        let kind = kind.ok_or_else(|| {
            Failure::Unusable(Message::new("证书里的公钥不受支持", "the certificate's key is not supported"))
        })?;
        Ok(Self { program: program.to_path_buf(), kind, certs })
    }
}

impl Key for Command {
    fn certs(&self) -> &Certs {
        &self.certs
    }

    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Message> {
        let hash = self.kind.hash();
        let digest = hash.digest(&[message]);
        let name = if hash == super::super::algorithm::Hash::Sha384 { "sha384" } else { "sha256" };
        run(&self.program, &["sign", name], &digest, LONGEST)
    }
}

/// Has a seal platform stamp a file: `PROGRAM IN.pdf OUT.pdf`, in a folder of its own below `scratch`.
pub(in crate::sign) fn stamp_by(program: &Program, bytes: &[u8], scratch: &Path) -> Result<Vec<u8>, Message> {
    let failed = |err: std::io::Error| {
        Message::new(
            format!("无法准备盖章用的文件（{err}）"),
            format!("failed to prepare the file to be stamped ({err})"),
        )
    };
    own_folder(scratch).map_err(failed)?;
    let (input, output) = (scratch.join("in.pdf"), scratch.join("out.pdf"));
    std::fs::write(&input, bytes).map_err(failed)?;
    let ran = run(&program.0, &[&input.to_string_lossy(), &output.to_string_lossy()], &[], LONGEST);
    let stamped = ran.and_then(|_| {
        std::fs::read(&output).map_err(|err| {
            Message::new(format!("盖章程序没有交回文件（{err}）"), format!("the stamping program left no file ({err})"))
        })
    });
    // The folder is ours; a rest of it is no harm.
    let _ = std::fs::remove_dir_all(scratch);
    stamped
}

/// Makes a folder that nobody else can look into; one that is there already may be somebody's trap.
fn own_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Runs a program: arguments, what it reads, what it printed.
fn run(program: &Path, arguments: &[&str], input: &[u8], longest: u64) -> Result<Vec<u8>, Message> {
    let shown = program.display().to_string();
    let failed = |why: String| {
        Message::new(format!("程序 {shown} 没有成功（{why}）"), format!("the program {shown} failed ({why})"))
    };
    let mut child = std::process::Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|err| failed(err.to_string()))?;
    // Input is a digest, which fits into any pipe: nobody waits for the other.
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not want it may have closed it.
        let _ = stdin.write_all(input);
    }
    let (out, err) = (drain(child.stdout.take(), longest), drain(child.stderr.take(), 4096));
    let status = wait(&mut child).map_err(|err| failed(err.to_string()))?;
    let out = out.and_then(|thread| thread.join().ok()).unwrap_or_default();
    let err = err.and_then(|thread| thread.join().ok()).unwrap_or_default();
    match status {
        Some(status) if status.success() => Ok(out),
        Some(status) => {
            let said = String::from_utf8_lossy(&err).trim().chars().take(300).collect::<String>();
            Err(failed(if said.is_empty() { status.to_string() } else { said }))
        }
        None => Err(failed(format!("{} s", PATIENCE.as_secs()))),
    }
}

fn drain(pipe: Option<impl std::io::Read + Send + 'static>, longest: u64) -> Option<std::thread::JoinHandle<Vec<u8>>> {
    let pipe = pipe?;
    Some(std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before a failure is all there is.
        let _ = pipe.take(longest).read_to_end(&mut bytes);
        bytes
    }))
}

/// Waits for the end, `None` if it does not come in time.
fn wait(child: &mut Child) -> std::io::Result<Option<std::process::ExitStatus>> {
    const STEP: Duration = Duration::from_millis(2);
    let mut left = PATIENCE;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let Some(less) = left.checked_sub(STEP) else {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        };
        left = less;
        std::thread::sleep(STEP);
    }
}
