//! What differs by place, as pure data: a profile of `templates/profiles/` and the field table and page
//! settings of its pack. Knows neither Tera nor Typst nor fonts.
//!
//! [`load`] flattens `extends`, refuses unknown keys with their line and column, and checks every
//! pattern's names, so that later rooms can rely on all of it.

mod about;
mod choices;
mod key;
mod layer;
mod load;
mod pattern;

pub use choices::Choice;
pub use key::Key;
pub use load::load;
pub use pattern::Pattern;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How a letter of one place looks and reads.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name, as `--profile` takes it.
    pub name: String,
    /// The pack whose `letter.typ.tera` it uses, a folder of the templates: `reply`.
    pub pack: String,
    /// The file it stands in.
    pub file: PathBuf,
    /// Every field a ledger may have: the contract's and the profile's own.
    pub fields: Vec<FieldSpec>,
    /// Values for rows that leave them out; the last resort.
    pub defaults: BTreeMap<Key, String>,
    /// Elements that the form prints. A value given for another printable one is a note.
    pub prints: BTreeSet<Key>,
    /// Matters (类型) that the place knows, the first is the usual one.
    pub matters: Vec<String>,
    /// Genres (文种), the first is the usual one.
    pub genres: Vec<String>,
    /// Class table (办复类别).
    pub classes: Vec<Class>,
    /// Rules of wording.
    pub wording: Wording,
    /// Labels put before values, by the element's key: `category` → `办复类别：`.
    pub labels: BTreeMap<Key, String>,
    /// Where elements stand; names the template understands: `contact` → `before-date`.
    pub places: BTreeMap<String, String>,
    /// Page settings, for Typst and for the line breaker alike.
    pub page: Page,
    /// SHA-256 over the texts of the profile, of those it extends and of its pack's settings: part of every letter's key.
    pub digest: String,
}

impl Profile {
    /// The spec of `key`.
    pub fn field(&self, key: &Key) -> Option<&FieldSpec> {
        self.fields.iter().find(|spec| spec.key == *key)
    }

    /// Is `key` printed by the form?
    pub fn prints(&self, key: &Key) -> bool {
        self.prints.contains(key)
    }

    /// The label of an element, empty where it has none.
    pub fn label(&self, key: &Key) -> &str {
        self.labels.get(key).map_or("", String::as_str)
    }
}

/// A field of the field table (`template.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// The field.
    pub key: Key,
    /// Headings it may stand under beside its key and the contract's heading.
    pub headings: Vec<String>,
    /// What it holds.
    pub kind: Kind,
    /// Whether a letter needs it.
    pub need: Need,
    /// A good value, for hints and the empty workbook.
    pub example: String,
}

impl FieldSpec {
    /// What stands over its column: the contract's heading, of a profile's own field its first one.
    pub fn heading(&self) -> &str {
        match &self.key {
            Key::Extra(name) => self.headings.first().unwrap_or(name),
            key => key.heading(),
        }
    }
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Running text.
    Text,
    /// Text that looks like a number: identifiers, telephones, document numbers.
    Identifier,
    /// A small number: a term, a count.
    Count,
    /// A date.
    Date,
    /// Several values.
    List,
    /// Several names of people or bodies.
    Names,
    /// Paragraphs.
    Body,
}

/// Whether a letter needs a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Every letter has it.
    Required,
    /// It may be left out.
    Optional,
    /// It has always this value.
    Fixed(String),
    /// It may not be given.
    Forbidden,
}

/// One class of the class table (办复类别).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Its name, as printed after the label: `A类`.
    pub name: String,
    /// Other ways to write it in a ledger: `A`, `甲`.
    pub aliases: Vec<String>,
    /// What it means there.
    pub meaning: String,
}

/// Rules that make title, addressee and opening. Of a list of patterns the first is taken
/// whose every name has a value.
#[derive(Debug, Clone)]
pub struct Wording {
    /// By assembly (`人大`, `政协`): the session's names.
    pub session: BTreeMap<String, SessionNames>,
    /// By assembly: what its members are called: 代表, 委员.
    pub honours: BTreeMap<String, String>,
    /// By assembly: the matter that is meant when none is given: 建议, 提案.
    pub usual_matters: BTreeMap<String, String>,
    /// Last words of a place's name and the level they show: `自治区` → `自治区`, `市` → `市`; longest first.
    pub levels: Vec<(String, String)>,
    /// By matter: the noun for it in running text: 建议 → `建议`.
    pub nouns: BTreeMap<String, String>,
    /// The subject in running text: `关于{core}的{noun}`.
    pub subject: Pattern,
    /// Titles.
    pub title: Vec<Pattern>,
    /// Addressee of one proposer: `{name}{honour}`.
    pub addressee_one: Pattern,
    /// Addressee of several, all named: `{names}{honour}`.
    pub addressee_several: Pattern,
    /// Addressee where not all are named: `{names}等{count}位{honour}`.
    pub addressee_counted: Pattern,
    /// Addressee of bodies: `{names}`.
    pub addressee_body: Pattern,
    /// How one person is spoken to: 您.
    pub pronoun_one: String,
    /// How several are: 你们.
    pub pronoun_several: String,
    /// How a body is: 贵单位.
    pub pronoun_body: String,
    /// Openings.
    pub opening: Vec<Pattern>,
    /// Openings where others had a part in it (会办单位).
    pub opening_with_co_units: Vec<Pattern>,
    /// Closing words; empty for none.
    pub closing: String,
    /// Ends an addressee: `：`.
    pub addressee_stop: String,
    /// Ends a copy list: `。` by GB/T 9704, nothing in some places.
    pub cc_stop: String,
}

/// A session's long name, as in titles, and short one, as in running text.
#[derive(Debug, Clone)]
pub struct SessionNames {
    /// `{place}第{term}届人民代表大会第{meeting}次会议`.
    pub long: Pattern,
    /// `{level}{term}届人大{meeting}次会议`.
    pub short: Pattern,
}

/// The page, in the template's settings (`template.toml`, `[page]`); a profile may override single ones.
/// Lengths in mm and pt as their names say.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Paper, A4.
    pub paper_width_mm: f64,
    /// Paper, A4.
    pub paper_height_mm: f64,
    /// 订口.
    pub left_mm: f64,
    /// Right of the type area.
    pub right_mm: f64,
    /// 天头.
    pub top_mm: f64,
    /// Under the type area.
    pub bottom_mm: f64,
    /// Body type, 三号: 16 or 15.75.
    pub size_pt: f64,
    /// Lines of a full page: 22.
    pub lines: u32,
    /// Title type, 二号: 22.
    pub title_size_pt: f64,
    /// Room for a title's line, in em of the title's size: 19.
    pub title_measure_em: f64,
    /// A title's last line has at least so many characters: 4.
    pub title_last_line: usize,
}

impl Page {
    /// Room of a body line in em of the body size: 27.64 for 156 mm at 16 pt.
    pub fn measure(&self) -> f64 {
        let width_pt = (self.paper_width_mm - self.left_mm - self.right_mm) / 25.4 * 72.0;
        width_pt / self.size_pt
    }
}

#[cfg(test)]
impl Page {
    /// The page of the pack `reply`, as tests of other rooms use it.
    pub(crate) fn sample() -> Self {
        Self {
            paper_width_mm: 210.0,
            paper_height_mm: 297.0,
            left_mm: 28.0,
            right_mm: 26.0,
            top_mm: 37.0,
            bottom_mm: 35.0,
            size_pt: 16.0,
            lines: 22,
            title_size_pt: 22.0,
            title_measure_em: 19.0,
            title_last_line: 4,
        }
    }
}
