//! The columns of an empty ledger: which fields, and what stands in the example's row.

use crate::profile::{FieldSpec, Key, Need, Profile};

/// A column of the empty ledger.
pub(super) struct Column<'a> {
    /// Its field.
    pub spec: &'a FieldSpec,
    /// What stands over it.
    pub heading: &'a str,
    /// How much it is needed.
    pub needed: Needed,
    /// What the example's row has there; empty for nothing.
    pub example: String,
}

/// How much a field is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needed {
    /// Every letter has it.
    Always,
    /// Every letter has it or that other one.
    Or(Key),
    /// It may be left out.
    No,
}

/// What is usually the same in all rows, and stands in the sheet 设置.
pub(super) const SET_ONCE: [Key; 5] = [Key::Place, Key::Assembly, Key::Term, Key::Meeting, Key::Issuer];

/// Every field that the profile takes, in the order of its table.
pub(super) fn columns(profile: &Profile) -> Vec<Column<'_>> {
    let taken = profile.fields.iter().filter(|spec| takes(profile, spec));
    taken
        .map(|spec| Column {
            spec,
            heading: spec.heading(),
            needed: needed(profile, spec),
            example: if in_example(profile, spec) { example(profile, spec) } else { String::new() },
        })
        .collect()
}

/// Is there a column for it? What is forbidden or always the same has none, and an element of the page only
/// where the form prints it.
pub(super) fn takes(profile: &Profile, spec: &FieldSpec) -> bool {
    match spec.need {
        Need::Forbidden | Need::Fixed(_) => false,
        Need::Required => true,
        Need::Optional => profile.prints(&spec.key) || !is_element(&spec.key),
    }
}

/// Is the field nothing but an element of the page, of no use where the form does not print it? Who signs and
/// when is of use everywhere: rows are known as the unit's own by it, and letters are dated in the archive.
fn is_element(key: &Key) -> bool {
    match key {
        Key::Title
        | Key::DocNumber
        | Key::Signatory
        | Key::Reviewer
        | Key::Addressee
        | Key::Opening
        | Key::Closing
        | Key::Feedback
        | Key::Category
        | Key::ContactUnit
        | Key::ContactPerson
        | Key::ContactPhone
        | Key::Cc
        | Key::Disclosure
        | Key::DisclosureReason
        | Key::Attachments
        | Key::AttachmentFiles
        | Key::Note
        | Key::CopyNumber
        | Key::Secrecy
        | Key::Urgency
        | Key::PrintOrgan
        | Key::PrintDate
        | Key::FilingNumber
        | Key::ClassNumber => true,
        Key::Number
        | Key::Matter
        | Key::Genre
        | Key::Place
        | Key::Assembly
        | Key::Term
        | Key::Meeting
        | Key::Subject
        | Key::Proposers
        | Key::ProposerCount
        | Key::Role
        | Key::LeadUnit
        | Key::Answer
        | Key::Round
        | Key::Previous
        | Key::MergedWith
        | Key::Body
        | Key::BodyFile
        | Key::Issuer
        | Key::Date
        | Key::CoUnits
        | Key::Assigned
        | Key::Due
        | Key::ContactLog
        | Key::Satisfaction
        | Key::Retention
        | Key::ItemNo
        | Key::Extra(_) => false,
    }
}

fn needed(profile: &Profile, spec: &FieldSpec) -> Needed {
    if spec.need == Need::Required {
        return Needed::Always;
    }
    let required = |key: &Key| profile.field(key).is_some_and(|spec| spec.need == Need::Required);
    let other = Key::EITHER.iter().find_map(|(one, other)| match &spec.key {
        key if key == one => Some(other),
        key if key == other => Some(one),
        _ => None,
    });
    match other {
        // A pair whose other half every letter has leaves nothing to choose.
        Some(other) if !required(other) => Needed::Or(other.clone()),
        _ => Needed::No,
    }
}

/// Does the example's row fill it in? What is set once for all rows is not repeated, and what the rules make
/// or what belongs to rarer letters stays empty: an example of a second answer would be none of a first.
fn in_example(profile: &Profile, spec: &FieldSpec) -> bool {
    let key = &spec.key;
    if SET_ONCE.contains(key) || profile.defaults.contains_key(key) {
        return false;
    }
    let for_rarer_letters = matches!(
        key,
        Key::ProposerCount
            | Key::LeadUnit
            | Key::CoUnits
            | Key::Round
            | Key::Previous
            | Key::MergedWith
            | Key::Title
            | Key::Addressee
            | Key::Opening
            | Key::BodyFile
            | Key::DisclosureReason
            | Key::Attachments
            | Key::AttachmentFiles
    );
    spec.need == Need::Required || !for_rarer_letters
}

/// A good value: the table's, unless the profile's closed set has others.
pub(super) fn example(profile: &Profile, spec: &FieldSpec) -> String {
    let choices = profile.choices(&spec.key);
    let known = |choice: &crate::profile::Choice| choice.value == spec.example;
    match choices.first() {
        Some(first) if !choices.iter().any(known) => first.value.clone(),
        _ => spec.example.clone(),
    }
}
