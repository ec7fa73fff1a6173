//! 您, 你们 and 贵单位 against the number and kind of those who proposed.

use super::passage::Passage;
use super::report::{Report, Words};
use crate::diag::Code;
use crate::letter::{Letter, ProposerKind};
use crate::profile::{Key, Profile};

/// Who is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Person,
    Persons,
    Body,
}

/// Looks at every pronoun of the running text.
pub(super) fn check(passage: &Passage<'_>, letter: &Letter, profile: &Profile, report: &mut Report<'_>) {
    let spoken = matches!(passage.key, Key::Opening | Key::Body | Key::Closing);
    let wording = profile.wording_of(&letter.genre);
    // An opinion to the lead unit speaks to that unit.
    if !spoken || !passage.given || !wording.addressee.is_empty() {
        return;
    }
    let reader = reader(letter);
    let (right, who) = match reader {
        Some(Reader::Person) => (&wording.pronoun_one, ("提出人是一位", "one person proposed")),
        Some(Reader::Persons) => (&wording.pronoun_several, ("提出人不止一位", "several people proposed")),
        Some(Reader::Body) => (&wording.pronoun_body, ("提出人是单位", "a body proposed")),
        None => (&wording.pronoun_several, ("公文不用“您们”", "official papers do not use it")),
    };
    for (at, c) in passage.text.char_indices() {
        if !matches!(c, '您' | '你' | '贵') {
            continue;
        }
        let rest = passage.text.get(at..).unwrap_or_default();
        let Some(word) = ["您们", "您", "你们", "贵单位"].into_iter().find(|word| rest.starts_with(word))
        else {
            continue;
        };
        let unsure = reader.is_none() && word != "您们";
        if unsure || word == right || in_quotes(passage.text, at) {
            continue;
        }
        let words = Words {
            wrong: (&format!("称“{word}”，但{}", who.0), &format!("says `{word}`, but {}", who.1)),
            hint: (&format!("改为“{right}”，或核对提出人"), &format!("write `{right}`, or check who proposed")),
        };
        report.text(Code::AddressMismatch, passage, &(at..at + word.len()), &words);
    }
}

/// Whom the letter speaks to; nothing where that cannot be told.
fn reader(letter: &Letter) -> Option<Reader> {
    let kind = |kind| if kind == ProposerKind::Body { Reader::Body } else { Reader::Person };
    if let Some(name) = &letter.id.addressee {
        return letter.proposers.iter().find(|proposer| proposer.name == *name).map(|found| kind(found.kind));
    }
    match letter.proposers.as_slice() {
        [] => from_addressee(&letter.addressee),
        [only] if letter.proposer_count.is_none_or(|count| count < 2) => Some(kind(only.kind)),
        // 你们 and 贵单位 are both right for several bodies, and for bodies and people together.
        all if all.iter().any(|proposer| proposer.kind == ProposerKind::Body) => None,
        _ => Some(Reader::Persons),
    }
}

fn from_addressee(addressee: &str) -> Option<Reader> {
    if !addressee.ends_with("代表") && !addressee.ends_with("委员") {
        return None;
    }
    let several = addressee.contains(['、', '等']) || addressee.ends_with("位代表") || addressee.ends_with("位委员");
    Some(if several { Reader::Persons } else { Reader::Person })
}

/// Words that somebody else said are his.
fn in_quotes(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.matches('“').count() > before.matches('”').count()
}
