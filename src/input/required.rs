//! Columns that a ledger lacks: one error each, at the row of headings, not one for every letter. Where rows
//! name text files, these may give what no column does.

use std::collections::BTreeSet;

use super::base::Base;
use super::header::Header;
use super::headings::Known;
use super::{RawLetter, Value, bodies};
use crate::diag::{Code, Diagnostic, Message};
use crate::profile::Key;

/// Fields of which a letter needs one.
const EITHER: &[[Key; 2]] = &[[Key::Number, Key::Title], [Key::Proposers, Key::Addressee], [Key::Body, Key::BodyFile]];

/// Fields that no column of a sheet gives: of these one is needed.
pub(super) struct Absent {
    keys: BTreeSet<Key>,
    /// The error, at the heading row's first cell.
    problem: Diagnostic,
}

/// Absent columns, parted by whether a row's text file may give their values.
#[derive(Default)]
pub(super) struct Missing {
    /// Of which no letter of the sheet can have a value.
    pub keys: BTreeSet<Key>,
    /// What a text file may give.
    pub waiting: Vec<Absent>,
}

impl Missing {
    /// Tells of absent columns; those that text files may fill wait where rows have such files.
    pub fn of(header: &Header, known: &Known<'_>, base: &Base, findings: &mut Vec<Diagnostic>) -> Self {
        let names_files = header.fields().contains(&Key::BodyFile) || base.fields.contains_key(&Key::BodyFile);
        let mut missing = Self::default();
        for absent in absent(header, known, base) {
            let may_come = absent.keys.iter().any(|key| bodies::OF_A_FILE.contains(key));
            if may_come && (base.bodies || names_files) {
                missing.waiting.push(absent);
            } else {
                findings.push(absent.problem);
                missing.keys.extend(absent.keys);
            }
        }
        missing
    }

    /// A row without a text file lacks what no column gives.
    pub fn apply(&mut self, letter: &mut RawLetter) {
        for absent in &self.waiting {
            let given = |key: &Key| letter.field(key).value != Value::Missing;
            if !absent.keys.iter().any(given) {
                letter.reported.extend(absent.keys.iter().cloned());
            }
        }
    }

    /// What was told of no row yet.
    pub fn tell(self, findings: &mut Vec<Diagnostic>) {
        findings.extend(self.waiting.into_iter().map(|absent| absent.problem));
    }
}

fn absent(header: &Header, known: &Known<'_>, base: &Base) -> Vec<Absent> {
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
    let mut absent: Vec<Absent> = Vec::new();
    let mut add = |keys: &[&Key]| {
        let problem = column_missing(header, known, keys);
        absent.push(Absent { keys: keys.iter().map(|key| (*key).clone()).collect(), problem });
    };
    let mut told = BTreeSet::new();
    for key in known.keys() {
        let in_folder = *key == Key::Body && base.bodies;
        if known.is_required(key) && !given(key) && !in_folder && !dispensable(key) {
            add(&[key]);
            told.insert(key);
        }
    }
    for [one, other] in EITHER {
        let told = told.contains(one) || told.contains(other);
        let in_folder = *one == Key::Body && base.bodies;
        // A 会办意见 goes to the lead unit.
        let by_unit = *other == Key::Addressee && given(&Key::LeadUnit) && known.profile.has_papers_to_units();
        if !given(one) && !given(other) && !told && !by_unit && !in_folder {
            add(&[one, other]);
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
