//! The form on which those who proposed say what they think of the answer (征询意见表), filled from the letter.

use serde::{Deserialize, Serialize};

use super::Letter;
use super::derive::Facts;
use super::row::Row;
use crate::profile::{FormRowRule, Key, Pattern};

/// A form filled from its letter; what its reader fills in stands free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackForm {
    /// What stands over it.
    pub title: String,
    /// A sentence under the title; empty for none.
    pub lead: String,
    /// Its rows, from above.
    pub rows: Vec<FormRow>,
    /// What stands under its rows.
    pub notes: Vec<String>,
}

/// A row of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRow {
    /// What is asked or told.
    pub label: String,
    /// What the letter says; empty where there is room to write.
    pub value: String,
    /// Answers to tick.
    pub choices: Vec<String>,
    /// Lines of room.
    pub lines: u8,
    /// Half the width.
    pub half: bool,
}

/// The letter's form; nothing where the profile has none, where the letter does not go to those who proposed, and where
/// they are asked for their opinion in another way (反馈方式).
pub(super) fn fill(row: &Row<'_>, letter: &Letter, facts: &Facts<'_>) -> Option<FeedbackForm> {
    let rule = row.profile.feedback_form.as_ref()?;
    let by_form = row.text(&Key::Feedback).is_none_or(|way| way.contains('表'));
    if !facts.answers_proposers() || !by_form {
        return None;
    }
    let value = |name: &str| match name {
        "title" => Some(letter.title.text.clone()),
        "addressee" => Some(letter.addressee.clone()),
        "names" => names(letter),
        "doc_number" => letter.doc_number.clone(),
        "date" => Some(letter.date.to_string()),
        "category" => letter.category.clone(),
        "disclosure" => letter.disclosure.clone(),
        "issuer" => (!letter.issuer.is_empty()).then(|| letter.issuer.join("、")),
        name => facts.value(name),
    };
    let first = |patterns: &[Pattern]| patterns.iter().find_map(|pattern| pattern.fill(&value)).unwrap_or_default();
    let form_row = |rule: &FormRowRule| FormRow {
        label: first(&rule.label),
        value: first(&rule.value),
        choices: rule.choices.clone(),
        lines: rule.lines,
        half: rule.half,
    };
    Some(FeedbackForm {
        title: first(&rule.title),
        lead: first(&rule.lead),
        rows: rule.rows.iter().map(form_row).collect(),
        notes: rule.notes.iter().filter_map(|note| note.fill(&value)).collect(),
    })
}

/// 王景峰、李明, or 王景峰等5人.
fn names(letter: &Letter) -> Option<String> {
    let own = letter.id.addressee.clone();
    let names: Vec<&str> = letter.proposers.iter().map(|proposer| proposer.name.as_str()).collect();
    let all = letter.proposer_count.map_or(names.len(), |count| count as usize);
    let joined = if all > names.len() { format!("{}等{all}人", names.join("、")) } else { names.join("、") };
    own.or(Some(joined)).filter(|names| !names.is_empty())
}
