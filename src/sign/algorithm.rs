//! The algorithms that are accepted, and how signatures are checked.
//!
//! Checking is AWS-LC's, which is fast and much used; the ECDSA keys in files are RustCrypto's, which make the same
//! signature of the same text each time.

use aws_lc_rs::{digest, signature};
use der::asn1::ObjectIdentifier as Oid;
use der::{Any, Encode};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

const RSA: Oid = Oid::new_unwrap("1.2.840.113549.1.1.1");
const EC: Oid = Oid::new_unwrap("1.2.840.10045.2.1");
const P256: Oid = Oid::new_unwrap("1.2.840.10045.3.1.7");
const P384: Oid = Oid::new_unwrap("1.3.132.0.34");

/// A digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    fn oid(self) -> Oid {
        Oid::new_unwrap(match self {
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        })
    }

    /// Its identifier, without parameters (RFC 5754).
    pub(super) fn identifier(self) -> AlgorithmIdentifierOwned {
        AlgorithmIdentifierOwned { oid: self.oid(), parameters: None }
    }

    /// The digest of an identifier, with or without NULL parameters.
    pub(super) fn of(identifier: &AlgorithmIdentifierOwned) -> Option<Self> {
        let plain = identifier.parameters.as_ref().is_none_or(|parameters| *parameters == Any::null());
        Self::ALL.into_iter().find(|hash| plain && hash.oid() == identifier.oid)
    }

    /// The digest of parts, one after the other.
    pub(super) fn digest(self, parts: &[&[u8]]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        let mut context = digest::Context::new(algorithm);
        parts.iter().for_each(|part| context.update(part));
        context.finish().as_ref().to_vec()
    }

    /// What stands before a digest where RSA signs it (RFC 8017, 9.2).
    pub(super) fn prefix(self) -> &'static [u8] {
        match self {
            Self::Sha256 => b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
            Self::Sha384 => b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
            Self::Sha512 => b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
        }
    }
}

/// A kind of key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// RSA with its length in bits.
    Rsa(usize),
    P256,
    P384,
}

impl KeyKind {
    /// The kind of a public key, if it is one that is accepted.
    pub(super) fn of(key: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        let algorithm = &key.algorithm;
        if algorithm.oid == RSA {
            let bytes = key.subject_public_key.as_bytes()?;
            let bits = rsa_bits(bytes)?;
            return (2048..=8192).contains(&bits).then_some(Self::Rsa(bits));
        }
        let curve: Oid = algorithm.parameters.as_ref().filter(|_| algorithm.oid == EC)?.decode_as().ok()?;
        match curve {
            P256 => Some(Self::P256),
            P384 => Some(Self::P384),
            _ => None,
        }
    }

    /// The digest that it signs with.
    pub(super) fn hash(self) -> Hash {
        match self {
            Self::Rsa(_) | Self::P256 => Hash::Sha256,
            Self::P384 => Hash::Sha384,
        }
    }

    /// The longest signature that it makes.
    pub(super) fn signature_length(self) -> usize {
        match self {
            Self::Rsa(bits) => bits.div_ceil(8),
            Self::P256 => 72,
            Self::P384 => 104,
        }
    }

    /// The identifier of its signatures.
    pub(super) fn identifier(self) -> AlgorithmIdentifierOwned {
        let hash = self.hash();
        match self {
            Self::Rsa(_) => AlgorithmIdentifierOwned { oid: rsa_with(hash), parameters: Some(Any::null()) },
            Self::P256 | Self::P384 => AlgorithmIdentifierOwned { oid: ecdsa_with(hash), parameters: None },
        }
    }
}

/// The bits of the modulus of `RSAPublicKey`.
fn rsa_bits(bytes: &[u8]) -> Option<usize> {
    #[derive(der::Sequence)]
    struct RsaPublicKey {
        modulus: der::asn1::Uint,
        exponent: der::asn1::Uint,
    }
    let key: RsaPublicKey = der::Decode::from_der(bytes).ok()?;
    let modulus = key.modulus.as_bytes();
    let first = modulus.first()?;
    (!key.exponent.as_bytes().is_empty()).then(|| modulus.len() * 8 - first.leading_zeros() as usize)
}

fn rsa_with(hash: Hash) -> Oid {
    Oid::new_unwrap(match hash {
        Hash::Sha256 => "1.2.840.113549.1.1.11",
        Hash::Sha384 => "1.2.840.113549.1.1.12",
        Hash::Sha512 => "1.2.840.113549.1.1.13",
    })
}

fn ecdsa_with(hash: Hash) -> Oid {
    Oid::new_unwrap(match hash {
        Hash::Sha256 => "1.2.840.10045.4.3.2",
        Hash::Sha384 => "1.2.840.10045.4.3.3",
        Hash::Sha512 => "1.2.840.10045.4.3.4",
    })
}

/// The digest that a signature's identifier names. Where it is RSA's own identifier, it is that of the signer.
fn hash_of(identifier: &AlgorithmIdentifierOwned, kind: KeyKind, own: Option<Hash>) -> Option<Hash> {
    let null = identifier.parameters.as_ref().is_some_and(|parameters| *parameters == Any::null());
    match kind {
        KeyKind::Rsa(_) if identifier.oid == RSA && null => own,
        KeyKind::Rsa(_) => Hash::ALL.into_iter().find(|hash| null && rsa_with(*hash) == identifier.oid),
        KeyKind::P256 | KeyKind::P384 => {
            let none = identifier.parameters.is_none();
            Hash::ALL.into_iter().find(|hash| none && ecdsa_with(*hash) == identifier.oid)
        }
    }
}

/// Is `value` the signature of `message` by the owner of `key`? `own` is the digest that a signer names beside it;
/// where both name one they must agree.
pub(super) fn verifies(
    key: &SubjectPublicKeyInfoOwned,
    identifier: &AlgorithmIdentifierOwned,
    own: Option<Hash>,
    message: &[u8],
    value: &[u8],
) -> bool {
    let Some((kind, bytes)) = KeyKind::of(key).zip(key.subject_public_key.as_bytes()) else {
        return false;
    };
    let Some(hash) = hash_of(identifier, kind, own) else {
        return false;
    };
    if own.is_some_and(|own| own != hash) {
        return false;
    }
    let algorithm: &dyn signature::VerificationAlgorithm = match (kind, hash) {
        (KeyKind::Rsa(_), Hash::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
        (KeyKind::Rsa(_), Hash::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        (KeyKind::Rsa(_), Hash::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
        (KeyKind::P256, Hash::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
        (KeyKind::P256, Hash::Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
        (KeyKind::P256, Hash::Sha512) => &signature::ECDSA_P256_SHA512_ASN1,
        (KeyKind::P384, Hash::Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
        (KeyKind::P384, Hash::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
        (KeyKind::P384, Hash::Sha512) => &signature::ECDSA_P384_SHA512_ASN1,
    };
    signature::UnparsedPublicKey::new(algorithm, bytes).verify(message, value).is_ok()
}

/// `r` and `s`, as tokens give them, as the sequence that certificates and CMS hold.
pub(super) fn ecdsa_sequence(both: &[u8]) -> der::Result<Vec<u8>> {
    #[derive(der::Sequence)]
    struct Pair<'a> {
        r: der::asn1::UintRef<'a>,
        s: der::asn1::UintRef<'a>,
    }
    let (r, s) = both.split_at(both.len() / 2);
    Pair { r: der::asn1::UintRef::new(r)?, s: der::asn1::UintRef::new(s)? }.to_der()
}
