//! What stands before the body of a letter: number, class, title, addressee, opening.

use super::labels::{Meaning, Piece};
use super::signs;
use super::whole::{Found, Hints};
use crate::input::paper::{Content, Part};
use crate::profile::Key;

/// The head of a letter.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub values: Vec<Found>,
    pub left_out: Vec<Part>,
    /// How many parts belong to it.
    pub length: usize,
    /// What the opening left of its paragraph.
    pub rest: Option<Part>,
    /// Was there a title or an addressee?
    pub found_letter: bool,
}

/// A head is within so many paragraphs.
const LONGEST: usize = 16;
/// A title has at most so many lines.
const TITLE_LINES: usize = 4;

/// Looks for the head.
pub(super) fn read(parts: &[Part], hints: &Hints<'_>) -> Head {
    let mut head = Head::default();
    let texts: Vec<&str> = parts.iter().take(LONGEST).map(|part| part.text().unwrap_or_default()).collect();
    if let Some(at) = addressee(&texts, hints) {
        head.found_letter = true;
        let part = &parts[at];
        lines_above(&parts[..at], hints, &mut head);
        let text = texts[at].trim().trim_end_matches(['：', ':', ' ']).to_owned();
        head.values.push(Found { key: Key::Addressee, text, index: part.index });
        head.length = at + 1;
    } else {
        title_alone(parts, &texts, hints, &mut head);
    }
    let first = parts.get(head.length).and_then(|part| Some((part.index, part.text()?)));
    if let Some((index, text)) = first
        && let Some(end) = opening(text, head.found_letter, hints)
    {
        let (opening, rest) = text.split_at(end);
        head.values.push(Found { key: Key::Opening, text: opening.trim().to_owned(), index });
        let rest = rest.trim();
        head.rest = (!rest.is_empty()).then(|| Part { index, content: Content::Text(rest.to_owned()) });
        head.length += 1;
    }
    head
}

/// The paragraph that is the addressee.
fn addressee(texts: &[&str], hints: &Hints<'_>) -> Option<usize> {
    (0..texts.len()).find(|at| {
        let text = texts[*at];
        let next = texts.get(at + 1).copied().unwrap_or_default();
        let opens = signs::end_of_opening(next).is_some();
        let known = [Key::Addressee, Key::Proposers, Key::LeadUnit].iter().any(|key| hints.is(key, text));
        if !signs::may_be_addressee(text) {
            // Some leave the colon out.
            let bare = text.chars().count() <= 40 && !text.contains(['：', ':', '。', '，']);
            return bare && opens && (known || signs::names_people(text));
        }
        if hints.labels.part(text).is_some() {
            return false;
        }
        let titled = (1..=TITLE_LINES.min(*at)).any(|lines| signs::is_title(&texts[at - lines..*at].concat()));
        let named = hints.texts(&Key::Proposers).iter().any(|name| signs::squeezed(text).contains(name.as_str()));
        known || opens || titled || (signs::names_people(text) || named) && *at <= 8
    })
}

/// The lines above the addressee.
fn lines_above(parts: &[Part], hints: &Hints<'_>, head: &mut Head) {
    let mut open: Vec<&Part> = Vec::new();
    for part in parts {
        match part.text() {
            Some(text) if take_line(part, text, hints, head) => {}
            _ => open.push(part),
        }
    }
    let joined = |from: usize| -> Option<String> {
        let lines: Option<Vec<&str>> = open.get(from..)?.iter().map(|part| part.text()).collect();
        Some(lines?.concat())
    };
    let ways = || (1..=TITLE_LINES.min(open.len())).map(|lines| open.len() - lines);
    let whole = ways().find(|from| joined(*from).is_some_and(|text| signs::is_whole_title(&text)));
    let any = whole.or_else(|| ways().find(|from| joined(*from).is_some_and(|text| signs::is_title(&text))));
    if let Some(from) = any
        && let (Some(first), Some(text)) = (open.get(from), joined(from))
    {
        head.values.push(Found { key: Key::Title, text: signs::squeezed(&text), index: first.index });
        open.truncate(from);
    }
    // The letterhead says who writes, as the signature does.
    let is_issuer = |text: &str| {
        let bare = signs::squeezed(text);
        let bare = bare.trim_end_matches("文件").trim_end_matches('函');
        hints.texts(&Key::Issuer).iter().any(|issuer| signs::same_unit(bare, issuer))
    };
    head.left_out.extend(open.into_iter().filter(|part| !part.text().is_some_and(is_issuer)).cloned());
}

/// A title without an addressee, perhaps with lines of labels around it.
fn title_alone(parts: &[Part], texts: &[&str], hints: &Hints<'_>, head: &mut Head) {
    let mut lines = Head::default();
    let mut at = 0;
    while let (Some(part), Some(text)) = (parts.get(at), texts.get(at)) {
        if text.is_empty() || !take_line(part, text, hints, &mut lines) {
            break;
        }
        at += 1;
    }
    let title = (1..=TITLE_LINES).find_map(|count| {
        let lines = texts.get(at..at + count)?;
        let text = signs::squeezed(&lines.concat());
        let sure =
            signs::is_whole_title(&text) && (text.starts_with("关于") || text.starts_with('对') || text.contains('第'));
        (sure && lines.iter().all(|line| !line.is_empty())).then_some((count, text))
    });
    if let Some((count, text)) = title {
        head.found_letter = true;
        head.values = lines.values;
        head.left_out = lines.left_out;
        head.values.push(Found { key: Key::Title, text, index: parts[at].index });
        head.length = at + count;
        while let (Some(part), Some(text)) = (parts.get(head.length), texts.get(head.length)) {
            if text.is_empty() || !take_line(part, text, hints, head) {
                break;
            }
            head.length += 1;
        }
    } else if at > 0 && texts.get(at).is_some_and(|text| opening(text, false, hints).is_some()) {
        *head = Head { length: at, ..lines };
    }
}

/// Takes a line of labels, a document number or a class; false where it is none.
fn take_line(part: &Part, text: &str, hints: &Hints<'_>, head: &mut Head) -> bool {
    let value = |key: Key, text: &str| Found { key, text: text.to_owned(), index: part.index };
    let bare = |text: &str| -> Option<Key> {
        if signs::is_document_number(text) {
            Some(Key::DocNumber)
        } else {
            is_class(text, hints).then_some(Key::Category)
        }
    };
    if let Some(key) = bare(text) {
        head.values.push(value(key, unbracketed(text)));
        return true;
    }
    let Some(line) = hints.labels.part(text) else {
        return false;
    };
    let of_a_head = |piece: &Piece| match &piece.meaning {
        Meaning::Field(key) => {
            !matches!(key, Key::Attachments | Key::ContactUnit | Key::ContactPerson | Key::ContactPhone | Key::Cc)
        }
        Meaning::Other => true,
        Meaning::PersonAndPhone => false,
    };
    let before = if line.before.is_empty() { None } else { bare(&line.before) };
    if !line.before.is_empty() && before.is_none() || !line.pieces.iter().all(of_a_head) {
        return false;
    }
    head.values.extend(before.map(|key| value(key, &line.before)));
    for piece in line.pieces {
        match piece.meaning {
            Meaning::Field(key) => head.values.push(value(key, &piece.value)),
            _ => head.left_out.push(part.clone()),
        }
    }
    true
}

/// A class by itself: A类, （A）.
fn is_class(text: &str, hints: &Hints<'_>) -> bool {
    let bare = signs::squeezed(unbracketed(text.trim()));
    let classes = hints.profile.classes.iter();
    classes.flat_map(|class| std::iter::once(&class.name).chain(&class.aliases)).any(|name| *name == bare)
}

fn unbracketed(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')'])).unwrap_or(text)
}

/// Where the opening ends that a paragraph is or begins with.
fn opening(text: &str, in_letter: bool, hints: &Hints<'_>) -> Option<usize> {
    if hints.is(&Key::Opening, text) {
        return Some(text.len());
    }
    let speaks = text.trim_start().starts_with(['您', '你', '贵']) && text.contains("收悉");
    signs::end_of_opening(text).filter(|_| in_letter || speaks)
}
