//! What stands behind the body of a letter: closing, attachments, signature, date, contacts, copies.

use super::labels::{Line, Meaning};
use super::signs;
use super::whole::{Found, Hints};
use crate::input::paper::Part;
use crate::profile::{Key, Pattern};

/// The tail of a letter.
#[derive(Debug, Default)]
pub(super) struct Tail {
    pub values: Vec<Found>,
    pub left_out: Vec<Part>,
    /// How many parts belong to it.
    pub length: usize,
}

/// A tail is within so many paragraphs.
const LONGEST: usize = 30;
/// So many units may sign together.
const MOST_ISSUERS: usize = 6;

/// What a line of the tail is.
enum Taken {
    Values(Vec<Found>),
    LeftOut,
    /// A remark in brackets, which only counts below a date.
    Bracket(Found),
}

/// Looks for the tail, from the end upwards.
pub(super) fn read(parts: &[Part], hints: &Hints<'_>, in_letter: bool) -> Tail {
    // By line, the last first.
    let mut lines: Vec<(usize, Taken)> = Vec::new();
    let mut at = parts.len();
    while at > 0 && parts.len() - at < LONGEST {
        if let Some((from, names)) = attachments(parts, at, hints) {
            lines.push((from, Taken::Values(names)));
            at = from;
            continue;
        }
        let part = &parts[at - 1];
        let Some(text) = part.text() else { break };
        let Some(taken) = line(part, text, &lines, hints) else { break };
        at -= 1;
        lines.push((at, taken));
    }
    // A bracket without a date above it is the body's.
    let dates =
        |taken: &Taken| matches!(taken, Taken::Values(found) if found.iter().any(|found| found.key == Key::Date));
    let keep = (0..lines.len())
        .find(|at| matches!(lines[*at].1, Taken::Bracket(_)) && !lines[at + 1..].iter().any(|(_, taken)| dates(taken)));
    lines.truncate(keep.unwrap_or(lines.len()));
    let mut start = lines.last().map_or(parts.len(), |(at, _)| *at);

    let mut tail = Tail::default();
    let signed = lines.iter().any(|(_, taken)| dates(taken));
    if let Some(closing) = closing(parts, start, hints, in_letter || signed) {
        start -= 1;
        tail.values.push(closing);
    }
    for (at, taken) in lines.into_iter().rev() {
        match taken {
            Taken::Values(values) => tail.values.extend(values),
            Taken::Bracket(value) => tail.values.push(value),
            Taken::LeftOut => tail.left_out.extend(parts.get(at).cloned()),
        }
    }
    tail.length = parts.len() - start;
    tail
}

/// The closing words right above the tail.
fn closing(parts: &[Part], start: usize, hints: &Hints<'_>, in_letter: bool) -> Option<Found> {
    let part = parts.get(start.checked_sub(1)?)?;
    let text = part.text()?;
    let squeezed = signs::squeezed(text);
    let by_rule = hints.profile.wording.closing.iter().any(|pattern| fits(pattern, &squeezed));
    let known = hints.is(&Key::Closing, text) || by_rule;
    let is_closing = known || signs::is_fixed_closing(text) || in_letter && signs::is_thanks(text);
    is_closing.then(|| Found { key: Key::Closing, text: text.trim().to_owned(), index: part.index })
}

/// Could the text be what a rule makes, whatever stands for its names?
fn fits(pattern: &Pattern, squeezed: &str) -> bool {
    let rule = signs::squeezed(&pattern.to_string());
    let mut literals = rule.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal));
    let first = literals.next().unwrap_or_default();
    let Some(mut rest) = squeezed.strip_prefix(first) else { return false };
    let mut ends_with_name = false;
    for literal in literals {
        let Some(at) = rest.find(literal) else { return false };
        rest = rest.get(at + literal.len()..).unwrap_or_default();
        ends_with_name = literal.is_empty();
    }
    !rule.is_empty() && (rest.is_empty() || ends_with_name)
}

/// A line above those that were taken already.
fn line(part: &Part, text: &str, below: &[(usize, Taken)], hints: &Hints<'_>) -> Option<Taken> {
    let value = |key: Key, text: &str| Found { key, text: text.trim().to_owned(), index: part.index };
    if signs::is_date(text) {
        return Some(Taken::Values(vec![value(Key::Date, text)]));
    }
    if let Some((organ, date)) = printed(text) {
        let organ = (!organ.is_empty()).then(|| value(Key::PrintOrgan, organ));
        return Some(Taken::Values(organ.into_iter().chain([value(Key::PrintDate, date)]).collect()));
    }
    if let Some(line) = hints.labels.part(text) {
        return labelled(part, line);
    }
    let is_issuer = |text: &str| {
        let bare = signs::without_seal(text);
        hints.is(&Key::Issuer, &bare)
            || signs::is_unit(&bare)
            || hints.texts(&Key::Issuer).iter().any(|issuer| signs::same_unit(&bare, issuer))
    };
    if let Some(at) = signs::date_behind(text) {
        let (unit, date) = text.split_at(at);
        if is_issuer(unit) {
            let issuer = value(Key::Issuer, &signs::without_seal(unit));
            return Some(Taken::Values(vec![issuer, value(Key::Date, date)]));
        }
    }
    if is_issuer(text) {
        let over = |key: &Key| matches!(below.last(), Some((_, Taken::Values(found))) if found.first().is_some_and(|found| found.key == *key));
        let signers = below.iter().filter(|(_, taken)| matches!(taken, Taken::Values(found) if found.first().is_some_and(|found| found.key == Key::Issuer)));
        let named = hints.is(&Key::Issuer, &signs::without_seal(text));
        if over(&Key::Date) || named || over(&Key::Issuer) && signers.count() < MOST_ISSUERS {
            return Some(Taken::Values(vec![value(Key::Issuer, &signs::without_seal(text))]));
        }
        return None;
    }
    let inner = text.trim().strip_prefix(['（', '(']).and_then(|inner| inner.strip_suffix(['）', ')']))?;
    let is_number = inner.chars().count() <= 3 || inner.contains(['（', '(']);
    (!is_number && inner.chars().count() <= 60).then(|| Taken::Bracket(value(Key::Note, inner)))
}

fn labelled(part: &Part, line: Line) -> Option<Taken> {
    if !line.before.is_empty() {
        return None;
    }
    let mut values = Vec::new();
    for piece in line.pieces {
        match piece.meaning {
            Meaning::Field(Key::Attachments) => values.extend(attachment_names(&piece.value).map(|text| Found {
                key: Key::Attachments,
                text,
                index: part.index,
            })),
            // Commas part the units of a copy list, a stop ends it.
            Meaning::Field(Key::Cc) => {
                let text = piece.value.trim_end_matches(['。', '.']).replace(['，', ','], "、");
                values.push(Found { key: Key::Cc, text, index: part.index });
            }
            Meaning::Field(key) => values.push(Found { key, text: piece.value, index: part.index }),
            Meaning::Other => return Some(Taken::LeftOut),
            Meaning::PersonAndPhone => {}
        }
    }
    Some(Taken::Values(values))
}

/// 黄山市发展和改革委员会办公室　2024年6月11日印发.
fn printed(text: &str) -> Option<(&str, &str)> {
    let line = text.trim().strip_suffix("印发")?.trim_end();
    if signs::is_date(line) {
        return Some(("", line));
    }
    let (organ, date) = line.split_at(signs::date_behind(line)?);
    signs::is_unit(organ).then(|| (organ.trim(), date))
}

/// A list of attachments that ends at `end`: 附件：1.… and further lines 2.…
fn attachments(parts: &[Part], end: usize, hints: &Hints<'_>) -> Option<(usize, Vec<Found>)> {
    let is_item = |text: &str| {
        let rest = text.trim().trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < text.trim().len() && rest.starts_with(['.', '．', '、']) && !text.contains(['。', '；', '：'])
    };
    let mut start = end;
    while start > 0 && parts.get(start - 1)?.text().is_some_and(is_item) {
        start -= 1;
    }
    if start == end {
        return None;
    }
    let first = parts.get(start.checked_sub(1)?)?;
    let line = hints.labels.part(first.text()?)?;
    let [piece] = line.pieces.as_slice() else {
        // 附件： on a line of its own.
        let alone = line.pieces.is_empty() && signs::squeezed(first.text()?).starts_with("附件");
        return alone.then(|| (start - 1, names(&parts[start..end])));
    };
    if piece.meaning != Meaning::Field(Key::Attachments) || !line.before.is_empty() {
        return None;
    }
    let found = attachment_names(&piece.value).map(|text| Found { key: Key::Attachments, text, index: first.index });
    let mut all: Vec<Found> = found.collect();
    all.extend(names(&parts[start..end]));
    Some((start - 1, all))
}

fn names(parts: &[Part]) -> Vec<Found> {
    let of = |part: &Part| {
        let names: Vec<String> = part.text().into_iter().flat_map(attachment_names).collect();
        names.into_iter().map(|text| Found { key: Key::Attachments, text, index: part.index }).collect::<Vec<_>>()
    };
    parts.iter().flat_map(of).collect()
}

/// The names in a line, without their numbers: `1.名称　2.名称`.
fn attachment_names(line: &str) -> impl Iterator<Item = String> {
    let mut names: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered = rest.len() < word.len() && rest.starts_with(['.', '．', '、']);
        let bare = if numbered { rest.trim_start_matches(['.', '．', '、']) } else { word };
        match names.last_mut().filter(|_| !numbered) {
            Some(last) => last.push_str(bare),
            None => names.push(bare.to_owned()),
        }
    }
    names.into_iter().map(|name| name.trim_end_matches(['；', ';', '。']).to_owned()).filter(|name| !name.is_empty())
}
