//! The checks in their order.

use std::path::PathBuf;

use super::history::{self, Field};
use super::report::{Check, Report, Verdict};
use super::{record_of, text, value};
use crate::diag::{Lang, Outcome};
use crate::record::Record;
use crate::sign::cert::Cert;
use crate::sign::pdf::PdfFile;
use crate::sign::revocation::Revocation;
use crate::sign::{Level, dss};

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
    pub(super) roots: Option<Vec<Cert>>,
    pub(super) data: Revocation,
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

pub(super) struct Checking<'a> {
    pub(super) file: &'a PdfFile<'a>,
    pub(super) trust: &'a Trust,
    pub(super) report: Report,
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
        if let Some(mark) = &record.mark {
            let (zh, en) = (format!("这是“{mark}”，不是函"), format!("it is marked `{mark}`: no letter"));
            self.report.add(Check::Record, None, Verdict::Failed, zh, en);
            return;
        }
        let missing = text::of_pages(self.file).map(|pages| text::first_missing(&pages, record));
        match missing {
            Ok(None) => {
                self.report.add(Check::Record, None, Verdict::Passed, "与页面文字一致", "the pages say the same");
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
