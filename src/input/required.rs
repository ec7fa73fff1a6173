//! Columns that a ledger lacks: one error each, at the row of headings, not one for every letter.

use std::collections::BTreeSet;

use super::base::Base;
use super::header::Header;
use super::headings::Known;
use crate::diag::{Code, Diagnostic, Message};
use crate::profile::Key;

/// Fields of which a letter needs one.
const EITHER: &[[Key; 2]] = &[[Key::Number, Key::Title], [Key::Proposers, Key::Addressee], [Key::Body, Key::BodyFile]];

/// The fields that no letter of the sheet can have; each is told at the heading row's first cell.
pub(super) fn missing(
    header: &Header,
    known: &Known<'_>,
    base: &Base,
    findings: &mut Vec<Diagnostic>,
) -> BTreeSet<Key> {
    let columns = header.fields();
    let given = |key: &Key| {
        columns.contains(key)
            || base.fields.contains_key(key)
            || base.reported.contains(key)
            || header.reported.contains(key)
    };
    // With one of these a row may be a paper that can do without what others need.
    let several_genres = [Key::Genre, Key::Role, Key::CoUnits].iter().any(given);
    let dispensable = |key: &Key| several_genres && known.profile.is_optional_somewhere(key);
    let mut absent = BTreeSet::new();
    for key in known.keys() {
        if known.is_required(key) && !given(key) && !dispensable(key) {
            findings.push(column_missing(header, known, &[key]));
            absent.insert(key.clone());
        }
    }
    for [one, other] in EITHER {
        let told = absent.contains(one) || absent.contains(other);
        // A 会办意见 goes to the lead unit.
        let by_unit = *other == Key::Addressee && given(&Key::LeadUnit) && known.profile.has_papers_to_units();
        if !given(one) && !given(other) && !told && !by_unit {
            findings.push(column_missing(header, known, &[one, other]));
            absent.extend([one.clone(), other.clone()]);
        }
    }
    absent
}

fn column_missing(header: &Header, known: &Known<'_>, keys: &[&Key]) -> Diagnostic {
    let zh: Vec<String> = keys.iter().map(|key| format!("“{}”", key.heading())).collect();
    let en: Vec<String> = keys.iter().map(|key| format!("`{key}` ({})", key.heading())).collect();
    let message = Message::new(format!("缺少{}一列", zh.join("或")), format!("there is no column {}", en.join(" or ")));
    let mut names: Vec<String> = Vec::new();
    for key in keys {
        names.push(key.heading().to_owned());
        names.push(key.to_string());
        names.extend(known.profile.field(key).iter().flat_map(|spec| spec.headings.iter().cloned()));
    }
    names.dedup();
    let problem = Diagnostic::error(Code::ColumnMissing, message)
        .at(&header.first)
        .hint(
            format!("加上这一列，标题可以写：{}", names.join("、")),
            format!("add the column; its heading may be {}", names.join(", ")),
        )
        .hint(
            "每份都一样时，也可以写在工作表“设置”里",
            "a value that is the same for all letters may stand in the sheet 设置",
        );
    match keys {
        [key, ..] => problem.field((*key).clone()),
        [] => problem,
    }
}
