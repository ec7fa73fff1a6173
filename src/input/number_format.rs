//! A number as a cell's format shows it: `0%`, `#,##0.00`, `0"万元"`. Formats of dates and of exponents are not here.

/// The decimal text `number` by the format `code`. `None` where the format says nothing, or nothing that is
/// understood.
pub(super) fn show(code: &str, number: &str) -> Option<String> {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let sections: Vec<&str> = split_sections(code);
    let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    // Positive; negative; zero. A section for negative numbers shows its own sign.
    let (section, sign) = match (sections.as_slice(), sign, is_zero) {
        ([_, _, zero, ..], _, true) => (*zero, ""),
        ([_, negative, ..], "-", false) => (*negative, ""),
        ([first, ..], sign, _) => (*first, sign),
        ([], ..) => return None,
    };
    let pattern = Pattern::parse(section)?;
    Some(format!("{sign}{}", pattern.fill(digits)?))
}

/// Parted by `;` outside of quotes.
fn split_sections(code: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut escaped = false;
    code.split(|c| {
        let parts = c == ';' && !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        parts
    })
    .collect()
}

/// A section of a format: literals around one run of digits.
#[derive(Debug, Default)]
struct Pattern {
    before: String,
    after: String,
    /// At least so many digits before the point.
    whole: usize,
    /// At least and at most so many behind it.
    decimals: (usize, usize),
    grouped: bool,
    percent: u32,
    /// No digits: 无 for zero.
    words_only: bool,
}

impl Pattern {
    fn parse(section: &str) -> Option<Self> {
        let mut pattern = Self::default();
        let (mut seen_digit, mut seen_point, mut done) = (false, false, false);
        let mut chars = section.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '0' | '#' | '?' => {
                    // Digits in two places are for telephone numbers and the like.
                    if done {
                        return None;
                    }
                    seen_digit = true;
                    if seen_point {
                        pattern.decimals.1 += 1;
                        pattern.decimals.0 += usize::from(c == '0');
                    } else {
                        pattern.whole += usize::from(c == '0');
                    }
                    continue;
                }
                '.' if seen_digit && !seen_point && !done => {
                    seen_point = true;
                    continue;
                }
                ',' if seen_digit && !done => {
                    // Behind the last digit it divides by a thousand.
                    if !matches!(chars.peek(), Some('0' | '#' | '?')) {
                        return None;
                    }
                    pattern.grouped = true;
                    continue;
                }
                _ => {}
            }
            done = seen_digit;
            let literals = if seen_digit { &mut pattern.after } else { &mut pattern.before };
            match c {
                '%' => {
                    pattern.percent += 1;
                    literals.push('%');
                }
                '"' => literals.extend(chars.by_ref().take_while(|&quoted| quoted != '"')),
                '\\' => literals.push(chars.next()?),
                // Room as wide as, or filled with, the next character: nothing to read.
                '_' | '*' => {
                    chars.next();
                }
                '[' => {
                    let inner: String = chars.by_ref().take_while(|&inner| inner != ']').collect();
                    // A currency; else a colour or a language. Conditions are not understood.
                    if let Some(currency) = inner.strip_prefix('$') {
                        literals.push_str(currency.split('-').next().unwrap_or_default());
                    } else if inner.starts_with(['<', '>', '=']) {
                        return None;
                    }
                }
                '-' | '+' | ' ' | '(' | ')' | '/' | ':' | '¥' | '￥' | '$' => literals.push(c),
                c if !c.is_ascii() => literals.push(c),
                _ => return None,
            }
        }
        pattern.words_only = !seen_digit;
        (seen_digit || !pattern.before.is_empty()).then_some(pattern)
    }

    fn fill(&self, digits: &str) -> Option<String> {
        if self.words_only {
            return Some(self.before.trim().to_owned());
        }
        let value: f64 = digits.parse().ok()?;
        let value = value * 100_f64.powi(i32::try_from(self.percent).ok()?);
        let (least, most) = self.decimals;
        let text = format!("{value:.most$}");
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let kept = decimals.trim_end_matches('0').len().max(least);
        let decimals = decimals.get(..kept)?;
        let whole = if whole == "0" && self.whole == 0 && !decimals.is_empty() { "" } else { whole };
        let whole = format!("{whole:0>width$}", width = self.whole);
        let whole = if self.grouped { grouped(&whole) } else { whole };
        let point = if decimals.is_empty() { "" } else { "." };
        Some(format!("{}{whole}{point}{decimals}{}", self.before, self.after).trim().to_owned())
    }
}

/// `1234567` → `1,234,567`
fn grouped(digits: &str) -> String {
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn numbers_are_shown_as_their_cells_show_them() {
        for (code, number, expected) in [
            ("0%", "0.85", Some("85%")),
            ("0.0%", "0.8567", Some("85.7%")),
            ("#,##0", "1234567", Some("1,234,567")),
            ("#,##0.00", "1234.5", Some("1,234.50")),
            ("0.00", "23", Some("23.00")),
            ("0.##", "23.5", Some("23.5")),
            ("0\"万元\"", "12", Some("12万元")),
            ("\"约\"0\"人\"", "7", Some("约7人")),
            ("[$¥-804]#,##0.00", "1234.5", Some("¥1,234.50")),
            ("#,##0_ ;[Red]\\-#,##0\\ ", "-1234", Some("-1,234")),
            ("#,##0;(#,##0)", "-1234", Some("(1,234)")),
            ("0;-0;\"无\"", "0", Some("无")),
            ("0.00E+00", "1234", None),
            ("General", "23", None),
            ("@", "23", None),
            ("0,", "23000", None),
            ("[>100]0", "230", None),
            ("yyyy", "230", None),
        ] {
            assert_eq!(show(code, number).as_deref(), expected, "{code} {number}");
        }
    }
}
