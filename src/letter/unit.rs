//! Whose row is it: a workbook of the whole place also has rows that other units answer.

use super::names;
use crate::diag::{Code, Diagnostic, Message};
use crate::input::{RawLetter, Value};
use crate::profile::{Key, Profile};

/// Which rows are the issuer's to answer; the others are passed over with a note. If none is, that is an error.
pub(super) fn own_rows<'r>(
    raws: impl Iterator<Item = &'r RawLetter> + Clone,
    profile: &Profile,
    findings: &mut Vec<Diagnostic>,
) -> Vec<bool> {
    let mut own = Vec::new();
    for raw in raws.clone() {
        let role = text(raw, &Key::Role);
        if !role.is_empty() && !["独办", "主办", "分办", "会办"].contains(&role.as_str()) {
            let message = Message::new(format!("办理方式不能是“{role}”"), format!("`{role}` is not a role"));
            findings.push(
                Diagnostic::error(Code::RoleUnknown, message)
                    .at(&raw.field(&Key::Role).origin)
                    .field(Key::Role)
                    .letter(&raw.reference())
                    .hint("写成 独办、主办、分办 或 会办", "use 独办, 主办, 分办 or 会办"),
            );
        }
        let (mine, helps) = part(raw, profile);
        if !mine {
            findings.push(passed_over(raw, &text(raw, &Key::LeadUnit), helps));
        }
        own.push(mine);
    }
    let mut raws = raws;
    if let (Some(first), false) = (raws.next(), own.iter().any(|mine| *mine)) {
        let message = Message::new("没有一行是发文机关自己办理的", "no row is the issuer's own to answer");
        findings.push(
            Diagnostic::error(Code::IssuerAbsent, message)
                .at(&first.field(&Key::Issuer).origin)
                .field(Key::Issuer)
                .hint("核对“发文机关”与“主办单位”的写法", "compare `issuer` with `lead_unit`"),
        );
    }
    own
}

fn text(raw: &RawLetter, key: &Key) -> String {
    match raw.field(key).value {
        Value::Text(text) => text,
        _ => String::new(),
    }
}

/// Is a row the issuer's to answer?
pub fn is_own(raw: &RawLetter, profile: &Profile) -> bool {
    part(raw, profile).0
}

/// Is a row the issuer's to answer, and does the issuer only help with it?
fn part(raw: &RawLetter, profile: &Profile) -> (bool, bool) {
    let (lead, place, role) = (text(raw, &Key::LeadUnit), text(raw, &Key::Place), text(raw, &Key::Role));
    let issuers = names::list(&raw.field(&Key::Issuer));
    let is_issuer = |unit: &str| issuers.iter().any(|(issuer, _)| bare(issuer, &place) == bare(unit, &place));
    let helps = role == "会办"
        || role.is_empty() && names::list(&raw.field(&Key::CoUnits)).iter().any(|(unit, _)| is_issuer(unit));
    let leads =
        lead.is_empty() || issuers.is_empty() || lead.split(['、', '；', ';', '\n']).any(|unit| is_issuer(unit.trim()));
    let mine = leads && !helps || role == "分办" || helps && profile.genres.iter().any(|genre| genre == "会办意见");
    (mine, helps)
}

fn passed_over(raw: &RawLetter, lead: &str, helps: bool) -> Diagnostic {
    let message = if helps {
        Message::new("本单位是会办单位，这一行不出答复", "the issuer is a co-unit here; no reply is made of this row")
    } else {
        Message::new(format!("这一行由“{lead}”主办，跳过"), format!("this row is `{lead}`'s; passed over"))
    };
    Diagnostic::note(Code::RowOfOtherUnit, message)
        .at(&raw.field(&Key::LeadUnit).origin)
        .field(Key::LeadUnit)
        .letter(&raw.reference())
}

/// Are two names those of one unit?
pub(super) fn is_same(one: &str, other: &str, place: &str) -> bool {
    bare(one, place) == bare(other, place)
}

/// A unit's name without the place, with long endings shortened: 黄山市发展和改革委员会 and 市发展改革委 are one unit.
fn bare(unit: &str, place: &str) -> String {
    let unit = unit.trim();
    let rest = unit.strip_prefix(place).filter(|rest| !rest.is_empty()).unwrap_or(unit);
    let rest = rest.strip_prefix(['省', '市', '县', '区', '旗']).filter(|rest| !rest.is_empty()).unwrap_or(rest);
    rest.replace("委员会", "委").replace("和", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_unit_has_several_names() {
        for name in ["黄山市发展和改革委员会", "市发展改革委", "发展改革委"] {
            assert_eq!(bare(name, "黄山市"), "发展改革委", "{name}");
        }
        assert_ne!(bare("黄山市教育局", "黄山市"), bare("黄山市科技局", "黄山市"));
    }
}
