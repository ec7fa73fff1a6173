//! Dates as people write them.

use super::LetterDate;
use crate::diag::{Code, Diagnostic, Message};
use crate::input::{Field, Value};

/// The date of a field that is not missing: a date cell, `2024-06-11`, `2024/6/11`, `2024.6.11`, `20240611`,
/// `2024年6月11日`, `二〇二四年六月十一日`. What cannot be read is a problem with the guess in its hint.
pub(super) fn parse(field: &Field) -> Result<LetterDate, Diagnostic> {
    let fault = match &field.value {
        Value::Date { year, month, day } => match LetterDate::new(*year, *month, *day) {
            Some(date) => return Ok(date),
            None => malformed(&format!("{year}-{month}-{day}")),
        },
        Value::Text(text) | Value::Number { shown: text, .. } => match read(text) {
            Ok(date) => return Ok(date),
            Err(fault) => *fault,
        },
        _ => malformed(""),
    };
    Err(fault.at(&field.origin))
}

fn read(text: &str) -> Result<LetterDate, Box<Diagnostic>> {
    let plain = plain_digits(text);
    if let Some((year, month, day)) = chinese_form(&plain).or_else(|| parted_form(&plain)).or_else(|| run_form(&plain))
    {
        return exists(text, year, month, day);
    }
    if let Some((first, second, year)) = year_last_form(&plain) {
        return Err(Box::new(ambiguous(text, first, second, year)));
    }
    let mut fault = malformed(text);
    if let Some(date) = serial(&plain) {
        fault = fault.hint(
            format!("这像是 Excel 的日期序号；如果是，写成 {}（{date}）", date.iso()),
            format!("this looks like a date serial of Excel; if so, write {} ({date})", date.iso()),
        );
    }
    Err(Box::new(fault))
}

/// Full-width digits and the Chinese numerals of dates as ASCII digits, blanks dropped: `二〇二四年六月十一日` → `2024年6月11日`.
fn plain_digits(text: &str) -> String {
    let mut plain = String::new();
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digit = |c: char| match c {
        '〇' | '○' | '零' | 'Ｏ' | 'O' => Some('0'),
        '一' => Some('1'),
        '二' => Some('2'),
        '三' => Some('3'),
        '四' => Some('4'),
        '五' => Some('5'),
        '六' => Some('6'),
        '七' => Some('7'),
        '八' => Some('8'),
        '九' => Some('9'),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30),
        _ => None,
    };
    for (at, c) in chars.iter().enumerate() {
        if *c == '十' {
            let before = at > 0 && chars.get(at - 1).is_some_and(|c| digit(*c).is_some());
            let after = chars.get(at + 1).is_some_and(|c| digit(*c).is_some());
            match (before, after) {
                (false, false) => plain.push_str("10"),
                (false, true) => plain.push('1'),
                (true, false) => plain.push('0'),
                (true, true) => {}
            }
        } else {
            plain.push(digit(*c).unwrap_or(*c));
        }
    }
    plain
}

fn chinese_form(text: &str) -> Option<(i16, i8, i8)> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix(['日', '号']).unwrap_or(rest);
    (year.len() == 4).then(|| Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)))?
}

/// `2024-06-11`, perhaps with a time of midnight behind it, as exports write it.
fn parted_form(text: &str) -> Option<(i16, i8, i8)> {
    let text = text.trim_end_matches("00:00:00").trim_end_matches('T');
    let parts = three(text)?;
    (parts[0].len() == 4).then(|| Some((parts[0].parse().ok()?, parts[1].parse().ok()?, parts[2].parse().ok()?)))?
}

fn three(text: &str) -> Option<[&str; 3]> {
    let separator =
        text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.' | '－' | '／' | '．'))?;
    let mut parts = text.split(separator);
    let found = [parts.next()?, parts.next()?, parts.next()?];
    (parts.next().is_none() && found.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())))
        .then_some(found)
}

/// `20240611`.
fn run_form(text: &str) -> Option<(i16, i8, i8)> {
    (text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| Some((text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?)))?
}

/// `6/11/2024`: month and day, or day and month.
fn year_last_form(text: &str) -> Option<(i8, i8, i16)> {
    let [first, second, year] = three(text)?;
    (year.len() == 4 || year.len() == 2).then(|| {
        let years = year.parse::<i16>().ok()?;
        Some((first.parse().ok()?, second.parse().ok()?, if year.len() == 2 { 2000 + years } else { years }))
    })?
}

/// The date that a day count of Excel's 1900 system means, for days from 2000 to 2099.
fn serial(text: &str) -> Option<LetterDate> {
    let days: i64 = text.parse().ok()?;
    let date = jiff::civil::date(1899, 12, 30).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    (2000..2100).contains(&date.year()).then(|| LetterDate::new(date.year(), date.month(), date.day()))?
}

fn exists(text: &str, year: i16, month: i8, day: i8) -> Result<LetterDate, Box<Diagnostic>> {
    if let Some(date) = LetterDate::new(year, month, day) {
        return Ok(date);
    }
    let message = Message::new(format!("“{text}”不是一个存在的日期"), format!("`{text}` is not a date that exists"));
    let fault = Diagnostic::error(Code::DateImpossible, message);
    let last = jiff::civil::Date::new(year, month, 1).ok().map(jiff::civil::Date::days_in_month);
    Err(Box::new(match last.and_then(|last| Some((last, LetterDate::new(year, month, last)?))) {
        Some((last, date)) => fault.hint(
            format!("{month}月只有{last}天；写成 {date} 或 {}", date.iso()),
            format!("that month has {last} days; write {date} or {}", date.iso()),
        ),
        None => fault.hint("月份是1到12；写成 2024-06-11 这样", "months are 1 to 12; write it like 2024-06-11"),
    }))
}

fn ambiguous(text: &str, first: i8, second: i8, year: i16) -> Diagnostic {
    let guesses: Vec<String> = [LetterDate::new(year, first, second), LetterDate::new(year, second, first)]
        .into_iter()
        .flatten()
        .map(LetterDate::iso)
        .collect();
    let message = Message::new(
        format!("“{text}”年份在后，看不出哪个是月、哪个是日"),
        format!("`{text}` has its year last: which part is the month cannot be told"),
    );
    let guess = guesses.join(" / ");
    Diagnostic::error(Code::DateAmbiguous, message)
        .hint(format!("写成年在前的日期，例如 {guess}"), format!("write the year first, such as {guess}"))
}

fn malformed(text: &str) -> Diagnostic {
    let message = Message::new(format!("“{text}”不是日期"), format!("`{text}` is not a date"));
    Diagnostic::error(Code::DateMalformed, message)
        .hint("写成 2024年6月11日 或 2024-06-11", "write it like 2024年6月11日 or 2024-06-11")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Lang, Origin};

    fn parsed(text: &str) -> Result<LetterDate, Diagnostic> {
        let origin = Origin::file(std::path::Path::new("x"));
        parse(&Field { value: Value::Text(text.to_owned()), origin })
    }

    #[test]
    fn every_usual_form_is_read() {
        for text in [
            "2024-06-11",
            "2024/6/11",
            "2024.6.11",
            "20240611",
            "2024年6月11日",
            "2024 年 6 月 11 日",
            "２０２４年６月１１日",
            "二〇二四年六月十一日",
            "二○二四年六月十一日",
            "2024-06-11 00:00:00",
            "2024-06-11T00:00:00",
        ] {
            assert_eq!(parsed(text).map(LetterDate::iso), Ok("2024-06-11".to_owned()), "{text}");
        }
        assert_eq!(parsed("二〇二四年十二月三十一日").map(|date| date.to_string()), Ok("2024年12月31日".to_owned()));
        assert_eq!(parsed("2024年10月20日").map(LetterDate::iso), Ok("2024-10-20".to_owned()));
    }

    #[track_caller]
    fn refused(text: &str, code: Code, hint: &str) {
        let found = parsed(text).unwrap_err();
        assert_eq!(found.code, code);
        assert!(found.hints.iter().any(|h| h.text(Lang::Zh).contains(hint)), "{:?}", found.hints);
    }

    #[test]
    fn what_cannot_be_read_comes_with_a_guess() {
        refused("2024年2月30日", Code::DateImpossible, "2月只有29天；写成 2024年2月29日 或 2024-02-29");
        refused("2024-13-01", Code::DateImpossible, "月份是1到12");
        refused("6/11/2024", Code::DateAmbiguous, "2024-06-11 / 2024-11-06");
        refused("45454", Code::DateMalformed, "2024-06-11");
        refused("六月", Code::DateMalformed, "2024-06-11");
    }
}
