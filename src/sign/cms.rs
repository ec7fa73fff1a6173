//! The value of a signature: a CMS SignedData as PAdES wants it.

use der::asn1::OctetString;
use der::{Any, Decode, Encode};

use super::algorithm::Hash;
use super::asn1::{
    Attribute, Bag, CONTENT_TYPE, ContentInfo, EncapsulatedContent, EssCertIdV2, ID_DATA, ID_SIGNED_DATA,
    IssuerAndSerial, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2, SignedData, SignerInfo, SigningCertificateV2,
    TIMESTAMP_TOKEN,
};
use super::cert::Cert;
use super::key::Key;

/// What a signature speaks of, and by whom; the key signs [`Claim::to_sign`].
pub(super) struct Claim {
    /// The signed attributes, in DER's order.
    signed: Bag<Attribute>,
}

/// A signature's value in the making: a timestamp may still come to it.
pub(super) struct Signature {
    data: SignedData,
}

fn attribute(oid: der::asn1::ObjectIdentifier, value: &impl Encode) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: Bag(vec![Any::from_der(&value.to_der()?)?]) })
}

impl Claim {
    /// The signer of `cert` signs a text with this digest. There is no signing time among the attributes: PAdES has
    /// it in the signature's dictionary.
    pub(super) fn of(cert: &Cert, digest: Vec<u8>) -> der::Result<Self> {
        let ess = SigningCertificateV2 {
            certificates: vec![EssCertIdV2 {
                hash_algorithm: None,
                hash: OctetString::new(Hash::Sha256.digest(&[cert.der()]))?,
                issuer_serial: None,
            }],
            policies: None,
        };
        let mut signed = vec![
            attribute(CONTENT_TYPE, &ID_DATA)?,
            attribute(MESSAGE_DIGEST, &OctetString::new(digest)?)?,
            attribute(SIGNING_CERTIFICATE_V2, &ess)?,
        ];
        let mut keyed: Vec<(Vec<u8>, Attribute)> = Vec::new();
        for attribute in signed.drain(..) {
            keyed.push((attribute.to_der()?, attribute));
        }
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(Self { signed: Bag(keyed.into_iter().map(|(_, attribute)| attribute).collect()) })
    }

    /// What the key signs.
    pub(super) fn to_sign(&self) -> der::Result<Vec<u8>> {
        self.signed.to_der()
    }
}

impl Signature {
    /// The signature of `claim` by `key`.
    pub(super) fn of(claim: Claim, key: &dyn Key, value: Vec<u8>) -> der::Result<Self> {
        let certs = key.certificates();
        let leaf = certs.first().ok_or(der::ErrorKind::Failed)?;
        let kind = key.kind();
        let info = SignerInfo {
            version: 1,
            signer: IssuerAndSerial {
                issuer: leaf.parsed().issuer().clone(),
                serial: leaf.parsed().serial_number().clone(),
            },
            digest_algorithm: kind.hash().identifier(),
            signed: Some(claim.signed),
            signature_algorithm: kind.identifier(),
            signature: OctetString::new(value)?,
            unsigned: None,
        };
        let mut certificates = Vec::new();
        for cert in certs {
            certificates.push(Any::from_der(cert.der())?);
        }
        certificates.sort_by(|a, b| a.value().cmp(b.value()));
        let data = SignedData {
            version: 1,
            digest_algorithms: Bag(vec![kind.hash().identifier()]),
            content: EncapsulatedContent { content_type: ID_DATA, content: None },
            certificates: Some(Bag(certificates)),
            crls: None,
            signer_infos: Bag(vec![info]),
        };
        Ok(Self { data })
    }

    /// What a timestamp is asked for: the signature's own value.
    pub(super) fn value(&self) -> &[u8] {
        self.data.signer_infos.0.first().map_or(&[], |info| info.signature.as_bytes())
    }

    /// Adds a timestamp of [`value`](Self::value).
    pub(super) fn stamp(&mut self, token: &[u8]) -> der::Result<()> {
        let attribute = Attribute { oid: TIMESTAMP_TOKEN, values: Bag(vec![Any::from_der(token)?]) };
        for info in &mut self.data.signer_infos.0 {
            info.unsigned = Some(Bag(vec![attribute.clone()]));
        }
        Ok(())
    }

    /// The bytes of `/Contents`.
    pub(super) fn to_der(&self) -> der::Result<Vec<u8>> {
        ContentInfo { content_type: ID_SIGNED_DATA, content: Any::from_der(&self.data.to_der()?)? }.to_der()
    }
}

/// The room that a signature of this key takes without a timestamp: the certificates, the value, and the attributes,
/// whose lengths are known but for the signer's name, which stands in its certificate too.
pub(super) fn room(key: &dyn Key) -> usize {
    let certs: usize = key.certificates().iter().map(|cert| cert.der().len()).sum();
    let name = key.certificates().first().map_or(0, |leaf| leaf.der().len());
    certs + name + key.kind().signature_length() + 512
}
