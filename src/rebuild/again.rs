//! One letter again, and what it is compared with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::{Lang, Message, Outcome};
use crate::fonts::Faces;
use crate::letter::Letter;
use crate::profile;
use crate::record::Record;
use crate::sign::verify;
use crate::typeset::Sheet;
use crate::workshop::{self, Job, Product, Workshop};

/// What came of setting a letter again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rebuilt {
    /// The bytes are the same, of a signed letter those before its signature.
    Same,
    /// It bears a seal; but for that the pages say the same.
    Sealed(Message),
    /// The pages are drawn the same, the bytes differ for a reason that is told: another version.
    SamePages(Message),
    /// The pages say the same, but are drawn in another way.
    SameText(Message),
    /// It came out otherwise.
    Differs(Message),
    /// It could not be set again.
    Failed(Message),
}

/// Sets letters again with the templates and fonts of a package.
pub struct Rebuilder {
    templates: PathBuf,
    faces: Arc<Faces>,
    workshops: BTreeMap<String, Result<Arc<Workshop>, Message>>,
}

impl Rebuilder {
    /// Opens the fonts; templates are opened when a letter asks for them.
    pub fn open(templates: &Path, fonts: &Path) -> Outcome<Self> {
        let faces = Arc::new(Faces::open(fonts)?);
        Ok(Self { templates: templates.to_owned(), faces, workshops: BTreeMap::new() })
    }

    /// Sets the letter of a PDF again and compares the two. `tool` is what it was made by.
    pub fn rebuild(&mut self, pdf: &[u8], name: &Path, tool: &str) -> Rebuilt {
        let failed = |zh: &str, en: &str| Rebuilt::Failed(Message::new(zh, en));
        let record = match verify::record(pdf) {
            Ok(record) => record,
            Err(message) => return Rebuilt::Failed(message),
        };
        let Some(letter) = Letter::from_record(&record, name) else {
            return failed(
                "它的数据不是这个版本写的样子，不能由它重排",
                "its record is not of the form of this version: it cannot be set from it",
            );
        };
        let workshop = match self.workshop(&record) {
            Ok(workshop) => workshop,
            Err(message) => return Rebuilt::Failed(message),
        };
        let stem = name.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let product = if record.feedback_form.is_some() { Product::ReplyWithForm } else { Product::Reply };
        let made = workshop.make(&Job { letter, product, file_stem: stem });
        // What Typst remembers of a letter is of no use for the one after the next.
        workshop::forget(2);
        let Some(again) = made.value else {
            let first = made.findings.into_iter().find(crate::diag::Diagnostic::is_error);
            return Rebuilt::Failed(
                first.map_or_else(|| Message::new("没有排成", "it could not be set"), |found| found.message),
            );
        };
        let Sheet::Plain(again) = again.sheet else {
            return failed("排出来的函盖了章", "the letter set again bears a seal");
        };
        compare(pdf, again.bytes(), tool)
    }

    fn workshop(&mut self, record: &Record) -> Result<Arc<Workshop>, Message> {
        let (templates, faces) = (&self.templates, &self.faces);
        let opened = self.workshops.entry(record.profile.clone()).or_insert_with(|| {
            let open = || -> Outcome<Workshop> {
                let profile = Arc::new(profile::load(templates, &record.profile)?);
                Workshop::open(templates, profile, Arc::clone(faces))
            };
            open().map(Arc::new).map_err(|problems| {
                let first = problems.into_iter().next().map(|problem| problem.message);
                first.unwrap_or_else(|| Message::new("模板打不开", "the templates cannot be opened"))
            })
        });
        opened.clone()
    }
}

/// What this library is, as the journal names it.
const TOOL: &str = concat!("dafu ", env!("CARGO_PKG_VERSION"));

fn compare(old: &[u8], new: &[u8], tool: &str) -> Rebuilt {
    let end = verify::facts(old).map_or(old.len(), |facts| facts.first_end);
    // A signature's update may begin with a line break that ends the file before it.
    let rest = old.get(new.len()..end);
    if old.starts_with(new) && rest.is_some_and(|rest| rest.trim_ascii().is_empty()) {
        return Rebuilt::Same;
    }
    let why = if tool == TOOL {
        Message::new("版本相同，文件却不同", "the version is the same, the bytes are not")
    } else {
        Message::new(format!("当时是 {tool}，现在是 {TOOL}"), format!("it was made by {tool}, this is {TOOL}"))
    };
    let said = |zh: &str, en: &str| {
        Message::new(format!("{zh}（{}）", why.text(Lang::Zh)), format!("{en} ({})", why.text(Lang::En)))
    };
    let unsigned = old.get(..end).unwrap_or(old);
    let drawn = verify::drawings(unsigned).and_then(|old| Ok((old, verify::drawings(new)?)));
    let drawn = match drawn {
        Ok(drawn) => drawn,
        Err(message) => return Rebuilt::Failed(message),
    };
    if drawn.0 == drawn.1 {
        let message = said("各页画得相同", "the pages are drawn the same");
        return if tool == TOOL { Rebuilt::Differs(message) } else { Rebuilt::SamePages(message) };
    }
    let (old, new) = (verify::said(unsigned).text, verify::said(new).text);
    if old.is_some() && old == new {
        if drawn.0.len() == drawn.1.len() && pictures(&drawn.0) > pictures(&drawn.1) {
            return Rebuilt::Sealed(Message::new(
                "盖了章的函：除印章外，各页文字相同",
                "a sealed letter: but for the seal the pages say the same",
            ));
        }
        let message = said("各页文字相同，画法不同", "the pages say the same, but are drawn in another way");
        return if tool == TOOL { Rebuilt::Differs(message) } else { Rebuilt::SameText(message) };
    }
    Rebuilt::Differs(said("各页文字不同", "the pages do not say the same"))
}

/// How many pictures are put on the pages.
fn pictures(pages: &[Vec<u8>]) -> usize {
    let puts = |window: &[u8]| window.starts_with(b" Do") && window.last().is_some_and(u8::is_ascii_whitespace);
    pages.iter().map(|page| page.windows(4).filter(|window| puts(window)).count()).sum()
}
