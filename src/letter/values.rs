//! Single values that cannot be wrong once they are parsed.

use super::LetterDate;
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::profile::{Class, Profile};

type Parsed<T> = Result<T, Diagnostic>;

/// The number of a suggestion or proposal (建议号), as printed: `153`, `023`, `9B111`.
pub(super) fn number(text: &str, origin: &Origin) -> Parsed<String> {
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Ok(text.to_owned());
    }
    let message = Message::new(format!("“{text}”不是建议号"), format!("`{text}` is not the number of a suggestion"));
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = if bare.is_empty() { "153".to_owned() } else { bare };
    Err(Diagnostic::error(Code::NumberMalformed, message)
        .at(origin)
        .hint(format!("只写号码本身，例如 {bare}"), format!("write the bare number, such as {bare}")))
}

/// One of a closed set of words.
pub(super) fn one_of(text: &str, known: &[String], code: Code, what: (&str, &str), origin: &Origin) -> Parsed<String> {
    if known.iter().any(|word| word == text) {
        return Ok(text.to_owned());
    }
    let all = known.join("、");
    let message = Message::new(format!("“{text}”不是{}", what.0), format!("`{text}` is not {}", what.1));
    Err(Diagnostic::error(code, message).at(origin).hint(format!("可以写：{all}"), format!("use one of: {all}")))
}

/// A class of the profile's table (办复类别), as printed.
pub(super) fn category(text: &str, profile: &Profile, origin: &Origin) -> Parsed<String> {
    let plain = |word: &str| -> String { word.chars().filter(|c| !c.is_whitespace()).map(half_width).collect() };
    let given = plain(text);
    let same = |class: &&Class| std::iter::once(&class.name).chain(&class.aliases).any(|word| plain(word) == given);
    if let Some(class) = profile.classes.iter().find(same) {
        return Ok(class.name.clone());
    }
    let all: Vec<String> = profile.classes.iter().map(|class| format!("{}（{}）", class.name, class.meaning)).collect();
    let names: Vec<&str> = profile.classes.iter().map(|class| class.name.as_str()).collect();
    let message = Message::new(format!("“{text}”不在办复类别表里"), format!("`{text}` is not in the table of classes"));
    Err(Diagnostic::error(Code::CategoryUnknown, message)
        .at(origin)
        .hint(format!("可以写：{}", all.join("；")), format!("use one of: {}", names.join(", "))))
}

fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
    .to_ascii_uppercase()
}

/// The whole document number, where a row gives only the running number of the profile's series: `12`.
pub(super) fn in_series(text: String, series: &str, date: Option<LetterDate>) -> String {
    let serial = text.trim_end_matches('号');
    let bare = !serial.is_empty() && serial.bytes().all(|byte| byte.is_ascii_digit());
    match date {
        Some(date) if bare && !series.is_empty() => format!("{series}〔{}〕{serial}号", date.year()),
        _ => text,
    }
}

/// A document number (发文字号, GB/T 9704 7.2.5): `黄发改函〔2024〕12号`. Other brackets are put right and reported;
/// one that is not of the profile's `series` is a warning.
pub(super) fn doc_number(text: &str, origin: &Origin, series: &str, findings: &mut Vec<Diagnostic>) -> Parsed<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let right: String = text
        .chars()
        .map(|c| match c {
            '[' | '【' | '（' | '(' | '［' | '﹝' => '〔',
            ']' | '】' | '）' | ')' | '］' | '﹞' => '〕',
            c => c,
        })
        .collect();
    let refuse = |why_zh: &str, why_en: &str| {
        let message = Message::new(format!("发文字号“{text}”{why_zh}"), format!("document number `{text}` {why_en}"));
        Diagnostic::error(Code::DocNumberMalformed, message)
            .at(origin)
            .hint("写成 黄发改函〔2024〕12号 这样", "write it like 黄发改函〔2024〕12号")
    };
    let parts = right.split_once('〔').and_then(|(word, rest)| {
        let (year, rest) = rest.split_once('〕')?;
        Some((word, year, rest.strip_suffix('号')?))
    });
    let Some((word, year, serial)) = parts else {
        return Err(refuse(
            "写得不对：年份要用六角括号括起，末尾要有“号”",
            "is not well-formed: the year stands in 〔〕, and 号 at the end",
        ));
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if word.is_empty() {
        return Err(refuse("缺少发文机关代字", "has no code of the issuing organ"));
    }
    if year.len() != 4 || !digits(year) {
        return Err(refuse("的年份应当是四位数字", "has a year that is not four digits"));
    }
    if serial.starts_with('第') {
        return Err(refuse("的序号前不加“第”", "has a 第 before its number"));
    }
    if serial.starts_with('0') {
        return Err(refuse("的序号前不补“0”", "has a leading zero in its number"));
    }
    if !digits(serial) {
        return Err(refuse("的序号应当是数字", "has a number that is not digits"));
    }
    if !series.is_empty() && word != series {
        let message = Message::new(
            format!("发文字号“{right}”的代字应当是“{series}”"),
            format!("document number `{right}` is of another series than `{series}`"),
        );
        let found = Diagnostic::warning(Code::DocNumberSeries, message).at(origin);
        findings.push(found.hint(
            format!("写成 {series}〔{year}〕{serial}号，或只写序号 {serial}"),
            format!("write {series}〔{year}〕{serial}号, or only the number {serial}"),
        ));
    }
    if right != text {
        let message = Message::new(
            format!("发文字号“{text}”的年份应当用六角括号，已改为“{right}”"),
            format!("the year of document number `{text}` belongs in 〔〕; set as `{right}`"),
        );
        findings.push(Diagnostic::note(Code::TextNormalised, message).at(origin));
    }
    Ok(right)
}

/// How a letter may be published (公开属性).
pub(super) fn disclosure(text: &str, origin: &Origin) -> Parsed<String> {
    let known = ["主动公开", "依申请公开", "不予公开"];
    let word = match text {
        "是" | "公开" | "同意公开" => "主动公开",
        "否" | "不公开" => "不予公开",
        word => word,
    };
    one_of(word, &known.map(str::to_owned), Code::DisclosureUnknown, ("公开属性", "a way of disclosure"), origin)
}

/// A telephone number (联系电话): digits, and what people write between them.
pub(super) fn phone(text: &str, origin: &Origin) -> Parsed<String> {
    let fine = |c: char| c.is_ascii_digit() || " -－—–+()（）、，,/;；转".contains(c);
    if text.chars().all(fine) && text.chars().any(|c| c.is_ascii_digit()) {
        return Ok(text.to_owned());
    }
    let message = Message::new(format!("“{text}”不是电话号码"), format!("`{text}` is not a telephone number"));
    Err(Diagnostic::error(Code::NumberMalformed, message)
        .at(origin)
        .hint("写成 0559-2355364 或 2355364", "write it like 0559-2355364 or 2355364"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Origin {
        Origin::file(std::path::Path::new("x"))
    }

    #[test]
    fn document_numbers_have_one_form() {
        let mut findings = Vec::new();
        assert_eq!(
            doc_number("黄发改函〔2024〕12号", &here(), "", &mut findings),
            Ok("黄发改函〔2024〕12号".to_owned())
        );
        assert!(findings.is_empty());
        assert_eq!(doc_number("黄发改函[2024]12号", &here(), "", &mut findings), Ok("黄发改函〔2024〕12号".to_owned()));
        assert_eq!(findings.len(), 1);
        for bad in [
            "黄发改函2024-12",
            "〔2024〕12号",
            "黄发改函〔24〕12号",
            "黄发改函〔2024〕第12号",
            "黄发改函〔2024〕012号",
            "黄发改函〔2024〕十二号",
        ] {
            assert_eq!(
                doc_number(bad, &here(), "", &mut findings).unwrap_err().code,
                Code::DocNumberMalformed,
                "{bad}"
            );
        }
    }

    #[test]
    fn numbers_are_bare() {
        for fine in ["153", "023", "9B111", "2024-17"] {
            assert_eq!(number(fine, &here()), Ok(fine.to_owned()));
        }
        for bad in ["第153号", "15 3", "一五三"] {
            assert_eq!(number(bad, &here()).unwrap_err().code, Code::NumberMalformed, "{bad}");
        }
    }
}
