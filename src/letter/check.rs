//! Checking: all problems of all letters in one pass.

use std::collections::BTreeMap;

use super::element::{Contact, Proposer, Title};
use super::row::Row;
use super::{
    Letter, LetterDate, LetterId, background, body, date, derive, from_file, names, numeral, twice, unit, values,
};
use crate::diag::{Checked, Code, Diagnostic, Message, Origin};
use crate::input::RawLetter;
use crate::profile::{Key, Profile};

/// What the check is told beside the profile.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Accept letters marked 秘密 and above (`--allow-classified`).
    pub allow_classified: bool,
}

/// Checks every letter, duplicates across the batch included. A letter with an error is not among the value.
pub fn check_all(raws: Vec<RawLetter>, profile: &Profile, options: &CheckOptions) -> Checked<Vec<Letter>> {
    let mut findings = Vec::new();
    let settled: Vec<(RawLetter, Vec<Diagnostic>)> =
        raws.into_iter().map(|raw| from_file::settle(raw, profile)).collect();
    let own = unit::own_rows(settled.iter().map(|(raw, _)| raw), profile, &mut findings);
    let mut rows = Vec::new();
    for ((raw, differences), _) in settled.into_iter().zip(own).filter(|(_, own)| *own) {
        let mut row = Row::new(&raw, profile);
        row.findings = differences;
        let checked = check_row(&mut row, options);
        findings.extend(row.findings.into_iter().map(|found| found.letter(&row.reference)));
        rows.push(checked);
    }
    let twice = twice::letters(&rows, &mut findings);
    twice::doc_numbers(&rows, &mut findings);
    let right = rows.into_iter().zip(twice).filter(|(_, twice)| !twice).flat_map(|(row, _)| row.letters);
    Checked { value: Some(right.collect()), findings }
}

/// A row after its check; without letters where something is wrong with it.
pub(super) struct CheckedRow {
    letters: Vec<Letter>,
    /// Its identity, known or not what is right with it otherwise.
    pub id: LetterId,
    /// Where its number stands, or the row.
    pub place: Origin,
    /// Its document number as given, and where.
    pub doc_number: Option<(String, Origin)>,
}

fn check_row(row: &mut Row<'_>, options: &CheckOptions) -> CheckedRow {
    let profile = row.profile;
    row.check_needs();

    // identity first, so that every problem can name the letter
    let mut facts = derive::Facts::default();
    facts.place = row.text(&Key::Place);
    facts.assembly = assembly(row);
    facts.term = session_part(row, &Key::Term);
    facts.meeting = session_part(row, &Key::Meeting);
    facts.matter = matter(row, facts.assembly.as_deref());
    facts.number = row.text(&Key::Number).and_then(|text| {
        let parsed = values::number(&text, &row.origin(&Key::Number));
        row.keep(&Key::Number, parsed)
    });
    let genre = genre(row);
    let round = count(row, &Key::Round).unwrap_or(1);
    let part = |known: Option<String>, key: &Key, row: &Row<'_>| known.or_else(|| row.text(key)).unwrap_or_default();
    let mut id = LetterId {
        place: facts.place.clone().unwrap_or_default(),
        assembly: part(facts.assembly.clone(), &Key::Assembly, row),
        term: part(facts.term.map(|term| term.to_string()), &Key::Term, row),
        meeting: part(facts.meeting.map(|meeting| meeting.to_string()), &Key::Meeting, row),
        matter: facts.matter.clone(),
        number: part(facts.number.clone(), &Key::Number, row),
        genre: genre.clone(),
        round,
        addressee: None,
    };

    // who is answered, about what
    facts.subject = row.text(&Key::Subject);
    let proposers = proposers(row, &mut facts);
    let each = each(row);
    facts.addressee = addressee(row, &facts, each);
    facts.co_units = list(row, &Key::CoUnits);

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
    let issuer = people(row, &Key::Issuer);
    let doc_number = doc_number(row);
    let date = date_of(row);
    let cc = if row.prints(&Key::Cc) { list(row, &Key::Cc) } else { Vec::new() };
    let disclosure = disclosure(row);
    let attachments = if row.prints(&Key::Attachments) { list(row, &Key::Attachments) } else { Vec::new() };
    let note = row.printed(&Key::Note).map(|note| unbracketed(&note));
    let closing =
        row.printed(&Key::Closing).or_else(|| Some(profile.wording.closing.clone()).filter(|words| !words.is_empty()));
    secrecy(row, options);
    for key in [
        Key::CopyNumber,
        Key::Urgency,
        Key::PrintOrgan,
        Key::PrintDate,
        Key::Reviewer,
        Key::FilingNumber,
        Key::ClassNumber,
        Key::Feedback,
        Key::Previous,
        Key::AttachmentFiles,
    ] {
        row.not_set_yet(&key);
    }
    let background = background::read(row);

    let opening = if row.prints(&Key::Opening) { checked_opening(row, &facts, each) } else { None };
    let addressee = facts.addressee.clone().or_else(|| facts.addressee(profile));
    let place = if row.has(&Key::Number) { row.origin(&Key::Number) } else { row.raw.origin.clone() };
    let given = row.text(&Key::DocNumber).map(|text| (text, row.origin(&Key::DocNumber)));
    let failed = row.failed();
    let (Some(title), Some(body), Some(date), Some(addressee), false) = (title, body, date, addressee, failed) else {
        // Every reason stands among the findings: one for each of these is reported where it is parsed.
        return CheckedRow { letters: Vec::new(), id, place, doc_number: given };
    };
    let (body, body_origins) = body.into_iter().unzip();
    let letter = Letter {
        body_origins,
        session: facts.session(profile),
        matter: facts.matter.clone(),
        genre,
        number: facts.number.clone(),
        subject: facts.subject.clone(),
        proposers: facts.proposers.clone(),
        proposer_count: facts.count,
        round,
        previous: row.text(&Key::Previous),
        title,
        addressee,
        opening,
        body,
        closing,
        signatory,
        category,
        contact,
        issuer,
        doc_number,
        date,
        cc,
        co_units: facts.co_units.clone(),
        disclosure,
        attachments,
        note,
        extra: extra(row),
        background,
        origins: origins(row),
        row: row.raw.origin.clone(),
        id: id.clone(),
    };
    let letters = if each { one_each(row, &letter, facts, &proposers) } else { vec![letter] };
    CheckedRow { letters, id, place, doc_number: given }
}

/// `answer` = `each`: one letter a proposer, number and body shared.
fn one_each(row: &Row<'_>, letter: &Letter, mut facts: derive::Facts, proposers: &[Proposer]) -> Vec<Letter> {
    facts.count = None;
    let mut letters = Vec::new();
    for proposer in proposers {
        facts.proposers = vec![proposer.clone()];
        let mut own = letter.clone();
        own.addressee = facts.addressee(row.profile).unwrap_or_else(|| proposer.name.clone());
        if !row.has(&Key::Opening) || from_file::is_from_file(row, &Key::Opening) {
            own.opening = own.opening.and_then(|_| opening(row, &facts));
        }
        own.id.addressee = Some(proposer.name.clone());
        letters.push(own);
    }
    letters
}

fn assembly(row: &mut Row<'_>) -> Option<String> {
    let text = row.text(&Key::Assembly)?;
    let known: Vec<String> = row.profile.wording.session.keys().cloned().collect();
    let parsed = values::one_of(
        &text,
        &known,
        Code::AssemblyUnknown,
        ("人大或政协", "an assembly"),
        &row.origin(&Key::Assembly),
    );
    row.keep(&Key::Assembly, parsed)
}

fn matter(row: &mut Row<'_>, assembly: Option<&str>) -> String {
    let Some(text) = row.text(&Key::Matter) else {
        let usual = assembly.and_then(|assembly| row.profile.wording.usual_matters.get(assembly));
        return usual.or(row.profile.matters.first()).cloned().unwrap_or_default();
    };
    let parsed = values::one_of(
        &text,
        &row.profile.matters,
        Code::MatterUnknown,
        ("已知的类型", "a kind of matter"),
        &row.origin(&Key::Matter),
    );
    row.keep(&Key::Matter, parsed).unwrap_or(text)
}

fn genre(row: &mut Row<'_>) -> String {
    let Some(text) = row.text(&Key::Genre) else {
        return row.profile.genres.first().cloned().unwrap_or_default();
    };
    let parsed = values::one_of(
        &text,
        &row.profile.genres,
        Code::GenreUnknown,
        ("这个配置的文种", "a kind of paper of this profile"),
        &row.origin(&Key::Genre),
    );
    row.keep(&Key::Genre, parsed).unwrap_or(text)
}

fn session_part(row: &mut Row<'_>, key: &Key) -> Option<u32> {
    let text = row.text(key)?;
    let number = numeral::parse(&text);
    if number.is_none() {
        let heading = key.heading();
        let message =
            Message::new(format!("“{text}”不是第几{heading}"), format!("`{text}` is not a number of a {key}"));
        let found = Diagnostic::error(Code::SessionMalformed, message).at(&row.origin(key));
        row.report(key, found.hint("写成 8 或 八", "write it like 8 or 八"));
    }
    number
}

fn count(row: &mut Row<'_>, key: &Key) -> Option<u32> {
    let text = row.text(key)?;
    let plain = text.trim_end_matches(['人', '位', '名', '次', '轮']);
    let number = plain.parse().ok().or_else(|| numeral::parse(plain)).filter(|number| *number > 0);
    if number.is_none() {
        let heading = key.heading();
        let message = Message::new(
            format!("“{heading}”应当是数字，而不是“{text}”"),
            format!("`{key}` is a number, not `{text}`"),
        );
        let found = Diagnostic::error(Code::CountMalformed, message).at(&row.origin(key));
        row.report(key, found.hint("写成 3 这样", "write it like 3"));
    }
    number
}

fn proposers(row: &mut Row<'_>, facts: &mut derive::Facts) -> Vec<Proposer> {
    let mut findings = Vec::new();
    let found = names::names(&row.field(&Key::Proposers), &mut findings);
    findings.into_iter().for_each(|found| row.report(&Key::Proposers, found));
    let named: Vec<Proposer> = found.proposers.into_iter().map(|(proposer, _)| proposer).collect();
    facts.count = count(row, &Key::ProposerCount).or(found.count);
    if let Some(count) = facts.count.filter(|count| (*count as usize) < named.len()) {
        let key = if row.has(&Key::ProposerCount) { Key::ProposerCount } else { Key::Proposers };
        let message = Message::new(
            format!("提出人数是{count}，却写了{}个名字", named.len()),
            format!("the count is {count}, but {} names are given", named.len()),
        );
        let fault = Diagnostic::error(Code::CountMalformed, message).at(&row.origin(&key));
        row.report(&key, fault.hint("人数应当是全部提出人的数目", "the count is that of all who proposed"));
    }
    facts.proposers.clone_from(&named);
    named
}

/// Names of people or bodies, without their kind.
fn people(row: &mut Row<'_>, key: &Key) -> Vec<String> {
    let mut findings = Vec::new();
    let found = names::names(&row.field(key), &mut findings);
    findings.into_iter().for_each(|found| row.report(key, found));
    found.proposers.into_iter().map(|(proposer, _)| proposer.name).collect()
}

fn list(row: &Row<'_>, key: &Key) -> Vec<String> {
    names::list(&row.field(key)).into_iter().map(|(item, _)| item.trim_end_matches('。').to_owned()).collect()
}

fn each(row: &mut Row<'_>) -> bool {
    let Some(text) = row.text(&Key::Answer) else {
        return false;
    };
    match text.as_str() {
        "each" | "逐一" => true,
        "together" | "合并" => false,
        _ => {
            let message =
                Message::new(format!("答复方式不能是“{text}”"), format!("`{text}` is not a way of answering"));
            let found = Diagnostic::error(Code::AnswerUnknown, message).at(&row.origin(&Key::Answer));
            row.report(&Key::Answer, found.hint("写成 合并 或 逐一", "write together or each"));
            false
        }
    }
}

/// The addressee as the row gives it, else its text file; letters to each have their own.
fn addressee(row: &mut Row<'_>, facts: &derive::Facts, each: bool) -> Option<String> {
    let text = row.text(&Key::Addressee)?.trim_end_matches(['：', ':', ' ']).to_owned();
    let derived = facts.addressee(row.profile);
    let text = from_file::or_derived(row, &Key::Addressee, text, derived.as_ref(), facts);
    (!each || !from_file::is_from_file(row, &Key::Addressee)).then_some(text)
}

fn title(row: &mut Row<'_>, facts: &derive::Facts) -> Option<Title> {
    if let Some(text) = row.peek(&Key::Title) {
        let derived = facts.compose(&row.profile.wording.title, row.profile);
        let text = from_file::or_derived(row, &Key::Title, text, derived.as_ref(), facts);
        let lines: Vec<String> =
            text.split('\n').map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
        let text = lines.concat();
        return Some(Title { text, lines: if lines.len() > 1 { lines } else { Vec::new() } });
    }
    let text = facts.compose(&row.profile.wording.title, row.profile);
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
    text.map(|text| Title { text, lines: Vec::new() })
}

/// The opening as the row or its text file gives it, else by the rules.
fn checked_opening(row: &mut Row<'_>, facts: &derive::Facts, each: bool) -> Option<String> {
    let derived = derived_opening(row, facts);
    match row.text(&Key::Opening) {
        Some(text) => {
            let text = from_file::or_derived(row, &Key::Opening, text, derived.as_ref(), facts);
            let by_file = from_file::is_from_file(row, &Key::Opening);
            Some(if each && by_file { derived.unwrap_or(text) } else { text })
        }
        None => derived,
    }
}

fn opening(row: &Row<'_>, facts: &derive::Facts) -> Option<String> {
    row.text(&Key::Opening)
        .filter(|_| !from_file::is_from_file(row, &Key::Opening))
        .or_else(|| derived_opening(row, facts))
}

fn derived_opening(row: &Row<'_>, facts: &derive::Facts) -> Option<String> {
    let wording = &row.profile.wording;
    let patterns = if facts.co_units.is_empty() { &wording.opening } else { &wording.opening_with_co_units };
    facts.compose(patterns, row.profile)
}

fn category(row: &mut Row<'_>) -> Option<String> {
    let text = row.printed(&Key::Category)?;
    let parsed = values::category(&text, row.profile, &row.origin(&Key::Category));
    row.keep(&Key::Category, parsed)
}

fn contact(row: &mut Row<'_>) -> Contact {
    let phone = row.printed(&Key::ContactPhone).and_then(|text| {
        let parsed = values::phone(&text, &row.origin(&Key::ContactPhone));
        row.keep(&Key::ContactPhone, parsed)
    });
    Contact { unit: row.printed(&Key::ContactUnit), person: row.printed(&Key::ContactPerson), phone }
}

fn doc_number(row: &mut Row<'_>) -> Option<String> {
    let text = row.printed(&Key::DocNumber)?;
    let mut findings = Vec::new();
    let parsed = values::doc_number(&text, &row.origin(&Key::DocNumber), &mut findings);
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

fn secrecy(row: &mut Row<'_>, options: &CheckOptions) {
    let Some(text) = row.text(&Key::Secrecy).filter(|text| text != "公开") else {
        return;
    };
    if options.allow_classified {
        return row.not_set_yet(&Key::Secrecy);
    }
    let message = Message::new(format!("这封答复定了密级“{text}”"), format!("this letter is marked `{text}`"));
    let found = Diagnostic::error(Code::SecrecyRefused, message).at(&row.origin(&Key::Secrecy));
    row.report(
        &Key::Secrecy,
        found.hint(
            "涉密文件不要在这台机器上处理；确有必要时加 --allow-classified",
            "do not process classified papers on this machine; --allow-classified overrides",
        ),
    );
}

fn unbracketed(note: &str) -> String {
    let inner = note.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.unwrap_or(note).to_owned()
}

fn extra(row: &Row<'_>) -> BTreeMap<String, String> {
    row.raw
        .fields
        .keys()
        .filter_map(|key| match key {
            Key::Extra(name) => Some((name.clone(), row.text(key)?)),
            _ => None,
        })
        .collect()
}

/// Where each value stands; a derived one stands where its main part comes from.
fn origins(row: &Row<'_>) -> BTreeMap<Key, Origin> {
    let mut origins: BTreeMap<Key, Origin> =
        row.raw.fields.iter().map(|(key, field)| (key.clone(), field.origin.clone())).collect();
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
