//! Lists and names as people type them.

use super::element::{Proposer, ProposerKind};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::{Field, LIST_MARKS, Value};

/// The values of a list: a JSON array's, each whole, or those of a text parted by `、`, `；`, `;` or a line break.
pub(super) fn list(field: &Field) -> Vec<(String, Origin)> {
    match &field.value {
        Value::List(items) => items
            .iter()
            .filter_map(|item| match &item.value {
                Value::Text(text) | Value::Number { shown: text, .. } => Some((text.clone(), item.origin.clone())),
                _ => None,
            })
            .collect(),
        Value::Text(text) | Value::Number { shown: text, .. } => {
            split(text).map(|item| (item, field.origin.clone())).collect()
        }
        _ => Vec::new(),
    }
}

fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(LIST_MARKS).map(|item| item.trim().to_owned()).filter(|item| !item.is_empty())
}

/// Those who proposed, and their number where the text gives it (`张三等5人`).
#[derive(Debug, Default)]
pub(super) struct Names {
    pub proposers: Vec<(Proposer, Origin)>,
    pub count: Option<u32>,
}

/// Names: `王　伟` padded to three cells is one, `张三 李四` are two, brackets behind a name are dropped with a note,
/// a `，` parts names with a warning.
/// A name that ends in one of `bodies` is never a person's.
pub(super) fn names(field: &Field, bodies: &[String], findings: &mut Vec<Diagnostic>) -> Names {
    let mut found = Names::default();
    gather(field, bodies, &mut found, findings);
    found
}

fn gather(field: &Field, bodies: &[String], found: &mut Names, findings: &mut Vec<Diagnostic>) {
    let origin = &field.origin;
    match &field.value {
        Value::List(items) => items.iter().for_each(|item| gather(item, bodies, found, findings)),
        Value::Object(members) => {
            let text = |name: &str| match members.get(name).map(|member| &member.value) {
                Some(Value::Text(text)) => text.clone(),
                _ => String::new(),
            };
            let name = text("name");
            let kind = match text("kind").as_str() {
                "person" => ProposerKind::Person,
                "body" => ProposerKind::Body,
                _ => kind_of(&name, bodies),
            };
            if name.is_empty() {
                findings.push(nameless(origin));
            } else {
                found.proposers.push((Proposer { name, kind }, origin.clone()));
            }
        }
        Value::Text(text) => {
            let text = counted(text, &mut found.count);
            if outside_brackets(text, &['，', ',']).len() > 1 {
                let message = Message::new(
                    "人名之间用了逗号，已按分开的人名处理",
                    "names are parted by a comma; taken as separate names",
                );
                let hint = ("人名之间请用顿号“、”", "part names by `、`");
                findings.push(Diagnostic::warning(Code::ListComma, message).at(origin).hint(hint.0, hint.1));
            }
            for item in outside_brackets(text, &['、', '；', ';', '\n', '，', ',']) {
                for name in parted_by_blanks(item) {
                    let name = without_brackets(&name, origin, findings);
                    if name.is_empty() {
                        findings.push(nameless(origin));
                        continue;
                    }
                    let kind = kind_of(&name, bodies);
                    found.proposers.push((Proposer { name, kind }, origin.clone()));
                }
            }
        }
        Value::Missing => {}
        _ => findings.push(nameless(origin)),
    }
}

fn nameless(origin: &Origin) -> Diagnostic {
    let message = Message::new("这里应当是人名或单位名称", "a name of a person or body is expected here");
    Diagnostic::error(Code::NameMalformed, message)
        .at(origin)
        .hint("写成 王景峰 或 王景峰、李明", "write it like 王景峰 or 王景峰、李明")
}

/// Takes `等5人`, `等5位代表` or `等五名` off, and a bare `等`.
fn counted<'a>(text: &'a str, count: &mut Option<u32>) -> &'a str {
    let Some((names, rest)) = text.trim().rsplit_once('等') else {
        return text;
    };
    let rest = rest.trim_end_matches(['人', '位', '名', '代', '表', '委', '员']).trim();
    if rest.is_empty() {
        return names;
    }
    match super::numeral::parse(rest) {
        Some(number) => {
            *count = Some(number);
            names
        }
        None => text,
    }
}

/// The parts of `text` between `separators` that do not stand in brackets; blank ones are left out.
fn outside_brackets<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let mut depth = 0_usize;
    let parts = text.split(|c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && separators.contains(&c)
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// `王　伟` → one name; `张三 李四` → two.
fn parted_by_blanks(item: &str) -> Vec<String> {
    let parts: Vec<&str> = item.split_whitespace().collect();
    let all_han = parts.iter().all(|part| part.chars().all(is_han));
    let single = parts.iter().all(|part| part.chars().count() == 1);
    if parts.len() > 1 && all_han && !single {
        parts.into_iter().map(str::to_owned).collect()
    } else if all_han {
        vec![parts.concat()]
    } else {
        vec![parts.join(" ")]
    }
}

fn without_brackets(name: &str, origin: &Origin, findings: &mut Vec<Diagnostic>) -> String {
    let Some(open) = name.find(['（', '(']) else {
        return name.to_owned();
    };
    if !name.ends_with(['）', ')']) {
        return name.to_owned();
    }
    let (kept, dropped) = name.split_at(open);
    let message = Message::new(
        format!("姓名后的“{dropped}”不印，只印“{kept}”"),
        format!("`{dropped}` behind the name is not printed, only `{kept}`"),
    );
    findings.push(Diagnostic::note(Code::TextNormalised, message).at(origin));
    kept.trim().to_owned()
}

/// A name of two to four Han characters, or with `·`, is a person's (contract), unless it ends as bodies' do.
fn kind_of(name: &str, bodies: &[String]) -> ProposerKind {
    if bodies.iter().any(|ending| name.ends_with(ending.as_str())) {
        return ProposerKind::Body;
    }
    let count = name.chars().count();
    let person = name.contains('·') || (2..=4).contains(&count) && name.chars().all(is_han);
    if person { ProposerKind::Person } else { ProposerKind::Body }
}

/// A Han character, of any plane.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '〇' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str, findings: usize) {
        let origin = Origin::file(std::path::Path::new("x"));
        let mut noticed = Vec::new();
        let bodies = ["市委".to_owned()];
        let found = names(&Field { value: Value::Text(text.to_owned()), origin }, &bodies, &mut noticed);
        let mut shown: Vec<String> = found
            .proposers
            .iter()
            .map(|(proposer, _)| match proposer.kind {
                ProposerKind::Person => proposer.name.clone(),
                ProposerKind::Body => format!("[{}]", proposer.name),
            })
            .collect();
        shown.extend(found.count.map(|count| count.to_string()));
        assert_eq!(shown.join(" "), expected);
        assert_eq!(noticed.len(), findings);
    }

    #[test]
    fn names_are_read_as_a_person_reads_them() {
        check("王景峰", "王景峰", 0);
        check("王　伟", "王伟", 0);
        check("张三 李四", "张三 李四", 0);
        check("张三、李四；王五", "张三 李四 王五", 0);
        check("张三，李四", "张三 李四", 1);
        check("张三等5人", "张三 5", 0);
        check("张三、李四等十二位代表", "张三 李四 12", 0);
        check("马兰（女，回族）", "马兰", 1);
        check("民盟黄山市委", "[民盟黄山市委]", 0);
        check("民建市委", "[民建市委]", 0);
        check("阿依古丽·买买提", "阿依古丽·买买提", 0);
        check("汪𬎆", "汪𬎆", 0);
    }
}
