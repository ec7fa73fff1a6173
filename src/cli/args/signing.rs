//! The arguments of signing, of taking signed letters in, and of verifying.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use dafu::seal::SealSize;
use dafu::sign::{Level, SignTime};

use super::Options;

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
    /// Image of the seal to set where the form keeps its place: a .png or .svg file
    ///
    /// It may be given several times, in the order of the issuers.
    #[arg(long, value_name = "IMAGE", env = "DAFU_SEAL", value_hint = ValueHint::FilePath)]
    pub(crate) seal: Vec<PathBuf>,
    /// Diameter of the seal: 42 or 45 mm [default: that of the profile]
    #[arg(long, value_name = "MM", env = "DAFU_SEAL_SIZE", value_parser = seal_size)]
    pub(crate) seal_size: Option<SealSize>,
    /// Set the seal as it is, without the document number woven in
    #[arg(long, env = "DAFU_SEAL_PLAIN")]
    pub(crate) seal_plain: Option<bool>,
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

fn seal_size(text: &str) -> Result<SealSize, String> {
    SealSize::parse(text).ok_or_else(|| "expected 42 or 45".to_owned())
}

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

/// Arguments of `dafu adopt`.
#[derive(Debug, Args)]
pub(crate) struct AdoptCommand {
    /// The run's folder, which the summary names
    #[arg(value_name = "OUT", value_hint = ValueHint::DirPath)]
    pub(crate) run_dir: PathBuf,
    /// Letters that were stamped or signed elsewhere: PDFs, or pictures of a scanner
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}

/// Arguments of `dafu verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyCommand {
    /// Signed PDFs, a run's folder, or packages
    #[arg(value_name = "PDF|OUT|PACKAGE", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) pdfs: Vec<PathBuf>,
    /// Certificate of a trusted root
    #[arg(long, value_name = "CA.pem", env = "DAFU_TRUST", value_hint = ValueHint::FilePath)]
    pub(crate) trust: Vec<PathBuf>,
    /// File with a CRL or an OCSP response
    #[arg(long, value_name = "FILE", env = "DAFU_REVOCATION", value_hint = ValueHint::FilePath)]
    pub(crate) revocation: Vec<PathBuf>,
    /// Set every letter again from its own data, with the templates in the package, and compare
    #[arg(long, env = "DAFU_REBUILD")]
    pub(crate) rebuild: Option<bool>,
    /// Write what was found as a page that an archivist can file
    #[arg(long, value_name = "FILE.html", env = "DAFU_REPORT", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// Replace the file that is to be written, if it is there
    #[arg(long, env = "DAFU_FORCE")]
    pub(crate) force: Option<bool>,
    /// The options that all commands share.
    #[command(flatten)]
    pub(crate) options: Options,
}
