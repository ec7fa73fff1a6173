//! `dafu sign`.

use std::path::{Path, PathBuf};

use dafu::archive;
use dafu::diag::{Code, Diagnostic, Lang, Message, Origin};
use dafu::sign::Signer;

use super::args::SignCommand;
use super::report::Reporter;
use super::signing;
use super::{Status, new_file};

/// Signs files, invisibly.
pub(crate) fn sign(command: &SignCommand, lang: Lang) -> Status {
    let mut reporter = Reporter::of(&command.options, lang);
    let is_sealed =
        !command.signing.seal.is_empty() || command.signing.seal_size.is_some() || command.signing.seal_plain.is_some();
    if is_sealed {
        reporter.findings(&[signing::sealed_afterwards()]);
        return reporter.end(Status::Stopped);
    }
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
