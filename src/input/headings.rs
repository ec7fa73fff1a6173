//! What headings and keys mean, by the contract and the profile's field table.

use std::collections::BTreeMap;

use super::normalise::half_width;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::profile::{Key, Kind, Need, Profile};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A field.
    Field(Key),
    /// Term and meeting in one cell (届次): `八届四次`.
    Session,
    /// More names of those who proposed (附议人).
    Seconders,
    /// How many those are (附议人数): all but the first.
    SecondersCount,
    /// Matter, class or subject area: its values decide (类型, 类别, 审查分类).
    Ambiguous,
    /// A row counter (序号), never a number.
    Counter,
}

/// Headings that stand for something other than one field, or that the contract settles.
const SPECIAL: &[(&str, Target)] = &[
    ("届次", Target::Session),
    ("附议代表", Target::Seconders),
    ("附议人", Target::Seconders),
    ("附议人数", Target::SecondersCount),
    ("类型", Target::Ambiguous),
    ("类别", Target::Ambiguous),
    ("审查分类", Target::Ambiguous),
    ("序号", Target::Counter),
    ("是否公开", Target::Field(Key::Disclosure)),
    ("可否网上公开", Target::Field(Key::Disclosure)),
];

/// Every heading and key that is known.
pub(super) struct Known<'a> {
    pub profile: &'a Profile,
    /// Headings without blanks, in lowercase.
    headings: BTreeMap<String, Target>,
    /// Every key of the field table and of the contract, in that order.
    keys: Vec<Key>,
}

impl<'a> Known<'a> {
    /// What is known by `profile`.
    pub fn of(profile: &'a Profile) -> Self {
        let mut keys: Vec<Key> = profile.fields.iter().map(|spec| spec.key.clone()).collect();
        for key in Key::ALL {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let mut headings = BTreeMap::new();
        for (heading, target) in SPECIAL {
            headings.insert((*heading).to_owned(), target.clone());
        }
        // Keys and the contract's headings come before aliases, which may not take them over.
        for key in &keys {
            for name in [key.to_string(), key.heading().to_owned()] {
                headings.entry(plain(&name)).or_insert_with(|| Target::Field(key.clone()));
            }
        }
        for spec in &profile.fields {
            for alias in &spec.headings {
                headings.entry(plain(alias)).or_insert_with(|| Target::Field(spec.key.clone()));
            }
        }
        Self { profile, headings, keys }
    }

    /// What a heading of a sheet means.
    pub fn heading(&self, heading: &str) -> Option<Target> {
        self.headings.get(&plain(heading)).cloned()
    }

    /// The key of a JSON member, dotted.
    pub fn key(&self, name: &str) -> Option<Key> {
        Key::parse(name).filter(|key| self.keys.contains(key))
    }

    /// Every key, those of the profile's table first.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// What a field holds.
    pub fn kind(&self, key: &Key) -> Kind {
        self.profile.field(key).map_or(Kind::Text, |spec| spec.kind)
    }

    /// Does every letter need the field?
    pub fn is_required(&self, key: &Key) -> bool {
        self.profile.field(key).is_some_and(|spec| spec.need == Need::Required)
    }

    /// Says that a heading is not known, and what it may have been meant for.
    pub fn unknown_heading(&self, heading: &str, origin: &Origin) -> Diagnostic {
        let given = plain(heading);
        // `联系电话（手机）`: what stands before the bracket may be known.
        let before_bracket = given.split(['(', '（']).next().unwrap_or_default();
        let meant = self
            .headings
            .keys()
            .find(|known| before_bracket != given && known.as_str() == before_bracket)
            .or_else(|| nearest(&given, self.headings.keys()));
        match meant {
            Some(meant) => resembling(heading, meant, origin),
            None => unknown(heading, origin),
        }
    }

    /// Says that a JSON key is not known, and what it may have been meant for.
    pub fn unknown_key(&self, name: &str, origin: &Origin) -> Diagnostic {
        if let Some(Target::Field(key)) = self.heading(name) {
            return resembling(name, &key.to_string(), origin);
        }
        let names: Vec<String> = self.keys.iter().map(ToString::to_string).collect();
        match nearest(&name.to_lowercase(), names.iter()) {
            Some(meant) => resembling(name, meant, origin),
            None => unknown(name, origin),
        }
    }
}

fn unknown(heading: &str, origin: &Origin) -> Diagnostic {
    let message = Message::new(
        format!("“{heading}”不是已知的栏目，未使用"),
        format!("`{heading}` is no known heading or key; it was not used"),
    );
    Diagnostic::note(Code::HeadingUnknown, message).at(origin)
}

fn resembling(heading: &str, meant: &str, origin: &Origin) -> Diagnostic {
    let message = Message::new(
        format!("“{heading}”不是已知的栏目，未使用；是不是“{meant}”？"),
        format!("`{heading}` is no known heading or key and was not used; did you mean `{meant}`?"),
    );
    Diagnostic::warning(Code::HeadingResembles, message).at(origin).hint(
        format!("如果是，把“{heading}”改为“{meant}”；如果不是，换一个不易混淆的名称"),
        format!("if so, rename `{heading}` to `{meant}`; if not, give it a name less like it"),
    )
}

/// A heading as it is compared: without blanks and marks at its end, in lowercase.
pub(super) fn plain(heading: &str) -> String {
    let text: String = heading
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'))
        .map(half_width)
        .collect::<String>()
        .to_lowercase();
    text.trim_matches(['*', ':']).to_owned()
}

/// The known name that `given` is most probably a slip of.
fn nearest<'n>(given: &str, names: impl Iterator<Item = &'n String>) -> Option<&'n String> {
    names.filter(|name| is_slip(given, name)).min_by_key(|name| strsim::osa_distance(given, name))
}

/// May `given` be a slip of `name`? In a short Chinese heading every character carries meaning (备注 is not
/// 附注, 审核人 not 审签人), so there only slips count that change none of the meaning's first part.
fn is_slip(given: &str, name: &str) -> bool {
    let distance = strsim::osa_distance(given, name);
    let (short, long) = {
        let (a, b) = (given.chars().count(), name.chars().count());
        (a.min(b), a.max(b))
    };
    if name.is_ascii() {
        return short >= 4 && distance <= if long >= 6 { 2 } else { 1 };
    }
    let swapped = {
        let mut a: Vec<char> = given.chars().collect();
        let mut b: Vec<char> = name.chars().collect();
        a.sort_unstable();
        b.sort_unstable();
        a == b
    };
    match (short, long) {
        (2, 2) => swapped,
        (..=2, _) => false,
        (3, 3) => distance == 1 && (swapped || given.chars().zip(name.chars()).take(2).all(|(a, b)| a == b)),
        (_, ..=6) => distance == 1,
        _ => distance <= 2,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample_profile;
    use super::*;
    use crate::diag::{Lang, Severity};

    #[test]
    fn headings_are_keys_contract_headings_and_aliases() {
        let profile = sample_profile();
        let known = Known::of(&profile);
        let field = |key| Some(Target::Field(key));
        assert_eq!(known.heading("建议号"), field(Key::Number));
        assert_eq!(known.heading(" 建 议\n号 "), field(Key::Number));
        assert_eq!(known.heading("建议号*"), field(Key::Number));
        assert_eq!(known.heading("number"), field(Key::Number));
        assert_eq!(known.heading("Contact.Unit"), field(Key::ContactUnit));
        assert_eq!(known.heading("提案编号"), field(Key::Number));
        assert_eq!(known.heading("extra.town"), field(Key::Extra("town".to_owned())));
        assert_eq!(known.heading("所属乡镇"), field(Key::Extra("town".to_owned())));
        assert_eq!(known.heading("序号"), Some(Target::Counter));
        assert_eq!(known.heading("备注"), None);
    }

    #[track_caller]
    fn check(heading: &str, meant: Option<&str>) {
        let profile = sample_profile();
        let known = Known::of(&profile);
        let found = known.unknown_heading(heading, &Origin::file(std::path::Path::new("x")));
        let text = found.message.text(Lang::En);
        match meant {
            Some(meant) => {
                assert_eq!(found.severity, Severity::Warning, "{text}");
                assert!(text.contains(&format!("did you mean `{meant}`")), "{text}");
            }
            None => assert_eq!(found.severity, Severity::Note, "{text}"),
        }
    }

    #[test]
    fn slips_of_known_headings_are_recognised() {
        check("成文日起", Some("成文日期"));
        check("发文机光", Some("发文机关"));
        check("签发任", Some("签发人"));
        check("题标", Some("标题"));
        check("联系电话（手机）", Some("联系电话"));
        check("isuer", Some("issuer"));
        check("contact.fone", Some("contact.phone"));
    }

    #[test]
    fn other_headings_are_left_alone() {
        for heading in
            ["备注", "日期", "地址", "姓名", "审核人", "签收人", "负责人", "代表团", "分管领导", "承办科室", "id"]
        {
            check(heading, None);
        }
    }
}
