//! Whose row is it: a workbook of the whole place also has rows that other units answer.

use super::names;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::{RawLetter, Value};
use crate::profile::{Key, Profile};

/// The part of those who give an opinion to the unit that answers.
const HELPS: &str = "会办";

/// Which rows are the issuer's to write; the others are passed over with a note. If none is, that is an error.
#[derive(Default)]
pub(super) struct OwnRows {
    /// Where the first row names its issuer.
    first: Option<Origin>,
    any: bool,
}

impl OwnRows {
    /// The genre of the paper that the issuer writes of the next row; nothing where it is another unit's.
    pub(super) fn genre(
        &mut self,
        raw: &RawLetter,
        profile: &Profile,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        self.first.get_or_insert_with(|| raw.field(&Key::Issuer).origin);
        let role = text(raw, &Key::Role);
        if !role.is_empty() && !["独办", "主办", "分办", HELPS].contains(&role.as_str()) {
            findings.push(role_unknown(raw, &role));
        }
        match genre(raw, profile) {
            Ok(genre) => {
                self.any = true;
                Some(genre)
            }
            Err(why) => {
                findings.push(passed_over(raw, &text(raw, &Key::LeadUnit), why));
                None
            }
        }
    }

    /// An error, if there were rows and none was the issuer's.
    pub(super) fn tell_if_none(self, findings: &mut Vec<Diagnostic>) {
        let Some(first) = self.first.filter(|_| !self.any) else { return };
        let message = Message::new("没有一行是发文机关自己办理的", "no row is the issuer's own to answer");
        findings.push(
            Diagnostic::error(Code::IssuerAbsent, message)
                .at(&first)
                .field(Key::Issuer)
                .hint("核对“发文机关”与“主办单位”的写法", "compare `issuer` with `lead_unit`"),
        );
    }
}

/// Is a row the issuer's to answer?
pub fn is_own(raw: &RawLetter, profile: &Profile) -> bool {
    genre(raw, profile).is_ok()
}

/// What the issuer writes of a row, or why nothing.
fn genre(raw: &RawLetter, profile: &Profile) -> Result<String, Why> {
    let (lead, place, role) = (text(raw, &Key::LeadUnit), text(raw, &Key::Place), text(raw, &Key::Role));
    let issuers = names::list(&raw.field(&Key::Issuer));
    let is_issuer = |unit: &str| issuers.iter().any(|(issuer, _)| is_same(issuer, unit, &place));
    let leads = lead.split(['、', '；', ';', '\n']).any(|unit| is_issuer(unit.trim()));
    let others = !lead.is_empty() && !issuers.is_empty() && !leads;
    let helps = role == HELPS
        || role.is_empty() && names::list(&raw.field(&Key::CoUnits)).iter().any(|(unit, _)| is_issuer(unit));
    let genre = match text(raw, &Key::Genre) {
        given if given.is_empty() => profile.usual_genre(if helps { HELPS } else { "" }).to_owned(),
        given => given,
    };
    let to_lead = profile.genre_rules.get(&genre).is_some_and(|rule| rule.role == HELPS);
    let mine = if to_lead { !leads } else { role == "分办" || !others && !helps };
    if mine {
        return Ok(genre);
    }
    Err(if to_lead {
        Why::Leads
    } else if helps {
        Why::Helps
    } else {
        Why::Other
    })
}

fn text(raw: &RawLetter, key: &Key) -> String {
    match raw.field(key).value {
        Value::Text(text) => text,
        _ => String::new(),
    }
}

fn role_unknown(raw: &RawLetter, role: &str) -> Diagnostic {
    let message = Message::new(format!("办理方式不能是“{role}”"), format!("`{role}` is not a role"));
    Diagnostic::error(Code::RoleUnknown, message)
        .at(&raw.field(&Key::Role).origin)
        .field(Key::Role)
        .letter(&raw.reference())
        .hint("写成 独办、主办、分办 或 会办", "use 独办, 主办, 分办 or 会办")
}

/// Why a row is passed over.
#[derive(Debug, Clone, Copy)]
enum Why {
    /// Another unit leads.
    Other,
    /// The issuer helps, and the profile has no paper for that.
    Helps,
    /// The issuer leads, and the paper is one to the lead unit.
    Leads,
}

fn passed_over(raw: &RawLetter, lead: &str, why: Why) -> Diagnostic {
    let message = match why {
        Why::Helps => Message::new(
            "本单位是会办单位，这一行不出答复",
            "the issuer is a co-unit here; no reply is made of this row",
        ),
        Why::Leads => Message::new(
            "这一行由本单位主办，不出会办意见",
            "the issuer leads here; no opinion to the lead unit is made of this row",
        ),
        Why::Other => {
            Message::new(format!("这一行由“{lead}”主办，跳过"), format!("this row is `{lead}`'s; passed over"))
        }
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
