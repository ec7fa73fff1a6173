//! The note on a heading: what the field is, whether it is needed, what may stand there, an example.

use super::columns::{Column, Needed, SET_ONCE, example};
use crate::profile::{Kind, Profile};

/// The note's text, in Chinese: clerks read it.
pub(super) fn note(profile: &Profile, column: &Column<'_>) -> String {
    let key = &column.spec.key;
    let mut lines = vec![format!("{}（{key}）", column.heading), format!("{}。", key.about())];
    lines.push(needed(profile, column));
    let choices = profile.choices(key);
    if !choices.is_empty() {
        let one = |choice: &crate::profile::Choice| match choice.meaning.as_str() {
            "" => choice.value.clone(),
            meaning => format!("{}（{meaning}）", choice.value),
        };
        lines.push(format!("可填：{}", choices.iter().map(one).collect::<Vec<_>>().join("；")));
    }
    if column.spec.kind == Kind::Date {
        lines.push("写法：2024-06-11 或 2024年6月11日".to_owned());
    }
    let example = example(profile, column.spec);
    if !example.is_empty() && choices.is_empty() {
        lines.push(format!("例：{example}"));
    }
    lines.join("\n")
}

fn needed(profile: &Profile, column: &Column<'_>) -> String {
    let key = &column.spec.key;
    let of_profile = profile.defaults.get(key).filter(|value| !value.is_empty());
    match (&column.needed, of_profile) {
        (_, Some(value)) => format!("空着时用：{value}"),
        (Needed::Always, None) if SET_ONCE.contains(key) => {
            "必填；各行都一样时，写在工作表“设置”里，这里空着".to_owned()
        }
        (Needed::Always, None) => "必填".to_owned(),
        (Needed::Or(other), None) => format!("“{}”和“{}”必填一个", key.heading(), other.heading()),
        (Needed::No, None) if SET_ONCE.contains(key) => "选填；各行都一样时，写在工作表“设置”里，这里空着".to_owned(),
        (Needed::No, None) => "选填".to_owned(),
    }
}
