//! What verifying a package, or a run's folder, found: the four groups of 四性检测 (DA/T 70-2018), item by item.

use crate::diag::{Lang, Message};
pub use crate::sign::verify::Verdict;

/// A group of checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 真实性: it is what it says, and nobody changed it.
    Authenticity,
    /// 完整性: nothing is missing, nothing is too many.
    Completeness,
    /// 可用性: it can be opened and read.
    Usability,
    /// 安全性: it does no harm.
    Safety,
}

impl Group {
    /// Every group, in the standard's order.
    pub const ALL: [Self; 4] = [Self::Authenticity, Self::Completeness, Self::Usability, Self::Safety];

    /// Its name in the machine output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authenticity => "authenticity",
            Self::Completeness => "completeness",
            Self::Usability => "usability",
            Self::Safety => "safety",
        }
    }

    /// Its name for people.
    pub fn text(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, _) => self.as_str(),
            (Lang::Zh, Self::Authenticity) => "真实性",
            (Lang::Zh, Self::Completeness) => "完整性",
            (Lang::Zh, Self::Usability) => "可用性",
            (Lang::Zh, Self::Safety) => "安全性",
        }
    }
}

macro_rules! items {
    ($($(#[doc = $doc:expr])+ $variant:ident = $name:literal, $zh:literal, $group:ident;)+) => {
        /// An item of the checks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Item { $($(#[doc = $doc])+ $variant,)+ }

        impl Item {
            /// Every item, in the order of the groups.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name in the machine output.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Its name for people.
            pub fn text(self, lang: Lang) -> &'static str {
                match (lang, self) {
                    (Lang::En, _) => self.as_str(),
                    $((Lang::Zh, Self::$variant) => $zh,)+
                }
            }

            /// Its group.
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)+ }
            }
        }
    };
}

items! {
    /// Every file has the digest that the list says.
    Fixity = "fixity", "固化信息", Authenticity;
    /// Every file of a 件 has the digests of its record, SHA-256 and SM3.
    Digests = "digests", "数字摘要", Authenticity;
    /// Electronic signatures.
    Signatures = "signatures", "电子签名", Authenticity;
    /// Timestamps.
    Timestamps = "timestamps", "时间戳", Authenticity;
    /// Types and value sets of the metadata.
    Values = "values", "元数据值域", Authenticity;
    /// Names, sizes, pages and formats are those of the metadata.
    FileFacts = "file-facts", "文件属性", Authenticity;
    /// The metadata says what the letter's own data says.
    Content = "content", "元数据与内容", Authenticity;
    /// The pages say what the letter's data says.
    Pages = "pages", "页面文字", Authenticity;
    /// The letters set again give the same.
    Rebuild = "rebuild", "重排核对", Authenticity;
    /// The container is as dafu writes it.
    Container = "container", "移交包结构", Authenticity;
    /// The package has what its form asks.
    Structure = "structure", "归档包组成", Completeness;
    /// The numbers of 件 and files.
    Counts = "counts", "数量", Completeness;
    /// Running numbers.
    Serials = "serials", "顺序号", Completeness;
    /// Required elements of the metadata.
    Elements = "elements", "必填元数据", Completeness;
    /// Every 件 has its files.
    Components = "components", "组成材料", Completeness;
    /// Metadata can be read.
    Metadata = "metadata", "元数据可读", Usability;
    /// Files can be opened.
    Readable = "readable", "内容可读", Usability;
    /// Formats are those of archives.
    Formats = "formats", "格式", Usability;
    /// Nothing is encrypted or compressed.
    Encryption = "encryption", "加密和压缩", Usability;
    /// No scripts, no programs.
    Scripts = "scripts", "脚本和程序", Safety;
    /// Nothing leads out: no links, no paths, no entities.
    Links = "links", "外部链接", Safety;
    /// Viruses.
    Viruses = "viruses", "病毒", Safety;
}

/// An item and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub item: Item,
    /// The file, where it is about one.
    pub file: Option<String>,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found.
    pub message: Message,
}

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Lines, in the order of the items.
    pub lines: Vec<Line>,
    /// How many letters it is about.
    pub letters: usize,
    /// The form, where it is a package.
    pub form: Option<String>,
}

impl Report {
    /// Did nothing fail?
    pub fn is_good(&self) -> bool {
        !self.lines.is_empty() && self.lines.iter().all(|line| line.verdict != Verdict::Failed)
    }

    /// Something that failed.
    pub(super) fn fail(&mut self, item: Item, file: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.add(item, Some(file), Verdict::Failed, zh, en);
    }

    /// Something that somebody should look at.
    pub(super) fn doubt(&mut self, item: Item, file: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.add(item, Some(file), Verdict::Doubtful, zh, en);
    }

    pub(super) fn add(
        &mut self,
        item: Item,
        file: Option<&str>,
        verdict: Verdict,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        let message = Message::new(zh, en);
        self.lines.push(Line { item, file: file.filter(|it| !it.is_empty()).map(str::to_owned), verdict, message });
    }

    /// An item passed, if nothing about it failed.
    pub(super) fn pass(&mut self, item: Item, zh: impl Into<String>, en: impl Into<String>) {
        let failed = self.lines.iter().any(|line| line.item == item && line.verdict == Verdict::Failed);
        if !failed {
            self.add(item, None, Verdict::Passed, zh, en);
        }
    }

    /// Brings the lines into the order of the items; within one the order of finding stays.
    pub(super) fn sort(&mut self) {
        self.lines.sort_by_key(|line| line.item);
    }
}
