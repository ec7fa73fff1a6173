//! Dates, times of day and durations as their cells show them.

use super::format_code::{Token, sections, shown_of_bracket};

/// A moment: the date, where there is one, and milliseconds of its day. A duration has no date and may have
/// more than a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    /// Year, month, day.
    pub date: Option<(i16, i8, i8)>,
    /// The day of the week, from 0, a Sunday.
    pub weekday: u8,
    pub milliseconds: i64,
}

impl Moment {
    /// Of a serial number whose date is known.
    pub fn of(serial: f64, date: Option<(i16, i8, i8)>, is_1904: bool) -> Self {
        let whole = serial.floor();
        let time = if date.is_some() { serial - whole } else { serial };
        #[expect(clippy::cast_possible_truncation, reason = "saturates; no date has so many days")]
        let (days, milliseconds) = (whole as i64, (time * 86_400_000.0).round() as i64);
        // 1900-01-01, a Sunday for spreadsheet programs, is day 1; 1904-01-01, a Friday, is day 0.
        let weekday = days.saturating_add(if is_1904 { 5 } else { 6 }).rem_euclid(7);
        Self { date, weekday: u8::try_from(weekday).unwrap_or(0), milliseconds }
    }

    fn part(&self, unit: i64) -> i64 {
        self.milliseconds.div_euclid(unit)
    }
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// The moment by the format `code`. `None` where the format is none of dates that is known, or asks for a date
/// where there is none.
pub(super) fn show(code: &str, moment: Moment) -> Option<String> {
    let sections = sections(code)?;
    let mut parts = parts(sections.first()?)?;
    minutes(&mut parts);
    let half_days = parts.iter().any(|part| matches!(part, Part::Half(_)));
    let mut shown = String::new();
    let mut chinese = false;
    for part in &parts {
        match part {
            Part::Chinese => chinese = true,
            part => part.show(moment, half_days, chinese, &mut shown)?,
        }
    }
    let shown = shown.trim();
    (!shown.is_empty()).then(|| shown.to_owned())
}

/// Does the format show the day of the week in Chinese (`aaaa`), which calamine takes for no date?
pub(super) fn names_weekday(code: &str) -> bool {
    let parts = sections(code).and_then(|sections| parts(sections.first()?));
    parts.is_some_and(|parts| parts.iter().any(|part| matches!(part, Part::Field('a', _))))
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// A letter of date or time, and how often it stands: `yyyy`.
    Field(char, usize),
    /// `[h]`: hours, minutes or seconds in all.
    Elapsed(char, usize),
    /// Minutes, told from months by their neighbours.
    Minutes(usize),
    /// Digits of the seconds' fraction.
    Fraction(usize),
    /// AM and PM, by their names.
    Half((&'static str, &'static str)),
    /// Numbers in Chinese from here on.
    Chinese,
}

const HALVES: &[(&str, (&str, &str))] =
    &[("AM/PM", ("AM", "PM")), ("A/P", ("A", "P")), ("上午/下午", ("上午", "下午"))];

fn parts(section: &[Token<'_>]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(token) = section.get(at) {
        at += 1;
        match token {
            Token::Literal(text) => parts.push(Part::Text((*text).to_owned())),
            Token::Room => parts.push(Part::Text(" ".to_owned())),
            Token::Bracket("DBNum1") => parts.push(Part::Chinese),
            Token::Bracket(text) => match text.to_lowercase().chars().next() {
                Some(unit @ ('h' | 'm' | 's')) if text.chars().all(|c| c.eq_ignore_ascii_case(&unit)) => {
                    parts.push(Part::Elapsed(unit, text.len()));
                }
                _ => parts.push(Part::Text(shown_of_bracket(text)?.to_owned())),
            },
            Token::Sign(c) => {
                let here = section.get(at - 1..)?;
                if let Some((name, names)) = HALVES.iter().find(|(name, _)| starts_with(here, name)) {
                    parts.push(Part::Half(*names));
                    at += name.chars().count() - 1;
                    continue;
                }
                let letter = c.to_ascii_lowercase();
                let same = |token: &&Token<'_>| matches!(token, Token::Sign(c) if c.to_ascii_lowercase() == letter);
                let count = here.iter().take_while(same).count();
                match letter {
                    'y' | 'm' | 'd' | 'h' | 's' | 'e' => parts.push(Part::Field(letter, count)),
                    'a' if count >= 3 => parts.push(Part::Field('a', count)),
                    '0' if parts.last() == Some(&Part::Text(".".to_owned())) => parts.push(Part::Fraction(count)),
                    letter if letter.is_ascii_alphanumeric() || matches!(letter, '#' | '?' | '@') => return None,
                    _ => {
                        parts.push(Part::Text(c.to_string()));
                        continue;
                    }
                }
                at += count - 1;
            }
        }
    }
    Some(parts)
}

fn starts_with(tokens: &[Token<'_>], name: &str) -> bool {
    let mut tokens = tokens.iter();
    name.chars().all(|wanted| matches!(tokens.next(), Some(Token::Sign(c)) if c.eq_ignore_ascii_case(&wanted)))
}

/// `m` means minutes behind hours and before seconds, else months.
fn minutes(parts: &mut [Part]) {
    let is_hours = |part: &Part| matches!(part, Part::Field('h', _) | Part::Elapsed('h', _));
    let is_seconds = |part: &Part| matches!(part, Part::Field('s', _) | Part::Elapsed('s', _));
    let is_field = |part: &&Part| !matches!(part, Part::Text(_) | Part::Chinese | Part::Half(_));
    for at in 0..parts.len() {
        let (before, rest) = parts.split_at_mut(at);
        let [part, after @ ..] = rest else { continue };
        let Part::Field('m', count) = part else { continue };
        let count = *count;
        let behind_hours = before.iter().rev().find(is_field).is_some_and(is_hours);
        if count <= 2 && (behind_hours || after.iter().find(is_field).is_some_and(is_seconds)) {
            *part = Part::Minutes(count);
        }
    }
}

impl Part {
    fn show(&self, moment: Moment, half_days: bool, chinese: bool, shown: &mut String) -> Option<()> {
        let number = |value: i64, width: usize| {
            if chinese { in_chinese(value) } else { format!("{value:0width$}") }
        };
        let hours = moment.part(HOUR);
        match self {
            Self::Text(text) => shown.push_str(text),
            Self::Half((morning, evening)) => shown.push_str(if hours.rem_euclid(24) < 12 { morning } else { evening }),
            Self::Field('h', width) if half_days => shown.push_str(&number((hours + 11).rem_euclid(12) + 1, *width)),
            Self::Field('h', width) => shown.push_str(&number(hours.rem_euclid(24), *width)),
            Self::Minutes(width) => shown.push_str(&number(moment.part(MINUTE).rem_euclid(60), *width)),
            Self::Field('s', width) => shown.push_str(&number(moment.part(SECOND).rem_euclid(60), *width)),
            Self::Elapsed(unit, width) => {
                let unit = match unit {
                    'h' => HOUR,
                    'm' => MINUTE,
                    _ => SECOND,
                };
                shown.push_str(&number(moment.part(unit), *width));
            }
            Self::Fraction(digits) => {
                let all = format!("{:03}", moment.milliseconds.rem_euclid(SECOND));
                shown.push_str(all.get(..*digits)?);
            }
            Self::Field(letter, count) => {
                let (year, month, day) = moment.date?;
                match (letter, count) {
                    ('y', 1 | 2) => shown.push_str(&number(i64::from(year.rem_euclid(100)), 2)),
                    ('y' | 'e', _) if chinese => shown.extend(year.to_string().chars().filter_map(chinese_digit)),
                    ('y' | 'e', _) => shown.push_str(&format!("{year:04}")),
                    ('m', 1 | 2) => shown.push_str(&number(i64::from(month), *count)),
                    ('d', 1 | 2) => shown.push_str(&number(i64::from(day), *count)),
                    ('m', _) => shown.push_str(name(MONTHS, usize::try_from(month).ok()?.checked_sub(1)?, *count)?),
                    ('d', _) => shown.push_str(name(DAYS, usize::from(moment.weekday), *count)?),
                    (_, count) => {
                        let day = "日一二三四五六".chars().nth(usize::from(moment.weekday))?;
                        shown.push_str(if *count >= 4 { "星期" } else { "" });
                        shown.push(day);
                    }
                }
            }
            Self::Chinese => {}
        }
        Some(())
    }
}

const MONTHS: &str = "January February March April May June July August September October November December";
const DAYS: &str = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday";

/// A month or day of the week by three letters, its whole name, or one letter.
fn name(names: &'static str, index: usize, count: usize) -> Option<&'static str> {
    let whole = names.split(' ').nth(index)?;
    match count {
        3 => whole.get(..3),
        5 => whole.get(..1),
        _ => Some(whole),
    }
}

fn chinese_digit(digit: char) -> Option<char> {
    "〇一二三四五六七八九".chars().nth(usize::try_from(digit.to_digit(10)?).ok()?)
}

/// 0 to 99 in Chinese: 十一, 二十; more than that digit by digit.
fn in_chinese(value: i64) -> String {
    let digit = |value: i64| char::from_digit(u32::try_from(value).unwrap_or(0), 10).and_then(chinese_digit);
    match value {
        0..10 => digit(value).into_iter().collect(),
        10..100 => {
            let tens = (value >= 20).then(|| digit(value / 10)).flatten();
            let ones = (value % 10 > 0).then(|| digit(value % 10)).flatten();
            tens.into_iter().chain(['十']).chain(ones).collect()
        }
        _ => value.to_string().chars().filter_map(chinese_digit).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: &str) {
        // 2024-06-11 14:05:09, a Tuesday.
        let moment = Moment::of(45_454.586_909_722_22, Some((2024, 6, 11)), false);
        assert_eq!(show(code, moment).as_deref(), Some(expected), "{code}");
    }

    #[test]
    fn dates_are_shown_as_in_the_cell() {
        check("yyyy\"年\"m\"月\"d\"日\"", "2024年6月11日");
        check("yyyy年mm月dd日", "2024年06月11日");
        check("[$-804]yyyy\"年\"m\"月\"d\"日\";@", "2024年6月11日");
        check("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", "二〇二四年六月十一日");
        check("[$-804]aaaa;@", "星期二");
        check("yyyy-mm-dd", "2024-06-11");
        check("yy.m.d", "24.6.11");
        check("yyyy/m/d h:mm", "2024/6/11 14:05");
        check("yyyy-mm-dd\\ hh:mm:ss", "2024-06-11 14:05:09");
        check("h:mm AM/PM", "2:05 PM");
        check("上午/下午h\"时\"mm\"分\"", "下午2时05分");
        check("d-mmm-yy", "11-Jun-24");
        check("dddd", "Tuesday");
        check("mm:ss.0", "05:09.0");
    }

    #[test]
    fn durations_and_times_are_shown_as_in_the_cell() {
        let shown = |code: &str, serial: f64| show(code, Moment::of(serial, None, false));
        assert_eq!(shown("[h]:mm", 1.104_166_666_666_666_7).as_deref(), Some("26:30"));
        assert_eq!(shown("[hh]:mm:ss", 0.104_166_666_666_666_7).as_deref(), Some("02:30:00"));
        assert_eq!(shown("[mm]", 0.5).as_deref(), Some("720"));
        assert_eq!(shown("h:mm", 0.375).as_deref(), Some("9:00"));
        assert_eq!(shown("h:mm AM/PM", 0.0).as_deref(), Some("12:00 AM"));
        assert_eq!(shown("yyyy-mm-dd", 0.375), None);
    }

    #[test]
    fn what_is_no_date_format_is_left_alone() {
        let moment = Moment::of(45_454.0, Some((2024, 6, 11)), false);
        for code in ["General", "0.00", "@", "ggge", "[DBNum2]yyyy", ""] {
            assert_eq!(show(code, moment), None, "{code}");
            assert!(!names_weekday(code), "{code}");
        }
        assert!(names_weekday("[$-804]aaaa;@"));
    }
}
