//! The names that a template can use, and their values for one letter.
//!
//! All names stand at the top level and are always there, empty where the letter has nothing, so that a
//! misspelt one is found when templates load. Everything comes from the record, its told lines and the profile.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Value};

use super::escape::literal;
use super::paragraph;
use super::trace::Marks;
use crate::fonts::{Faces, Role};
use crate::letter::Slot;
use crate::lines::{BrokenParagraph, Lines};
use crate::profile::{Form, Key, Profile};
use crate::record::{Record, RecordBlock, RecordForm, RecordFormRow};

/// Elements that reach a template as finished paragraphs, under [`Key::variable`].
const PARAGRAPHS: &[Key] = &[
    Key::Addressee,
    Key::Opening,
    Key::Body,
    Key::Closing,
    Key::Attachments,
    Key::Signatory,
    Key::Category,
    Key::ContactUnit,
    Key::ContactPerson,
    Key::ContactPhone,
    Key::DocNumber,
    Key::Cc,
    Key::Note,
    Key::Disclosure,
    Key::CopyNumber,
    Key::Secrecy,
    Key::Urgency,
    Key::FilingNumber,
    Key::ClassNumber,
    Key::Previous,
    Key::Reviewer,
    Key::CoUnits,
    Key::Feedback,
    Key::PrintOrgan,
    Key::PrintDate,
];

/// Names with plain text or a number.
const PLAIN: &[&str] = &[
    "number",
    "matter",
    "genre",
    "round",
    "place",
    "assembly",
    "term",
    "meeting",
    "title_text",
    "author",
    "date_iso",
    "date_year",
    "date_month",
    "date_day",
    "fits_one_page",
    "extra_lines",
    "form",
    "draft",
    "addressee_below",
    "publication",
    "feedback_title",
    "feedback_lead",
    RECORD_FILE,
];

/// The name of what a letter attaches.
pub(super) const RECORD_FILE: &str = "record_file";

/// Names with lists: the issuers, those who signed it off by name, and the attachments that are set as pages, each with
/// `label`, `title` (its lines) and `body`; the rows of the form that asks for an opinion, each with `label`, `value`,
/// `choices`, `lines` and `half`, and what stands under them.
const LISTS: &[&str] = &["issuer", "signatories", "annexes", "feedback_rows", "feedback_notes"];

/// What a name holds, as far as a template can ask for parts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// A text or number: no parts.
    Text,
    /// A list: no named parts.
    List,
    /// A map with these parts.
    Map(BTreeSet<String>),
}

/// All names that a template can use.
#[derive(Debug, Clone)]
pub(super) struct Names(BTreeMap<String, Shape>);

impl Names {
    /// The names of letters set by `profile`.
    pub(super) fn of_profile(profile: &Profile) -> Self {
        let page = serde_json::to_value(&profile.page).ok();
        let page = page.as_ref().and_then(serde_json::Value::as_object);
        let page = page.into_iter().flatten().map(|(name, _)| name.clone());
        let faces = Role::ALL.iter().map(|role| role.as_str().to_owned());
        let maps = [
            ("places", profile.places.keys().cloned().collect()),
            ("page", page.collect()),
            ("faces", faces.collect()),
            ("extra", extra_names(profile).map(str::to_owned).collect()),
            ("labels", Key::ALL.iter().map(Key::variable).collect()),
            ("settings", profile.settings.keys().cloned().collect()),
        ];
        let maps = maps.map(|(name, parts)| (name.to_owned(), Shape::Map(parts)));
        let texts = PLAIN.iter().map(|&name| name.to_owned());
        let paragraphs = PARAGRAPHS.iter().map(Key::variable);
        let texts = texts.chain(paragraphs).chain(["title".to_owned()]);
        let lists = LISTS.iter().map(|&name| (name.to_owned(), Shape::List));
        Self(texts.map(|name| (name, Shape::Text)).chain(maps).chain(lists).collect())
    }

    /// Given names; for tests of the scan.
    #[cfg(test)]
    pub(super) fn of<const N: usize>(names: [(&str, Shape); N]) -> Self {
        Self(names.map(|(name, shape)| (name.to_owned(), shape)).into())
    }

    /// What `name` holds.
    pub(super) fn shape(&self, name: &str) -> Option<&Shape> {
        self.0.get(name)
    }

    /// Every name.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The parts of a map; nothing for other names.
    pub(super) fn parts(&self, base: &str) -> impl Iterator<Item = &str> {
        let parts = match self.0.get(base) {
            Some(Shape::Map(parts)) => Some(parts),
            _ => None,
        };
        parts.into_iter().flatten().map(String::as_str)
    }
}

/// Names of the profile's own fields.
fn extra_names(profile: &Profile) -> impl Iterator<Item = &str> {
    profile.fields.iter().filter_map(|spec| match &spec.key {
        Key::Extra(name) => Some(name.as_str()),
        _ => None,
    })
}

/// The families of each role as Typst's array literals: the map `faces`.
pub(super) fn faces_value(families: &dyn Fn(Role) -> Vec<String>) -> Value {
    let arrays = Role::ALL.iter().map(|&role| {
        let mut array = String::from("(");
        for family in families(role) {
            literal(&family, &mut array);
            array.push_str(", ");
        }
        array.push(')');
        (role.as_str().to_owned(), Value::safe_string(&array))
    });
    Value::from_serializable(&arrays.collect::<BTreeMap<_, _>>())
}

/// The families of each role, as [`faces_value`] takes them.
pub(super) fn families_of(faces: &Faces) -> impl Fn(Role) -> Vec<String> + '_ {
    |role| {
        let families = faces.families(role).into_iter();
        families.map(str::to_owned).collect()
    }
}

/// The values of one letter. With `marks`, each value that comes from a ledger's field is marked.
pub(super) fn context(
    record: &Record,
    lines: &Lines,
    profile: &Profile,
    faces: &Value,
    mut marks: Option<&mut Marks>,
) -> Context {
    let mut context = Context::new();
    let mut marked = |slot: Slot, text: &str| match &mut marks {
        Some(marks) => marks.around(slot, text),
        None => text.to_owned(),
    };
    let text = |value: &Option<String>| Value::from(value.as_deref().unwrap_or_default());

    let number = record.number.as_deref().unwrap_or_default();
    let author = record.issuer.join("、");
    let number = marked(Slot::Field(Key::Number), number);
    context.insert_value("number", Value::from(number));
    let title_text = marked(Slot::Field(Key::Title), &record.title);
    context.insert_value("title_text", Value::from(title_text));
    let author = marked(Slot::Field(Key::Issuer), &author);
    context.insert_value("author", Value::from(author));
    let issuers = record.issuer.iter();
    let issuers = issuers.map(|name| Value::from(marked(Slot::Field(Key::Issuer), name)));
    context.insert_value("issuer", Value::from(issuers.collect::<Vec<_>>()));
    let names = record.signatory.iter().map(|name| Value::from(marked(Slot::Field(Key::Signatory), name)));
    context.insert_value("signatories", Value::from(names.collect::<Vec<_>>()));
    let labels = Key::ALL.iter().map(|key| (key.variable(), profile.label(key)));
    context.insert_value("labels", Value::from_serializable(&labels.collect::<BTreeMap<_, _>>()));
    // Templates compare these with words of their own, so they are never marked.
    context.insert_value("matter", Value::from(record.matter.as_str()));
    context.insert_value("genre", Value::from(record.genre.as_str()));
    context.insert_value("form", Value::from(profile.form.as_str()));
    context.insert_value("round", Value::from(u64::from(record.round)));
    context.insert_value("place", text(&record.place));
    context.insert_value("assembly", text(&record.assembly));
    context.insert_value("term", text(&record.term));
    context.insert_value("meeting", text(&record.meeting));
    insert_date(&mut context, &record.date);

    let mut title = String::new();
    paragraph::title(&lines.title, &mut title);
    let title = marked(Slot::Field(Key::Title), &title);
    context.insert_value("title", Value::safe_string(&title));
    let kept = kept_with_signature(record, lines);
    let source = |paragraph: &BrokenParagraph| {
        let mut source = String::new();
        let keep = kept.get(&paragraph.slot).copied().unwrap_or_default();
        paragraph::paragraph(paragraph, keep, &mut source);
        source
    };
    for key in PARAGRAPHS {
        let value = if *key == Key::Body {
            body(&record.body, &Slot::Body, lines, &source, &mut marked)
        } else {
            let paragraphs = paragraphs_of(lines, key);
            let paragraphs = paragraphs.map(|it| marked(it.slot.clone(), &source(it)));
            paragraphs.collect::<Vec<_>>().join("\n\n")
        };
        context.insert_value(key.variable(), Value::safe_string(&value));
    }

    let annexes = record.attachment_files.iter().map(|annex| {
        let index = annex.index;
        let body = body(&annex.body, &|block| Slot::Annex(index, block), lines, &source, &mut marked);
        let title = lines.annex_titles.iter().find(|(of, _)| *of == index).map(|(_, title)| title);
        let title = title.into_iter().flatten().filter(|line| !line.is_empty());
        let title: Vec<Value> = title.map(|line| Value::from(marked(Slot::Attachment(index), line))).collect();
        let last = record.attachment_files.iter().map(|annex| annex.index + 1).max();
        let alone = record.attachments.len().max(last.unwrap_or_default()) < 2;
        let label = if alone { "附件".to_owned() } else { format!("附件{}", index + 1) };
        let parts = [("label", Value::from(label)), ("title", Value::from(title)), ("body", Value::safe_string(&body))];
        Value::from_serializable(&parts.into_iter().collect::<BTreeMap<_, _>>())
    });
    let annexes: Vec<Value> = annexes.collect();
    context.insert_value("annexes", Value::from(annexes));

    let extra = extra_names(profile).map(|name| {
        let key = Key::Extra(name.to_owned());
        let paragraphs = paragraphs_of(lines, &key);
        let paragraphs: Vec<_> = paragraphs.map(|it| marked(it.slot.clone(), &source(it))).collect();
        let value = if paragraphs.is_empty() {
            let text = record.extra.get(name).map_or("", String::as_str);
            Value::from(marked(Slot::Field(key), text))
        } else {
            Value::safe_string(&paragraphs.join("\n\n"))
        };
        (name.to_owned(), value)
    });
    let extra = extra.collect::<BTreeMap<_, _>>();
    let own = lines.paragraphs.iter().filter(|it| matches!(it.slot, Slot::Field(Key::Extra(_))));
    let own: Vec<_> = own.map(|it| marked(it.slot.clone(), &source(it))).collect();
    context.insert_value("extra_lines", Value::safe_string(&own.join("\n\n")));
    context.insert_value("extra", Value::from_serializable(&extra));
    let one_page = fits_one_page(record, lines, profile);
    context.insert_value("draft", Value::from(record.draft));
    let below = profile.addresses_below(&record.addressee, &record.title);
    context.insert_value("addressee_below", Value::from(below));
    context.insert_value("publication", Value::from(record.publication));
    let empty = RecordForm::default();
    let form = record.feedback_form.as_ref().unwrap_or(&empty);
    context.insert_value("feedback_title", Value::from(form.title.as_str()));
    context.insert_value("feedback_lead", Value::from(form.lead.as_str()));
    context.insert_value("feedback_rows", Value::from(form.rows.iter().map(form_row).collect::<Vec<_>>()));
    context.insert_value("feedback_notes", Value::from_serializable(&form.notes));
    context.insert_value("fits_one_page", Value::from(one_page));
    context.insert_value("places", Value::from_serializable(&profile.places));
    context.insert_value("settings", Value::from_serializable(&profile.settings));
    context.insert_value("page", Value::from_serializable(&profile.page));
    context.insert_value("faces", faces.clone());
    context
}

/// A row of the form. All parts are always there, empty where the row has nothing.
fn form_row(row: &RecordFormRow) -> Value {
    let parts = [
        ("label", Value::from(row.label.as_str())),
        ("value", Value::from(row.value.as_str())),
        ("choices", Value::from_serializable(&row.choices)),
        ("lines", Value::from(u64::from(row.lines))),
        ("half", Value::from(row.half)),
    ];
    Value::from_serializable(&parts.into_iter().collect::<BTreeMap<_, _>>())
}

fn paragraphs_of<'a>(lines: &'a Lines, key: &'a Key) -> impl Iterator<Item = &'a BrokenParagraph> + 'a {
    let paragraphs = lines.paragraphs.iter();
    paragraphs.filter(move |paragraph| paragraph.slot.key() == *key)
}

/// All blocks of the body, or of an attachment.
fn body(
    blocks: &[RecordBlock],
    slot: &dyn Fn(usize) -> Slot,
    lines: &Lines,
    source: &dyn Fn(&BrokenParagraph) -> String,
    marked: &mut dyn FnMut(Slot, &str) -> String,
) -> String {
    let told: BTreeMap<&Slot, &BrokenParagraph> =
        lines.paragraphs.iter().map(|paragraph| (&paragraph.slot, paragraph)).collect();
    let blocks = blocks.iter().enumerate().map(|(index, block)| {
        let slot = slot(index);
        let mut block_source = String::new();
        match (block, told.get(&slot)) {
            (_, Some(paragraph)) => block_source = source(paragraph),
            (RecordBlock::Table { table, header_rows }, None) => {
                paragraph::table(table, *header_rows, &mut block_source);
            }
            // Nothing that the record holds may be missing from the page, told or not.
            (RecordBlock::Text(text), None) => {
                block_source.push_str("#p(");
                literal(text, &mut block_source);
                block_source.push(')');
            }
        }
        marked(slot, &block_source)
    });
    blocks.collect::<Vec<_>>().join("\n\n")
}

/// A title takes two lines more than it has, a date one of its own, and attachments a blank one before them.
const LINES_ROUND_TITLE: usize = 2;
/// About so many lines are taken by the heads, up to the first row of marks.
const LINES_OF_LETTER_HEAD: usize = 3;
/// The same for a red head.
const LINES_OF_RED_HEAD: usize = 8;

/// Do all told lines, the issuers and the date stand on one page? A table's height is not known here: then it
/// counts as no.
fn fits_one_page(record: &Record, lines: &Lines, profile: &Profile) -> bool {
    if record.body.iter().any(|block| matches!(block, RecordBlock::Table { .. })) {
        return false;
    }
    let told: usize = lines.paragraphs.iter().map(|paragraph| paragraph.lines.len()).sum();
    let title = lines.title.len() + LINES_ROUND_TITLE;
    let head = match profile.form {
        Form::Plain => 0,
        Form::Letter => LINES_OF_LETTER_HEAD,
        Form::Document => LINES_OF_RED_HEAD,
    };
    // Two blank lines before a seal, and one that it reaches down below the date.
    let seal = if matches!(profile.place("signature"), "seal" | "stamp") { 3 } else { 0 };
    let signature = record.issuer.len() + 1 + seal;
    let blank = usize::from(!record.attachments.is_empty());
    head + title + told + signature + blank <= profile.page.lines as usize
}

/// A signature may not stand alone on a page: so many of the text's last lines go with it.
const LINES_WITH_SIGNATURE: usize = 2;

/// How many lines of which paragraphs stay with the signature: the last ones of body, closing and
/// attachments, in this order, but never the opening: the first page has to show text. Of those before a table none is
/// known.
fn kept_with_signature(record: &Record, lines: &Lines) -> BTreeMap<Slot, usize> {
    let of = |key| lines.paragraphs.iter().filter(move |it| it.slot.key() == key);
    let ends_in_table = matches!(record.body.last(), Some(RecordBlock::Table { .. }));
    let body = of(Key::Body).filter(|_| !ends_in_table);
    let feedback_and_closing = of(Key::Feedback).chain(of(Key::Closing));
    let text = body.chain(feedback_and_closing).chain(of(Key::Attachments));
    let text: Vec<&BrokenParagraph> = text.collect();
    let mut left = LINES_WITH_SIGNATURE;
    let mut kept = BTreeMap::new();
    for paragraph in text.into_iter().rev() {
        if left == 0 {
            break;
        }
        kept.insert(paragraph.slot.clone(), left);
        left = left.saturating_sub(paragraph.lines.len());
    }
    kept
}

/// `date_iso`, and its parts without leading zeros.
fn insert_date(context: &mut Context, iso: &str) {
    let mut parts = iso.split('-').map(|part| part.trim_start_matches('0').to_owned());
    context.insert_value("date_iso", Value::from(iso));
    for name in ["date_year", "date_month", "date_day"] {
        let part = parts.next().unwrap_or_default();
        context.insert_value(name, Value::from(part));
    }
}
