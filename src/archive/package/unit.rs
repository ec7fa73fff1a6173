//! The record of one letter in the archive: `unit.json`.

use serde::{Deserialize, Serialize};

/// Version of the form.
pub const VERSION: u32 = 1;

/// One 件: a letter and all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Version of this form: 1.
    pub version: u32,
    /// Running number in the package (顺序号), from 1.
    pub serial: usize,
    /// Archival code (档号).
    pub code: String,
    /// The letter's identity.
    pub id: String,
    /// The number of what it answers; empty where it has none.
    pub number: String,
    /// What the unit says for the archive.
    pub archive: Archive,
    /// What the letter says of itself.
    pub letter: LetterFacts,
    /// The files, the letter first.
    pub components: Vec<Component>,
    /// Other papers that it belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub relations: Vec<Relation>,
    /// What made it.
    pub making: UnitMaking,
    /// What was done, in the order of time.
    pub events: Vec<Event>,
    /// Its signatures.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub signatures: Vec<Signature>,
}

/// What the unit says for the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// 档案馆名称.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub archives: Option<String>,
    /// 档案馆代码.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub archives_code: Option<String>,
    /// 全宗名称.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fonds_name: Option<String>,
    /// 立档单位名称.
    pub unit: String,
    /// 组织机构代码.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit_code: Option<String>,
    /// 全宗号.
    pub fonds: String,
    /// 目录号.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub catalogue_no: Option<String>,
    /// 年度.
    pub year: String,
    /// 保管期限: 永久, 30年, 10年.
    pub retention: String,
    /// 机构或问题.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organ: Option<String>,
    /// 类别号.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub class: Option<String>,
    /// 件号.
    pub item_no: u32,
    /// 脱机载体编号; empty until there is one.
    pub carrier: String,
    /// 脱机载体存址.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub carrier_place: Option<String>,
}

/// What the letter says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct LetterFacts {
    /// 题名.
    pub title: String,
    /// 文件编号.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub doc_number: Option<String>,
    /// 责任者.
    pub issuer: Vec<String>,
    /// 日期, `2024-06-11`.
    pub date: String,
    /// 文种.
    pub genre: String,
    /// 紧急程度.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub urgency: Option<String>,
    /// 主送.
    pub addressee: String,
    /// 抄送.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cc: Vec<String>,
    /// 人名: those who proposed, and who signed for the unit.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub names: Vec<String>,
    /// 密级.
    pub secrecy: String,
    /// 保密期限.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub secrecy_term: Option<String>,
    /// 页数.
    pub pages: usize,
    /// 公开属性.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub disclosure: Option<String>,
}

/// What a file is in its 件.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The letter (正本).
    Letter,
    /// The letter as it was before it was stamped elsewhere (定稿).
    FinalDraft,
    /// The letter's data.
    Data,
    /// An attachment (附件).
    Attachment,
    /// The suggestion or proposal that it answers (来文).
    Suggestion,
    /// The processing sheet (发文处理单).
    ProcessingSheet,
    /// The returned feedback form (征询意见表).
    Feedback,
}

impl Role {
    /// Every role, in the order of a 件.
    pub const ALL: [Self; 7] = [
        Self::Letter,
        Self::FinalDraft,
        Self::Data,
        Self::Attachment,
        Self::Suggestion,
        Self::ProcessingSheet,
        Self::Feedback,
    ];

    /// Its Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Letter => "正本",
            Self::FinalDraft => "定稿",
            Self::Data => "数据",
            Self::Attachment => "附件",
            Self::Suggestion => "来文",
            Self::ProcessingSheet => "处理单",
            Self::Feedback => "征询意见表",
        }
    }

    /// Its name in paths that are ASCII.
    pub fn ascii(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::FinalDraft => "final-draft",
            Self::Data => "record",
            Self::Attachment => "attachment",
            Self::Suggestion => "suggestion",
            Self::ProcessingSheet => "processing-sheet",
            Self::Feedback => "feedback",
        }
    }
}

/// A file of the 件.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// What it is.
    pub role: Role,
    /// Its own name.
    pub name: String,
    /// Where it is in the package; empty where it stands in its 件's file.
    pub path: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub sha256: String,
    /// SM3, in hex.
    pub sm3: String,
    /// Its media type.
    pub media: String,
    /// Its format: `PDF/A-3a`.
    pub format: String,
    /// It was scanned from paper.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub scan: bool,
}

/// Another paper that the 件 belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// How: `answers-again` (再次答复).
    pub kind: String,
    /// The other paper's document number, or its code.
    pub to: String,
}

/// What made the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitMaking {
    /// `dafu 0.1.0`.
    pub tool: String,
    /// The profile's name.
    pub profile: String,
    /// SHA-256 of the profile.
    pub profile_sha256: String,
    /// SHA-256 of the templates.
    pub templates_sha256: String,
    /// SHA-256 of the fonts.
    pub fonts_sha256: String,
    /// The key of the content.
    pub content_key: String,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// `checked`, `made`, `signed`, `adopted` or `packed`.
    pub what: String,
    /// When, RFC 3339.
    pub time: String,
    /// Who or what did it.
    pub agent: String,
}

impl Event {
    /// What was done, in Chinese.
    pub fn zh(&self) -> &'static str {
        match self.what.as_str() {
            "checked" => "检查",
            "made" => "生成",
            "signed" => "签名",
            "adopted" => "收入盖章件",
            _ => "归档打包",
        }
    }
}

/// A signature of the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// By which rule: `PAdES (ETSI EN 319 142-1)`.
    pub rule: String,
    /// The claimed time, RFC 3339.
    pub time: String,
    /// The signer's name in the certificate.
    pub signer: String,
    /// The signature's value, in Base64.
    pub value: String,
    /// The signer's certificate, in Base64.
    pub certificate: String,
    /// The algorithm's object identifier.
    pub algorithm: String,
}

/// The head of a package: `dafu-package.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Version of this form: 1.
    pub version: u32,
    /// The form: `bagit`, `catalogue`, …
    pub form: String,
    /// What made it.
    pub tool: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// The unit.
    pub unit: String,
    /// How many 件.
    pub letters: usize,
    /// The list of them.
    pub index: String,
    /// The folder of templates for setting the letters again.
    pub templates: String,
    /// The folder of fonts, where they are in the package.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fonts: Option<String>,
}

/// A line of the list of 件: `units.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexLine {
    /// Running number, from 1.
    pub serial: usize,
    /// Archival code.
    pub code: String,
    /// The file with its record.
    pub path: String,
    /// SHA-256 of that file.
    pub sha256: String,
}

/// JSON with two blanks an indent and a line break at the end.
pub(in crate::archive) fn pretty<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_else(|err| unreachable!("plain data: {err}"));
    bytes.push(b'\n');
    bytes
}
