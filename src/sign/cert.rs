//! A certificate: what signing and verifying ask of it.

use der::asn1::ObjectIdentifier as Oid;
use der::{Decode, Encode, Tagged as _};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::name::Name;

use super::algorithm::{KeyKind, verifies};

const COMMON_NAME: Oid = Oid::new_unwrap("2.5.4.3");
const ORGANISATION: Oid = Oid::new_unwrap("2.5.4.10");
const TIME_STAMPING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.8");

/// A certificate with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cert {
    der: Vec<u8>,
    parsed: Certificate,
}

impl Cert {
    /// Reads a certificate, which must be in DER's one right form.
    pub(super) fn from_der(bytes: &[u8]) -> der::Result<Self> {
        let parsed = Certificate::from_der(bytes)?;
        if parsed.to_der()? != bytes {
            return Err(der::ErrorKind::Noncanonical { tag: der::Tag::Sequence }.into());
        }
        Ok(Self { der: bytes.to_vec(), parsed })
    }

    /// Reads a file: DER, or one or several certificates in PEM.
    pub(super) fn all_of(file: &[u8]) -> der::Result<Vec<Self>> {
        if file.first() == Some(&0x30) {
            return Ok(vec![Self::from_der(file)?]);
        }
        let found = Certificate::load_pem_chain(file)?;
        found.iter().map(|cert| Self::from_der(&cert.to_der()?)).collect()
    }

    pub(super) fn der(&self) -> &[u8] {
        &self.der
    }

    pub(super) fn parsed(&self) -> &x509_cert::TbsCertificate {
        self.parsed.tbs_certificate()
    }

    pub(super) fn key_kind(&self) -> Option<KeyKind> {
        KeyKind::of(self.parsed().subject_public_key_info())
    }

    /// When it holds, in seconds since 1970.
    pub(super) fn validity(&self) -> (i64, i64) {
        let seconds =
            |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
        let validity = self.parsed().validity();
        (seconds(&validity.not_before), seconds(&validity.not_after))
    }

    pub(super) fn holds_at(&self, seconds: i64) -> bool {
        let (from, to) = self.validity();
        (from..=to).contains(&seconds)
    }

    /// May it sign documents? One without a key usage may.
    pub(super) fn may_sign(&self) -> bool {
        match self.parsed().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    /// May it sign certificates, with `below` authorities between it and the signer?
    pub(super) fn may_certify(&self, below: usize) -> bool {
        let constraints = self.parsed().get_extension::<BasicConstraints>();
        let is_ca = matches!(&constraints, Ok(Some((_, it)))
            if it.ca && it.path_len_constraint.is_none_or(|longest| usize::from(longest) >= below));
        let usage = match self.parsed().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.key_cert_sign(),
            Ok(None) => true,
            Err(_) => false,
        };
        is_ca && usage
    }

    /// May it sign timestamps, and nothing else?
    pub(super) fn may_stamp(&self) -> bool {
        matches!(self.parsed().get_extension::<ExtendedKeyUsage>(), Ok(Some((_, usage))) if usage.0 == [TIME_STAMPING])
    }

    /// May it sign answers of its authority about revocation?
    pub(super) fn may_answer(&self) -> bool {
        const OCSP_SIGNING: Oid = Oid::new_unwrap("1.3.6.1.5.5.7.3.9");
        matches!(self.parsed().get_extension::<ExtendedKeyUsage>(), Ok(Some((_, usage))) if usage.0.contains(&OCSP_SIGNING))
    }

    /// Is there a critical extension that nothing here looks at?
    pub(super) fn has_unknown_demands(&self) -> bool {
        // key usage, basic constraints, extended key usage, policies (all are accepted)
        const KNOWN: [&str; 4] = ["2.5.29.15", "2.5.29.19", "2.5.29.37", "2.5.29.32"];
        let extensions = self.parsed().extensions();
        extensions.is_some_and(|all| {
            all.iter().any(|it| it.critical && !KNOWN.iter().any(|oid| it.extn_id == Oid::new_unwrap(oid)))
        })
    }

    /// Did the owner of `issuer` sign it?
    pub(super) fn is_signed_by(&self, issuer: &Self) -> bool {
        let tbs = self.parsed();
        let (Ok(message), Some(value)) = (tbs.to_der(), self.parsed.signature().as_bytes()) else {
            return false;
        };
        tbs.issuer() == issuer.parsed().subject()
            && tbs.signature() == self.parsed.signature_algorithm()
            && verifies(issuer.parsed().subject_public_key_info(), tbs.signature(), None, &message, value)
    }

    /// Its own issuer.
    pub(super) fn is_root(&self) -> bool {
        self.parsed().issuer() == self.parsed().subject() && self.is_signed_by(self)
    }

    /// The names of its owner: organisation and common name.
    pub(super) fn owner(&self) -> Vec<String> {
        names(self.parsed().subject())
    }

    /// The name of its owner, for people.
    pub fn name(&self) -> String {
        self.owner().last().cloned().unwrap_or_else(|| self.parsed().subject().to_string())
    }
}

/// The organisation and common names of a name.
fn names(name: &Name) -> Vec<String> {
    let mut found = Vec::new();
    for wanted in [ORGANISATION, COMMON_NAME] {
        for attribute in name.iter().filter(|attribute| attribute.oid == wanted) {
            let bytes = attribute.value.value();
            let text = match attribute.value.tag() {
                // BMPString: UTF-16.
                der::Tag::BmpString => {
                    let units: Vec<u16> =
                        bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                    String::from_utf16_lossy(&units)
                }
                _ => String::from_utf8_lossy(bytes).into_owned(),
            };
            if !found.contains(&text) {
                found.push(text);
            }
        }
    }
    found
}

/// The certificates from `leaf` up to a root that `roots` has, the root included, all holding at `seconds`; the
/// others are taken from `known`.
pub(super) fn chain<'a>(
    leaf: &'a Cert,
    known: &'a [Cert],
    roots: &'a [Cert],
    seconds: i64,
) -> Result<Vec<&'a Cert>, Break> {
    let mut path = vec![leaf];
    let mut worst = Break::NoRoot;
    if extend(&mut path, known, roots, seconds, &mut worst, 0) { Ok(path) } else { Err(worst) }
}

/// Why there is no chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Break {
    /// It leads to none of the roots.
    NoRoot,
    /// A certificate in it did not hold at the time.
    NotHolding,
    /// A certificate in it has a demand that is not known.
    Unknown,
}

fn extend<'a>(
    path: &mut Vec<&'a Cert>,
    known: &'a [Cert],
    roots: &'a [Cert],
    seconds: i64,
    worst: &mut Break,
    depth: usize,
) -> bool {
    let Some(last) = path.last().copied() else { return false };
    if last.has_unknown_demands() {
        *worst = Break::Unknown;
        return false;
    }
    if roots.contains(last) {
        // What was handed in is trusted as it is (RFC 5280, 6.1.1).
        return true;
    }
    if depth > 8 {
        return false;
    }
    for issuer in roots.iter().chain(known) {
        let fits = !path.contains(&issuer) && issuer.may_certify(depth) && last.is_signed_by(issuer);
        if !fits {
            continue;
        }
        if !last.holds_at(seconds) {
            *worst = Break::NotHolding;
            return false;
        }
        path.push(issuer);
        if extend(path, known, roots, seconds, worst, depth + 1) {
            return true;
        }
        path.pop();
    }
    false
}
