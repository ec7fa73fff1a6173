//! The contract's keys: what a letter can be told.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! keys {
    ($($(#[doc = $doc:expr])+ $variant:ident = $key:literal, $heading:literal;)+) => {
        /// A field of a ledger: its JSON key and its heading are fixed by the contract.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Key {
            $($(#[doc = $doc])+ $variant,)+
            /// A field that a profile adds: `extra.…`; holds the part after the dot.
            Extra(String),
        }

        impl Key {
            /// Every key of the contract, in its order.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The JSON key, dotted where nested: `contact.unit`. Without its `extra.` for a profile's own field.
            pub fn as_str(&self) -> &str {
                match self { $(Self::$variant => $key,)+ Self::Extra(name) => name }
            }

            /// The Chinese heading of the contract; of a profile's own field its name.
            pub fn heading(&self) -> &str {
                match self { $(Self::$variant => $heading,)+ Self::Extra(name) => name }
            }
        }
    };
}

keys! {
    /// Number of the suggestion or proposal (建议号), text.
    Number = "number", "建议号";
    /// Kind of matter (类型): 建议, 提案, …
    Matter = "matter", "类型";
    /// Kind of paper (文种): 答复, 会办意见.
    Genre = "genre", "文种";
    /// Place (地区): 黄山市.
    Place = "place", "地区";
    /// 人大 or 政协.
    Assembly = "assembly", "人大政协";
    /// Term (届).
    Term = "term", "届";
    /// Meeting of the term (次).
    Meeting = "meeting", "次";
    /// The subject as worded by the proposer (建议标题).
    Subject = "subject", "建议标题";
    /// Those who proposed, the lead first (提出人).
    Proposers = "proposers", "提出人";
    /// Their number, where not all are named (提出人数).
    ProposerCount = "proposer_count", "提出人数";
    /// The unit's part (办理方式): 独办, 主办, 分办, 会办.
    Role = "role", "办理方式";
    /// Lead unit (主办单位).
    LeadUnit = "lead_unit", "主办单位";
    /// One letter for all, or one each (答复方式).
    Answer = "answer", "答复方式";
    /// First or later answer (答复轮次).
    Round = "round", "答复轮次";
    /// Document number of the earlier answer (原复文字号).
    Previous = "previous", "原复文字号";
    /// Handled together with (并案号).
    MergedWith = "merged_with", "并案号";
    /// Filing number (立案号).
    FilingNumber = "filing_number", "立案号";
    /// Number within its class (类别编号).
    ClassNumber = "class_number", "类别编号";
    /// Title (标题), GB/T 9704 7.3.1.
    Title = "title", "标题";
    /// Addressee (主送机关), GB/T 9704 7.3.2.
    Addressee = "addressee", "主送";
    /// Opening paragraph (开头语).
    Opening = "opening", "开头语";
    /// Body (正文), GB/T 9704 7.3.3.
    Body = "body", "正文";
    /// File that holds the body (正文文件).
    BodyFile = "body_file", "正文文件";
    /// Closing words (结束语).
    Closing = "closing", "结束语";
    /// Signatory (签发人), GB/T 9704 7.2.6.
    Signatory = "signatory", "签发人";
    /// Reviewer (审签人).
    Reviewer = "reviewer", "审签人";
    /// How the proposer is asked for an opinion (反馈方式).
    Feedback = "feedback", "反馈方式";
    /// Class of the result (办复类别).
    Category = "category", "办复类别";
    /// Unit to turn to (联系单位).
    ContactUnit = "contact.unit", "联系单位";
    /// Person to turn to (联系人).
    ContactPerson = "contact.person", "联系人";
    /// Telephone (联系电话).
    ContactPhone = "contact.phone", "联系电话";
    /// Issuing organ (发文机关), GB/T 9704 7.3.5.
    Issuer = "issuer", "发文机关";
    /// Document number (发文字号), GB/T 9704 7.2.5.
    DocNumber = "doc_number", "发文字号";
    /// Date of writing (成文日期), GB/T 9704 7.3.5.
    Date = "date", "成文日期";
    /// Copies to (抄送机关), GB/T 9704 7.4.2.
    Cc = "cc", "抄送";
    /// Co-handling units (会办单位).
    CoUnits = "co_units", "会办单位";
    /// Disclosure mark (公开属性).
    Disclosure = "disclosure", "公开属性";
    /// Reason for not disclosing (不公开理由).
    DisclosureReason = "disclosure_reason", "不公开理由";
    /// Names of attachments (附件说明), GB/T 9704 7.3.4.
    Attachments = "attachments", "附件";
    /// Their files (附件文件).
    AttachmentFiles = "attachment_files", "附件文件";
    /// Date of assignment (交办日期).
    Assigned = "assigned", "交办日期";
    /// Due date (办理期限).
    Due = "due", "办理期限";
    /// Record of contacts (沟通记录).
    ContactLog = "contact_log", "沟通记录";
    /// Satisfaction (满意度).
    Satisfaction = "satisfaction", "满意度";
    /// Note (附注), GB/T 9704 7.3.6.
    Note = "note", "附注";
    /// Copy number (份号), GB/T 9704 7.2.1.
    CopyNumber = "copy_number", "份号";
    /// Secrecy and its term (密级和保密期限), GB/T 9704 7.2.2.
    Secrecy = "secrecy", "密级";
    /// Urgency (紧急程度), GB/T 9704 7.2.3.
    Urgency = "urgency", "紧急程度";
    /// Printing organ (印发机关), GB/T 9704 7.4.3.
    PrintOrgan = "print_organ", "印发机关";
    /// Date of printing (印发日期), GB/T 9704 7.4.3.
    PrintDate = "print_date", "印发日期";
    /// Retention period (保管期限).
    Retention = "retention", "保管期限";
    /// Running number in the archive (件号).
    ItemNo = "item_no", "件号";
}

impl Key {
    /// Pairs of which a letter needs one.
    pub const EITHER: [(Self, Self); 3] =
        [(Self::Number, Self::Title), (Self::Proposers, Self::Addressee), (Self::Body, Self::BodyFile)];

    /// The key written `text`: a key of the contract, or `extra.…`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(name) = text.strip_prefix("extra.") {
            return (!name.is_empty()).then(|| Self::Extra(name.to_owned()));
        }
        Self::ALL.iter().find(|key| key.as_str() == text).cloned()
    }

    /// The name in a template's context: `contact_unit`.
    pub fn variable(&self) -> String {
        self.as_str().replace('.', "_")
    }
}

/// The JSON key, with `extra.` in front of a profile's own field.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extra(name) => write!(f, "extra.{name}"),
            key => f.write_str(key.as_str()),
        }
    }
}
