//! One signature: its value, its certificates, its time.

use super::check::Checking;
use super::history::Field;
use super::report::{Check, Verdict};
use super::value::{self, Path};
use crate::diag::Lang;
use crate::record::Record;
use crate::sign::cert::{Break, Cert};
use crate::sign::pdf::Object;
use crate::sign::revocation::{Revocation, Standing};
use crate::sign::signed::{Fault, Signed};
use crate::sign::time::SignTime;
use crate::sign::tsa::{self, Stamp};
use crate::sign::{Level, is_named};

impl Checking<'_> {
    /// One signature; its level.
    pub(super) fn signature(
        &mut self,
        field: &Field,
        issuer: Option<&str>,
        data: Option<&Revocation>,
        record: Option<&Record>,
    ) -> Option<Level> {
        let name = field.name.clone();
        let name = Some(name.as_str());
        let (signed, time) = self.value(field, name)?;
        let stamp = match value::stamp_of(&signed) {
            None => None,
            Some(Ok(stamp)) => {
                self.stamp(name, &stamp, data);
                Some(stamp)
            }
            Some(Err(fault)) => {
                let message = fault.message();
                self.report.add(
                    Check::Timestamp,
                    name,
                    Verdict::Failed,
                    message.text(Lang::Zh),
                    message.text(Lang::En),
                );
                None
            }
        };
        let at = stamp.as_ref().map_or(time, |stamp| stamp.time);
        let level = if stamp.is_some() { Level::T } else { Level::B };
        let complete = self.certificates(name, &signed, data, at, stamp.is_some());
        self.signer(name, &signed, issuer);
        self.time(name, at, record);
        let all = complete && stamp.as_ref().is_none_or(|stamp| self.has_data(&stamp.signed, data));
        Some(if level == Level::T && data.is_some() && all { Level::Lt } else { level })
    }

    /// Range, form, digest and value; the claimed time.
    fn value(&mut self, field: &Field, name: Option<&str>) -> Option<(Signed, SignTime)> {
        let place = self.file.revisions().get(field.revision).and_then(|it| it.objects.get(&field.signature)).copied();
        let located = place.and_then(|place| value::locate(self.file, &field.dict, place));
        let time = field.dict.get("M").and_then(Object::string).and_then(SignTime::of_pdf);
        let kind = field.dict.is("SubFilter", "ETSI.CAdES.detached")
            && field.dict.is("Type", "Sig")
            && field.dict.get("Cert").is_none();
        let value = located.as_ref().and_then(value::Located::value);
        let (Some(located), Some(value), Some(time), true) = (located, value, time, kind) else {
            self.report.add(
                Check::Encoding,
                name,
                Verdict::Failed,
                "签名的写法不合规范",
                "the signature is not in its right form",
            );
            return None;
        };
        let (signed, verified) = value::read_signature(&value, &located.parts);
        let form_is_right = !matches!(verified, Err(Fault::Malformed | Fault::Algorithm | Fault::NoSigner))
            && signed.as_ref().is_some_and(is_baseline);
        self.report.tell(
            Check::Encoding,
            name,
            form_is_right,
            ("合乎规范", "as it should be"),
            ("签名的写法不合规范", "the signature is not in its right form"),
        );
        let signed = signed.filter(|_| form_is_right)?;
        let same = verified != Err(Fault::Digest);
        self.report.tell(
            Check::Digest,
            name,
            same,
            ("内容与签名时相同", "the content is as it was signed"),
            ("内容在签名之后改过", "the content was changed after signing"),
        );
        if same {
            self.report.tell(
                Check::Value,
                name,
                verified.is_ok(),
                ("确由证书的持有者所签", "made by the owner of the certificate"),
                ("不是证书的持有者所签", "not made by the owner of the certificate"),
            );
        }
        verified.ok().map(|()| (signed, time))
    }

    /// Chain, dates, revocation. Says whether revocation is known of all.
    fn certificates(
        &mut self,
        name: Option<&str>,
        signed: &Signed,
        data: Option<&Revocation>,
        at: SignTime,
        stamped: bool,
    ) -> bool {
        let known = Self::known(signed, data);
        let path = value::follow(signed, &known, self.trust.roots.as_deref(), at);
        let path = self.tell_path(name, path);
        let holds = signed.signer.holds_at(at.seconds());
        let usable = signed.signer.may_sign();
        self.report.tell(
            Check::Validity,
            name,
            holds && usable,
            (&format!("签名时（{at}）有效"), &format!("it held when it signed ({at})")),
            if holds {
                ("证书不能用于签名", "the certificate may not sign")
            } else {
                ("签名时证书已过期或尚未生效", "the certificate did not hold when it signed")
            },
        );
        let Some(path) = path else { return false };
        self.revocation(name, &path, data, at, stamped)
    }

    fn known(signed: &Signed, data: Option<&Revocation>) -> Vec<Cert> {
        signed.certs.iter().chain(data.iter().flat_map(|data| &data.certs)).cloned().collect()
    }

    fn tell_path(&mut self, name: Option<&str>, path: Path<'_>) -> Option<Vec<Cert>> {
        let owned = |path: Vec<&Cert>| path.into_iter().cloned().collect::<Vec<_>>();
        match path {
            Path::Trusted(path) => {
                let root = path.last().map(|root| root.name()).unwrap_or_default();
                let (zh, en) = (format!("可信，根证书“{root}”"), format!("trusted, by the root `{root}`"));
                self.report.add(Check::Chain, name, Verdict::Passed, zh, en);
                Some(owned(path))
            }
            Path::Open(path) => {
                let (zh, en) = ("没有给出可信的根证书（--trust）", "no trusted root was given (--trust)");
                self.report.add(Check::Chain, name, Verdict::Unchecked, zh, en);
                Some(owned(path))
            }
            Path::Broken(reason) => {
                let (zh, en) = match reason {
                    Break::NoRoot => ("不是由可信的根证书签发的", "it leads to no trusted root"),
                    Break::NotHolding => ("签名时有证书已过期或尚未生效", "a certificate did not hold at the time"),
                    Break::Unknown => ("证书有不支持的限制", "a certificate has a demand that is not supported"),
                };
                self.report.add(Check::Chain, name, Verdict::Failed, zh, en);
                None
            }
            Path::Unused => {
                let (zh, en) =
                    ("签名里有不相干的证书", "there are certificates that have nothing to do with the signature");
                self.report.add(Check::Chain, name, Verdict::Failed, zh, en);
                None
            }
        }
    }

    fn revocation(
        &mut self,
        name: Option<&str>,
        path: &[Cert],
        data: Option<&Revocation>,
        at: SignTime,
        stamped: bool,
    ) -> bool {
        let mut known = true;
        for (cert, issuer) in path.iter().zip(path.iter().skip(1)) {
            match self.standing(cert, issuer, data) {
                Standing::Good => {}
                // A signature whose time is proved stays good if the certificate was revoked later.
                Standing::Revoked(when) if stamped && when > at.seconds() => {}
                Standing::Revoked(_) => {
                    let cert = cert.name();
                    let (zh, en) =
                        (format!("“{cert}”的证书已被吊销"), format!("the certificate of `{cert}` was revoked"));
                    self.report.add(Check::Revocation, name, Verdict::Failed, zh, en);
                    return false;
                }
                Standing::Unknown => known = false,
            }
        }
        let (verdict, zh, en) = if known && path.len() > 1 {
            (Verdict::Passed, "没有被吊销", "not revoked")
        } else {
            (Verdict::Unchecked, "没有吊销信息（--revocation）", "no revocation data at hand (--revocation)")
        };
        self.report.add(Check::Revocation, name, verdict, zh, en);
        known
    }

    fn standing(&self, cert: &Cert, issuer: &Cert, data: Option<&Revocation>) -> Standing {
        match self.trust.data.standing(cert, issuer, None) {
            Standing::Unknown => data.map_or(Standing::Unknown, |data| data.standing(cert, issuer, None)),
            found => found,
        }
    }

    /// Is there revocation data in the file of all certificates but the root?
    fn has_data(&self, signed: &Signed, data: Option<&Revocation>) -> bool {
        let Some(data) = data else { return false };
        let known = Self::known(signed, Some(data));
        let mut cert = &signed.signer;
        for _ in 0..10 {
            if cert.is_root() || self.trust.roots.as_ref().is_some_and(|roots| roots.contains(cert)) {
                return true;
            }
            let roots = self.trust.roots.iter().flatten();
            let Some(issuer) = known.iter().chain(roots).find(|issuer| cert.is_signed_by(issuer)) else { return false };
            if data.standing(cert, issuer, None) == Standing::Unknown {
                return false;
            }
            cert = issuer;
        }
        false
    }

    /// A timestamp's own certificates.
    fn stamp(&mut self, name: Option<&str>, stamp: &Stamp, data: Option<&Revocation>) {
        let known = Self::known(&stamp.signed, data);
        let path = value::follow(&stamp.signed, &known, self.trust.roots.as_deref(), stamp.time);
        let (time, by) = (stamp.time, stamp.signed.signer.name());
        let (verdict, zh, en) = match path {
            Path::Trusted(_) => (Verdict::Passed, format!("{time}，由“{by}”签发"), format!("{time}, by `{by}`")),
            Path::Open(_) => (
                Verdict::Unchecked,
                format!("{time}，由“{by}”签发；没有给出可信的根证书（--trust）"),
                format!("{time}, by `{by}`; no trusted root was given (--trust)"),
            ),
            Path::Broken(_) => {
                (Verdict::Failed, format!("签发时间戳的“{by}”不可信"), format!("the authority `{by}` is not trusted"))
            }
            Path::Unused => (
                Verdict::Failed,
                "时间戳里有不相干的证书".to_owned(),
                "there are certificates in the timestamp that have nothing to do with it".to_owned(),
            ),
        };
        self.report.add(Check::Timestamp, name, verdict, zh, en);
    }

    pub(super) fn document_stamp(&mut self, field: &Field, data: Option<&Revocation>) {
        let name = field.name.clone();
        let name = Some(name.as_str());
        let place = self.file.revisions().get(field.revision).and_then(|it| it.objects.get(&field.signature)).copied();
        let located = place.and_then(|place| value::locate(self.file, &field.dict, place));
        let value = located.as_ref().and_then(value::Located::value);
        let kind = field.dict.is("SubFilter", "ETSI.RFC3161");
        let (Some(located), Some(value), true) = (located, value, kind) else {
            self.report.add(
                Check::Timestamp,
                name,
                Verdict::Failed,
                "时间戳的写法不合规范",
                "the timestamp is not in its right form",
            );
            return;
        };
        match tsa::read(&value, &located.parts) {
            Ok((stamp, _)) => self.stamp(name, &stamp, data),
            Err(fault) => {
                let message = fault.message();
                self.report.add(
                    Check::Timestamp,
                    name,
                    Verdict::Failed,
                    message.text(Lang::Zh),
                    message.text(Lang::En),
                );
            }
        }
    }

    fn signer(&mut self, name: Option<&str>, signed: &Signed, issuer: Option<&str>) {
        let signer = signed.signer.name();
        let Some(issuer) = issuer else {
            let (zh, en) =
                (format!("“{signer}”；不知道函上的发文机关"), format!("`{signer}`; the letter's issuer is not known"));
            self.report.add(Check::Signer, name, Verdict::Unchecked, zh, en);
            return;
        };
        self.report.tell(
            Check::Signer,
            name,
            is_named(&signed.signer, issuer),
            (&format!("“{signer}”，就是函上的发文机关"), &format!("`{signer}`, the letter's issuer")),
            (
                &format!("“{signer}”，而函上的发文机关是“{issuer}”"),
                &format!("`{signer}`, but the letter's issuer is `{issuer}`"),
            ),
        );
    }

    fn time(&mut self, name: Option<&str>, at: SignTime, record: Option<&Record>) {
        let Some(record) = record else { return };
        let (day, date) = (at.day(), record.date.as_str());
        if day.as_str() < date {
            let (zh, en) = (format!("{day}，早于成文日期 {date}"), format!("{day}, before the letter's date {date}"));
            self.report.add(Check::Time, name, Verdict::Doubtful, zh, en);
        } else {
            let (zh, en) = (format!("{day}，成文日期 {date}"), format!("{day}, the letter's date is {date}"));
            self.report.add(Check::Time, name, Verdict::Passed, zh, en);
        }
    }
}

/// What EN 319 142-1 asks of the value beside what [`Signed::verify`] sees.
fn is_baseline(signed: &Signed) -> bool {
    const SIGNING_TIME: der::asn1::ObjectIdentifier = der::asn1::ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
    let has_time = signed.info.signed.as_ref().is_some_and(|all| all.0.iter().any(|it| it.oid == SIGNING_TIME));
    signed.data.content.content.is_none() && !has_time
}
