//! Timestamps (RFC 3161): asking an authority, and seeing that its answer is one to this question.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::rand::SecureRandom as _;
use der::asn1::{Int, OctetString};
use der::{Decode as _, Encode as _};

use super::algorithm::Hash;
use super::asn1::{ID_TST_INFO, MessageImprint, TimeStampRequest, TimeStampResponse, TstInfo, strictly};
use super::cert::Cert;
use super::signed::{Fault, Signed};
use super::time::SignTime;
use crate::diag::{Lang, Message};

/// An authority is asked so often, with a pause between, before a letter fails.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(400);

/// So long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// A token is never longer.
const LONGEST: u64 = 256 << 10;

/// A timestamp authority.
pub(super) struct Authority {
    url: String,
    agent: ureq::Agent,
}

/// A timestamp that was read and holds.
#[derive(Debug, Clone)]
pub(super) struct Stamp {
    /// What it says.
    pub(super) time: SignTime,
    /// The authority's signature.
    pub(super) signed: Signed,
}

/// Why a timestamp is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StampFault {
    /// The signature over it.
    Signature(Fault),
    /// It is malformed.
    Malformed,
    /// It is of another text.
    Imprint,
    /// Its certificate may not sign timestamps.
    Usage,
    /// Its certificate did not hold at its time.
    NotHolding,
}

impl StampFault {
    /// For people.
    pub(super) fn message(self) -> Message {
        match self {
            Self::Signature(_) => Message::new("时间戳的签名不成立", "the timestamp's signature does not hold"),
            Self::Malformed => Message::new("时间戳的格式不对", "the timestamp is malformed"),
            Self::Imprint => Message::new("时间戳不是这份文件的", "the timestamp is of another text"),
            Self::Usage => {
                Message::new("时间戳的证书不能用于签发时间戳", "the timestamp's certificate may not sign timestamps")
            }
            Self::NotHolding => Message::new(
                "时间戳的证书在那时已经过期或尚未生效",
                "the timestamp's certificate did not hold at its time",
            ),
        }
    }
}

/// Reads a token, whose text must be `parts`.
pub(super) fn read(token: &[u8], parts: &[&[u8]]) -> Result<(Stamp, TstInfo), StampFault> {
    let signed = Signed::read(token).map_err(StampFault::Signature)?;
    let content = signed.data.content.content.as_ref().ok_or(StampFault::Malformed)?.as_bytes();
    let info: TstInfo = strictly(content).map_err(|_| StampFault::Malformed)?;
    let digest = signed.hash.digest(&[content]);
    signed.verify(ID_TST_INFO, &digest).map_err(StampFault::Signature)?;
    if signed.info.unsigned.is_some() || info.version != 1 || info.time.tag_is_not_generalized() {
        return Err(StampFault::Malformed);
    }
    let hash = Hash::of(&info.imprint.algorithm).ok_or(StampFault::Malformed)?;
    if hash.digest(parts) != info.imprint.hash.as_bytes() {
        return Err(StampFault::Imprint);
    }
    let time = SignTime::of_generalized(info.time.value()).ok_or(StampFault::Malformed)?;
    if !signed.signer.may_stamp() {
        return Err(StampFault::Usage);
    }
    if !signed.signer.holds_at(time.seconds()) {
        return Err(StampFault::NotHolding);
    }
    Ok((Stamp { time, signed }, info))
}

trait Tagged {
    fn tag_is_not_generalized(&self) -> bool;
}

impl Tagged for der::Any {
    fn tag_is_not_generalized(&self) -> bool {
        use der::Tagged as _;
        self.tag() != der::Tag::GeneralizedTime
    }
}

impl Authority {
    /// An authority by its address; nothing is sent yet.
    pub(super) fn at(url: &str) -> Result<Self, Message> {
        let is_http = ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme));
        if !is_http {
            return Err(Message::new(
                format!("时间戳地址“{url}”应以 http:// 或 https:// 开头"),
                format!("the address `{url}` of the timestamp authority must begin with http:// or https://"),
            ));
        }
        Ok(Self { url: url.to_owned(), agent: agent() })
    }

    /// A timestamp of `parts`, and the certificates that came with it.
    pub(super) fn stamp(&self, parts: &[&[u8]]) -> Result<(Vec<u8>, Vec<Cert>), Message> {
        let mut last = None;
        for attempt in 0..TRIES {
            if attempt > 0 {
                std::thread::sleep(PAUSE * attempt);
            }
            match self.ask(parts) {
                Ok(found) => return Ok(found),
                Err(message) => last = Some(message),
            }
        }
        let why = last.unwrap_or_else(|| Message::new("没有回应", "no answer"));
        Err(Message::new(
            format!("没有取得时间戳（{}）：{}", self.url, why.text(Lang::Zh)),
            format!("no timestamp from {}: {}", self.url, why.text(Lang::En)),
        ))
    }

    fn ask(&self, parts: &[&[u8]]) -> Result<(Vec<u8>, Vec<Cert>), Message> {
        let failed = |_| Message::new("无法写出请求", "the request could not be written");
        let nonce = nonce()?;
        let request = TimeStampRequest {
            version: 1,
            imprint: MessageImprint {
                algorithm: Hash::Sha256.identifier(),
                hash: OctetString::new(Hash::Sha256.digest(parts)).map_err(failed)?,
            },
            nonce: Some(nonce.clone()),
            wants_certificate: true,
        };
        let body = request.to_der().map_err(failed)?;
        let answer = self.post(&body)?;
        let (token, stamp) = judge(&answer, parts, &nonce)?;
        Ok((token, stamp.signed.certs))
    }

    fn post(&self, body: &[u8]) -> Result<Vec<u8>, Message> {
        let away =
            |err: ureq::Error| Message::new(format!("连接失败（{err}）"), format!("the connection failed ({err})"));
        let request = self.agent.post(&self.url).header("Content-Type", "application/timestamp-query");
        let mut response = request.send(body).map_err(away)?;
        response.body_mut().with_config().limit(LONGEST).read_to_vec().map_err(away)
    }
}

/// Is this the answer to our question?
fn judge(answer: &[u8], parts: &[&[u8]], nonce: &Int) -> Result<(Vec<u8>, Stamp), Message> {
    let malformed = |_| Message::new("回应不是时间戳", "the answer is no timestamp");
    let response = TimeStampResponse::from_der(answer).map_err(malformed)?;
    let status = response.status.value;
    let Some(token) = response.token.filter(|_| status <= 1) else {
        return Err(Message::new(format!("对方拒绝了请求（{status}）"), format!("the request was refused ({status})")));
    };
    let token = token.to_der().map_err(malformed)?;
    let (stamp, info) = read(&token, parts).map_err(StampFault::message)?;
    if info.nonce.as_ref() != Some(nonce) {
        return Err(Message::new("回应不是对这次请求的", "the answer is to another request"));
    }
    Ok((token, stamp))
}

fn nonce() -> Result<Int, Message> {
    let failed = || Message::new("取不到随机数", "there are no random numbers");
    let mut bytes = [0_u8; 12];
    aws_lc_rs::rand::SystemRandom::new().fill(&mut bytes).map_err(|_| failed())?;
    // Positive, and in DER's one form.
    bytes[0] = bytes[0] & 0x3F | 0x40;
    Int::new(&bytes).map_err(|_| failed())
}

/// A client that gives up in time. It takes no proxy from the environment.
pub(super) fn agent() -> ureq::Agent {
    use ureq::tls::{RootCerts, TlsConfig};
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(provider).root_certs(RootCerts::WebPki).build();
    ureq::Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(PATIENCE))
        .proxy(None)
        .max_redirects(0)
        .user_agent(concat!("dafu/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}
