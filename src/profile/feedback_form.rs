//! The form on which those who proposed say what they think of an answer (征询意见表): data of the profile.

use serde::Deserialize;
use toml::Spanned;

use super::Pattern;
use super::layer::Checker;
use super::texts::Texts;
use super::wording::TEXT;

/// Names of the form's patterns beside those of running text.
const MORE: &[&str] = &["title", "addressee", "names", "doc_number", "date", "category", "disclosure"];

/// Room of a row that gives none, in lines, and the most that one may ask for.
const MOST_LINES: u8 = 20;

/// The form of a place. Of several patterns the first is taken whose every name has a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedbackFormRule {
    /// What stands over it.
    pub title: Vec<Pattern>,
    /// A sentence under the title.
    pub lead: Vec<Pattern>,
    /// Its rows, from above.
    pub rows: Vec<FormRowRule>,
    /// What stands under its rows: to whom it goes, in how many copies.
    pub notes: Vec<Pattern>,
}

/// A row: a label, and beside it a value of the letter, boxes to tick, or room to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRowRule {
    /// What is asked or told.
    pub label: Vec<Pattern>,
    /// What the letter says; the room stays free where it says nothing.
    pub value: Vec<Pattern>,
    /// Answers to tick.
    pub choices: Vec<String>,
    /// Lines of room.
    pub lines: u8,
    /// Takes half the width: two such rows in succession stand side by side.
    pub half: bool,
}

/// What a file writes under `[feedback_form]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    title: Option<Texts>,
    lead: Option<Texts>,
    row: Option<Vec<RowFile>>,
    notes: Option<Texts>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RowFile {
    label: Texts,
    value: Option<Texts>,
    choices: Option<Spanned<Vec<Spanned<String>>>>,
    lines: Option<Spanned<i64>>,
    #[serde(default)]
    half: bool,
}

/// The same with its patterns checked; what a file leaves out is `None`.
#[derive(Debug, Clone, Default)]
pub(super) struct FormLayer {
    title: Option<Vec<Pattern>>,
    lead: Option<Vec<Pattern>>,
    rows: Option<Vec<FormRowRule>>,
    notes: Option<Vec<Pattern>>,
}

impl FormLayer {
    pub(super) fn check(file: FormFile, checker: &mut Checker<'_>) -> Self {
        let names = names();
        let needed = file.title.iter().chain(file.row.iter().flatten().map(|row| &row.label));
        for texts in needed.filter(|texts| texts.get_ref().is_empty()) {
            let what = ("这里不能空着", "this cannot be empty");
            checker.refuse(
                &texts.span(),
                what,
                ("写上表名，或这一行问什么", "write the form's title, or what the row asks"),
            );
        }
        let mut patterns = |texts: Option<Texts>| texts.map(|texts| checker.patterns(texts, &names));
        let (title, lead, notes) = (patterns(file.title), patterns(file.lead), patterns(file.notes));
        let rows = file.row.map(|rows| rows.into_iter().map(|row| check_row(row, &names, checker)).collect());
        Self { title, lead, rows, notes }
    }

    /// Lays `top` over this one. Rows replace those below whole: a place's form is its own.
    pub(super) fn overlay(&mut self, top: Self) {
        let Self { title, lead, rows, notes } = top;
        self.title = title.or(self.title.take());
        self.lead = lead.or(self.lead.take());
        self.rows = rows.or(self.rows.take());
        self.notes = notes.or(self.notes.take());
    }

    /// The form; nothing where no layer has rows. `missing` is told of a form without a title.
    pub(super) fn finish(self, missing: &mut dyn FnMut(&str)) -> Option<FeedbackFormRule> {
        let rows = self.rows.filter(|rows| !rows.is_empty())?;
        let title = self.title.unwrap_or_else(|| {
            missing("feedback_form.title");
            Vec::new()
        });
        let (lead, notes) = (self.lead.unwrap_or_default(), self.notes.unwrap_or_default());
        Some(FeedbackFormRule { title, lead, rows, notes })
    }
}

/// The names of its patterns.
fn names() -> Vec<&'static str> {
    TEXT.iter().chain(MORE).copied().collect()
}

fn check_row(row: RowFile, names: &[&str], checker: &mut Checker<'_>) -> FormRowRule {
    let given_twice = row.choices.as_ref().filter(|_| row.value.is_some());
    if let Some(choices) = given_twice {
        let what = ("一行里 value 和 choices 只能写一个", "a row has `value` or `choices`, not both");
        checker.refuse(&choices.span(), what, ("删去其中一个", "take one of them out"));
    }
    let lines = row.lines.as_ref().map_or(1, |lines| {
        u8::try_from(*lines.get_ref()).ok().filter(|lines| (1..=MOST_LINES).contains(lines)).unwrap_or_else(|| {
            let what = ("lines 应为 1 到 20 的整数", "`lines` is a whole number from 1 to 20");
            checker.refuse(
                &lines.span(),
                what,
                ("写留几行空，例如 lines = 4", "write how many lines to leave free, such as lines = 4"),
            );
            1
        })
    });
    let choices = row.choices.map(Spanned::into_inner).unwrap_or_default();
    for choice in choices.iter().filter(|choice| choice.get_ref().trim().is_empty()) {
        let what = ("choices 里有一项是空的", "an item of `choices` is empty");
        checker.refuse(&choice.span(), what, ("写上这一项的字，或删去", "write its words, or take it out"));
    }
    FormRowRule {
        label: checker.patterns(row.label, names),
        value: row.value.map(|texts| checker.patterns(texts, names)).unwrap_or_default(),
        choices: choices.into_iter().map(Spanned::into_inner).collect(),
        lines,
        half: row.half,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever writes a profile finds every name of the form's patterns in the guide, in both languages.
    #[test]
    fn the_guide_has_every_name() {
        for guide in [include_str!("../../docs/profiles.md"), include_str!("../../docs/profiles.zh-CN.md")] {
            for name in names() {
                assert!(guide.contains(&format!("`{name}`")), "{name}");
            }
        }
    }
}
