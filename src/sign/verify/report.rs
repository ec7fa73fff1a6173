//! What verifying found.

use crate::diag::{Lang, Message};
use crate::sign::Level;

/// What was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Check {
    /// The file is sound.
    Structure,
    /// There is a signature.
    Signature,
    /// The signatures cover the whole file.
    Coverage,
    /// Nothing but values of fields and data for later was added after a signature.
    Updates,
    /// The signature's value is in its one right form.
    Encoding,
    /// The signed bytes are as they were.
    Digest,
    /// The value is the signer's.
    Value,
    /// The certificates lead to a trusted root.
    Chain,
    /// The signer's certificate held at the time of signing, and may sign.
    Validity,
    /// No certificate was revoked.
    Revocation,
    /// The trusted time.
    Timestamp,
    /// The level.
    Level,
    /// The signer is the printed issuer.
    Signer,
    /// The time of signing fits the letter's date.
    Time,
    /// The file says that it is PDF/A-3a and PDF/UA-1.
    Archive,
    /// The pages say what the attached record says.
    Record,
}

impl Check {
    /// Its name in the machine output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Signature => "signature",
            Self::Coverage => "coverage",
            Self::Updates => "updates",
            Self::Encoding => "encoding",
            Self::Digest => "digest",
            Self::Value => "value",
            Self::Chain => "chain",
            Self::Validity => "validity",
            Self::Revocation => "revocation",
            Self::Timestamp => "timestamp",
            Self::Level => "level",
            Self::Signer => "signer",
            Self::Time => "time",
            Self::Archive => "archive",
            Self::Record => "record",
        }
    }

    /// Its name for people.
    pub fn text(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, _) => self.as_str(),
            (Lang::Zh, Self::Structure) => "文件结构",
            (Lang::Zh, Self::Signature) => "签名",
            (Lang::Zh, Self::Coverage) => "签名范围",
            (Lang::Zh, Self::Updates) => "签名后的改动",
            (Lang::Zh, Self::Encoding) => "签名格式",
            (Lang::Zh, Self::Digest) => "内容摘要",
            (Lang::Zh, Self::Value) => "签名值",
            (Lang::Zh, Self::Chain) => "证书链",
            (Lang::Zh, Self::Validity) => "证书有效期",
            (Lang::Zh, Self::Revocation) => "吊销状态",
            (Lang::Zh, Self::Timestamp) => "时间戳",
            (Lang::Zh, Self::Level) => "签名级别",
            (Lang::Zh, Self::Signer) => "签名人",
            (Lang::Zh, Self::Time) => "签名时间",
            (Lang::Zh, Self::Archive) => "归档格式",
            (Lang::Zh, Self::Record) => "附带数据",
        }
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is as it should be.
    Passed,
    /// It is not: the file is refused.
    Failed,
    /// Somebody should look.
    Doubtful,
    /// What it needs is not at hand.
    Unchecked,
}

impl Verdict {
    /// The word of the machine output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Doubtful => "doubtful",
            Self::Unchecked => "unchecked",
        }
    }

    /// The word for people.
    pub fn text(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, _) => self.as_str(),
            (Lang::Zh, Self::Passed) => "通过",
            (Lang::Zh, Self::Failed) => "不通过",
            (Lang::Zh, Self::Doubtful) => "存疑",
            (Lang::Zh, Self::Unchecked) => "未核查",
        }
    }
}

/// A check and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was checked.
    pub check: Check,
    /// The signature's field, where it is about one.
    pub field: Option<String>,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found.
    pub message: Message,
}

/// Everything found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The checks in their order.
    pub lines: Vec<Line>,
    /// The level of all signatures together.
    pub level: Option<Level>,
}

impl Report {
    /// Is the file accepted?
    pub fn is_good(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.verdict != Verdict::Failed)
    }

    pub(super) fn add(
        &mut self,
        check: Check,
        field: Option<&str>,
        verdict: Verdict,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        let message = Message::new(zh, en);
        self.lines.push(Line { check, field: field.map(str::to_owned), verdict, message });
    }

    /// Passed or failed, with the words of each.
    pub(super) fn tell(
        &mut self,
        check: Check,
        field: Option<&str>,
        good: bool,
        passed: (&str, &str),
        failed: (&str, &str),
    ) {
        let (verdict, (zh, en)) = if good { (Verdict::Passed, passed) } else { (Verdict::Failed, failed) };
        self.add(check, field, verdict, zh, en);
    }
}
