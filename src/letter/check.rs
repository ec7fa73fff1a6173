//! Checking: all problems of all letters in one pass.

use std::collections::BTreeMap;

use super::element::{Contact, Title};
use super::row::Row;
use super::unit::OwnRows;
use super::{
    Letter, LetterDate, LetterId, annex, background, body, date, derive, feedback_form, from_file, identity, marks,
    names, twice, values, worded,
};
use crate::diag::{Checked, Code, Diagnostic, LetterRef, Message, Origin};
use crate::input::RawLetter;
use crate::profile::{Key, Kind, Profile};
use crate::shelf::Shelf;

/// What the check is told beside the profile.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Accept letters marked 秘密 and above (`--allow-classified`).
    pub allow_classified: bool,
}

/// Checks every letter, duplicates across the batch included. A letter with an error is not among the value.
pub fn check_all(raws: &Shelf<RawLetter>, profile: &Profile, options: &CheckOptions) -> Checked<Shelf<Letter>> {
    Checked::of(|findings| check_rows(raws, profile, options, findings))
}

/// Each row goes when its letters are put aside: of a large ledger not all are held.
fn check_rows(
    raws: &Shelf<RawLetter>,
    profile: &Profile,
    options: &CheckOptions,
    findings: &mut Vec<Diagnostic>,
) -> Result<Shelf<Letter>, Diagnostic> {
    let mut letters = raws.beside();
    let mut rows = Vec::new();
    let mut own_rows = OwnRows::default();
    for raw in raws.iter() {
        let (raw, differences) = from_file::settle(raw?, profile);
        let Some(genre) = own_rows.genre(&raw, profile, findings) else { continue };
        let mut row = Row::new(&raw, profile);
        row.findings = differences;
        let (own, marks) = check_row(&mut row, genre, options);
        findings.extend(row.findings.into_iter().map(|found| found.letter(&row.reference)));
        own.iter().for_each(|letter| letters.push(letter));
        rows.push(CheckedRow { letters: own.len(), ..marks });
    }
    own_rows.tell_if_none(findings);
    let mut wrong = twice::letters(&rows, findings).into_iter();
    twice::doc_numbers(&rows, findings);
    let mut right = rows.iter().flat_map(|row| std::iter::repeat_n(wrong.next() == Some(false), row.letters));
    letters.retain(|_| right.next() == Some(true));
    Ok(letters)
}

/// What is known of a row after its check.
pub(super) struct CheckedRow {
    /// How many letters it gave; none where something is wrong with it.
    letters: usize,
    /// The identities of its letters, known or not what is right with it otherwise: one, or with `answer` = `each` one
    /// a proposer; none where the number got lost.
    pub ids: Vec<LetterId>,
    /// As problems name it.
    pub reference: LetterRef,
    /// Where its number stands, or the row.
    pub place: Origin,
    /// Its document number as given, and where.
    pub doc_number: Option<(String, Origin)>,
}

fn check_row(row: &mut Row<'_>, genre: String, options: &CheckOptions) -> (Vec<Letter>, CheckedRow) {
    row.check_needs(&genre);

    // identity first, so that every problem can name the letter
    let (mut facts, mut id) = identity::read(row, genre);

    // who is answered, about what
    facts.subject = row.text(&Key::Subject);
    identity::proposers(row, &mut facts);
    facts.co_units = list(row, &Key::CoUnits);
    facts.lead_unit = row.text(&Key::LeadUnit);
    facts.issuer = people(row, &Key::Issuer);
    facts.plain = worded::plain(row);
    let addressee = given_addressee(row, &facts);
    // One that stands in a file is that of the letter to all of them.
    let in_file = from_file::is_from_file(row, &Key::Addressee);
    facts.addressee = addressee.clone().filter(|_| !in_file);
    let each = identity::each(row, &facts);
    if !each {
        facts.addressee = addressee;
    }
    let draft = identity::in_name_of(row, &mut facts);

    // elements
    let title = title(row, &facts);
    if id.number.is_empty() {
        id.number = title.as_ref().map(|title| title.text.clone()).unwrap_or_default();
    }
    row.reference.id = Some(id.to_string());
    let body = body::parse(row);
    let signatory = if row.prints(&Key::Signatory) { people(row, &Key::Signatory) } else { Vec::new() };
    let category = category(row);
    let contact = contact(row);
    let date = date_of(row);
    let doc_number = doc_number(row, &facts, date);
    let cc = copies(row, &facts);
    let disclosure = disclosure(row);
    let attachments = if row.prints(&Key::Attachments) { list(row, &Key::Attachments) } else { Vec::new() };
    let note = row.printed(&Key::Note).map(|note| unbracketed(&note));
    let annexes = annex::read(row, &attachments);
    let marks = marks::read(row, options);
    let background = background::read(row);

    let opening = given_opening(row, &facts, each);
    let addressee = identity::addressee(row, &facts);
    let ids = if row.raw.reported.contains(&Key::Number) {
        Vec::new()
    } else if each {
        identity::each_id(&id, &facts)
    } else {
        vec![id.clone()]
    };
    let reference = row.reference.clone();
    let place = if row.has(&Key::Number) { row.origin(&Key::Number) } else { row.raw.origin.clone() };
    let given = row.text(&Key::DocNumber).map(|text| (text, row.origin(&Key::DocNumber)));
    let failed = row.failed();
    let (Some(title), Some(body), Some(date), Some(addressee), false) = (title, body, date, addressee, failed) else {
        // Every reason stands among the findings: one for each of these is reported where it is parsed.
        return (Vec::new(), CheckedRow { letters: 0, ids, reference, place, doc_number: given });
    };
    let (body, mut body_origins): (Vec<super::Block>, Vec<Origin>) = body.into_iter().unzip();
    let body_at = row.origin(&Key::Body);
    if body_origins.iter().all(|origin| *origin == body_at) {
        // All of a cell's paragraphs stand where the cell does: over ten thousand letters that adds up.
        body_origins = Vec::new();
    }
    let mut letter = Letter {
        body_origins,
        session: facts.session(),
        matter: facts.matter.clone(),
        genre: facts.genre.clone(),
        number: facts.number.clone(),
        subject: facts.subject.clone(),
        proposers: facts.proposers.clone(),
        proposer_count: facts.count,
        round: facts.round,
        previous: row.text(&Key::Previous),
        title,
        addressee,
        opening,
        body,
        closing: None,
        signatory,
        category,
        contact,
        issuer: facts.issuer.clone(),
        draft,
        doc_number,
        date,
        cc,
        co_units: facts.co_units.clone(),
        disclosure,
        attachments,
        annexes,
        marks,
        note,
        extra: extra(row),
        feedback_form: None,
        publication: false,
        background,
        origins: origins(row),
        row: row.raw.origin.clone(),
        id,
    };
    let letters = if each {
        one_each(row, &letter, facts)
    } else {
        worded::word(row, &mut letter, &facts);
        letter.feedback_form = feedback_form::fill(row, &letter, &facts);
        vec![letter]
    };
    worded::tell_unused(row, &letters);
    (letters, CheckedRow { letters: 0, ids, reference, place, doc_number: given })
}

/// `answer` = `each`: one letter a proposer, number and body shared.
fn one_each(row: &Row<'_>, letter: &Letter, mut facts: derive::Facts<'_>) -> Vec<Letter> {
    let mut letters = Vec::new();
    for proposer in std::mem::take(&mut facts.proposers) {
        facts.proposers = vec![proposer.clone()];
        let mut own = letter.clone();
        own.addressee = facts.addressee_by_rules().unwrap_or_else(|| proposer.name.clone());
        worded::word(row, &mut own, &facts);
        own.id.addressee = Some(proposer.name);
        own.feedback_form = feedback_form::fill(row, &own, &facts);
        letters.push(own);
    }
    letters
}

/// The addressee as the row or its text file gives it.
fn given_addressee(row: &mut Row<'_>, facts: &derive::Facts<'_>) -> Option<String> {
    let text = row.text(&Key::Addressee)?.trim_end_matches(['：', ':', ' ']).to_owned();
    let derived = facts.addressee_by_rules();
    Some(from_file::or_derived(row, &Key::Addressee, text, derived.as_ref(), facts))
}

/// The opening as the row or its text file gives it; letters to each have their own.
fn given_opening(row: &mut Row<'_>, facts: &derive::Facts<'_>, each: bool) -> Option<String> {
    let text = row.printed(&Key::Opening)?;
    let derived = facts.opening();
    let text = from_file::or_derived(row, &Key::Opening, text, derived.as_ref(), facts);
    (!each || !from_file::is_from_file(row, &Key::Opening)).then_some(text)
}

/// To whom copies go; 无 is nobody, where the profile's table would say somebody.
fn copies(row: &mut Row<'_>, facts: &derive::Facts<'_>) -> Vec<String> {
    if !row.prints(&Key::Cc) {
        return Vec::new();
    }
    let given = list(row, &Key::Cc);
    match given.as_slice() {
        [] => facts.copies(),
        [none] if none == "无" => Vec::new(),
        _ => given,
    }
}

/// Names of people or bodies, without their kind.
fn people(row: &mut Row<'_>, key: &Key) -> Vec<String> {
    let mut findings = Vec::new();
    let found = names::names(&row.field(key), &row.profile.naming.bodies, &mut findings);
    findings.into_iter().for_each(|found| row.report(key, found));
    found.proposers.into_iter().map(|(proposer, _)| proposer.name).collect()
}

fn list(row: &Row<'_>, key: &Key) -> Vec<String> {
    names::list(&row.field(key)).into_iter().map(|(item, _)| item.trim_end_matches('。').to_owned()).collect()
}

/// The title, with the mark of a draft behind it.
fn title(row: &mut Row<'_>, facts: &derive::Facts<'_>) -> Option<Title> {
    let mut title = unmarked_title(row, facts)?;
    title.names = facts.names();
    title.names.retain(|name| title.text.contains(name.as_str()));
    let draft = row.profile.genre_rules.get(&facts.genre).map_or("", |rule| rule.draft.as_str());
    if !draft.is_empty() && !title.text.contains(draft) {
        let mark = format!("（{draft}）");
        title.text.push_str(&mark);
        if !title.lines.is_empty() {
            title.lines.push(mark);
        }
    }
    Some(title)
}

fn unmarked_title(row: &mut Row<'_>, facts: &derive::Facts<'_>) -> Option<Title> {
    if let Some(text) = row.peek(&Key::Title) {
        let derived = facts.title();
        let text = from_file::or_derived(row, &Key::Title, text, derived.as_ref(), facts);
        let lines: Vec<String> =
            text.split('\n').map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let text = lines.concat();
        return Some(Title { text, lines: if lines.len() > 1 { lines } else { Vec::new() }, names: Vec::new() });
    }
    let text = facts.title();
    if text.is_none() && facts.number.is_some() && !row.raw.reported.contains(&Key::Title) {
        let message = Message::new(
            "标题空着，又缺少拼出标题所需的内容",
            "the title is empty, and what it would be made of is missing",
        );
        let found = Diagnostic::error(Code::ValueMissing, message).at(&row.origin(&Key::Title));
        row.report(
            &Key::Title,
            found.hint(
                "填上标题，或补全地区、人大政协、届、次和建议标题",
                "give a title, or place, assembly, term, meeting and subject",
            ),
        );
    }
    text.map(|text| Title { text, ..Title::default() })
}

fn category(row: &mut Row<'_>) -> Option<String> {
    let text = row.printed(&Key::Category)?;
    let parsed = values::category(&text, row.profile, &row.origin(&Key::Category));
    row.keep(&Key::Category, parsed)
}

fn contact(row: &mut Row<'_>) -> Contact {
    // The rules of wording may print it though the form has no line for it.
    let worded = row.profile.worded.contains(&Key::ContactPhone);
    let phone = if worded { row.text(&Key::ContactPhone) } else { row.printed(&Key::ContactPhone) };
    let phone = phone.and_then(|text| {
        let parsed = values::phone(&text, &row.origin(&Key::ContactPhone));
        row.keep(&Key::ContactPhone, parsed)
    });
    let phone = phone.filter(|_| row.profile.prints(&Key::ContactPhone));
    Contact { unit: row.printed(&Key::ContactUnit), person: row.printed(&Key::ContactPerson), phone }
}

fn doc_number(row: &mut Row<'_>, facts: &derive::Facts<'_>, date: Option<LetterDate>) -> Option<String> {
    let text = row.printed(&Key::DocNumber)?;
    let mut findings = Vec::new();
    let series = &row.profile.wording_of(&facts.genre).doc_word;
    let text = values::in_series(text, series, date);
    let parsed = values::doc_number(&text, &row.origin(&Key::DocNumber), series, &mut findings);
    findings.into_iter().for_each(|found| row.report(&Key::DocNumber, found));
    row.keep(&Key::DocNumber, parsed)
}

fn date_of(row: &mut Row<'_>) -> Option<LetterDate> {
    if !row.has(&Key::Date) {
        return None;
    }
    let parsed = date::parse(&row.field(&Key::Date));
    row.keep(&Key::Date, parsed)
}

fn disclosure(row: &mut Row<'_>) -> Option<String> {
    let text = row.printed(&Key::Disclosure)?;
    let parsed = values::disclosure(&text, &row.origin(&Key::Disclosure));
    row.keep(&Key::Disclosure, parsed)
}

fn unbracketed(note: &str) -> String {
    let inner = note.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.unwrap_or(note).to_owned()
}

/// The profile's own fields. Of a date or a count the value has to be one; a date is printed as dates are.
fn extra(row: &mut Row<'_>) -> BTreeMap<String, String> {
    let own = row.profile.fields.iter().filter(|spec| matches!(spec.key, Key::Extra(_)));
    let mut values = BTreeMap::new();
    for spec in own {
        let value = match spec.kind {
            Kind::Date if row.has(&spec.key) => {
                let parsed = date::parse(&row.raw.field(&spec.key));
                row.keep(&spec.key, parsed).map(|date| date.to_string())
            }
            Kind::Count => identity::count(row, &spec.key).map(|count| count.to_string()),
            _ => row.text(&spec.key),
        };
        if let Some(value) = value {
            values.insert(spec.key.as_str().to_owned(), value);
        }
    }
    values
}

/// Where each value stands that does not stand at the row itself; a derived one stands where its main part comes from.
fn origins(row: &Row<'_>) -> BTreeMap<Key, Origin> {
    let elsewhere = row.raw.fields.iter().filter(|(_, field)| field.origin != row.raw.origin);
    let mut origins: BTreeMap<Key, Origin> =
        elsewhere.map(|(key, field)| (key.clone(), field.origin.clone())).collect();
    for (derived, from) in [
        (Key::Title, [Key::Number, Key::Subject]),
        (Key::Addressee, [Key::Proposers, Key::LeadUnit]),
        (Key::Opening, [Key::Subject, Key::Number]),
    ] {
        if !row.has(&derived)
            && let Some(key) = from.iter().find(|key| row.has(key))
        {
            origins.insert(derived, row.origin(key));
        }
    }
    origins
}
