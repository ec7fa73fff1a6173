//! Keys on tokens, by PKCS#11. The token's own library is named in the URI (`module-path`).

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;

use super::file::certificates;
use super::{Cert, Certs, Failure, Key, KeyKind, Message, Password, in_order};
use crate::sign::algorithm::ecdsa_sequence;

/// A key on a token. One thread at a time: a session can do one thing only.
pub(super) struct Token {
    session: Mutex<Session>,
    key: ObjectHandle,
    kind: KeyKind,
    certs: Certs,
}

/// What an URI asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Uri {
    pub(super) module: Option<String>,
    pub(super) token: Option<String>,
    pub(super) serial: Option<String>,
    pub(super) object: Option<String>,
    pub(super) id: Option<Vec<u8>>,
}

impl Uri {
    /// Reads a `pkcs11:` URI. A PIN in it is refused: URIs stand in lists of processes.
    pub(super) fn parse(uri: &str) -> Result<Self, Message> {
        let wrong = |part: &str| {
            Message::new(format!("pkcs11 地址里的“{part}”写得不对"), format!("`{part}` of the pkcs11 URI is wrong"))
        };
        let mut found = Self::default();
        let rest = uri.strip_prefix("pkcs11:").ok_or_else(|| wrong(uri))?;
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        for part in path.split(';').chain(query.split('&')).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| wrong(part))?;
            let bytes = unescaped(value).ok_or_else(|| wrong(part))?;
            let text = || String::from_utf8(bytes.clone()).map_err(|_| wrong(part));
            match name {
                "module-path" => found.module = Some(text()?),
                "token" => found.token = Some(text()?),
                "serial" => found.serial = Some(text()?),
                "object" => found.object = Some(text()?),
                "id" => found.id = Some(bytes),
                "type" if bytes == b"private" => {}
                "pin-value" | "pin-source" => {
                    return Err(Message::new(
                        "地址里不能写 PIN；用 --password-file 或 DAFU_PASSWORD",
                        "a PIN may not stand in the URI: use --password-file or DAFU_PASSWORD",
                    ));
                }
                _ => return Err(wrong(name)),
            }
        }
        Ok(found)
    }
}

fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let hex = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(hex, 16).ok()?);
            rest = after.get(2..)?;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    Some(bytes)
}

/// What the token said, in short.
fn said(err: &Error) -> Message {
    Message::new(format!("密码设备出错（{err}）"), format!("the token failed ({err})"))
}

fn unusable(err: &Error) -> Failure {
    Failure::Unusable(said(err))
}

fn none(zh: &str, en: &str) -> Failure {
    Failure::Unusable(Message::new(zh, en))
}

impl Token {
    pub(super) fn open(
        uri: &str,
        chain: Option<&Path>,
        password: &dyn Fn() -> Result<Password, Message>,
    ) -> Result<Self, Failure> {
        let uri = Uri::parse(uri).map_err(Failure::Unreadable)?;
        let module = uri
            .module
            .as_deref()
            .ok_or_else(|| none("pkcs11 地址里缺少 module-path", "the pkcs11 URI has no module-path"))?;
        let library = Pkcs11::new(module).map_err(|err| {
            Failure::Unreadable(Message::new(
                format!("打不开密码设备的程序库 {module}（{err}）"),
                format!("failed to open the token's library {module} ({err})"),
            ))
        })?;
        match library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
            Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
            Err(err) => return Err(unusable(&err)),
        }
        let slots = library.get_slots_with_initialized_token().map_err(|err| unusable(&err))?;
        let fits = |slot: &cryptoki::slot::Slot| {
            library.get_token_info(*slot).is_ok_and(|info| {
                uri.token.as_deref().is_none_or(|label| label == info.label().trim_end())
                    && uri.serial.as_deref().is_none_or(|serial| serial == info.serial_number().trim_end())
            })
        };
        let mut fitting = slots.into_iter().filter(fits);
        let slot = match (fitting.next(), fitting.next()) {
            (Some(slot), None) => slot,
            (None, _) => return Err(none("没有找到这个密码设备；请插好再试", "the token was not found: plug it in")),
            _ => {
                return Err(none(
                    "有几个密码设备都符合，请在地址里写 token= 或 serial=",
                    "several tokens fit: name one with token= or serial=",
                ));
            }
        };
        let session = library.open_ro_session(slot).map_err(|err| unusable(&err))?;
        let pin = AuthPin::new(password().map_err(Failure::Password)?.text().into());
        match session.login(UserType::User, Some(&pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _)) => {
                return Err(Failure::Password(Message::new("PIN 不对", "the PIN is wrong")));
            }
            Err(Error::Pkcs11(RvError::PinLocked, _)) => {
                return Err(Failure::Password(Message::new("密码设备已锁定", "the token is locked")));
            }
            Err(err) => return Err(unusable(&err)),
        }
        let (key, id) = find_key(&session, &uri)?;
        let certs = match chain {
            Some(chain) => certificates(chain)?,
            None => certificates_of(&session)?,
        };
        let own = own_certificate(&session, &id)?;
        let is_leaf = |cert: &Cert| match &own {
            Some(own) => cert == own,
            // Whether it is the key's is seen by a trial.
            None => !certs.iter().any(|other| other != cert && other.is_signed_by(cert)),
        };
        let certs = in_order(certs.clone(), &is_leaf).ok_or_else(|| {
            none("找不到这个密钥的证书，用 --cert 指明", "there is no certificate of this key: name it with --cert")
        })?;
        let kind = certs.path.first().and_then(Cert::key_kind);
        let kind = kind.ok_or_else(|| none("证书里的公钥不受支持", "the certificate's key is not supported"))?;
        Ok(Self { session: Mutex::new(session), key, kind, certs })
    }
}

/// The one private key that fits, and its id.
fn find_key(session: &Session, uri: &Uri) -> Result<(ObjectHandle, Vec<u8>), Failure> {
    let mut template = vec![Attribute::Class(ObjectClass::PRIVATE_KEY), Attribute::Sign(true)];
    template.extend(uri.object.as_ref().map(|label| Attribute::Label(label.as_bytes().to_vec())));
    template.extend(uri.id.as_ref().map(|id| Attribute::Id(id.clone())));
    let found = session.find_objects(&template).map_err(|err| unusable(&err))?;
    match found.as_slice() {
        [key] => Ok((*key, id_of(session, *key)?)),
        [] => Err(none("密码设备里没有这个密钥", "the token has no such key")),
        _ => Err(none(
            "密码设备里有几个密钥都符合，请在地址里写 object= 或 id=",
            "several keys of the token fit: name one with object= or id=",
        )),
    }
}

fn id_of(session: &Session, object: ObjectHandle) -> Result<Vec<u8>, Failure> {
    let attributes = session.get_attributes(object, &[AttributeType::Id]).map_err(|err| unusable(&err))?;
    let id = attributes.into_iter().find_map(|attribute| match attribute {
        Attribute::Id(id) => Some(id),
        _ => None,
    });
    Ok(id.unwrap_or_default())
}

fn read_certificates(session: &Session, template: &[Attribute]) -> Result<Vec<Cert>, Failure> {
    let mut certs = Vec::new();
    for object in session.find_objects(template).map_err(|err| unusable(&err))? {
        let attributes = session.get_attributes(object, &[AttributeType::Value]).map_err(|err| unusable(&err))?;
        certs.extend(attributes.into_iter().filter_map(|attribute| match attribute {
            Attribute::Value(bytes) => Cert::from_der(&bytes).ok(),
            _ => None,
        }));
    }
    Ok(certs)
}

fn certificates_of(session: &Session) -> Result<Vec<Cert>, Failure> {
    read_certificates(session, &[Attribute::Class(ObjectClass::CERTIFICATE)])
}

/// The certificate that the token keeps under the key's id.
fn own_certificate(session: &Session, id: &[u8]) -> Result<Option<Cert>, Failure> {
    let template = [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::Id(id.to_vec())];
    Ok(read_certificates(session, &template)?.into_iter().next())
}

impl Key for Token {
    fn certs(&self) -> &Certs {
        &self.certs
    }

    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Message> {
        let hash = self.kind.hash();
        let digest = hash.digest(&[message]);
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let is_rsa = matches!(self.kind, KeyKind::Rsa(_));
        if is_rsa {
            let data = [hash.prefix(), &digest].concat();
            return session.sign(&Mechanism::RsaPkcs, self.key, &data).map_err(|err| said(&err));
        }
        let both = session.sign(&Mechanism::Ecdsa, self.key, &digest).map_err(|err| said(&err))?;
        ecdsa_sequence(&both).map_err(|_| Message::new("密码设备给出的签名不对", "the token's signature is malformed"))
    }
}
