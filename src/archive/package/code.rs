//! Archival codes (档号) and running numbers (件号).

use std::collections::BTreeMap;

use super::unit::Archive;

/// The code of DA/T 13-2022 for papers kept by the piece: fonds, kind, year, retention, department, number.
const USUAL: &str = "{fonds}-WS·{year}-{retention}-{organ}-{item}";

/// What may stand in braces in a pattern.
pub(super) const PARTS: [&str; 8] = ["fonds", "catalogue", "year", "retention", "organ", "class", "item", "serial"];

/// How long papers are kept, as DA/T 46-2009 and the ledgers write it.
const RETENTIONS: [(&str, &[&str], &str); 5] = [
    ("永久", &["永久", "Y"], "Y"),
    ("30年", &["30年", "30 年", "三十年", "定期30年", "定期（30年）", "30", "D30"], "D30"),
    ("10年", &["10年", "10 年", "十年", "定期10年", "定期（10年）", "10", "D10"], "D10"),
    ("长期", &["长期"], "C"),
    ("短期", &["短期"], "D"),
];

/// The retention as the standard writes it; nothing where it is none.
pub(super) fn retention(text: &str) -> Option<&'static str> {
    let text = text.trim();
    RETENTIONS.iter().find(|(_, forms, _)| forms.contains(&text)).map(|(name, ..)| *name)
}

/// A running number.
pub(super) fn item_no(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|number| *number > 0)
}

/// The code by a pattern; the failure names a part that has no value, or is not known.
pub(super) fn code(pattern: Option<&str>, archive: &Archive, serial: usize) -> Result<String, String> {
    let mut values: BTreeMap<&str, String> = BTreeMap::new();
    let short = RETENTIONS.iter().find(|(name, ..)| *name == archive.retention).map_or("", |(.., short)| short);
    values.insert("fonds", archive.fonds.clone());
    values.insert("year", archive.year.clone());
    values.insert("retention", short.to_owned());
    values.insert("item", format!("{:04}", archive.item_no));
    values.insert("serial", format!("{serial:04}"));
    values.insert("organ", archive.organ.clone().unwrap_or_default());
    values.insert("class", archive.class.clone().unwrap_or_default());
    values.insert("catalogue", archive.catalogue_no.clone().unwrap_or_default());
    let usual = if archive.organ.is_some() { USUAL.to_owned() } else { USUAL.replace("-{organ}", "") };
    let mut rest = pattern.unwrap_or(&usual);
    let mut code = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').ok_or_else(|| rest.to_owned())?;
        let value = values.get(name).filter(|value| !value.is_empty()).ok_or_else(|| name.to_owned())?;
        code.push_str(before);
        code.push_str(value);
        rest = behind;
    }
    code.push_str(rest);
    Ok(code)
}

/// A text as a file's name.
pub(super) fn file_name(text: &str) -> String {
    let forbidden = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name: String = text.trim().chars().map(|c| if forbidden(c) { '_' } else { c }).collect();
    let name = name.trim_matches('.').trim().to_owned();
    if name.is_empty() { "_".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive() -> Archive {
        Archive {
            fonds: "X043".to_owned(),
            year: "2024".to_owned(),
            retention: "永久".to_owned(),
            item_no: 12,
            ..Archive::default()
        }
    }

    #[test]
    fn codes_follow_the_standard_or_a_pattern() {
        let code = |pattern: Option<&str>| code(pattern, &archive(), 3);
        assert_eq!(code(None).unwrap(), "X043-WS·2024-Y-0012");
        assert_eq!(code(Some("{year}.{item}/{serial}")).unwrap(), "2024.0012/0003");
        assert_eq!(code(Some("{organ}-{item}")).unwrap_err(), "organ");
        assert_eq!(code(Some("{nope}")).unwrap_err(), "nope");
        let organ = Archive { organ: Some("FGW".to_owned()), ..archive() };
        assert_eq!(super::code(None, &organ, 1).unwrap(), "X043-WS·2024-Y-FGW-0012");
    }

    #[test]
    fn retentions_and_numbers_are_read_as_people_write_them() {
        assert_eq!(retention("定期30年"), Some("30年"));
        assert_eq!(retention(" 永久 "), Some("永久"));
        assert_eq!(retention("5年"), None);
        assert_eq!(item_no("0012"), Some(12));
        assert_eq!(item_no("0"), None);
        assert_eq!(file_name("a/b:c"), "a_b_c");
        assert_eq!(file_name(".."), "_");
    }
}
