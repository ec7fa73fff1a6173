//! Keys in files: PKCS#12, and PKCS#8 or older forms in PEM.

use std::path::Path;

use aws_lc_rs::{rand, rsa, signature};
use der::Decode as _;
use p12_keystore::Pkcs12Archive;
use p12_keystore::error::Error;
use p256::ecdsa::signature::Signer as _;
use p256::pkcs8::DecodePrivateKey as _;
use zeroize::Zeroizing;

use super::{Cert, Certs, Failure, Key, KeyKind, Message, Password, in_order};

/// A key in memory.
pub(crate) struct FileKey {
    secret: Secret,
    kind: KeyKind,
    certs: Certs,
}

enum Secret {
    Rsa(Box<rsa::KeyPair>),
    P256(p256::ecdsa::SigningKey),
    P384(Box<p384::ecdsa::SigningKey>),
}

impl Secret {
    /// A key in PKCS#8, or in the older forms of its kind.
    fn of(der: &[u8]) -> Option<Self> {
        if let Ok(key) = p256::ecdsa::SigningKey::from_pkcs8_der(der) {
            return Some(Self::P256(key));
        }
        if let Ok(key) = p384::ecdsa::SigningKey::from_pkcs8_der(der) {
            return Some(Self::P384(Box::new(key)));
        }
        rsa::KeyPair::from_pkcs8(der).or_else(|_| rsa::KeyPair::from_der(der)).ok().map(|key| Self::Rsa(Box::new(key)))
    }

    fn public(&self) -> Vec<u8> {
        use aws_lc_rs::signature::KeyPair as _;
        match self {
            Self::Rsa(key) => key.public_key().as_ref().to_vec(),
            Self::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Self::P384(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
        }
    }
}

impl FileKey {
    fn of(secret: Option<Secret>, certs: Vec<Cert>) -> Result<Self, Failure> {
        let secret = secret.ok_or_else(|| {
            Failure::Unusable(Message::new(
                "不支持这种密钥：应为 RSA（2048 至 8192 位）、P-256 或 P-384",
                "the key is of a kind that is not supported: expected RSA of 2048 to 8192 bits, P-256 or P-384",
            ))
        })?;
        let public = secret.public();
        let is_leaf = |cert: &Cert| {
            cert.parsed().subject_public_key_info().subject_public_key.as_bytes() == Some(public.as_slice())
        };
        let certs = in_order(certs, &is_leaf).ok_or_else(|| {
            Failure::Unusable(Message::new("找不到这个密钥的证书", "there is no certificate of this key"))
        })?;
        let kind = certs.path.first().and_then(Cert::key_kind);
        let kind = kind.ok_or_else(|| {
            Failure::Unusable(Message::new("证书里的公钥不受支持", "the certificate's key is not supported"))
        })?;
        Ok(Self { secret, kind, certs })
    }
}

impl Key for FileKey {
    fn certs(&self) -> &Certs {
        &self.certs
    }

    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Message> {
        match &self.secret {
            Secret::Rsa(key) => {
                let mut value = vec![0; key.public_modulus_len()];
                let random = rand::SystemRandom::new();
                let signed = key.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut value);
                signed.map_err(|_| Message::new("RSA 签名失败", "signing with RSA failed"))?;
                Ok(value)
            }
            Secret::P256(key) => {
                let value: p256::ecdsa::DerSignature = key.sign(message);
                Ok(value.as_bytes().to_vec())
            }
            Secret::P384(key) => {
                let value: p384::ecdsa::DerSignature = key.sign(message);
                Ok(value.as_bytes().to_vec())
            }
        }
    }
}

pub(super) fn unreadable(path: &Path, err: &std::io::Error) -> Failure {
    let shown = path.display();
    Failure::Unreadable(Message::new(format!("读不了 {shown}（{err}）"), format!("failed to read {shown} ({err})")))
}

/// Opens a PKCS#12 file.
pub(super) fn open_pkcs12(path: &Path, password: &dyn Fn() -> Result<Password, Message>) -> Result<FileKey, Failure> {
    let bytes = std::fs::read(path).map_err(|err| unreadable(path, &err))?;
    let damaged = || Failure::Unreadable(Message::new("这不是完好的 .p12 文件", "this is no sound .p12 file"));
    // What is not PKCS#12 at all is no matter of passwords.
    der::Any::from_der(&bytes).map_err(|_| damaged())?;
    let password = password().map_err(Failure::Password)?;
    let archive = match Pkcs12Archive::from_pkcs12(&bytes, password.text()) {
        Ok(archive) => archive,
        Err(Error::MacError(_) | Error::UnpadError | Error::Pkcs5Error(_)) => {
            return Err(Failure::Password(Message::new("密码不对", "the password is wrong")));
        }
        Err(_) => return Err(damaged()),
    };
    let [key] = archive.keys.as_slice() else {
        let count = archive.keys.len();
        return Err(Failure::Unusable(Message::new(
            format!("文件里有 {count} 个密钥，应只有一个"),
            format!("the file has {count} keys, expected one"),
        )));
    };
    let secret = Secret::of(key.key.as_der());
    let certs = archive.certs.iter().filter_map(|bag| Cert::from_der(bag.cert.as_der()).ok()).collect();
    FileKey::of(secret, certs)
}

/// Opens a key in PEM, with the certificates of `chain` or of the same file.
pub(super) fn open(
    path: &Path,
    chain: Option<&Path>,
    password: &dyn Fn() -> Result<Password, Message>,
) -> Result<FileKey, Failure> {
    let text = Zeroizing::new(std::fs::read(path).map_err(|err| unreadable(path, &err))?);
    let certs = certificates(chain.unwrap_or(path))?;
    let secret = secret_of_pem(&text, password)?;
    FileKey::of(secret, certs)
}

/// The certificates of a PEM file; text around them is passed over.
pub(super) fn certificates(path: &Path) -> Result<Vec<Cert>, Failure> {
    let bytes = std::fs::read(path).map_err(|err| unreadable(path, &err))?;
    let shown = path.display();
    let none = || {
        Failure::Unreadable(Message::new(
            format!("{shown} 里没有完好的证书"),
            format!("{shown} has no sound certificate"),
        ))
    };
    let mut certs = Vec::new();
    for block in pem_blocks(&bytes) {
        if block.0 == "CERTIFICATE" {
            certs.push(Cert::from_der(&block.1).map_err(|_| none())?);
        }
    }
    if certs.is_empty() {
        certs = Cert::all_of(&bytes).map_err(|_| none())?;
    }
    if certs.is_empty() { Err(none()) } else { Ok(certs) }
}

fn secret_of_pem(text: &[u8], password: &dyn Fn() -> Result<Password, Message>) -> Result<Option<Secret>, Failure> {
    for (label, der) in pem_blocks(text) {
        match label.as_str() {
            "PRIVATE KEY" | "RSA PRIVATE KEY" => return Ok(Secret::of(&der)),
            "EC PRIVATE KEY" => {
                let p256 = p256::SecretKey::from_sec1_der(&der).ok().map(|key| Secret::P256(key.into()));
                let p384 = || p384::SecretKey::from_sec1_der(&der).ok().map(|key| Secret::P384(Box::new(key.into())));
                return Ok(p256.or_else(p384));
            }
            "ENCRYPTED PRIVATE KEY" => {
                let password = password().map_err(Failure::Password)?;
                let wrong = |_| Failure::Password(Message::new("密码不对", "the password is wrong"));
                let sealed = pkcs8::EncryptedPrivateKeyInfoRef::from_der(&der)
                    .map_err(|_| Failure::Unreadable(Message::new("密钥文件损坏", "the key file is damaged")))?;
                let opened = sealed.decrypt(password.text()).map_err(wrong)?;
                return Ok(Secret::of(opened.as_bytes()));
            }
            _ => {}
        }
    }
    Err(Failure::Unreadable(Message::new("文件里没有密钥", "the file has no key")))
}

/// The blocks of a PEM text: label and bytes.
fn pem_blocks(text: &[u8]) -> Vec<(String, Zeroizing<Vec<u8>>)> {
    let text = String::from_utf8_lossy(text);
    let mut blocks = Vec::new();
    let mut rest: &str = &text;
    while let Some((_, after)) = rest.split_once("-----BEGIN ") {
        let Some((label, after)) = after.split_once("-----") else { break };
        let end = format!("-----END {label}-----");
        let Some((body, after)) = after.split_once(end.as_str()) else { break };
        let block = format!("-----BEGIN {label}-----\n{}\n{end}\n", body.trim());
        if let Ok((_, bytes)) = der::pem::decode_vec(Zeroizing::new(block).as_bytes()) {
            blocks.push((label.to_owned(), Zeroizing::new(bytes)));
        }
        rest = after;
    }
    blocks
}
