//! Whose letter it is: the parts of its identity, those who proposed, the addressee, and in whose name it is written.

use super::element::Proposer;
use super::row::Row;
use super::{LetterId, derive, names, numeral, values};
use crate::diag::{Code, Diagnostic, Message};
use crate::profile::Key;

/// The facts that make a letter this one, and its identity. What is wrong in a part is reported; the identity has
/// the part as given, so that two rows with the same mistake are still one letter twice.
pub(super) fn read<'p>(row: &mut Row<'p>, genre: String) -> (derive::Facts<'p>, LetterId) {
    let mut facts = derive::Facts::new(row.profile, genre);
    facts.genre = known_genre(row, facts.genre);
    facts.place = row.text(&Key::Place);
    facts.assembly = assembly(row);
    facts.term = session_part(row, &Key::Term);
    facts.meeting = session_part(row, &Key::Meeting);
    facts.matter = matter(row, facts.assembly.as_deref());
    facts.number = row.text(&Key::Number).and_then(|text| {
        let parsed = values::number(&text, &row.origin(&Key::Number));
        row.keep(&Key::Number, parsed)
    });
    facts.round = count(row, &Key::Round).unwrap_or(1);
    let part = |known: Option<String>, key: &Key| known.or_else(|| row.text(key)).unwrap_or_default();
    let id = LetterId {
        place: facts.place.clone().unwrap_or_default(),
        assembly: part(facts.assembly.clone(), &Key::Assembly),
        term: part(facts.term.map(|term| term.to_string()), &Key::Term),
        meeting: part(facts.meeting.map(|meeting| meeting.to_string()), &Key::Meeting),
        matter: facts.matter.clone(),
        number: part(facts.number.clone(), &Key::Number),
        genre: facts.genre.clone(),
        round: facts.round,
        addressee: None,
    };
    (facts, id)
}

fn known_genre(row: &mut Row<'_>, genre: String) -> String {
    if !row.has(&Key::Genre) {
        return genre;
    }
    let parsed = values::one_of(
        &genre,
        &row.profile.genres,
        Code::GenreUnknown,
        ("这个配置的文种", "a kind of paper of this profile"),
        &row.origin(&Key::Genre),
    );
    row.keep(&Key::Genre, parsed).unwrap_or(genre)
}

fn assembly(row: &mut Row<'_>) -> Option<String> {
    let text = row.text(&Key::Assembly)?;
    let known: Vec<String> = row.profile.naming.honours.keys().cloned().collect();
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
        let usual = assembly.and_then(|assembly| row.profile.naming.usual_matters.get(assembly));
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

pub(super) fn count(row: &mut Row<'_>, key: &Key) -> Option<u32> {
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

fn wants_each(row: &mut Row<'_>) -> bool {
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

/// Those who proposed, and how many they are.
pub(super) fn proposers(row: &mut Row<'_>, facts: &mut derive::Facts<'_>) {
    let mut findings = Vec::new();
    let found = names::names(&row.field(&Key::Proposers), &row.profile.naming.bodies, &mut findings);
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
    facts.proposers = named;
}

/// The addressee: the row's, else by the rules; where there is none, that is reported.
pub(super) fn addressee(row: &mut Row<'_>, facts: &derive::Facts<'_>) -> Option<String> {
    let addressee = facts.addressee.clone().or_else(|| facts.addressee_by_rules());
    if addressee.is_none() && !facts.answers_proposers() && !row.raw.reported.contains(&Key::LeadUnit) {
        let genre = &facts.genre;
        let message = Message::new(
            format!("“{genre}”是给主办单位的，“主办单位”却是空的"),
            format!("a `{genre}` goes to the lead unit, but `lead_unit` is empty"),
        );
        let found = Diagnostic::error(Code::ValueMissing, message).at(&row.origin(&Key::LeadUnit));
        row.report(&Key::LeadUnit, found.hint("填上主办单位，或者填上主送", "give `lead_unit`, or `addressee`"));
    }
    addressee
}

/// Is one letter made for each who proposed? Then all of them must be named, each once.
pub(super) fn each(row: &mut Row<'_>, facts: &derive::Facts<'_>) -> bool {
    // A paper to the lead unit is one, whatever the ledger says of its replies.
    if !wants_each(row) || !facts.answers_proposers() {
        return false;
    }
    let mut wrong = |key: Key, code: Code, (zh, en): (&str, &str), hint: (&str, &str)| {
        let found = Diagnostic::error(code, Message::new(zh, en)).at(&row.origin(&key)).hint(hint.0, hint.1);
        row.report(&key, found);
    };
    let names: Vec<&str> = facts.proposers.iter().map(|proposer| proposer.name.as_str()).collect();
    let hint = ("写出每一位提出人的姓名，或改为合并答复", "name everyone who proposed, or answer together");
    if names.is_empty() {
        let said = ("逐一答复要写明提出人", "one letter each needs those who proposed");
        wrong(Key::Proposers, Code::ValueMissing, said, hint);
    } else if facts.count.is_some_and(|count| count as usize > names.len()) {
        let said = ("逐一答复，提出人却没有全部列名", "one letter each, but not everyone who proposed is named");
        wrong(Key::Proposers, Code::CountMalformed, said, hint);
    } else if (1..names.len()).any(|at| names.get(..at).is_some_and(|before| before.contains(&names[at]))) {
        let said = ("逐一答复，同一个提出人却写了两次", "one letter each, but a name stands there twice");
        wrong(Key::Proposers, Code::LetterDuplicate, said, ("删去多写的名字", "take out the name that is too many"));
    }
    if facts.addressee.is_some() {
        let said = ("逐一答复的主送按每位提出人拼出，不能另填", "one letter each has each proposer as its addressee");
        wrong(Key::Addressee, Code::AnswerUnknown, said, ("清空主送，或改为合并答复", "empty it, or answer together"));
    }
    true
}

/// The identities of a row's letters, where each proposer gets one.
pub(super) fn each_id(id: &LetterId, facts: &derive::Facts<'_>) -> Vec<LetterId> {
    let names = facts.proposers.iter().map(|proposer| proposer.name.clone());
    names.map(|name| LetterId { addressee: Some(name), ..id.clone() }).collect()
}

/// A paper that is written in another's name (代拟稿): that name stands as the issuer. Says whether it is a draft.
pub(super) fn in_name_of(row: &mut Row<'_>, facts: &mut derive::Facts<'_>) -> bool {
    let Some(rule) = row.profile.genre_rules.get(&facts.genre) else {
        return false;
    };
    if let Some(name) = facts.in_name_of() {
        facts.issuer = vec![name];
    } else if !rule.in_name_of.is_empty() {
        let genre = &facts.genre;
        let message = Message::new(
            format!("“{genre}”要写明以哪个机关的名义，缺少拼出它所需的“地区”"),
            format!("a `{genre}` is written in another's name, and `place`, which it is made of, is missing"),
        );
        let found = Diagnostic::error(Code::ValueMissing, message).at(&row.origin(&Key::Place));
        row.report(&Key::Place, found.hint("填上地区，例如 黄山市", "give the place, such as 黄山市"));
    }
    !rule.draft.is_empty()
}
