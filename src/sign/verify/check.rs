//! The checks in their order.

use std::path::PathBuf;

use super::history::{self, Field};
use super::report::{Check, Report, Verdict};
use super::value::{self, Path};
use super::{record_of, text};
use crate::diag::{Lang, Outcome};
use crate::record::Record;
use crate::sign::cert::{Break, Cert};
use crate::sign::pdf::{Object, PdfFile};
use crate::sign::revocation::{Revocation, Standing};
use crate::sign::signed::{Fault, Signed};
use crate::sign::time::SignTime;
use crate::sign::tsa::{self, Stamp};
use crate::sign::{Level, dss, is_named};

/// Files that verifying is told of.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Certificates of trusted roots.
    pub trust: Vec<PathBuf>,
    /// CRLs and OCSP responses.
    pub revocation: Vec<PathBuf>,
}

/// What is trusted and known from elsewhere, read once.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    roots: Option<Vec<Cert>>,
    data: Revocation,
}

impl Trust {
    /// Reads the files.
    pub fn open(options: &Options) -> Outcome<Self> {
        let roots = Revocation::read(&[], &options.trust);
        let data = Revocation::read(&options.revocation, &[]);
        match (roots, data) {
            (Ok(roots), Ok(data)) => {
                let roots = (!options.trust.is_empty()).then_some(roots.certs);
                Ok(Self { roots, data })
            }
            (roots, data) => Err([roots.err(), data.err()].into_iter().flatten().flatten().collect()),
        }
    }
}

/// Verifies a file.
pub fn verify(bytes: &[u8], trust: &Trust) -> Report {
    let mut report = Report::default();
    let file = match PdfFile::open(bytes) {
        Ok(file) => file,
        Err(message) => {
            report.add(Check::Structure, None, Verdict::Failed, message.text(Lang::Zh), message.text(Lang::En));
            return report;
        }
    };
    let mut checking = Checking { file: &file, trust, report };
    if let Err(message) = checking.run() {
        let (zh, en) = (message.text(Lang::Zh).to_owned(), message.text(Lang::En).to_owned());
        checking.report.add(Check::Structure, None, Verdict::Failed, zh, en);
    }
    checking.report
}

struct Checking<'a> {
    file: &'a PdfFile<'a>,
    trust: &'a Trust,
    report: Report,
}

impl Checking<'_> {
    fn run(&mut self) -> Result<(), crate::diag::Message> {
        self.file.pages()?;
        self.report.add(Check::Structure, None, Verdict::Passed, "完好", "sound");
        let (fields, empty) = history::fields(self.file)?;
        if fields.iter().all(|field| field.dict.is("Type", "DocTimeStamp")) {
            self.report.add(Check::Signature, None, Verdict::Failed, "文件没有签名", "the file is not signed");
            return Ok(());
        }
        let count = fields.len();
        self.report.tell(
            Check::Signature,
            None,
            empty == 0,
            (&format!("有 {count} 个"), &format!("{count} found")),
            (&format!("还有 {empty} 处没有签"), &format!("{empty} fields are not signed")),
        );
        self.history(&fields);
        let record = record_of(self.file);
        let issuers = record.as_ref().map(|record| record.issuer.clone()).unwrap_or_default();
        let data = dss::read(self.file)?;
        let mut levels = Vec::new();
        let mut signer = 0;
        for field in &fields {
            if field.dict.is("Type", "DocTimeStamp") {
                self.document_stamp(field, data.as_ref());
                continue;
            }
            let issuer = issuers.get(signer).or(issuers.first());
            levels.push(self.signature(field, issuer.map(String::as_str), data.as_ref(), record.as_ref().ok()));
            signer += 1;
        }
        let stamped = fields.last().is_some_and(|last| last.dict.is("Type", "DocTimeStamp"));
        self.level(levels.into_iter().min().flatten(), data.is_some(), stamped);
        self.archive()?;
        match record {
            Ok(record) => self.record(&record),
            Err(message) => {
                let (zh, en) = (message.text(Lang::Zh).to_owned(), message.text(Lang::En).to_owned());
                self.report.add(Check::Record, None, Verdict::Failed, zh, en);
            }
        }
        Ok(())
    }

    /// Every byte is covered, or belongs to an update that only adds what may be added.
    fn history(&mut self, fields: &[Field]) {
        let revisions = self.file.revisions();
        let mut covered = 0;
        let mut all_found = true;
        for field in fields {
            let place = revisions.get(field.revision).and_then(|revision| revision.objects.get(&field.signature));
            let located = place.and_then(|place| value::locate(self.file, &field.dict, *place));
            let end = revisions.get(field.revision).map(|revision| revision.end);
            match located {
                Some(located) if Some(located.end) == end => covered = covered.max(field.revision + 1),
                _ => all_found = false,
            }
        }
        // Data for later checks may stand behind the last signature, and nothing else.
        let uncovered = revisions.len().saturating_sub(covered);
        let last_is_data = uncovered == 0
            || (uncovered == 1 && covered > 0 && {
                let last = revisions.len() - 1;
                history::is_allowed(self.file, last) && !fields.iter().any(|field| field.revision == last)
            });
        let whole = if uncovered == 0 {
            ("整个文件", "the whole file")
        } else {
            ("除验证资料外的整个文件", "the whole file but for validation data")
        };
        self.report.tell(
            Check::Coverage,
            None,
            all_found && last_is_data,
            whole,
            ("签名没有覆盖整个文件", "the signatures do not cover the whole file"),
        );
        let first = fields.first().map_or(0, |field| field.revision);
        let allowed = (first + 1..revisions.len()).all(|at| history::is_allowed(self.file, at));
        self.report.tell(
            Check::Updates,
            None,
            allowed && first > 0,
            ("没有不该有的改动", "none that may not be"),
            ("签名之后改过内容", "the content was changed after signing"),
        );
    }

    /// One signature; its level.
    fn signature(
        &mut self,
        field: &Field,
        issuer: Option<&str>,
        data: Option<&Revocation>,
        record: Option<&Record>,
    ) -> Option<Level> {
        let name = field.name.clone();
        let name = Some(name.as_str());
        let Some((signed, time)) = self.value(field, name) else { return None };
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
            && signed.as_ref().is_some_and(|signed| is_baseline(signed));
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
        let known = self.known(signed, data);
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

    fn known(&self, signed: &Signed, data: Option<&Revocation>) -> Vec<Cert> {
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
        let known = self.known(signed, Some(data));
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
        let known = self.known(&stamp.signed, data);
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

    fn document_stamp(&mut self, field: &Field, data: Option<&Revocation>) {
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

    fn level(&mut self, lowest: Option<Level>, has_data: bool, stamped: bool) {
        let Some(lowest) = lowest else { return };
        let level = if lowest == Level::Lt && stamped { Level::Lta } else { lowest };
        let word = level.as_str().to_uppercase();
        if has_data && level < Level::Lt {
            let (zh, en) = (
                format!("{word}：文件里的验证资料不全"),
                format!("{word}: the validation data in the file is not complete"),
            );
            self.report.add(Check::Level, None, Verdict::Failed, zh, en);
        } else {
            self.report.add(Check::Level, None, Verdict::Passed, word.clone(), word);
        }
        self.report.level = Some(level);
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

    fn archive(&mut self) -> Result<(), crate::diag::Message> {
        let number = self.file.catalog()?.reference("Metadata");
        let text =
            number.map(|number| self.file.stream(number)).transpose()?.map(|(_, bytes)| bytes).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let claims = [
            "<pdfaid:part>3</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ];
        self.report.tell(
            Check::Archive,
            None,
            claims.iter().all(|claim| text.contains(claim)),
            ("标明为 PDF/A-3a 和 PDF/UA-1", "it says that it is PDF/A-3a and PDF/UA-1"),
            ("没有标明为 PDF/A-3a 和 PDF/UA-1", "it does not say that it is PDF/A-3a and PDF/UA-1"),
        );
        Ok(())
    }

    fn record(&mut self, record: &Record) {
        let missing = text::of_pages(self.file).map(|pages| text::first_missing(&pages, record));
        match missing {
            Ok(None) => {
                self.report.add(Check::Record, None, Verdict::Passed, "与页面文字一致", "the pages say the same")
            }
            Ok(Some(part)) => {
                let (zh, en) = (format!("页面上没有这段文字：“{part}”"), format!("the pages do not say: `{part}`"));
                self.report.add(Check::Record, None, Verdict::Failed, zh, en);
            }
            Err(message) => {
                let (zh, en) = (message.text(Lang::Zh).to_owned(), message.text(Lang::En).to_owned());
                self.report.add(Check::Record, None, Verdict::Failed, zh, en);
            }
        }
    }
}

/// What EN 319 142-1 asks of the value beside what [`Signed::verify`] sees.
fn is_baseline(signed: &Signed) -> bool {
    const SIGNING_TIME: der::asn1::ObjectIdentifier = der::asn1::ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
    let has_time = signed.info.signed.as_ref().is_some_and(|all| all.0.iter().any(|it| it.oid == SIGNING_TIME));
    signed.data.content.content.is_none() && !has_time
}
