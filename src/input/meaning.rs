//! What 类型, 类别 and 审查分类 mean: matter, class or subject area. The values decide.

use std::collections::BTreeSet;

use super::header::Column;
use super::headings::{Known, plain};
use crate::diag::{Code, Diagnostic, Message};
use crate::profile::Key;

/// What an ambiguous heading means.
pub(super) enum Meaning {
    Field(Key),
    /// A subject area, which no letter prints.
    Area,
    /// The values do not say.
    Open,
}

/// Words of subject areas as assemblies sort by them.
const AREAS: &[&str] = &[
    "经济", "财", "工业", "农", "林", "水利", "交通", "城建", "城乡", "建设", "环保", "环境", "生态", "资源", "教",
    "科技", "文化", "文旅", "旅游", "体育", "卫", "医", "健康", "民生", "民政", "社会", "社保", "政法", "法制", "法治",
    "治安", "统战", "民族", "宗教", "侨", "党", "人事", "综合", "其他",
];

/// Decides by the values below the heading. `taken`: matter and class have headings of their own.
pub(super) fn meaning(heading: &str, values: &BTreeSet<String>, taken: bool, known: &Known<'_>) -> Meaning {
    let profile = known.profile;
    let is_matter = |value: &String| profile.matters.iter().any(|matter| plain(matter) == *value);
    let is_class = |value: &String| {
        profile
            .classes
            .iter()
            .any(|class| std::iter::once(&class.name).chain(&class.aliases).any(|name| plain(name) == *value))
    };
    let matters = values.iter().filter(|value| is_matter(value)).count();
    let classes = values.iter().filter(|value| is_class(value)).count();
    match (matters, classes) {
        // A value or two that are neither are slips, told at their cells.
        (1.., 0) if matters * 2 >= values.len() => Meaning::Field(Key::Matter),
        (0, 1..) if classes * 2 >= values.len() => Meaning::Field(Key::Category),
        (0, 0) if taken => Meaning::Area,
        (0, 0) if values.is_empty() && plain(heading) == plain(Key::Matter.heading()) => Meaning::Field(Key::Matter),
        (0, 0) if values.iter().all(|value| AREAS.iter().any(|area| value.contains(area))) => Meaning::Area,
        _ => Meaning::Open,
    }
}

/// Says that a column of subject areas is not used.
pub(super) fn subject_area(column: &Column) -> Diagnostic {
    let heading = &column.heading;
    let message = Message::new(
        format!("“{heading}”一列是内容分类，未使用"),
        format!("column `{heading}` holds subject areas; it was not used"),
    );
    Diagnostic::note(Code::HeadingUnknown, message).at(&column.origin)
}

/// Says that the values do not decide, and what the choices are.
pub(super) fn ambiguous(column: &Column, values: &BTreeSet<String>, known: &Known<'_>) -> Diagnostic {
    let heading = &column.heading;
    let some: Vec<&str> = values.iter().take(3).map(String::as_str).collect();
    let message = Message::new(
        format!("“{heading}”可能指类型、办复类别或内容分类，从“{}”等值看不出是哪一种", some.join("、")),
        format!(
            "`{heading}` may mean the matter, the class or a subject area; values such as `{}` do not tell",
            some.join(", ")
        ),
    );
    let matters = known.profile.matters.join("、");
    let classes: Vec<&str> = known.profile.classes.iter().map(|class| class.name.as_str()).collect();
    Diagnostic::error(Code::HeadingAmbiguous, message)
        .at(&column.origin)
        .hint(
            format!("如果是类型，标题写 matter，值写 {matters}"),
            format!("for the matter, head the column `matter` and use {matters}"),
        )
        .hint(
            format!("如果是办复类别，标题写“办复类别”，值写 {}", classes.join("、")),
            format!("for the class, head it `category` and use {}", classes.join(", ")),
        )
        .hint(
            "如果是内容分类，标题改为“专业分类”，这一列不会用到",
            "for a subject area, head it 专业分类; it is not used",
        )
}
