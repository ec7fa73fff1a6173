//! `dafu sign`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use dafu::archive;
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin};
use dafu::sign::Signer;

use super::args::Options;
use super::report::Reporter;
use super::signing::{self, SignArgs};
use super::{Status, new_file};

/// Arguments of `dafu sign`.
#[derive(Debug, Args)]
pub(crate) struct SignCommand {
    /// PDFs that dafu made and that are not signed yet
    #[arg(value_name = "PDF", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) pdfs: Vec<PathBuf>,
    /// Folder for the signed PDFs [default: beside each, its name with -signed]
    #[arg(id = "sign_out", short = 'o', long = "out", value_name = "DIR", env = "DAFU_SIGN_OUT", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// How to sign.
    #[command(flatten)]
    pub(crate) signing: SignArgs,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Signs files, invisibly.
pub(crate) fn sign(command: &SignCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    let opened = signing::open_keys(&command.signing, &mut |found| {
        reporter.findings(found);
    });
    let signer = match opened {
        Ok(Some(signer)) => signer,
        Ok(None) => {
            let message = Message::new("没有指明密钥", "no key was named");
            reporter.findings(&[
                Diagnostic::error(Code::OptionInvalid, message).hint("用 --sign 指明密钥", "name a key by --sign")
            ]);
            return reporter.end(Status::Stopped);
        }
        Err(problems) => {
            reporter.findings(&problems);
            return reporter.end(Status::Stopped);
        }
    };
    let mut status = Status::Done;
    for pdf in &command.pdfs {
        match one(pdf, command, &signer) {
            Ok(to) => {
                let (pdf, to) = (pdf.display(), to.display());
                reporter.say(&Message::new(format!("已签名 {pdf}，写到 {to}"), format!("signed {pdf} to {to}")));
            }
            Err(problems) => {
                reporter.findings(&problems);
                status = Status::Errors;
            }
        }
    }
    reporter.end(status)
}

fn one(pdf: &Path, command: &SignCommand, signer: &Signer) -> Result<PathBuf, Vec<Diagnostic>> {
    let to = if let Some(dir) = &command.out {
        dir.join(pdf.file_name().unwrap_or_default())
    } else {
        let stem = pdf.file_stem().unwrap_or_default().to_string_lossy();
        pdf.with_file_name(format!("{stem}-signed.pdf"))
    };
    new_file::refuse_existing(&to, command.force.unwrap_or(false))?;
    let bytes = std::fs::read(pdf).map_err(|err| vec![Diagnostic::io(pdf, &err)])?;
    let signed = signer.sign_file(&bytes).map_err(|problem| vec![problem.at(&Origin::file(pdf))])?;
    if let Some(dir) = &command.out {
        std::fs::create_dir_all(dir).map_err(|err| vec![Diagnostic::io(dir, &err)])?;
    }
    archive::write_whole(&to, signed.bytes())?;
    Ok(to)
}
