//! Letters, a profile and the shipped faces for tests of this room.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::Font;

use super::{Document, Typesetter, TypstProblem};
use crate::fonts::Role;
use crate::letter::{Run, Slot};
use crate::lines::{BrokenParagraph, Line, Lines};
use crate::profile::{self, Key, Profile};
use crate::record::{Record, RecordBlock};
use crate::template::{Entry, Filled, Templates};

/// The shipped faces.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let files = std::fs::read_dir(dir).unwrap().map(|it| it.unwrap().path());
    let mut files: Vec<_> = files.filter(|it| it.extension().is_some_and(|it| it == "ttf")).collect();
    files.sort();
    let fonts = files.iter().map(|it| std::fs::read(it).unwrap());
    fonts.flat_map(|data| Font::iter(Bytes::new(data)).collect::<Vec<_>>()).collect()
});

fn families(role: Role) -> Vec<String> {
    let own: &[&str] = match role {
        Role::Fangsong => &["Noto Serif SC Slim Half", "Dafu Fangsong", "Noto Serif SC Slim"],
        Role::Xiaobiaosong => &["Noto Serif SC Title"],
        Role::Heiti => &["Noto Sans SC Heading"],
        Role::Kaiti => &["Noto Serif SC Half", "AR PL UKai", "Dafu Kai Fill"],
        Role::Songti => &["Noto Serif SC Half"],
    };
    let all = own.iter().chain(&["Noto Serif SC", "HanaMinB"]);
    all.map(|&it| it.to_owned()).collect()
}

/// The folder of templates.
fn templates_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")
}

/// The profile `standard` with other places: end, contact, signature.
pub(crate) fn profile(places: [&str; 3]) -> Profile {
    let mut profile = profile::load(&templates_dir(), "standard").unwrap();
    let names = ["end", "contact", "signature"].map(str::to_owned);
    profile.places.extend(names.into_iter().zip(places.map(str::to_owned)));
    profile.form = profile::Form::Plain;
    profile
}

/// The shipped templates, set by `profile`.
pub(crate) fn templates(profile: &Profile) -> Templates {
    Templates::load_with(&templates_dir(), profile, &families).unwrap()
}

/// Typst with the shipped faces.
pub(crate) fn typesetter(templates: &Templates) -> Typesetter {
    Typesetter::with_fonts(templates.files(), FONTS.clone())
}

/// A paragraph of told lines, in 仿宋 unless a line begins with `黑体|`.
pub(crate) fn told(slot: Slot, indents: (f64, f64), lines: &[&str]) -> BrokenParagraph {
    let line = |text: &&str| {
        let (role, text) = match text.strip_prefix("黑体|") {
            Some(text) => (Role::Heiti, text),
            None => (Role::Fangsong, *text),
        };
        Line { runs: vec![Run { role, text: text.to_owned() }] }
    };
    BrokenParagraph {
        slot,
        first_indent: indents.0,
        hanging_indent: indents.1,
        ragged: false,
        squeezed: true,
        lines: lines.iter().map(line).collect(),
    }
}

/// A letter under way: what is printed, and its lines.
pub(crate) struct Sample {
    pub(crate) record: Record,
    pub(crate) lines: Lines,
}

impl Sample {
    /// A letter with title, addressee and date.
    pub(crate) fn new() -> Self {
        let addressee = Slot::Field(Key::Addressee);
        Self {
            record: Record {
                version: 1,
                matter: "建议".to_owned(),
                genre: "答复".to_owned(),
                number: Some("153".to_owned()),
                round: 1,
                title: "关于第153号建议的答复".to_owned(),
                addressee: "王景峰代表".to_owned(),
                issuer: vec!["黄山市发展和改革委员会".to_owned()],
                date: "2024-06-11".to_owned(),
                ..Record::default()
            },
            lines: Lines {
                title: vec!["关于第153号建议的答复".to_owned()],
                paragraphs: vec![told(addressee, (0.0, 0.0), &["王景峰代表："])],
                annex_titles: Vec::new(),
            },
        }
    }

    /// Adds a paragraph of the body.
    pub(crate) fn body(mut self, lines: &[&str]) -> Self {
        let slot = Slot::Body(self.record.body.len());
        self.record.body.push(RecordBlock::Text(lines.concat()));
        self.lines.paragraphs.push(told(slot, (2.0, 0.0), lines));
        self
    }

    /// Adds a table to the body.
    pub(crate) fn table(mut self, rows: &[&[&str]], header_rows: usize) -> Self {
        let rows = rows.iter().map(|row| row.iter().map(|it| (*it).to_owned()).collect());
        self.record.body.push(RecordBlock::Table { table: rows.collect(), header_rows });
        self
    }

    /// Adds an element.
    pub(crate) fn element(mut self, key: Key, indents: (f64, f64), lines: &[&str]) -> Self {
        let slot = Slot::Field(key);
        self.lines.paragraphs.push(told(slot, indents, lines));
        self
    }

    /// Fills it.
    pub(crate) fn fill(&self, templates: &Templates, profile: &Profile) -> Filled {
        templates.fill(Entry::Letter, &self.record, &self.lines, profile).unwrap()
    }

    /// Fills it and lays it out.
    pub(crate) fn lay_out(&self, profile: &Profile) -> Result<Document, Vec<TypstProblem>> {
        let templates = templates(profile);
        typesetter(&templates).compile(&self.fill(&templates, profile))
    }
}
