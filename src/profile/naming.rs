//! How a place names its sessions, members and bodies, and whom it sends copies to; what a genre does otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{Key, Pattern, Wording};

/// Names that the rules of wording are filled with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Naming {
    /// By assembly (`人大`, `政协`), level and time.
    pub sessions: Sessions,
    /// By assembly: what its members are called: 代表, 委员.
    pub honours: BTreeMap<String, String>,
    /// By assembly: the matter that is meant when none is given: 建议, 提案.
    pub usual_matters: BTreeMap<String, String>,
    /// Last words of a place's name and the level they show: `自治区` → `自治区`, `市` → `市`; longest first.
    pub levels: Vec<(String, String)>,
    /// By matter: the noun for it in running text: 闭会建议 → `建议`.
    pub nouns: BTreeMap<String, String>,
    /// Matters that are raised between sessions (闭会期间).
    pub between: Vec<String>,
    /// What is taken off a subject before it is worded anew.
    pub subject: SubjectRule,
    /// Last words of names that are never a person's, however short: 市委.
    pub bodies: Vec<String>,
    /// How a body or unit is spoken to by the last words of its name: `局` → `贵局`; longest first.
    pub pronouns: Vec<(String, String)>,
    /// So many names are written in full; more become the first one's with 等N位.
    pub names_in_full: usize,
}

impl Naming {
    /// The level that a place's name shows: 市 for 黄山市.
    pub fn level(&self, place: &str) -> Option<&str> {
        by_ending(&self.levels, place)
    }

    /// How the body or unit `name` is spoken to, where the table has it.
    pub fn pronoun(&self, name: &str) -> Option<&str> {
        by_ending(&self.pronouns, name)
    }

    /// The noun for a matter.
    pub fn noun<'a>(&'a self, matter: &'a str) -> &'a str {
        self.nouns.get(matter).map_or(matter, String::as_str)
    }
}

fn by_ending<'a>(table: &'a [(String, String)], name: &str) -> Option<&'a str> {
    table.iter().find(|(ending, _)| name.ends_with(ending.as_str())).map(|(_, word)| word.as_str())
}

/// What is taken off a subject's ends: words in front and behind, unless they belong to a word of `keep`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubjectRule {
    /// 关于, 对.
    pub front: Vec<String>,
    /// 的建议, 提案.
    pub back: Vec<String>,
    /// 对外, 合理化建议.
    pub keep: Vec<String>,
}

/// Which name of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionName {
    /// `黄山市第八届人民代表大会第四次会议`, as in titles.
    Long,
    /// `市八届人大四次会议`, as in running text.
    Short,
    /// `市八届人大四次会议期间`: when it was proposed.
    Time,
}

/// For which sessions a name is meant; an empty level stands for every level without a name of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SessionOf {
    pub assembly: String,
    pub level: String,
    pub between: bool,
    pub name: SessionName,
}

/// The names of all sessions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sessions(pub(super) BTreeMap<SessionOf, Vec<Pattern>>);

impl Sessions {
    /// The patterns of a name, at the level (市) or else at any; empty for an assembly without one.
    pub fn patterns(&self, assembly: &str, level: &str, between: bool, name: SessionName) -> &[Pattern] {
        let of = |level: &str| SessionOf { assembly: assembly.to_owned(), level: level.to_owned(), between, name };
        self.0.get(&of(level)).or_else(|| self.0.get(&of(""))).map_or(&[], Vec::as_slice)
    }
}

/// What a kind of paper (文种) does otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GenreRule {
    /// Its rules, the profile's own below them.
    pub wording: Wording,
    /// The part (办理方式) of those who write it: 会办. Empty for all others.
    pub role: String,
    /// Fields that it does not need though the profile's other papers do.
    pub optional: BTreeSet<Key>,
    /// In whose name it is written, where that is not the unit that writes it: `{place}人民政府`.
    pub in_name_of: Vec<Pattern>,
    /// What marks it as a draft, behind its title and in brackets: 代拟稿. A draft has no seal.
    pub draft: String,
}

/// To whom copies go where a row does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CcRule {
    /// Only for this assembly; empty for each.
    pub assembly: String,
    /// Only for this matter; empty for each.
    pub matter: String,
    /// Only for this genre; empty for each.
    pub genre: String,
    /// The copies; one whose names have no value is left out.
    pub to: Vec<Pattern>,
}
