//! Signing one letter: the first update, each signer's value, validation data, the document timestamp.

use std::sync::atomic::Ordering;

use super::fields::{self, Wanted};
use super::key::{self, Key, Program};
use super::pdf::{Dict, Object, PdfFile, Update};
use super::signer::{Hand, Signer};
use super::tsa::Authority;
use super::{Cert, Level, SignedPdf, algorithm, cms, dss, problem, verify};
use crate::diag::{Diagnostic, Message};
use crate::record::Record;
use crate::typeset::{SealFacts, Sheet};

/// The room for a timestamp; one that needs more is asked for again, with its room.
const STAMP_ROOM: usize = 8 << 10;

impl Signer {
    /// Signs a letter. Each signature can be clicked where its seal's place is; without places it cannot be seen.
    pub fn sign(&self, sheet: &Sheet, record: &Record, places: &[SealFacts]) -> Result<SignedPdf, Diagnostic> {
        if record.mark.is_some() {
            return Err(problem::draft());
        }
        if matches!(sheet, Sheet::Sealed(_)) && !self.takes_seals() {
            return Err(problem::seal_of_platform());
        }
        self.sign_bytes(sheet.to_sign(), record, places)
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
pub(super) fn id_of(bytes: &[u8]) -> [u8; 16] {
    let digest = algorithm::Hash::Sha256.digest(&[bytes]);
    let mut id = [0; 16];
    id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    id
}
