//! Numbers of terms and meetings: read in digits or Chinese, written in Chinese.

const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A number from 1 to 99, as `8`, `八`, `第八届`, `十四`, `８`.
pub(crate) fn parse(text: &str) -> Option<u32> {
    let text = text.trim().trim_start_matches('第').trim_end_matches(['届', '次']);
    if let Ok(number) = text.parse::<u32>() {
        return (1..100).contains(&number).then_some(number);
    }
    let (tens, units) = match text.split_once('十') {
        Some((tens, units)) => {
            (if tens.is_empty() { 1 } else { digit(tens)? }, if units.is_empty() { 0 } else { digit(units)? })
        }
        None => (0, digit(text)?),
    };
    let number = tens * 10 + units;
    (number > 0).then_some(number)
}

fn digit(text: &str) -> Option<u32> {
    let text = if text == "两" { "二" } else { text };
    DIGITS.iter().position(|digit| *digit == text).and_then(|at| u32::try_from(at).ok())
}

/// `八`, `十四`, `二十`; from 100 on in digits.
pub(crate) fn chinese(number: u32) -> String {
    let name = |digit: u32| DIGITS.get(digit as usize).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, units) => name(units).to_owned(),
        (tens @ 1..10, units) => {
            let tens = if tens == 1 { "" } else { name(tens) };
            let units = if units == 0 { "" } else { name(units) };
            format!("{tens}十{units}")
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_chinese_mean_the_same() {
        for (text, number, shown) in [
            ("8", 8, "八"),
            ("第八届", 8, "八"),
            ("十", 10, "十"),
            ("十四", 14, "十四"),
            ("20", 20, "二十"),
            ("二十一", 21, "二十一"),
        ] {
            assert_eq!(parse(text), Some(number), "{text}");
            assert_eq!(chinese(number), shown);
        }
    }

    #[test]
    fn other_text_is_no_number() {
        for text in ["", "0", "零", "八四", "100", "第届", "8.5"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
