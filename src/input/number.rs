//! Numbers as a person would write them, and whether all their digits are certain.

use super::number_format;

/// A number of a cell or JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Without `.0` and without exponent; with the zeros and hyphens that the cell's format shows.
    pub shown: String,
    /// False where digits may be gone: 16 or more of them.
    pub exact: bool,
    /// Did the cell's format put something in front or between: `000` → `023`?
    pub formatted: bool,
    /// As the cell's format shows it, where that is another text: `85%`, `1,234`, `12万元`.
    pub display: Option<String>,
}

/// Spreadsheet programs keep 15 digits and put zeros for all further ones.
const CERTAIN_DIGITS: usize = 15;

impl Number {
    /// A stored number.
    pub fn of(value: f64) -> Self {
        let (shown, exact) = if value.fract() == 0.0 {
            // Adding zero turns -0 into 0.
            let shown = format!("{:.0}", value + 0.0);
            let exact = value.abs() < 1e15;
            (shown, exact)
        } else {
            fraction(value)
        };
        Self { shown, exact, formatted: false, display: None }
    }

    /// A whole number of a JSON text. More than 15 digits do not survive most programs that write JSON.
    pub fn of_whole(digits: &str) -> Self {
        Self { exact: significant(digits) <= CERTAIN_DIGITS, shown: digits.to_owned(), formatted: false, display: None }
    }

    /// The number as its cell shows it by the number format `code`, where that adds zeros or hyphens.
    pub fn formatted(self, code: &str) -> Self {
        match fill_format(code, &self.shown) {
            Some(shown) if shown != self.shown => Self { shown, exact: self.exact, formatted: true, display: None },
            _ => {
                let display = number_format::show(code, &self.shown).filter(|display| *display != self.shown);
                Self { display, ..self }
            }
        }
    }
}

fn fraction(value: f64) -> (String, bool) {
    let shortest = value.to_string();
    if significant(&shortest) <= CERTAIN_DIGITS {
        return (shortest, true);
    }
    // 0.1 + 0.2 is stored as 0.30000000000000004 and shown as 0.3: nothing is lost by rounding.
    let rounded: f64 = format!("{value:.*e}", CERTAIN_DIGITS - 1).parse().unwrap_or(value);
    let shown = rounded.to_string();
    let exact = significant(&shown) < CERTAIN_DIGITS;
    (shown, exact)
}

fn significant(shown: &str) -> usize {
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').len()
}

/// Fills digits into a format of zeros, `#`, hyphens, blanks and brackets: `000`, `0000-0000000`. `None` for
/// every other format, and for numbers that are not plain digits.
fn fill_format(code: &str, digits: &str) -> Option<String> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut places = Vec::new();
    let mut chars = code.split(';').next()?.chars();
    while let Some(c) = chars.next() {
        match c {
            '0' | '#' => places.push(Place::Digit { always: c == '0' }),
            '-' | ' ' | '(' | ')' => places.push(Place::Literal(c)),
            '\\' => places.push(Place::literal(chars.next()?)?),
            '"' => loop {
                match chars.next()? {
                    '"' => break,
                    quoted => places.push(Place::literal(quoted)?),
                }
            },
            // `_x` leaves room as wide as x; it shows nothing.
            '_' => {
                chars.next();
            }
            _ => return None,
        }
    }
    fill(&places, digits)
}

enum Place {
    Digit { always: bool },
    Literal(char),
}

impl Place {
    /// Other literals, such as 第 and 号, are decoration and no part of the value.
    fn literal(c: char) -> Option<Self> {
        (c.is_ascii_digit() || "- ()".contains(c)).then_some(Self::Literal(c))
    }
}

fn fill(places: &[Place], digits: &str) -> Option<String> {
    let first_digit = places.iter().position(|place| matches!(place, Place::Digit { .. }))?;
    let mut left: Vec<char> = digits.chars().collect();
    let mut shown = Vec::new();
    for (index, place) in places.iter().enumerate().rev() {
        match place {
            Place::Literal(c) => shown.push(*c),
            Place::Digit { always } => {
                match left.pop() {
                    Some(digit) => shown.push(digit),
                    None if *always => shown.push('0'),
                    None => {}
                }
                if index == first_digit {
                    while let Some(digit) = left.pop() {
                        shown.push(digit);
                    }
                }
            }
        }
    }
    let shown: String = shown.into_iter().rev().collect();
    Some(shown.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, shown: &str, exact: bool) {
        let number = Number::of(value);
        assert_eq!((number.shown.as_str(), number.exact), (shown, exact));
    }

    #[test]
    fn numbers_are_written_as_a_person_would() {
        check(153.0, "153", true);
        check(-0.0, "0", true);
        check(0.5, "0.5", true);
        check(0.1 + 0.2, "0.3", true);
        check(13_805_591_234.0, "13805591234", true);
        check(1e-7, "0.0000001", true);
    }

    #[test]
    fn lost_digits_are_noticed() {
        check(123_456_789_012_345.0, "123456789012345", true);
        check(1_234_567_890_123_450.0, "1234567890123450", false);
        check(1.234_567_890_123_456_8e17, "123456789012345680", false);
        check(std::f64::consts::PI, "3.14159265358979", false);
        assert!(!Number::of_whole("1234567890123456").exact);
        assert!(Number::of_whole("123456789012345").exact);
    }

    #[test]
    fn a_format_shows_zeros_and_hyphens() {
        let shown = |code: &str, value: f64| Number::of(value).formatted(code).shown;
        assert_eq!(shown("000", 23.0), "023");
        assert_eq!(shown("000;@", 23.0), "023");
        assert_eq!(shown("000_ ", 1234.0), "1234");
        assert_eq!(shown("0000-0000000", 5_592_355_364.0), "0559-2355364");
        assert_eq!(shown("\"0559-\"0000000", 2_355_364.0), "0559-2355364");
        assert_eq!(shown("General", 23.0), "23");
        assert_eq!(shown("\"第\"0\"号\"", 23.0), "23");
        assert_eq!(shown("0.00", 23.0), "23");
        assert_eq!(shown("000", 0.5), "0.5");
    }
}
