//! Whether a certificate was revoked: CRLs (RFC 5280) and OCSP responses (RFC 6960).

use std::path::PathBuf;

use der::asn1::{BitString, Int, ObjectIdentifier as Oid, OctetString};
use der::{Any, Decode as _, Encode as _, Enumerated, Sequence};
use x509_cert::crl::CertificateList;
use x509_cert::ext::pkix::CrlDistributionPoints;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::Cert;
use super::algorithm::{Hash, verifies};
use super::time::SignTime;
use crate::diag::{Code, Diagnostic, Message, Origin};

/// A CRL is never longer.
const LONGEST: u64 = 32 << 20;

/// Data about revocation, and certificates that belong to it.
#[derive(Debug, Clone, Default)]
pub(super) struct Revocation {
    pub(super) certs: Vec<Cert>,
    pub(super) crls: Vec<Vec<u8>>,
    pub(super) ocsps: Vec<Vec<u8>>,
}

/// What is known of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Its authority says that it was not revoked.
    Good,
    /// It was revoked, at this second.
    Revoked(i64),
    /// Nothing at hand says.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumerated)]
#[asn1(type = "ENUMERATED")]
#[repr(u32)]
enum ResponseStatus {
    Successful = 0,
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SigRequired = 5,
    Unauthorized = 6,
}

#[derive(Debug, Clone, Sequence)]
struct OcspResponse {
    status: ResponseStatus,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    bytes: Option<ResponseBytes>,
}

#[derive(Debug, Clone, Sequence)]
struct ResponseBytes {
    kind: Oid,
    response: OctetString,
}

#[derive(Debug, Clone, Sequence)]
struct BasicResponse {
    data: ResponseData,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    certs: Option<Vec<Any>>,
}

#[derive(Debug, Clone, Sequence)]
struct ResponseData {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    version: Option<u8>,
    responder: Any,
    produced: Any,
    responses: Vec<SingleResponse>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Vec<Any>>,
}

#[derive(Debug, Clone, Sequence)]
struct SingleResponse {
    id: CertId,
    status: Any,
    this_update: Any,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    next_update: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<Vec<Any>>,
}

#[derive(Debug, Clone, Sequence)]
struct CertId {
    algorithm: AlgorithmIdentifierOwned,
    name_hash: OctetString,
    key_hash: OctetString,
    serial: Int,
}

impl Revocation {
    /// Reads files: CRLs and OCSP responses in DER, CRLs in PEM, and certificates.
    pub(super) fn read(files: &[PathBuf], certs: &[PathBuf]) -> Result<Self, Vec<Diagnostic>> {
        let mut found = Self::default();
        let mut problems = Vec::new();
        for path in files {
            let bytes = match std::fs::read(path) {
                Ok(bytes) => bytes,
                Err(err) => {
                    problems.push(Diagnostic::io(path, &err));
                    continue;
                }
            };
            let der = der::pem::decode_vec(&bytes).map(|(_, der)| der).unwrap_or(bytes);
            if CertificateList::<x509_cert::certificate::Rfc5280>::from_der(&der).is_ok() {
                found.crls.push(der);
            } else if OcspResponse::from_der(&der).is_ok() {
                found.ocsps.push(der);
            } else {
                let message = Message::new(
                    "既不是吊销列表（CRL），也不是 OCSP 回应",
                    "the file is neither a CRL nor an OCSP response",
                );
                problems.push(Diagnostic::error(Code::KeyUnreadable, message).at(&Origin::file(path)));
            }
        }
        for path in certs {
            match std::fs::read(path).map(|bytes| Cert::all_of(&bytes)) {
                Ok(Ok(certs)) => found.certs.extend(certs),
                Ok(Err(_)) => {
                    let message = Message::new("文件里没有完好的证书", "the file has no sound certificate");
                    problems.push(Diagnostic::error(Code::KeyUnreadable, message).at(&Origin::file(path)));
                }
                Err(err) => problems.push(Diagnostic::io(path, &err)),
            }
        }
        if problems.is_empty() { Ok(found) } else { Err(problems) }
    }

    /// Sees that every certificate but roots has data; B-LT promises no less.
    pub(super) fn cover(&self, certs: &[Cert], crls: &[Vec<u8>]) -> Result<(), Message> {
        let all = Self { certs: certs.to_vec(), crls: crls.to_vec(), ocsps: self.ocsps.clone() };
        for cert in certs.iter().filter(|cert| !cert.is_root()) {
            let issuer = certs.iter().find(|issuer| cert.is_signed_by(issuer));
            let name = cert.name();
            let Some(issuer) = issuer else {
                return Err(Message::new(
                    format!("缺少“{name}”的上级证书；用 --chain 指明"),
                    format!("the certificate above `{name}` is missing: name it with --chain"),
                ));
            };
            match all.standing(cert, issuer, None) {
                Standing::Good => {}
                Standing::Revoked(_) => {
                    return Err(Message::new(
                        format!("“{name}”的证书已被吊销"),
                        format!("the certificate of `{name}` is revoked"),
                    ));
                }
                Standing::Unknown => {
                    return Err(Message::new(
                        format!("没有“{name}”的吊销信息；用 --revocation 指明文件，或用 --fetch-revocation"),
                        format!(
                            "there is no revocation data of `{name}`: name a file with --revocation, or use --fetch-revocation"
                        ),
                    ));
                }
            }
        }
        Ok(())
    }

    /// What the data says of `cert`, whose issuer is `issuer`. With a time only data that was still fresh then
    /// counts; revocation always counts.
    pub(super) fn standing(&self, cert: &Cert, issuer: &Cert, at: Option<i64>) -> Standing {
        let mut found = Standing::Unknown;
        let said = self.crls.iter().map(|list| by_crl(list, cert, issuer, at));
        let answered = self.ocsps.iter().map(|answer| by_ocsp(answer, cert, issuer, at));
        for standing in said.chain(answered) {
            match standing {
                Standing::Revoked(_) => return standing,
                Standing::Good => found = Standing::Good,
                Standing::Unknown => {}
            }
        }
        found
    }
}

fn by_crl(list: &[u8], cert: &Cert, issuer: &Cert, at: Option<i64>) -> Standing {
    let Ok(list) = CertificateList::<x509_cert::certificate::Rfc5280>::from_der(list) else { return Standing::Unknown };
    let tbs = &list.tbs_cert_list;
    let (Ok(message), Some(value)) = (tbs.to_der(), list.signature.as_bytes()) else { return Standing::Unknown };
    let is_issuers = tbs.issuer == *issuer.parsed().subject()
        && tbs.signature == list.signature_algorithm
        && verifies(issuer.parsed().subject_public_key_info(), &tbs.signature, None, &message, value);
    // A critical extension limits what the list speaks of.
    let is_limited = tbs.crl_extensions.as_ref().is_some_and(|all| all.iter().any(|it| it.critical));
    if !is_issuers || is_limited {
        return Standing::Unknown;
    }
    let seconds = |time: &x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
    let entries = tbs.revoked_certificates.as_deref().unwrap_or_default();
    if let Some(entry) = entries.iter().find(|entry| entry.serial_number == *cert.parsed().serial_number()) {
        return Standing::Revoked(seconds(&entry.revocation_date));
    }
    let is_old = at.zip(tbs.next_update.as_ref()).is_some_and(|(at, next)| seconds(next) < at);
    if is_old { Standing::Unknown } else { Standing::Good }
}

fn by_ocsp(answer: &[u8], cert: &Cert, issuer: &Cert, at: Option<i64>) -> Standing {
    judge_ocsp(answer, cert, issuer, at).unwrap_or(Standing::Unknown)
}

fn judge_ocsp(answer: &[u8], cert: &Cert, issuer: &Cert, at: Option<i64>) -> Option<Standing> {
    let response = OcspResponse::from_der(answer).ok()?;
    let bytes = response.bytes.filter(|_| response.status == ResponseStatus::Successful)?;
    let basic = BasicResponse::from_der(bytes.response.as_bytes()).ok()?;
    let message = basic.data.to_der().ok()?;
    let value = basic.signature.as_bytes()?;
    let delegates = basic.certs.unwrap_or_default();
    let delegates = delegates.iter().filter_map(|any| Cert::from_der(&any.to_der().ok()?).ok());
    let delegates: Vec<Cert> = delegates.filter(|cert| cert.may_answer() && cert.is_signed_by(issuer)).collect();
    let signers = std::iter::once(issuer).chain(&delegates);
    let is_signed =
        |signer: &Cert| verifies(signer.parsed().subject_public_key_info(), &basic.algorithm, None, &message, value);
    signers.into_iter().find(|signer| is_signed(signer))?;

    let single = basic.data.responses.iter().find(|single| single.id.is_of(cert, issuer))?;
    let seconds = |any: &Any| SignTime::of_generalized(any.value()).map(SignTime::seconds);
    match der::Tagged::tag(&single.status).number().value() {
        0 => {
            let next = single.next_update.as_ref().and_then(seconds);
            let is_old = at.zip(next).is_some_and(|(at, next)| next < at);
            Some(if is_old { Standing::Unknown } else { Standing::Good })
        }
        1 => {
            let time = Any::from_der(single.status.value().get(..17)?).ok()?;
            Some(Standing::Revoked(seconds(&time)?))
        }
        _ => None,
    }
}

impl CertId {
    fn is_of(&self, cert: &Cert, issuer: &Cert) -> bool {
        const SHA1: Oid = Oid::new_unwrap("1.3.14.3.2.26");
        let digest = |bytes: &[u8]| match Hash::of(&self.algorithm) {
            Some(hash) => Some(hash.digest(&[bytes])),
            // Only names a certificate: nothing rests on its strength.
            None if self.algorithm.oid == SHA1 => {
                let sha1 = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, bytes);
                Some(sha1.as_ref().to_vec())
            }
            None => None,
        };
        let name = issuer.parsed().subject().to_der().ok().and_then(|name| digest(&name));
        let key = issuer.parsed().subject_public_key_info().subject_public_key.as_bytes().and_then(digest);
        name.as_deref() == Some(self.name_hash.as_bytes())
            && key.as_deref() == Some(self.key_hash.as_bytes())
            && self.serial.as_bytes() == cert.parsed().serial_number().as_bytes()
    }
}

/// Fetches the CRLs that certificates name, over plain HTTP as the standard has it.
pub(super) fn fetch(certs: &[Cert]) -> Result<Vec<Vec<u8>>, Message> {
    let agent = super::tsa::agent();
    let mut seen: Vec<String> = Vec::new();
    let mut lists = Vec::new();
    for address in certs.iter().flat_map(addresses) {
        if seen.contains(&address) {
            continue;
        }
        let failed = |err: ureq::Error| {
            Message::new(
                format!("取不到吊销列表 {address}（{err}）"),
                format!("failed to fetch the CRL {address} ({err})"),
            )
        };
        let mut response = agent.get(&address).call().map_err(failed)?;
        lists.push(response.body_mut().with_config().limit(LONGEST).read_to_vec().map_err(failed)?);
        seen.push(address);
    }
    Ok(lists)
}

fn addresses(cert: &Cert) -> Vec<String> {
    let Ok(Some((_, points))) = cert.parsed().get_extension::<CrlDistributionPoints>() else { return Vec::new() };
    let names = points.0.into_iter().filter_map(|point| match point.distribution_point {
        Some(DistributionPointName::FullName(names)) => Some(names),
        _ => None,
    });
    let addresses = names.flatten().filter_map(|name| match name {
        GeneralName::UniformResourceIdentifier(uri) => Some(uri.to_string()),
        _ => None,
    });
    addresses.filter(|uri| uri.starts_with("http://") || uri.starts_with("https://")).collect()
}
