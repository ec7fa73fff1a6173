//! Reading a CMS SignedData, strictly: whatever could stand in another form than it does is refused, so that no byte
//! of it is free.

use aws_lc_rs::digest;
use der::asn1::{ObjectIdentifier as Oid, OctetString};
use der::{Decode as _, Encode as _};

use super::algorithm::{Hash, verifies};
use super::asn1::{
    CONTENT_TYPE, ContentInfo, ID_SIGNED_DATA, MESSAGE_DIGEST, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2, SignedData,
    SignerInfo, SigningCertificate, SigningCertificateV2, strictly,
};
use super::cert::Cert;

/// A SignedData with one signer.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    pub(super) data: SignedData,
    pub(super) info: SignerInfo,
    /// The certificates in it.
    pub(super) certs: Vec<Cert>,
    /// The signer's.
    pub(super) signer: Cert,
    pub(super) hash: Hash,
}

/// Why a SignedData is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is malformed, or not in its one right form.
    Malformed,
    /// An algorithm is none that is accepted.
    Algorithm,
    /// The signer's certificate is not in it.
    NoSigner,
    /// It speaks of another text.
    Digest,
    /// It names another certificate than the signer's.
    OtherCertificate,
    /// The value is not the signer's.
    Value,
}

impl Signed {
    /// Reads it; `with_crls` says whether CRLs may stand in it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let outer: ContentInfo = strictly(bytes).map_err(|_| Fault::Malformed)?;
        if outer.content_type != ID_SIGNED_DATA {
            return Err(Fault::Malformed);
        }
        let inner = outer.content.to_der().map_err(|_| Fault::Malformed)?;
        let data: SignedData = strictly(&inner).map_err(|_| Fault::Malformed)?;
        let [info] = data.signer_infos.0.as_slice() else {
            return Err(Fault::Malformed);
        };
        let info = info.clone();
        if data.crls.is_some() || info.version != 1 || !matches!(data.version, 1 | 3) {
            return Err(Fault::Malformed);
        }
        // The version says whether the content is plain data (RFC 5652, 5.1).
        if (data.version == 1) != (data.content.content_type == super::asn1::ID_DATA) {
            return Err(Fault::Malformed);
        }
        if data.digest_algorithms.0 != [info.digest_algorithm.clone()] {
            return Err(Fault::Malformed);
        }
        let hash = Hash::of(&info.digest_algorithm).ok_or(Fault::Algorithm)?;
        let mut certs: Vec<Cert> = Vec::new();
        for any in data.certificates.as_ref().map(|bag| bag.0.as_slice()).unwrap_or_default() {
            let der = any.to_der().map_err(|_| Fault::Malformed)?;
            let cert = Cert::from_der(&der).map_err(|_| Fault::Malformed)?;
            if certs.contains(&cert) {
                return Err(Fault::Malformed);
            }
            certs.push(cert);
        }
        let is_signer = |cert: &&Cert| {
            *cert.parsed().issuer() == info.signer.issuer && *cert.parsed().serial_number() == info.signer.serial
        };
        let signer = certs.iter().find(is_signer).cloned().ok_or(Fault::NoSigner)?;
        Ok(Self { data, info, certs, signer, hash })
    }

    /// Is it the signer's, of a content of this kind with this digest?
    pub(super) fn verify(&self, kind: Oid, digest: &[u8]) -> Result<(), Fault> {
        let signed = self.info.signed.as_ref().ok_or(Fault::Malformed)?;
        let named: Option<Oid> = self.info.signed_value(CONTENT_TYPE).and_then(|value| value.decode_as().ok());
        if named != Some(kind) || self.data.content.content_type != kind {
            return Err(Fault::Malformed);
        }
        let told = self.info.signed_value(MESSAGE_DIGEST).and_then(|value| value.decode_as::<OctetString>().ok());
        if told.ok_or(Fault::Malformed)?.as_bytes() != digest {
            return Err(Fault::Digest);
        }
        if !self.names_signer() {
            return Err(Fault::OtherCertificate);
        }
        let message = signed.to_der().map_err(|_| Fault::Malformed)?;
        let key = self.signer.parsed().subject_public_key_info();
        let algorithm = &self.info.signature_algorithm;
        if verifies(key, algorithm, Some(self.hash), &message, self.info.signature.as_bytes()) {
            Ok(())
        } else {
            Err(Fault::Value)
        }
    }

    /// Do the signed attributes name the signer's certificate? Else another with the same key could be put in its
    /// place.
    fn names_signer(&self) -> bool {
        if let Some(value) = self.info.signed_value(SIGNING_CERTIFICATE_V2) {
            let Ok(bytes) = value.to_der() else { return false };
            let Ok(named) = SigningCertificateV2::from_der(&bytes) else { return false };
            let Some(first) = named.certificates.first() else { return false };
            let hash = first.hash_algorithm.as_ref().map_or(Some(Hash::Sha256), Hash::of);
            return hash.is_some_and(|hash| hash.digest(&[self.signer.der()]) == first.hash.as_bytes());
        }
        // Older authorities name it by SHA-1; that is the naming only, the signature has its own digest.
        let Some(value) = self.info.signed_value(SIGNING_CERTIFICATE) else { return false };
        let Ok(bytes) = value.to_der() else { return false };
        let Ok(named) = SigningCertificate::from_der(&bytes) else { return false };
        let sha1 = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, self.signer.der());
        named.certificates.first().is_some_and(|first| first.hash.as_bytes() == sha1.as_ref())
    }
}
