//! Signing: from a finished [`Sheet`] to a [`SignedPdf`] by PAdES (ETSI EN 319 142-1), and back: [`verify`].
//!
//! ```text
//! Sheet ─ fields, facts ─► first update ─ key ─► B-B ─ timestamp ─► B-T ─ certificates, revocation ─► B-LT
//!     ─ document timestamp ─► B-LTA
//! ```
//!
//! The first update holds all fields of all signers and the record's facts; later ones only fill values in. Widths
//! are planned from the certificates. Reaches the network only where a timestamp or revocation data is asked for.

mod algorithm;
mod asn1;
mod cert;
mod cms;
mod dss;
mod fields;
mod key;
mod level;
mod pdf;
mod problem;
mod revocation;
mod signed;
mod time;
mod tsa;
pub mod verify;
mod xmp;

pub use cert::Cert;
pub use key::{KeySource, Password};
pub use level::Level;
pub use time::SignTime;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use self::fields::Wanted;
use self::key::{Key, Program};
use self::pdf::{Dict, Object, PdfFile, Update};
use self::revocation::Revocation;
use self::tsa::Authority;
use crate::diag::{Code, Diagnostic, Lang, Message, Outcome};
use crate::digest::sha256;
use crate::record::Record;
use crate::typeset::{SealFacts, Sheet};

/// The room for a timestamp; one that needs more is asked for again, with its room.
const STAMP_ROOM: usize = 8 << 10;

/// A signed PDF. Only [`Signer::sign`] makes one.
#[derive(Debug, Clone)]
pub struct SignedPdf {
    bytes: Vec<u8>,
}

impl SignedPdf {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// How to sign.
pub struct SignOptions {
    /// The level to reach.
    pub level: Level,
    /// The address of a timestamp authority.
    pub tsa: Option<String>,
    /// The claimed time, where it is fixed.
    pub time: Option<SignTime>,
    /// The time now, for signatures without a fixed one and for the checks of certificates.
    pub now: Box<dyn Fn() -> SignTime + Send + Sync>,
    /// Certificates that a chain needs and the keys do not bring, roots among them.
    pub certificates: Vec<PathBuf>,
    /// CRLs and OCSP responses, in files.
    pub revocation: Vec<PathBuf>,
    /// Fetch CRLs from where the certificates name them.
    pub fetch: bool,
    /// A folder for files that a seal platform stamps.
    pub scratch: PathBuf,
}

/// One who signs.
enum Hand {
    Key(Box<dyn Key>),
    Platform(Program),
}

/// Keys, opened once a run.
pub struct Signer {
    hands: Vec<Hand>,
    level: Level,
    authority: Option<Authority>,
    options: SignOptions,
    revocation: Revocation,
    identity: String,
    stamped: AtomicU64,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("hands", &self.hands.len()).field("level", &self.level).finish_non_exhaustive()
    }
}

impl Signer {
    /// Opens the keys. Everything that would keep all letters from being signed is found here: passwords, dates and
    /// uses of certificates, a key that does not sign.
    pub fn open(
        sources: &[KeySource],
        password: &dyn Fn(&KeySource) -> Result<Password, Message>,
        options: SignOptions,
    ) -> Outcome<Self> {
        let mut problems = Vec::new();
        let mut hands = Vec::new();
        let when = options.time.unwrap_or_else(|| (options.now)());
        for source in sources {
            if let KeySource::FileCommand { program } = source {
                hands.push(Hand::Platform(Program(program.clone())));
                continue;
            }
            match key::open(source, &|| password(source)) {
                Ok(key) => {
                    problems.extend(
                        key.certificates().first().and_then(|leaf| problem::of_certificate(source, leaf, when)),
                    );
                    hands.push(Hand::Key(key));
                }
                Err(failure) => problems.push(problem::of_key(source, failure)),
            }
        }
        let platforms = hands.iter().filter(|hand| matches!(hand, Hand::Platform(_))).count();
        if platforms > 0 && (hands.len() > 1 || options.level != Level::B || options.tsa.is_some()) {
            problems.push(problem::platform_alone());
        }
        if options.level > Level::B && options.tsa.is_none() {
            problems.push(problem::level_without_authority(options.level));
        }
        let level = if options.tsa.is_some() { options.level.max(Level::T) } else { options.level };
        let authority = options.tsa.as_deref().map(Authority::at).transpose();
        let authority =
            authority.map_err(|message| problems.push(Diagnostic::error(Code::OptionInvalid, message))).ok();
        let revocation = Revocation::read(&options.revocation, &options.certificates);
        let revocation = revocation.map_err(|found| problems.extend(found)).ok();
        let (true, Some(authority), Some(revocation)) = (problems.is_empty(), authority, revocation) else {
            return Err(problems);
        };
        let identity = identity(&hands, level, &options);
        Ok(Self { hands, level, authority, options, revocation, identity, stamped: AtomicU64::new(0) })
    }

    /// What of the signing is part of a letter's key: certificates, level, authority, a given time.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Does signing wait for somebody?
    pub fn waits(&self) -> bool {
        self.authority.is_some() || self.hands.iter().any(|hand| matches!(hand, Hand::Platform(_)))
    }

    /// A warning, if what is printed as `issuer` is not what the certificates say.
    pub fn compare(&self, issuer: &[String]) -> Option<Diagnostic> {
        let pairs = self.hands.iter().zip(issuer);
        let others = pairs.filter_map(|(hand, issuer)| match hand {
            Hand::Key(key) => {
                key.certificates().first().filter(|leaf| !is_named(leaf, issuer)).map(|leaf| (leaf, issuer))
            }
            Hand::Platform(_) => None,
        });
        let others: Vec<_> = others.collect();
        let (leaf, issuer) = others.first()?;
        Some(problem::other_name(&leaf.name(), issuer))
    }

    /// Signs a letter. Each signature can be clicked where its seal's place is; without places it cannot be seen.
    pub fn sign(&self, sheet: &Sheet, record: &Record, places: &[SealFacts]) -> Result<SignedPdf, Diagnostic> {
        if record.mark.is_some() {
            return Err(problem::draft());
        }
        self.sign_bytes(sheet.to_sign(), record, places)
    }

    /// Can it sign letters with a seal? A platform that stamps whole files sets its own.
    pub fn takes_seals(&self) -> bool {
        !self.hands.iter().any(|hand| matches!(hand, Hand::Platform(_)))
    }

    /// Signs a PDF that dafu made before. Its record is the one attached to it.
    pub fn sign_file(&self, bytes: &[u8]) -> Result<SignedPdf, Diagnostic> {
        let record = PdfFile::open(bytes).and_then(|file| verify::record_of(&file)).map_err(problem::not_ours)?;
        if record.mark.is_some() {
            return Err(problem::draft());
        }
        self.sign_bytes(bytes, &record, &[])
    }

    fn sign_bytes(&self, pdf: &[u8], record: &Record, places: &[SealFacts]) -> Result<SignedPdf, Diagnostic> {
        let keys: Vec<&dyn Key> = match self.hands.as_slice() {
            [Hand::Platform(program)] => return self.stamp_by(program, pdf),
            hands => hands
                .iter()
                .filter_map(|hand| match hand {
                    Hand::Key(key) => Some(key.as_ref()),
                    Hand::Platform(_) => None,
                })
                .collect(),
        };
        if keys.len() > 1 && keys.len() != record.issuer.len() {
            return Err(problem::counts_differ(keys.len(), record.issuer.len()));
        }
        let names: Vec<String> = (1..=keys.len()).map(|at| format!("Signature{at}")).collect();
        let mut bytes = pdf.to_vec();
        let mut used = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            let mut room = cms::room(*key) + if self.authority.is_some() { STAMP_ROOM } else { 0 };
            // The second time the room is known.
            let mut made = None;
            for _ in 0..3 {
                match self.sign_once(&bytes, record, &names, places, at, *key, room)? {
                    Made::Whole(signed, certs) => {
                        made = Some((signed, certs));
                        break;
                    }
                    Made::TooSmall(needed) => room = needed + 256,
                }
            }
            let (signed, certs) =
                made.ok_or_else(|| problem::failed(Message::new("签名太长", "the signature is too long")))?;
            bytes = signed;
            used.extend(key.certificates().iter().chain(&key.certs().root).cloned());
            used.extend(certs);
        }
        if self.level >= Level::Lt {
            bytes = dss::add(&bytes, &used, &self.revocation, self.options.fetch).map_err(problem::failed)?;
        }
        if let (Level::Lta, Some(authority)) = (self.level, &self.authority) {
            bytes = Self::stamp_document(&bytes, authority)?;
        }
        Ok(SignedPdf { bytes })
    }

    #[expect(clippy::too_many_arguments, reason = "one step of a loop, with what the loop has")]
    fn sign_once(
        &self,
        bytes: &[u8],
        record: &Record,
        names: &[String],
        places: &[SealFacts],
        at: usize,
        key: &dyn Key,
        room: usize,
    ) -> Result<Made, Diagnostic> {
        let time = self.options.time.unwrap_or_else(|| (self.options.now)());
        let file = PdfFile::open(bytes).map_err(problem::not_ours)?;
        let mut update = Update::of(&file).map_err(problem::not_ours)?;
        let (field, widget) = if at == 0 {
            let mut wanted: Vec<Wanted<'_>> = names
                .iter()
                .enumerate()
                .map(|(at, name)| Wanted {
                    name: name.clone(),
                    tooltip: format!("{}的电子签名", record.issuer.get(at).map_or("", String::as_str)),
                    place: places.get(at),
                })
                .collect();
            if self.level == Level::Lta {
                wanted.push(Wanted {
                    name: DOCUMENT_STAMP.to_owned(), tooltip: "文档时间戳".to_owned(), place: None
                });
            }
            let fields = fields::prepare(&file, &mut update, record, &wanted).map_err(problem::failed)?;
            fields.into_iter().next().ok_or_else(|| problem::failed(Message::new("没有签名域", "no field")))?
        } else {
            let name = names.get(at).map_or("", String::as_str);
            field_named(&file, name).map_err(problem::failed)?
        };
        let signature = update.reserve();
        update.put(field, widget.with("V", Object::Ref(signature)));
        let dict = Dict::default()
            .with("Type", Object::name("Sig"))
            .with("Filter", Object::name("Adobe.PPKLite"))
            .with("SubFilter", Object::name("ETSI.CAdES.detached"))
            .with("M", Object::text(&time.to_pdf()));
        update.put_signature(signature, dict, room);
        let spot = update.finish_signature(id_of(bytes)).map_err(problem::failed)?;
        let certs = key.certificates();
        let leaf = certs.first().ok_or_else(|| problem::failed(Message::new("没有证书", "no certificate")))?;
        let encoded = |_| problem::failed(Message::new("无法写出签名", "the signature could not be written"));
        let claim = cms::Claim::of(leaf, key.kind().hash().digest(&spot.signed())).map_err(encoded)?;
        let value = key::sign(key, &claim.to_sign().map_err(encoded)?).map_err(problem::failed)?;
        let mut value = cms::Signature::of(claim, key, value).map_err(encoded)?;
        let mut stamped_by = Vec::new();
        if let Some(authority) = &self.authority {
            let (token, certs) = authority.stamp(&[value.value()]).map_err(problem::no_stamp)?;
            value.stamp(&token).map_err(encoded)?;
            stamped_by = certs;
        }
        match spot.fill(&value.to_der().map_err(encoded)?) {
            Ok(signed) => Ok(Made::Whole(signed, stamped_by)),
            Err(needed) => Ok(Made::TooSmall(needed)),
        }
    }

    /// The document timestamp of B-LTA, in the field that the first update has for it.
    fn stamp_document(bytes: &[u8], authority: &Authority) -> Result<Vec<u8>, Diagnostic> {
        let file = PdfFile::open(bytes).map_err(problem::failed)?;
        let mut room = STAMP_ROOM;
        for _ in 0..3 {
            let mut update = Update::of(&file).map_err(problem::failed)?;
            let (field, widget) = field_named(&file, DOCUMENT_STAMP).map_err(problem::failed)?;
            let signature = update.reserve();
            update.put(field, widget.with("V", Object::Ref(signature)));
            let dict = Dict::default()
                .with("Type", Object::name("DocTimeStamp"))
                .with("Filter", Object::name("Adobe.PPKLite"))
                .with("SubFilter", Object::name("ETSI.RFC3161"));
            update.put_signature(signature, dict, room);
            let spot = update.finish_signature(id_of(bytes)).map_err(problem::failed)?;
            let (token, _) = authority.stamp(&spot.signed()).map_err(problem::no_stamp)?;
            match spot.fill(&token) {
                Ok(stamped) => return Ok(stamped),
                Err(needed) => room = needed + 256,
            }
        }
        Err(problem::failed(Message::new("时间戳太长", "the timestamp is too long")))
    }

    fn stamp_by(&self, program: &Program, pdf: &[u8]) -> Result<SignedPdf, Diagnostic> {
        let number = self.stamped.fetch_add(1, Ordering::Relaxed);
        let folder = self.options.scratch.join(format!("stamp-{}-{number}", std::process::id()));
        let bytes = key::stamp_by(program, pdf, &folder).map_err(problem::failed)?;
        let is_signed = bytes.starts_with(b"%PDF-") && bytes.windows(10).any(|window| window == b"/ByteRange");
        if !is_signed {
            return Err(problem::failed(Message::new(
                "盖章程序交回的文件里没有签名",
                "the file that the stamping program gave back has no signature",
            )));
        }
        Ok(SignedPdf { bytes })
    }
}

/// The field of the document timestamp.
const DOCUMENT_STAMP: &str = "Timestamp1";

enum Made {
    /// The file, and the certificates that came with its timestamp.
    Whole(Vec<u8>, Vec<Cert>),
    /// The value needs this much room.
    TooSmall(usize),
}

/// A field of the first update by its name.
fn field_named(file: &PdfFile<'_>, name: &str) -> Result<(u32, Dict), Message> {
    let form = file.value(&file.catalog()?, "AcroForm")?;
    let fields = form.dict().and_then(|form| form.get("Fields")).and_then(Object::array).unwrap_or_default();
    for number in fields.iter().filter_map(Object::reference) {
        let field = file.dict(number)?;
        if field.get("T").and_then(Object::string) == Some(name.as_bytes()) {
            return Ok((number, field));
        }
    }
    Err(Message::new(format!("没有签名域 {name}"), format!("there is no field {name}")))
}

/// The second half of the next file id: of the same bytes always the same.
fn id_of(bytes: &[u8]) -> [u8; 16] {
    let digest = algorithm::Hash::Sha256.digest(&[bytes]);
    let mut id = [0; 16];
    id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    id
}

fn is_named(cert: &Cert, issuer: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    cert.owner().iter().any(|name| plain(name) == plain(issuer))
}

fn identity(hands: &[Hand], level: Level, options: &SignOptions) -> String {
    let mut parts = vec![level.as_str().to_owned(), options.tsa.clone().unwrap_or_default()];
    parts.push(options.time.map(|time| time.to_string()).unwrap_or_default());
    for hand in hands {
        match hand {
            Hand::Key(key) => parts.extend(key.certificates().iter().map(|cert| sha256([cert.der()]))),
            Hand::Platform(program) => parts.push(program.0.display().to_string()),
        }
    }
    sha256([parts.join("\n").as_bytes()])
}

/// Both wordings of a message, put behind others.
fn behind(zh: &str, en: &str, message: &Message) -> Message {
    Message::new(format!("{zh}：{}", message.text(Lang::Zh)), format!("{en}: {}", message.text(Lang::En)))
}
