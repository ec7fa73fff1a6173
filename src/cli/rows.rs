//! Which row of a ledger a problem or a letter belongs to.
//!
//! A row is one entry of the ledger, also in JSON. Rooms name the place of a problem, and the letter where
//! they know it; a cell that cannot be read, for one, is found before there is a letter.

use std::collections::HashMap;
use std::sync::Arc;

use dafu::diag::{Diagnostic, LetterRef, Origin};
use dafu::input::{Field, RawLetter, Value};
use dafu::letter;
use dafu::profile::{Key, Profile};
use dafu::shelf::Shelf;

use super::items::About;
use super::only::{Candidate, fold};

/// The rows of a ledger, in its order.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// What `--only` compares.
    all: Vec<Candidate>,
    cells: HashMap<(Option<Arc<str>>, u32), usize>,
    pointers: HashMap<String, usize>,
    numbers: HashMap<String, Vec<usize>>,
}

impl Rows {
    /// The rows as read.
    pub(crate) fn of(raws: &Shelf<RawLetter>, profile: &Profile) -> Result<Self, Diagnostic> {
        let usual_matter = profile.matters.first().map_or("", String::as_str);
        let mut rows = Self::default();
        for raw in raws.iter() {
            let raw = raw?;
            rows.add(&raw.origin, candidate(&raw, usual_matter));
        }
        Ok(rows)
    }

    fn add(&mut self, origin: &Origin, row: Candidate) {
        let index = self.all.len();
        match origin {
            Origin::Cell { sheet, cell, .. } => {
                self.cells.insert((sheet.clone(), cell.row), index);
            }
            Origin::Pointer { pointer, .. } => {
                self.pointers.insert(pointer.clone(), index);
            }
            Origin::Text { .. } | Origin::Paragraph { .. } | Origin::File { .. } => {}
        }
        let number = fold(&row.number);
        self.numbers.entry(number).or_default().push(index);
        self.all.push(row);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The n-th.
    pub(crate) fn get(&self, index: usize) -> Option<&Candidate> {
        self.all.get(index)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Candidate> {
        self.all.iter()
    }

    /// The row that a place is in.
    pub(crate) fn at(&self, origin: &Origin) -> Option<usize> {
        match origin {
            Origin::Cell { sheet, cell, .. } => self.cells.get(&(sheet.clone(), cell.row)).copied(),
            Origin::Pointer { pointer, .. } => {
                let mut pointer = pointer.as_str();
                loop {
                    if let Some(index) = self.pointers.get(pointer) {
                        return Some(*index);
                    }
                    pointer = &pointer[..pointer.rfind('/')?];
                }
            }
            Origin::Paragraph { .. } => self.at(origin.in_ledger()),
            Origin::Text { .. } | Origin::File { .. } => None,
        }
    }

    /// The row that a problem is about: by its place, else by its letter's number where that is the number
    /// of one row only.
    pub(crate) fn of_diagnostic(&self, diagnostic: &Diagnostic) -> Option<usize> {
        let by_place = diagnostic.origin.as_ref().and_then(|origin| self.at(origin));
        by_place.or_else(|| self.of_letter(diagnostic.letter.as_ref()?))
    }

    fn of_letter(&self, letter: &LetterRef) -> Option<usize> {
        if letter.number.is_empty() {
            return None;
        }
        let same_number = self.numbers.get(&fold(&letter.number))?;
        let parts: Vec<&str> = letter.id.as_deref().unwrap_or_default().split('|').collect();
        let told_apart = |index: &&usize| {
            let candidate = &self.all[**index];
            parts.get(1) == Some(&candidate.assembly.as_str()) && parts.get(4) == Some(&candidate.matter.as_str())
        };
        match same_number.as_slice() {
            [only] => Some(*only),
            several => several.iter().find(told_apart).copied(),
        }
    }
}

/// What a row says of its letter before it is checked, as `--only` compares it.
fn candidate(raw: &RawLetter, usual_matter: &str) -> Candidate {
    let text = |key: &Key| text(&raw.field(key));
    let matter = Some(text(&Key::Matter)).filter(|matter| !matter.is_empty());
    Candidate {
        number: text(&Key::Number),
        matter: matter.unwrap_or_else(|| usual_matter.to_owned()),
        assembly: text(&Key::Assembly),
        proposers: names(&raw.field(&Key::Proposers)),
    }
}

/// What can be told of a row that gave no letter: the addressee and the title as given, else who proposed and the
/// subject, and when it is due, where that can be read.
pub(crate) fn about(raw: &RawLetter) -> About {
    let text = |key: &Key| Some(text(&raw.field(key))).filter(|text| !text.is_empty());
    About {
        addressee: text(&Key::Addressee).unwrap_or_else(|| names(&raw.field(&Key::Proposers)).join("、")),
        title: text(&Key::Title).or_else(|| text(&Key::Subject)).unwrap_or_default(),
        due: letter::day(&raw.field(&Key::Due)),
        ..About::default()
    }
}

fn text(field: &Field) -> String {
    match &field.value {
        Value::Text(text) => text.replace('\n', ""),
        Value::Number { shown, .. } => shown.clone(),
        _ => String::new(),
    }
}

fn names(field: &Field) -> Vec<String> {
    match &field.value {
        Value::Text(text) => text
            .split(['、', '；', ';', '，', ',', '\n'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect(),
        Value::List(items) => items.iter().flat_map(names).collect(),
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;

    use dafu::diag::{CellRef, Code, Message};

    use super::*;

    pub(crate) fn cell(row: u32, column: u32) -> Origin {
        Origin::Cell { file: Path::new("x.xlsx").into(), sheet: Some("答复".into()), cell: CellRef { row, column } }
    }

    fn pointer(pointer: &str) -> Origin {
        Origin::Pointer { file: Path::new("x.json").into(), pointer: pointer.to_owned(), line: None }
    }

    pub(crate) fn row(matter: &str, number: &str) -> Candidate {
        Candidate { number: number.to_owned(), matter: matter.to_owned(), ..Candidate::default() }
    }

    /// Rows in the sheet 答复 from its second one on.
    pub(crate) fn sheet(rows: &[(&str, &str)]) -> Rows {
        let origins: Vec<Origin> = (1..).take(rows.len()).map(|row| cell(row, 0)).collect();
        let rows = rows.iter().map(|(matter, number)| row(matter, number));
        of_pairs(origins.iter().zip(rows))
    }

    fn of_pairs<'a>(pairs: impl Iterator<Item = (&'a Origin, Candidate)>) -> Rows {
        let mut rows = Rows::default();
        pairs.for_each(|(origin, row)| rows.add(origin, row));
        rows
    }

    fn problem(number: &str, id: Option<&str>) -> Diagnostic {
        let letter = LetterRef { number: number.to_owned(), id: id.map(str::to_owned) };
        Diagnostic::error(Code::ValueMissing, Message::new("", "")).letter(&letter)
    }

    #[test]
    fn a_cell_is_in_its_row() {
        let rows = sheet(&[("建议", "1"), ("建议", "2")]);
        assert_eq!(rows.at(&cell(2, 7)), Some(1));
        assert_eq!(rows.at(&cell(0, 7)), None);
    }

    #[test]
    fn a_pointer_is_in_the_object_around_it() {
        let origins = [pointer("/letters/0"), pointer("/letters/10")];
        let rows = [row("建议", "1"), row("建议", "2")];
        let rows = of_pairs(origins.iter().zip(rows));
        assert_eq!(rows.at(&pointer("/letters/10/contact/phone")), Some(1));
        assert_eq!(rows.at(&pointer("/letters/1/date")), None);
        assert_eq!(rows.at(&pointer("/profile")), None);
    }

    #[test]
    fn a_problem_elsewhere_belongs_to_the_row_of_its_letter() {
        let rows = sheet(&[("建议", "1"), ("建议", "21"), ("提案", "21")]);
        assert_eq!(rows.of_diagnostic(&problem("1", None)), Some(0));
        assert_eq!(rows.of_diagnostic(&problem("21", None)), None);
        let id = "黄山市||8|4|提案|21|答复|1";
        assert_eq!(rows.of_diagnostic(&problem("21", Some(id))), Some(2));
        assert_eq!(rows.of_diagnostic(&problem("", None)), None);
    }

    #[test]
    fn names_are_found_in_every_form_of_a_list() {
        let field = |value| Field { value, origin: cell(1, 1) };
        let text = field(Value::Text("王景峰、李 红".to_owned()));
        assert_eq!(names(&text), ["王景峰", "李 红"]);
        let object = [("name".to_owned(), field(Value::Text("民盟黄山市委".to_owned())))];
        let list = field(Value::List(vec![text, field(Value::Object(object.into()))]));
        assert_eq!(names(&list), ["王景峰", "李 红", "民盟黄山市委"]);
    }
}
