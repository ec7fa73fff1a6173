//! What differs by place, as pure data: a profile of `templates/profiles/` and the field table and page
//! settings of its pack. Knows neither Tera nor Typst nor fonts.
//!
//! [`load`] flattens `extends`, refuses unknown keys with their line and column, and checks every
//! pattern's names, so that later rooms can rely on all of it.

mod about;
mod choices;
mod feedback_form;
mod form;
mod key;
mod layer;
mod load;
mod naming;
mod naming_file;
mod pack;
mod pattern;
mod publication;
mod texts;
mod wording;

pub use choices::Choice;
pub use feedback_form::{FeedbackFormRule, FormRowRule};
pub use form::Form;
pub use key::Key;
pub use load::{all_files, files, load, names, pack_of};
pub use naming::{CcRule, GenreRule, Naming, SessionName, Sessions, SubjectRule};
pub(crate) use pack::suggest;
pub use pack::{PACK_FILE, Pack, PackFonts, Setting, pack, packs, unknown as unknown_pack};
pub use pattern::Pattern;
pub use publication::Unmarked;
pub use wording::Wording;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How a letter of one place looks and reads.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its name, as `--profile` takes it.
    pub name: String,
    /// The pack whose `letter.typ.tera` it uses, a folder of the templates: `reply`.
    pub pack: Pack,
    /// The pack's settings, as this profile has them.
    pub settings: BTreeMap<String, Setting>,
    /// Families that the pack sets roles in.
    pub fonts: Vec<PackFonts>,
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
    /// Rules of wording of the usual genre; [`Profile::wording_of`] has those of each.
    pub wording: Wording,
    /// Names that the rules are filled with.
    pub naming: Naming,
    /// What a genre does otherwise, by its name.
    pub genre_rules: BTreeMap<String, GenreRule>,
    /// To whom copies go where a row does not say; the first rule that fits.
    pub copies: Vec<CcRule>,
    /// Fields whose values the rules of wording print.
    pub worded: BTreeSet<Key>,
    /// Labels put before values, by the element's key: `category` → `办复类别：`.
    pub labels: BTreeMap<Key, String>,
    /// Marks put behind values, by the element's key: `category` → `）`.
    pub stops: BTreeMap<Key, String>,
    /// Sentences that ask for an opinion, by the way of asking (反馈方式).
    pub feedback: BTreeMap<String, String>,
    /// The form on which those who proposed say what they think of the answer (征询意见表).
    pub feedback_form: Option<FeedbackFormRule>,
    /// What becomes of letters without 公开属性 when copies for publication are made.
    pub unmarked: Unmarked,
    /// The form that its letters have.
    pub form: Form,
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

    /// Is `key` printed by the form? Who printed it and when stands in a document's 版记 only.
    pub fn prints(&self, key: &Key) -> bool {
        let fits = self.form == Form::Document || !matches!(key, Key::PrintOrgan | Key::PrintDate);
        fits && self.prints.contains(key)
    }

    /// The rules of wording of a genre.
    pub fn wording_of(&self, genre: &str) -> &Wording {
        self.genre_rules.get(genre).map_or(&self.wording, |rule| &rule.wording)
    }

    /// The genre that is meant where a row gives none, for a unit with this part in the matter (办理方式).
    pub fn usual_genre(&self, role: &str) -> &str {
        let known = |genre: &&String| self.genre_rules.get(*genre).is_some_and(|rule| rule.role == role);
        let own = self.genres.iter().find(known).filter(|_| !role.is_empty());
        own.or(self.genres.first()).map_or("", String::as_str)
    }

    /// Can some genre do without a field that the profile requires?
    pub fn is_optional_somewhere(&self, key: &Key) -> bool {
        let rules = self.genres.iter().filter_map(|genre| self.genre_rules.get(genre));
        rules.into_iter().any(|rule| rule.optional.contains(key))
    }

    /// Is there a genre that goes to the lead unit and not to those who proposed?
    pub fn has_papers_to_units(&self) -> bool {
        self.genres.iter().any(|genre| !self.wording_of(genre).addressee.is_empty())
    }

    /// Fields that some pattern names.
    fn named_in_wording(&self) -> BTreeSet<Key> {
        let genres = self.genre_rules.values();
        let patterns = self.wording.patterns().chain(genres.flat_map(|rule| rule.wording.patterns()));
        let names: BTreeSet<&str> = patterns.flat_map(Pattern::names).collect();
        Key::ALL.iter().filter(|key| names.contains(key.variable().as_str())).cloned().collect()
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
    /// Type of the issuer's name in the head (发文机关标志), at most; a longer name is set smaller.
    pub head_size_pt: f64,
    /// 版记: 四号.
    pub colophon_size_pt: f64,
    /// Diameter of the place kept for a seal: 42 for departments, 45 for governments of cities and counties.
    pub seal_mm: f64,
}

impl Page {
    /// Room of a body line in em of the body size: 27.64 for 156 mm at 16 pt.
    pub fn measure(&self) -> f64 {
        let width_pt = (self.paper_width_mm - self.left_mm - self.right_mm) / 25.4 * 72.0;
        width_pt / self.size_pt
    }

    /// Room of a line of the 版记 in em of its own size, a character free on either side.
    pub fn colophon_measure(&self) -> f64 {
        self.measure() * self.size_pt / self.colophon_size_pt - 2.0
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
            head_size_pt: 42.0,
            colophon_size_pt: 14.0,
            seal_mm: 42.0,
        }
    }
}
