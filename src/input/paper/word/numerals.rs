//! Numbers in the formats of numbered lists.

/// Numbers above this are not written out in list formats.
const LARGEST: u32 = 9_999;

/// `number` in the format that a numbered list names; `None` where it is not known.
pub(super) fn shown(number: u32, format: &str) -> Option<String> {
    if number > LARGEST {
        return Some(number.to_string());
    }
    Some(match format {
        "decimal" | "decimalHalfWidth" => number.to_string(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => number.to_string().chars().map(full_width).collect(),
        "chineseCounting"
        | "taiwaneseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => counting(
            number,
            &["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
            &["", "十", "百", "千"],
            true,
        ),
        "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => counting(
            number,
            &["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"],
            &["", "拾", "佰", "仟"],
            false,
        ),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            number.to_string().chars().map(|c| one_of("〇一二三四五六七八九", c.to_digit(10).unwrap_or(0))).collect()
        }
        "ideographTraditional" if (1..=10).contains(&number) => one_of("甲乙丙丁戊己庚辛壬癸", number - 1).to_string(),
        "ideographZodiac" if (1..=12).contains(&number) => one_of("子丑寅卯辰巳午未申酉戌亥", number - 1).to_string(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => format!("（{number}）"),
        "decimalEnclosedFullstop" => format!("{number}."),
        "ideographEnclosedCircle" if (1..=10).contains(&number) => {
            one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", number - 1).to_string()
        }
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number),
        "lowerLetter" => letters(number).to_lowercase(),
        "none" => String::new(),
        _ => return None,
    })
}

fn one_of(characters: &str, at: u32) -> char {
    characters.chars().nth(at as usize).unwrap_or('？')
}

fn full_width(c: char) -> char {
    c.to_digit(10).map_or(c, |digit| one_of("０１２３４５６７８９", digit))
}

/// `十二`, `一百零三`; `short` leaves the 一 of 一十二 out.
fn counting(number: u32, digits: &[&str; 10], units: &[&str; 4], short: bool) -> String {
    if number == 0 {
        return digits[0].to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for (power, unit) in units.iter().enumerate().rev() {
        let digit = number / 10_u32.pow(u32::try_from(power).unwrap_or(0)) % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push_str(digits[0]);
            gap = false;
        }
        if !(short && digit == 1 && power == 1 && text.is_empty()) {
            text.push_str(digits.get(digit as usize).copied().unwrap_or_default());
        }
        text.push_str(unit);
    }
    text
}

fn circled(number: u32) -> String {
    let start = match number {
        0 => return '⓪'.to_string(),
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return format!("（{number}）"),
    };
    char::from_u32(start + number).map(String::from).unwrap_or_default()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            text.push_str(sign);
            number -= value;
        }
    }
    text
}

/// A … Z, AA, BB, …, as word processors count.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32(u32::from('A') + index % 26).unwrap_or('A');
    std::iter::repeat_n(letter, (index / 26 + 1) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: &str, numbers: &[(u32, &str)]) {
        for (number, expected) in numbers {
            assert_eq!(shown(*number, format).as_deref(), Some(*expected), "{format} {number}");
        }
    }

    #[test]
    fn numbers_are_written_as_word_processors_write_them() {
        check("chineseCounting", &[(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")]);
        check("chineseCountingThousand", &[(103, "一百零三"), (110, "一百一十"), (1003, "一千零三")]);
        check("ideographDigital", &[(9, "九"), (10, "一〇"), (21, "二一")]);
        check("decimalEnclosedCircle", &[(1, "①"), (20, "⑳"), (21, "㉑"), (36, "㊱"), (51, "（51）")]);
        check("chineseLegalSimplified", &[(1, "壹"), (11, "壹拾壹")]);
        check("ideographTraditional", &[(2, "乙")]);
        check("upperRoman", &[(4, "IV"), (19, "XIX")]);
        check("lowerLetter", &[(1, "a"), (26, "z"), (27, "aa")]);
        check("decimalZero", &[(3, "03"), (12, "12")]);
    }

    #[test]
    fn an_unknown_format_is_not_guessed() {
        assert_eq!(shown(1, "thaiCounting"), None);
        assert_eq!(shown(11, "ideographTraditional"), None);
    }
}
