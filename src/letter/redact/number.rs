//! Personal numbers in running text: mobile and other telephones, identity cards, bank cards, mail addresses.
//!
//! What looks like one is masked, whatever stands round it: a masked number of a project can be restored by whoever
//! publishes, a telephone that was published cannot be taken back.

use std::ops::Range;

/// Digits as people write them, half-width, full-width and Chinese.
const CHINESE: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// What people write between the groups of a number.
const BETWEEN: &str = "-－—–‐‑ 　·.()（）+＋";
/// Words before a number of any form that is somebody's.
const LABELS: &[&str] = &[
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "号码",
    "座机",
    "传真",
    "热线",
    "联系方式",
    "微信",
    "微信号",
    "QQ",
    "qq",
    "Tel",
    "TEL",
    "tel",
    "账号",
    "帐号",
    "卡号",
    "身份证",
    "身份证号",
    "身份证号码",
    "证件号",
    "证件号码",
    "护照",
    "护照号",
];

/// The value of a character that people use as a digit.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        '〇' | '○' => Some(0),
        '幺' => Some(1),
        c => CHINESE.iter().position(|known| *known == c).and_then(|at| u32::try_from(at).ok()),
    }
}

/// The digits of a text, in ASCII.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter_map(digit).filter_map(|value| char::from_digit(value, 10)).collect()
}

/// The text with personal numbers masked; `own` are numbers that are masked as such.
pub(super) fn mask(text: &str, own: &[String]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for range in addresses(&chars) {
        chars[range].fill('*');
    }
    for run in runs(&chars) {
        cover(&mut chars, &run, own);
    }
    chars.into_iter().collect()
}

/// Digits in succession, with what people write between them: the places of the digits, and where a gap stands before.
struct Run {
    /// Where each digit stands.
    places: Vec<usize>,
    /// Its value, in ASCII.
    digits: String,
    /// Digits of each group.
    groups: Vec<usize>,
    /// Is the run written in Chinese digits?
    chinese: bool,
    /// An X ends it, as some identity cards do: its place.
    check: Option<usize>,
}

/// Every run, the longest that can be made: a gap is a single sign, or a bracket with a blank or hyphen.
fn runs(chars: &[char]) -> Vec<Run> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some(first) = chars.get(at).copied().filter(|c| digit(*c).is_some()) else {
            at += 1;
            continue;
        };
        let chinese = is_chinese(first);
        let mut run = Run { places: Vec::new(), digits: String::new(), groups: Vec::new(), chinese, check: None };
        let mut group = 0;
        let mut end = at;
        loop {
            let value = chars.get(end).copied().filter(|c| is_chinese(*c) == chinese).and_then(digit);
            if let Some(value) = value.and_then(|value| char::from_digit(value, 10)) {
                run.places.push(end);
                run.digits.push(value);
                group += 1;
                end += 1;
                continue;
            }
            if group > 0 {
                run.groups.push(group);
                group = 0;
            }
            let gap = chars.get(end..).unwrap_or_default().iter().take(3).take_while(|c| BETWEEN.contains(**c)).count();
            let goes_on = chars.get(end + gap).is_some_and(|c| digit(*c).is_some() && is_chinese(*c) == chinese);
            if gap == 0 || !goes_on || chinese {
                break;
            }
            end += gap;
        }
        if run.digits.len() == 17 && chars.get(end).is_some_and(|c| matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ' | '×')) {
            run.check = Some(end);
            end += 1;
        }
        found.push(run);
        at = end.max(at + 1);
    }
    found
}

fn is_chinese(c: char) -> bool {
    CHINESE.contains(&c) || matches!(c, '〇' | '○' | '幺')
}

/// Masks what is personal in a run.
fn cover(chars: &mut [char], run: &Run, own: &[String]) {
    let mut hide = |range: Range<usize>| {
        for place in run.places.get(range).unwrap_or_default() {
            chars[*place] = '*';
        }
    };
    let all = run.digits.len();
    if run.check.is_some() {
        hide(0..all);
        if let Some(place) = run.check {
            chars[place] = '*';
        }
        return;
    }
    for number in own {
        for (start, _) in run.digits.match_indices(number.as_str()) {
            hide(start..start + number.len());
        }
    }
    // Parts of a run that are groups of their own: 联系电话 2355364、13805591234 are two runs, 2024-13805591234 is one.
    let starts: Vec<usize> = run
        .groups
        .iter()
        .scan(0, |at, group| {
            let start = *at;
            *at += group;
            Some(start)
        })
        .collect();
    let (mut at, mut known) = (0, false);
    while at < run.groups.len() {
        let start = starts[at];
        let longest = (at..run.groups.len()).rev().find_map(|last| {
            let end = starts[last] + run.groups[last];
            let groups = run.groups.get(at..=last)?;
            kept_of(run.digits.get(start..end)?, groups).map(|kept| (last, start + kept..end))
        });
        match longest {
            Some((last, range)) => {
                hide(range);
                known = true;
                at = last + 1;
            }
            None => at += 1,
        }
    }
    let first = run.places.first().copied().unwrap_or_default();
    let labelled = !known && !run.chinese && all >= 5 && is_labelled(chars, first) && !is_public(&run.digits);
    if labelled {
        for place in &run.places {
            chars[*place] = '*';
        }
    }
}

/// So many first digits of a personal number stay; `None` where it is none.
fn kept_of(digits: &str, groups: &[usize]) -> Option<usize> {
    let bytes = digits.as_bytes();
    let mobile = |bytes: &[u8]| matches!(bytes, [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9);
    let in_groups = |known: &[&[usize]]| groups.len() == 1 || known.contains(&groups);
    let parted: &[&[usize]] = &[&[3, 4, 4], &[3, 8], &[4, 3, 4], &[3, 3, 5], &[4, 4, 3], &[7, 4]];
    if mobile(bytes) && in_groups(parted) {
        return Some(3);
    }
    if bytes.len() == 13 && digits.starts_with("86") && mobile(&bytes[2..]) {
        return Some(5);
    }
    if bytes.len() == 15 && digits.starts_with("0086") && mobile(&bytes[4..]) {
        return Some(7);
    }
    // Area code and number, perhaps with an extension; 0 never begins another number of this length.
    if let Some(area) = area_of(bytes) {
        let number = bytes.len().saturating_sub(area);
        let parted = groups.len() == 1 || groups.first() == Some(&area);
        if (7..=8).contains(&number) && parted || (8..=13).contains(&number) && groups.len() > 2 && parted {
            return Some(area);
        }
    }
    if digits.starts_with("86") && (11..=14).contains(&bytes.len()) && groups.first() == Some(&2) {
        return Some(2);
    }
    // Identity cards and bank cards: 15 or 18, and 13 to 19 digits.
    let cards: &[&[usize]] =
        &[&[6, 8, 4], &[6, 4, 4, 4], &[4, 4, 4, 4], &[4, 4, 4, 4, 1], &[4, 4, 4, 4, 2], &[4, 4, 4, 4, 3], &[6, 13]];
    ((13..=19).contains(&bytes.len()) && in_groups(cards) || bytes.len() > 19 && groups.len() == 1).then_some(0)
}

/// How long the area code is that a number begins with: 010 and 02× are of three digits, all others of four.
fn area_of(digits: &[u8]) -> Option<usize> {
    match digits {
        [b'0', b'1' | b'2', ..] => Some(3),
        [b'0', b'3'..=b'9', ..] => Some(4),
        _ => None,
    }
}

/// A telephone number without its area code.
pub(super) fn without_area(digits: &str) -> Option<&str> {
    digits.get(area_of(digits.as_bytes())?..).filter(|number| number.len() >= 7)
}

/// Numbers of services: 12345, 110 and 400 lines are everybody's.
fn is_public(digits: &str) -> bool {
    digits.len() == 5 && (digits.starts_with("12") || digits.starts_with("95") || digits.starts_with("96"))
        || digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

/// Does a label stand before the place, perhaps with a colon, a blank, 是 or 为, or after another number and a comma?
fn is_labelled(chars: &[char], place: usize) -> bool {
    let before: String = chars.get(..place).unwrap_or_default().iter().rev().take(24).rev().collect();
    let joins = |c: char| c.is_whitespace() || "：:是为（(、，,；;/／和或及*-转".contains(c);
    let front = before.trim_end_matches(joins);
    LABELS.iter().any(|label| front.ends_with(label))
}

/// Mail addresses.
fn addresses(chars: &[char]) -> Vec<Range<usize>> {
    let part = |c: &char| c.is_ascii_alphanumeric() || "._-+%".contains(*c);
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in (0..chars.len()).filter(|at| matches!(chars[*at], '@' | '＠')) {
        let before = chars[..at].iter().rev().take_while(|c| part(c)).count();
        let after = chars[at + 1..].iter().take_while(|c| part(c)).count();
        let domain = chars.get(at + 1..at + 1 + after).unwrap_or_default();
        if before > 0 && domain.contains(&'.') {
            found.push(at - before..at + 1 + after);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(mask(text, &["05592355364".to_owned(), "6220011".to_owned()]), expected);
    }

    #[test]
    fn mobile_numbers_however_written() {
        check("请打13805591234。", "请打138********。");
        check("请打138 0559 1234。", "请打138 **** ****。");
        check("请打138-0559-1234。", "请打138-****-****。");
        check("请打+86 13805591234。", "请打+86 138********。");
        check("请打8613805591234。", "请打86138********。");
        check("请打１３８０５５９１２３４。", "请打１３８********。");
        check("请打一三八〇五五九一二三四。", "请打一三八********。");
        check("甲13805591234、乙13905591234", "甲138********、乙139********");
    }

    #[test]
    fn telephones_with_area_code_or_label() {
        check("0559-1234567", "0559-*******");
        check("（0559）1234567", "（0559）*******");
        check("05591234567", "0559*******");
        check("010-12345678转801", "010-********转801");
        check("电话1234567", "电话*******");
        check("手机：13805591234", "手机：138********");
        check("电话：1234567、7654321", "电话：*******、*******");
        check("微信号：123456", "微信号：******");
        check("办公室2355364，6220011", "办公室2355364，*******");
        check("办公室0559 2355364", "办公室**** *******");
    }

    #[test]
    fn cards_and_addresses() {
        check("身份证341002197001011234", "身份证******************");
        check("身份证34100219700101123X。", "身份证******************。");
        check("341002 19700101 1234", "****** ******** ****");
        check("6222 0212 3456 7890 123", "**** **** **** **** ***");
        check("6222021234567890123", "*******************");
        check("写信到 zhang.san@hs.gov.cn 。", "写信到 ******************* 。");
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "2024年6月11日",
            "黄发改函〔2024〕12号",
            "投资1234567890元",
            "面积12.5万平方米，占19.9%",
            "项目代码2020-341000-78-01-012345",
            "拨打12345热线电话：12345",
            "客服电话：400-123-4567",
            "2021-2025年",
            "第13805591号",
            "一、二、三是",
            "二〇二四年六月十一日",
            "增长1.5-2.5个百分点",
            "系数0.1234567",
            "投资13800-150000元",
            "100,000,000元",
        ] {
            check(text, text);
        }
    }
}
