//! What a row's text file says beside the body: compared with the row, and taken where the row is silent.

use super::derive::Facts;
use super::row::Row;
use super::{date, names, numeral, unit, values};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::input::{Field, RawLetter, Value};
use crate::profile::{Key, Need, Profile};

/// Lays the file's values under the row's; a difference is a warning at the row's, which is printed.
pub(super) fn settle(mut raw: RawLetter, profile: &Profile) -> (RawLetter, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    for (key, file) in std::mem::take(&mut raw.from_file) {
        let own = raw.field(&key);
        let spec = profile.field(&key);
        let is_set = matches!(spec.map(|spec| &spec.need), Some(Need::Fixed(_)));
        // The profile's usual words come last.
        let usual = !is_set && own.origin == Origin::file(&profile.file);
        if raw.reported.contains(&key) {
            continue;
        }
        if matches!(spec.map(|spec| &spec.need), Some(Need::Forbidden)) {
            let (name, heading) = (&profile.name, key.heading());
            let message = Message::new(
                format!("配置“{name}”不许填“{heading}”，文件里的这个值没有用上"),
                format!("profile `{name}` does not allow `{key}`; the file's value is not used"),
            );
            findings.push(Diagnostic::note(Code::ValueNotPrinted, message).at(&file.origin).field(key));
        } else if own.value == Value::Missing || usual {
            raw.fields.insert(key, file);
        } else if !agree(&key, &own, &file, profile, &raw) {
            findings.push(differs(&key, &shown(&own), &shown(&file), &own.origin, &file.origin));
        }
    }
    (raw, findings)
}

/// The warning at the row's value.
pub(super) fn differs(key: &Key, own: &str, file: &str, at: &Origin, in_file: &Origin) -> Diagnostic {
    let heading = key.heading();
    let name = in_file.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (zh, en) = in_file.within().unwrap_or_default();
    let message = Message::new(
        format!("“{heading}”：台账是“{own}”，文件“{name}”{zh}是“{file}”；按台账的印"),
        format!("`{key}`: the row has `{own}`, {en} of file `{name}` has `{file}`; the row's is printed"),
    );
    Diagnostic::warning(Code::BodyFileDiffers, message).at(at).field(key.clone()).hint(
        "核对哪个对：台账不对就改台账，文件不对就改文件",
        "see which is right, and correct the ledger or the file",
    )
}

/// A value as a person wrote it.
fn shown(field: &Field) -> String {
    match &field.value {
        Value::Text(text) | Value::Number { shown: text, .. } => text.replace('\n', "、"),
        Value::Date { year, month, day } => format!("{year}年{month}月{day}日"),
        Value::List(items) => items.iter().map(shown).collect::<Vec<_>>().join("、"),
        Value::Object(members) => members.get("name").map(shown).unwrap_or_default(),
        Value::Bool(true) => "是".to_owned(),
        Value::Bool(false) => "否".to_owned(),
        Value::Missing => String::new(),
    }
}

/// Do both say the same, as far as it would be printed?
fn agree(key: &Key, own: &Field, file: &Field, profile: &Profile, raw: &RawLetter) -> bool {
    let (one, other) = (shown(own), shown(file));
    if plain(&one) == plain(&other) {
        return true;
    }
    let nowhere = &own.origin;
    let mut unheard = Vec::new();
    match key {
        Key::Date | Key::PrintDate => {
            matches!((date::parse(own), date::parse(file)), (Ok(own), Ok(file)) if own == file)
        }
        Key::Category => {
            let class = |text: &str| values::category(text, profile, nowhere);
            matches!((class(&one), class(&other)), (Ok(own), Ok(file)) if own == file)
        }
        Key::Disclosure => {
            let mark = |text: &str| values::disclosure(text, nowhere);
            matches!((mark(&one), mark(&other)), (Ok(own), Ok(file)) if own == file)
        }
        Key::DocNumber => {
            // Both are of one letter: which series it is in makes no difference.
            let mut number = |text: &str| values::doc_number(text, nowhere, "", &mut unheard);
            matches!((number(&one), number(&other)), (Ok(own), Ok(file)) if own == file)
        }
        Key::ContactPhone => digits(&one) == digits(&other),
        Key::ContactUnit | Key::Issuer | Key::PrintOrgan => {
            let place = shown(&raw.field(&Key::Place));
            let (own, file) = (listed(own), listed(file));
            own.len() == file.len() && own.iter().zip(&file).all(|(own, file)| unit::is_same(own, file, &place))
        }
        Key::Signatory | Key::Cc | Key::Attachments => listed(own) == listed(file),
        _ => false,
    }
}

fn listed(field: &Field) -> Vec<String> {
    names::list(field).into_iter().map(|(text, _)| plain(&text)).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// A text without what makes no difference: blanks, the width of marks, marks and brackets around it.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '。' => '.',
            c => c,
        })
        .collect();
    text.trim_matches([':', '.', '!', ';', ',', '(', ')']).to_owned()
}

/// Does a row's value come from its file?
pub(super) fn is_from_file(row: &Row<'_>, key: &Key) -> bool {
    row.has(key) && matches!(row.origin(key), Origin::Paragraph { .. })
}

/// The text that a file gives for a title, addressee or opening, unless it contradicts what the row says: then that
/// is a warning, and what the rules make of the row is printed. `derived` is that.
pub(super) fn or_derived(
    row: &mut Row<'_>,
    key: &Key,
    text: String,
    derived: Option<&String>,
    facts: &Facts<'_>,
) -> String {
    if !is_from_file(row, key) {
        return text;
    }
    let Some(derived) = derived else {
        return text;
    };
    if plain(derived) == plain(&text) {
        return derived.clone();
    }
    let Some(wrong) = contradicted(key, &text, facts, row.profile) else {
        return text;
    };
    let at = if row.has(&wrong) { row.origin(&wrong) } else { row.raw.origin.clone() };
    let found = differs(key, derived, &text, &at, &row.origin(key));
    row.report(key, found);
    derived.clone()
}

/// Which of the row's facts a text contradicts.
fn contradicted(key: &Key, text: &str, facts: &Facts<'_>, profile: &Profile) -> Option<Key> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if *key == Key::Addressee {
        return addresses_others(&text, facts, profile).then_some(Key::Proposers);
    }
    let numbers: Vec<(&str, &str)> = numbers(&text).collect();
    if let Some(own) = &facts.number
        && !numbers.is_empty()
        && !numbers.iter().any(|(number, _)| number.eq_ignore_ascii_case(own))
    {
        return Some(Key::Number);
    }
    let nouns = ["建议", "提案", "议案"];
    let noun = profile.naming.noun(&facts.matter);
    if nouns.contains(&noun)
        && let Some((_, rest)) = numbers.first()
        && let Some(named) =
            nouns.iter().find(|noun| rest.trim_start_matches(['代', '表', '委', '员', '“']).starts_with(**noun))
        && *named != noun
    {
        return Some(Key::Matter);
    }
    let counted = |before: char, word: &str, known: Option<u32>| -> bool {
        let parts: Vec<&str> = text.split(word).collect();
        let named = parts.iter().take(parts.len().saturating_sub(1)).filter_map(|part| {
            let digits: String =
                part.chars().rev().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect();
            let digits: String = digits.chars().rev().collect();
            let at = part.len() - digits.len();
            // 第四次会议, 八届人大四次会议, 市八届: something else than a number stands before it.
            let fits = before == '\0' || part[..at].ends_with(before) || part.contains('届');
            numeral::parse(&digits).filter(|_| fits)
        });
        let named: Vec<u32> = named.collect();
        known.is_some_and(|known| !named.is_empty() && !named.contains(&known))
    };
    if counted('\0', "届", facts.term) {
        return Some(Key::Term);
    }
    if counted('第', "次会议", facts.meeting) {
        return Some(Key::Meeting);
    }
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let (congress, conference) = (has(&["人大", "人民代表大会"]), has(&["政协"]));
    let wrong_assembly = match facts.assembly.as_deref() {
        Some("人大") => conference && !congress,
        Some("政协") => congress && !conference,
        _ => false,
    };
    if wrong_assembly && *key == Key::Title {
        return Some(Key::Assembly);
    }
    let names_place = text.find("人民代表大会").or_else(|| text.find("届委员会"));
    if let (Some(place), Some(at), Key::Title) = (&facts.place, names_place, key)
        && !text.contains(place.as_str())
        && text[..at].contains(['省', '市', '县', '区', '旗'])
    {
        return Some(Key::Place);
    }
    let core = facts.core().map(|core| bare(&core)).filter(|core| core.chars().count() > 3)?;
    let speaks_of_one = text.contains('《') || text.contains('“') || text.contains("关于");
    (*key == Key::Opening && speaks_of_one && !bare(&text).contains(&core)).then_some(Key::Subject)
}

/// The numbers before 号 that follow 第, each with what stands behind it.
fn numbers(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('号').filter_map(|(at, mark)| {
        let before = text.get(..at)?;
        let number = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let found = before.get(number.len()..)?;
        let is_document = number.ends_with(['〕', ']', '】', '）', ')']);
        (!found.is_empty() && !is_document).then(|| (found, text.get(at + mark.len()..).unwrap_or_default()))
    })
}

/// Does an addressee name others than those who proposed?
fn addresses_others(text: &str, facts: &Facts<'_>, profile: &Profile) -> bool {
    if facts.proposers.is_empty() {
        return false;
    }
    let mut rest = text.to_owned();
    for proposer in &facts.proposers {
        let name: String = proposer.name.chars().filter(|c| !c.is_whitespace()).collect();
        if !rest.contains(&name) {
            // The first may stand for all: 张三等5位代表.
            if rest.contains('等') && rest != text {
                continue;
            }
            return true;
        }
        rest = rest.replacen(&name, "", 1);
    }
    for word in ["尊敬的", "各位", "两位", "二位", "三位"] {
        rest = rest.replace(word, "");
    }
    let honours = profile.naming.honours.values().map(String::as_str);
    for word in honours.chain(["代表", "委员", "主席", "同志", "先生", "女士", "团", "等", "位", "名", "人"])
    {
        rest = rest.replace(word, "");
    }
    rest.chars().any(|c| names::is_han(c) && !"一二三四五六七八九十两".contains(c))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"《》〈〉“”‘’\"'，。、,.".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_widths_make_no_difference() {
        assert_eq!(plain("办 复：A类。"), plain("办复:A类"));
        assert_ne!(plain("A类"), plain("B类"));
    }

    #[test]
    fn numbers_of_suggestions_are_found_in_texts() {
        let found = |text: &'static str| numbers(text).map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(found("关于第153号建议的答复"), ["153"]);
        assert_eq!(found("关于第9B111号、第9B112号提案的答复"), ["9B111", "9B112"]);
        assert!(found("落实国办发〔2014〕46号文件").is_empty());
    }
}
