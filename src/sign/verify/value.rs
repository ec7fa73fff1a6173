//! One signature: its range, its value, its certificates.

use crate::sign::asn1::{ID_DATA, TIMESTAMP_TOKEN, first_length};
use crate::sign::cert::{Break, Cert, chain};
use crate::sign::pdf::{Dict, Object, PdfFile};
use crate::sign::signed::{Fault, Signed};
use crate::sign::time::SignTime;
use crate::sign::tsa::{self, Stamp};
use der::Encode as _;

/// The bytes of a signature's value, where it stands as it must.
pub(super) struct Located<'a> {
    /// The bytes that it speaks of.
    pub(super) parts: [&'a [u8]; 2],
    /// Where these end.
    pub(super) end: usize,
    /// The hex digits.
    hex: &'a [u8],
}

/// Finds the value of a signature dictionary and what its range covers: all of the file up to some end, but for the
/// value itself.
pub(super) fn locate<'a>(file: &PdfFile<'a>, dict: &Dict, place: usize) -> Option<Located<'a>> {
    let bytes = file.bytes();
    let range: Vec<usize> = dict
        .get("ByteRange")?
        .array()?
        .iter()
        .filter_map(Object::int)
        .filter_map(|n| usize::try_from(n).ok())
        .collect();
    let [0, open, after, rest] = range.as_slice() else { return None };
    let end = after.checked_add(*rest)?;
    let parts = [bytes.get(..*open)?, bytes.get(*after..end)?];
    let gap = bytes.get(*open..*after)?;
    let hex = gap.strip_prefix(b"<")?.strip_suffix(b">")?;
    // The gap is the value of this very dictionary, and of nothing else.
    let is_own = place < *open
        && parts[0].ends_with(b"/Contents")
        && !bytes.get(place..*open)?.windows(6).any(|w| w == b"endobj");
    let same = decode(hex)? == dict.get("Contents")?.string()?;
    (is_own && same).then_some(Located { parts, end, hex })
}

fn decode(hex: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        // Upper case: one way to write it, no free bit.
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    if !hex.len().is_multiple_of(2) {
        return None;
    }
    hex.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}

impl Located<'_> {
    /// The value without its padding, which must be zeros.
    pub(super) fn value(&self) -> Option<Vec<u8>> {
        let bytes = decode(self.hex)?;
        let length = first_length(&bytes)?;
        let (value, padding) = bytes.split_at_checked(length)?;
        padding.iter().all(|byte| *byte == 0).then(|| value.to_vec())
    }
}

/// A signature of the letter.
pub(super) fn read_signature(value: &[u8], parts: &[&[u8]]) -> (Option<Signed>, Result<(), Fault>) {
    match Signed::read(value) {
        Ok(signed) => {
            let digest = signed.hash.digest(parts);
            let verified = signed.verify(ID_DATA, &digest);
            (Some(signed), verified)
        }
        Err(fault) => (None, Err(fault)),
    }
}

/// The timestamp of a signature, if it has one.
pub(super) fn stamp_of(signed: &Signed) -> Option<Result<Stamp, tsa::StampFault>> {
    let unsigned = signed.info.unsigned.as_ref()?;
    let token = signed.info.unsigned_value(TIMESTAMP_TOKEN).and_then(|value| value.to_der().ok());
    let (Some(token), 1) = (token, unsigned.0.len()) else { return Some(Err(tsa::StampFault::Malformed)) };
    Some(tsa::read(&token, &[signed.info.signature.as_bytes()]).map(|(stamp, _)| stamp))
}

/// How the certificates of a signature end.
pub(super) enum Path<'a> {
    /// At a root that is trusted.
    Trusted(Vec<&'a Cert>),
    /// Nobody said what to trust; the certificates that are there hang together.
    Open(Vec<&'a Cert>),
    /// Nowhere.
    Broken(Break),
    /// There are certificates that have nothing to do with it.
    Unused,
}

/// Follows a signer's certificates.
pub(super) fn follow<'a>(signed: &'a Signed, known: &'a [Cert], roots: Option<&'a [Cert]>, time: SignTime) -> Path<'a> {
    let seconds = time.seconds();
    let path = match roots {
        Some(roots) => match chain(&signed.signer, known, roots, seconds) {
            Ok(path) => path,
            Err(reason) => return Path::Broken(reason),
        },
        None => loose(&signed.signer, known),
    };
    if signed.certs.iter().any(|cert| !path.contains(&cert)) {
        return Path::Unused;
    }
    if roots.is_some() { Path::Trusted(path) } else { Path::Open(path) }
}

/// The certificates above one another, as far as there are any.
fn loose<'a>(leaf: &'a Cert, known: &'a [Cert]) -> Vec<&'a Cert> {
    let mut path = vec![leaf];
    while let Some(last) = path.last().copied() {
        if last.is_root() {
            break;
        }
        match known.iter().find(|cert| !path.contains(cert) && last.is_signed_by(cert)) {
            Some(above) => path.push(above),
            None => break,
        }
    }
    path
}
