//! The structures of CMS (RFC 5652), signing certificates (RFC 5035) and timestamps (RFC 3161), as far as signatures
//! need them.
//!
//! Sets keep the order in which they stand, so that what is read and written again is the same, byte for byte; that
//! is how [`strictly`] finds an encoding that is not the only right one.

use der::asn1::{BitString, Int, ObjectIdentifier as Oid, OctetString};
use der::{Any, Decode, DecodeValue, Encode, EncodeValue, FixedTag, Header, Length, Reader, Sequence, Tag, Writer};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::AlgorithmIdentifierOwned;

pub(super) const ID_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.1");
pub(super) const ID_SIGNED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.2");
pub(super) const ID_TST_INFO: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.1.4");
pub(super) const CONTENT_TYPE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.3");
pub(super) const MESSAGE_DIGEST: Oid = Oid::new_unwrap("1.2.840.113549.1.9.4");
pub(super) const SIGNING_CERTIFICATE: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.12");
pub(super) const SIGNING_CERTIFICATE_V2: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.47");
pub(super) const TIMESTAMP_TOKEN: Oid = Oid::new_unwrap("1.2.840.113549.1.9.16.2.14");

/// A set in the order of its elements.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bag<T>(pub(super) Vec<T>);

impl<T> FixedTag for Bag<T> {
    const TAG: Tag = Tag::Set;
}

impl<'a, T: Decode<'a, Error = der::Error>> DecodeValue<'a> for Bag<T> {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, header: Header) -> Result<Self, Self::Error> {
        reader.read_nested(header.length(), |reader| {
            let mut items = Vec::new();
            while !reader.is_finished() {
                items.push(T::decode(reader)?);
            }
            Ok(Self(items))
        })
    }
}

impl<T: Encode> EncodeValue for Bag<T> {
    fn value_len(&self) -> der::Result<Length> {
        self.0.iter().try_fold(Length::ZERO, |sum, item| sum + item.encoded_len()?)
    }

    fn encode_value(&self, writer: &mut impl Writer) -> der::Result<()> {
        self.0.iter().try_for_each(|item| item.encode(writer))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct ContentInfo {
    pub(super) content_type: Oid,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    pub(super) content: Any,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct EncapsulatedContent {
    pub(super) content_type: Oid,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) content: Option<OctetString>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct SignedData {
    pub(super) version: u8,
    pub(super) digest_algorithms: Bag<AlgorithmIdentifierOwned>,
    pub(super) content: EncapsulatedContent,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) certificates: Option<Bag<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) crls: Option<Bag<Any>>,
    pub(super) signer_infos: Bag<SignerInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct IssuerAndSerial {
    pub(super) issuer: Name,
    pub(super) serial: SerialNumber,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct Attribute {
    pub(super) oid: Oid,
    pub(super) values: Bag<Any>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct SignerInfo {
    pub(super) version: u8,
    pub(super) signer: IssuerAndSerial,
    pub(super) digest_algorithm: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) signed: Option<Bag<Attribute>>,
    pub(super) signature_algorithm: AlgorithmIdentifierOwned,
    pub(super) signature: OctetString,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) unsigned: Option<Bag<Attribute>>,
}

/// Names a certificate by its SHA-256, the default, and says no more of it.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct EssCertIdV2 {
    #[asn1(optional = "true")]
    pub(super) hash_algorithm: Option<AlgorithmIdentifierOwned>,
    pub(super) hash: OctetString,
    #[asn1(optional = "true")]
    pub(super) issuer_serial: Option<IssuerSerial>,
}

/// The older form, by its SHA-1.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct EssCertId {
    pub(super) hash: OctetString,
    #[asn1(optional = "true")]
    pub(super) issuer_serial: Option<IssuerSerial>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct IssuerSerial {
    pub(super) issuer: Vec<Any>,
    pub(super) serial: Int,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct SigningCertificateV2 {
    pub(super) certificates: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    pub(super) policies: Option<Vec<Any>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct SigningCertificate {
    pub(super) certificates: Vec<EssCertId>,
    #[asn1(optional = "true")]
    pub(super) policies: Option<Vec<Any>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct MessageImprint {
    pub(super) algorithm: AlgorithmIdentifierOwned,
    pub(super) hash: OctetString,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct TimeStampRequest {
    pub(super) version: u8,
    pub(super) imprint: MessageImprint,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Int>,
    pub(super) wants_certificate: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct Status {
    pub(super) value: u8,
    #[asn1(optional = "true")]
    pub(super) text: Option<Vec<Any>>,
    #[asn1(optional = "true")]
    pub(super) failure: Option<BitString>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct TimeStampResponse {
    pub(super) status: Status,
    #[asn1(optional = "true")]
    pub(super) token: Option<ContentInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct Accuracy {
    #[asn1(optional = "true")]
    pub(super) seconds: Option<u64>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) micros: Option<u16>,
}

/// What a timestamp says. `time` may have parts of a second, which DER's own type does not read.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct TstInfo {
    pub(super) version: u8,
    pub(super) policy: Oid,
    pub(super) imprint: MessageImprint,
    pub(super) serial: Int,
    pub(super) time: Any,
    #[asn1(optional = "true")]
    pub(super) accuracy: Option<Accuracy>,
    #[asn1(default = "no")]
    pub(super) ordering: bool,
    #[asn1(optional = "true")]
    pub(super) nonce: Option<Int>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    pub(super) authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(super) extensions: Option<Vec<Any>>,
}

fn no() -> bool {
    false
}

/// Reads `bytes`, which must be the one right encoding of what they say.
pub(super) fn strictly<T>(bytes: &[u8]) -> der::Result<T>
where
    T: for<'a> Decode<'a, Error = der::Error> + Encode,
{
    let value = T::from_der(bytes)?;
    if value.to_der()? == bytes { Ok(value) } else { Err(der::ErrorKind::Noncanonical { tag: Tag::Sequence }.into()) }
}

/// How long the first value of `bytes` is, with its tag and length.
pub(super) fn first_length(bytes: &[u8]) -> Option<usize> {
    let second = usize::from(*bytes.get(1)?);
    if second < 0x80 {
        return Some(second + 2);
    }
    let digits = bytes.get(2..2 + (second & 0x7F))?;
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let length = digits.iter().fold(0_usize, |sum, digit| sum << 8 | usize::from(*digit));
    length.checked_add(2 + digits.len())
}

impl SignerInfo {
    /// The one value of a signed attribute that must be there once.
    pub(super) fn signed_value(&self, oid: Oid) -> Option<&Any> {
        single(self.signed.as_ref()?, oid)
    }

    /// The one value of an unsigned attribute.
    pub(super) fn unsigned_value(&self, oid: Oid) -> Option<&Any> {
        single(self.unsigned.as_ref()?, oid)
    }
}

fn single(attributes: &Bag<Attribute>, oid: Oid) -> Option<&Any> {
    let mut found = attributes.0.iter().filter(|attribute| attribute.oid == oid);
    let (first, None) = (found.next()?, found.next()) else { return None };
    match first.values.0.as_slice() {
        [value] => Some(value),
        _ => None,
    }
}
