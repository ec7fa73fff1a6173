//! The elements of a letter that are more than text.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One who proposed (提出人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposer {
    /// Name, without padding.
    pub name: String,
    /// Person or body.
    pub kind: ProposerKind,
}

/// A person, or a collective proposer such as 民盟黄山市委.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProposerKind {
    /// A deputy or member.
    Person,
    /// A party, group or committee.
    Body,
}

/// The session of a congress or a conference (届次).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// `黄山市第八届人民代表大会第四次会议`, as in titles.
    pub long: String,
    /// `市八届人大四次会议`, as in running text.
    pub short: String,
}

/// Whom to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// 联系单位.
    pub unit: Option<String>,
    /// 联系人.
    pub person: Option<String>,
    /// 联系电话.
    pub phone: Option<String>,
}

/// The title (标题).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Title {
    /// The whole title on one line.
    pub text: String,
    /// The clerk's own lines, where the cell has line breaks; else empty.
    pub lines: Vec<String>,
    /// Names in it that no line parts: of units, and of those who proposed.
    pub names: Vec<String>,
}

/// The date of writing (成文日期). Shown as printed: `2024年6月11日`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(i16, i8, i8)", into = "(i16, i8, i8)")]
pub struct LetterDate(jiff::civil::Date);

impl LetterDate {
    /// The date, if there is such a day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Day, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// `2024-06-11`.
    pub fn iso(self) -> String {
        self.0.to_string()
    }
}

impl From<LetterDate> for (i16, i8, i8) {
    fn from(date: LetterDate) -> Self {
        (date.year(), date.month(), date.day())
    }
}

impl TryFrom<(i16, i8, i8)> for LetterDate {
    type Error = &'static str;

    fn try_from((year, month, day): (i16, i8, i8)) -> Result<Self, Self::Error> {
        Self::new(year, month, day).ok_or("no such day")
    }
}

impl fmt::Display for LetterDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月{}日", self.year(), self.month(), self.day())
    }
}
