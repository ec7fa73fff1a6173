//! Keys, wherever they are: a file, a token, a program.

mod command;
mod file;
mod password;
mod pkcs11;
mod source;
#[cfg(test)]
mod tests;

pub use password::Password;
pub use source::KeySource;

pub(super) use command::{Program, stamp_by};

use super::algorithm::{KeyKind, verifies};
use super::cert::Cert;
use crate::diag::Message;

/// A key that signs, with its certificates.
pub(crate) trait Key: Send + Sync {
    /// Its certificates.
    fn certs(&self) -> &Certs;

    /// The signer's certificate, then those above it but for the root.
    fn certificates(&self) -> &[Cert] {
        &self.certs().path
    }

    /// The kind of key.
    fn kind(&self) -> KeyKind;

    /// Signs the digest (as [`KeyKind::hash`] says) of `message`.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Message>;
}

/// Opens a key and sees by a trial that it is its certificate's.
pub(super) fn open(
    source: &KeySource,
    password: &dyn Fn() -> Result<Password, Message>,
) -> Result<Box<dyn Key>, Failure> {
    let key: Box<dyn Key> = match source {
        KeySource::Pkcs12 { path } => Box::new(file::open_pkcs12(path, password)?),
        KeySource::Pem { path, chain } => Box::new(file::open(path, chain.as_deref(), password)?),
        KeySource::Command { program, chain } => Box::new(command::Command::open(program, chain.as_deref())?),
        KeySource::Pkcs11 { uri, chain } => Box::new(pkcs11::Token::open(uri, chain.as_deref(), password)?),
        KeySource::FileCommand { .. } => {
            return Err(Failure::Unreadable(Message::new("这不是密钥", "this is no key")));
        }
    };
    sign(key.as_ref(), b"dafu").map_err(Failure::Unusable)?;
    Ok(key)
}

/// Signs, and sees that the certificate bears the signature out: a token that errs is found at once.
pub(super) fn sign(key: &dyn Key, message: &[u8]) -> Result<Vec<u8>, Message> {
    let value = key.sign(message)?;
    let kind = key.kind();
    let leaf = key.certificates().first();
    let spki = leaf.map(|leaf| leaf.parsed().subject_public_key_info());
    if spki.is_some_and(|spki| verifies(spki, &kind.identifier(), Some(kind.hash()), message, &value)) {
        return Ok(value);
    }
    Err(Message::new(
        "密钥做出的签名与证书对不上，多半是证书不是这个密钥的",
        "the key's signature does not fit its certificate: the certificate is probably another key's",
    ))
}

/// Why a key could not be opened.
#[derive(Debug)]
pub(super) enum Failure {
    /// A file is not there or is not what it should be.
    Unreadable(Message),
    /// The password is wrong, or there is none.
    Password(Message),
    /// It opened, but does not sign.
    Unusable(Message),
}

/// A key's certificates.
#[derive(Debug, Clone)]
pub(crate) struct Certs {
    /// The signer's, then those above it; the root is no part of a signature, because whoever checks has it.
    pub(crate) path: Vec<Cert>,
    /// The root, where it came with the key.
    pub(crate) root: Option<Cert>,
}

/// Sorts certificates; those of others are left out.
fn in_order(certs: Vec<Cert>, is_leaf: &dyn Fn(&Cert) -> bool) -> Option<Certs> {
    let leaf = certs.iter().position(is_leaf)?;
    let mut left = certs;
    let mut path = vec![left.swap_remove(leaf)];
    while let Some(last) = path.last() {
        if last.is_root() {
            break;
        }
        let Some(above) = left.iter().position(|cert| last.is_signed_by(cert)) else { break };
        path.push(left.swap_remove(above));
    }
    let root = if path.len() > 1 && path.last().is_some_and(Cert::is_root) { path.pop() } else { None };
    Some(Certs { path, root })
}
