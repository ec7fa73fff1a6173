//! Forms of the letter, and the words and marks round its elements.

use super::{Key, Page, Profile};

/// About so many lines are taken by a red head, down to its line.
const LINES_OF_RED_HEAD: f64 = 8.0;
/// Blank lines over and under the title there.
const BLANKS_ROUND_TITLE: f64 = 3.0;

/// The form of a letter (GB/T 9704-2012). Needs no more of the templates than that they know its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Form {
    /// 信函格式 (10.1): the issuer's name and two double lines.
    Letter,
    /// 文件格式 (7.2): a red head over a red line, and 版记 with lines on an even page.
    Document,
    /// Without head, lines or 版记.
    #[default]
    Plain,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Letter, Self::Document, Self::Plain];

    /// Its name in profiles and templates.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Document => "document",
            Self::Plain => "plain",
        }
    }

    /// The form of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == name)
    }

    /// Do copies and what follows them stand apart at the foot of a page (版记)?
    pub fn has_colophon(self) -> bool {
        self != Self::Plain
    }
}

impl Page {
    /// From line to line: the first and the last of a full page touch the type area's edges.
    pub fn pitch_mm(&self) -> f64 {
        let height = self.paper_height_mm - self.top_mm - self.bottom_mm - self.em_mm();
        height / f64::from(self.lines.max(2) - 1)
    }

    /// A character of the body.
    pub fn em_mm(&self) -> f64 {
        self.size_pt / 72.0 * 25.4
    }
}

impl Profile {
    /// The word that the profile chose for a place; empty where its pack knows no such place.
    pub fn place(&self, name: &str) -> &str {
        self.places.get(name).map_or("", String::as_str)
    }

    /// Is 签发人 printed name by name beside the document number, and not as a paragraph?
    pub fn signs_by_name(&self) -> bool {
        self.form == Form::Document && self.place("signatory") == "number"
    }

    /// Does 公开属性 stand in 版记?
    pub fn discloses_below(&self) -> bool {
        self.form.has_colophon() && self.place("disclosure") == "colophon"
    }

    /// Does 主送 stand in 版记? In a document it does where the profile says so, and by the standard where it would leave no
    /// room for text on the first page (GB/T 9704 7.3.2).
    pub fn addresses_below(&self, addressee: &str, title: &str) -> bool {
        match (self.form, self.place("addressee")) {
            (Form::Document, "colophon") => true,
            (Form::Document, "colophon-if-long") => {
                let lines = |text: &str, room: f64| (text.chars().count() as f64 / room).ceil();
                let title = lines(title, self.page.title_measure_em) * 1.25 + BLANKS_ROUND_TITLE;
                let first = lines(addressee, self.page.measure());
                LINES_OF_RED_HEAD + title + first >= f64::from(self.page.lines)
            }
            _ => false,
        }
    }

    /// What follows an element's value, such as `）`; empty for most.
    pub fn stop(&self, key: &Key) -> &str {
        self.stops.get(key).map_or("", String::as_str)
    }

    /// `text` between its label and its stop.
    pub fn labelled(&self, key: &Key, text: &str) -> String {
        format!("{}{text}{}", self.label(key), self.stop(key))
    }

    /// The sentence that a way of asking for an opinion (反馈方式) is printed as; one that the table lacks is printed as it
    /// is given.
    pub fn feedback_sentence<'a>(&'a self, way: &'a str) -> &'a str {
        self.feedback.get(way).map_or(way, String::as_str)
    }
}
