//! What the parts of a letter look like.

/// A text without blanks.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

const SENTENCE_ENDS: [char; 4] = ['。', '；', '！', '？'];

/// A title: 关于……的答复.
pub(super) fn is_title(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "答复",
        "答复函",
        "复函",
        "的函",
        "回复",
        "回复函",
        "答复意见",
        "办理意见",
        "会办意见",
        "协办意见",
        "办理情况",
        "答复的函",
        "答复情况",
        "复文",
    ];
    let text = squeezed(text);
    // 第12号建议的答复（B类）
    let bare = match text.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '('])) {
        Some(open) if text.chars().count() - text[..open].chars().count() <= 10 => &text[..open],
        _ => text.as_str(),
    };
    bare.chars().count() <= 150 && !bare.contains(SENTENCE_ENDS) && ENDS.iter().any(|end| bare.ends_with(end))
}

/// Is a title the whole of one?
pub(super) fn is_whole_title(text: &str) -> bool {
    let text = squeezed(text);
    is_title(&text) && (text.contains("关于") || text.starts_with('对'))
}

/// A date by itself.
pub(super) fn is_date(text: &str) -> bool {
    let text = squeezed(text);
    let digit = |c: char| c.is_ascii_digit() || "０１２３４５６７８９〇○零一二三四五六七八九十Oo".contains(c);
    if text.chars().count() > 16 {
        return false;
    }
    if let Some((year, rest)) = text.split_once('年') {
        let Some((month, day)) = rest.split_once('月') else { return false };
        let day = day.strip_suffix(['日', '号']).unwrap_or("x");
        return [year, month, day].iter().all(|part| !part.is_empty() && part.chars().all(digit));
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', '－', '．']).collect();
    matches!(parts.as_slice(), [year, _, _] if year.len() == 4)
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// Where a date begins that ends a text: `黄山市发展改革委 2024年6月11日`.
pub(super) fn date_behind(text: &str) -> Option<usize> {
    let starts = text.char_indices().filter(|(at, _)| *at > 0).map(|(at, _)| at);
    starts.filter(|at| is_date(&text[*at..])).find(|at| {
        let after = text[*at..].chars().next();
        let before = text[..*at].chars().next_back();
        !after.is_some_and(char::is_whitespace)
            && !before.is_some_and(|c| c.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c))
    })
}

/// The name of a unit, as it stands under a letter.
pub(super) fn is_unit(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "局",
        "委",
        "会",
        "办",
        "厅",
        "院",
        "府",
        "室",
        "中心",
        "部",
        "处",
        "署",
        "行",
        "公司",
        "队",
        "所",
        "站",
        "社",
        "校",
        "馆",
        "联",
        "组",
        "分局",
        "海关",
        "管委会",
    ];
    let text = without_seal(&squeezed(text));
    let count = text.chars().count();
    (3..=40).contains(&count) && is_bare(&text) && ENDS.iter().any(|end| text.ends_with(end))
}

/// Nothing but Han characters, and brackets around a part.
fn is_bare(text: &str) -> bool {
    text.chars().all(|c| c > '\u{3000}' && !"，。、；：！？“”《》【】〔〕—…".contains(c))
}

/// Without the mark that says where the seal goes.
pub(super) fn without_seal(text: &str) -> String {
    let mut text = text.trim();
    for mark in ["（盖章）", "(盖章)", "（公章）", "(公章)", "（印章）", "(印章)", "（印）", "（章）"]
    {
        text = text.strip_suffix(mark).unwrap_or(text).trim_end();
    }
    text.to_owned()
}

/// One unit may be named with and without the place, long and short.
pub(super) fn same_unit(one: &str, other: &str) -> bool {
    let bare = |text: &str| squeezed(text).replace("委员会", "委").replace('和', "");
    let (one, other) = (bare(one), bare(other));
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let place = long.strip_suffix(short.as_str());
    short.chars().count() >= 3 && place.is_some_and(|place| place.chars().count() <= 6 && is_bare(place))
}

/// A document number by itself: 黄发改函〔2024〕12号.
pub(super) fn is_document_number(text: &str) -> bool {
    let text = squeezed(text);
    let Some(inner) = text.strip_suffix('号') else { return false };
    let Some(open) = inner.find(['〔', '[', '【', '（', '(', '［', '﹝']) else { return false };
    let (word, rest) = inner.split_at(open);
    let Some(close) = rest.find(['〕', ']', '】', '）', ')', '］', '﹞']) else { return false };
    let year: String = rest[..close].chars().skip(1).collect();
    let serial: String = rest[close..].chars().skip(1).collect();
    let digits =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let is_serial = digits(serial.trim_start_matches('第'));
    !word.is_empty() && word.chars().count() <= 12 && is_bare(word) && digits(&year) && is_serial
}

/// A line that can be an addressee: short, ending in a colon, no sentence.
pub(super) fn may_be_addressee(text: &str) -> bool {
    let squeezed = squeezed(text);
    let bare = squeezed.trim_end_matches(['：', ':']);
    let is_number =
        bare.starts_with(|c: char| c.is_ascii_digit() || "（(".contains(c)) || bare.chars().nth(1) == Some('、');
    (2..=150).contains(&bare.chars().count())
        && bare.len() < squeezed.len()
        && !bare.contains(SENTENCE_ENDS)
        && !bare.contains(['：', ':', '，'])
        && !is_number
        && !["如下", "以下", "包括", "分别", "情况"].iter().any(|word| bare.contains(word))
}

/// Does a line name people as letters to them do? 王景峰代表, 尊敬的……
pub(super) fn names_people(text: &str) -> bool {
    const ENDS: &[&str] = &["代表", "委员", "代表团", "同志", "先生", "女士", "主席", "主委", "各位代表", "各位委员"];
    let squeezed = squeezed(text);
    let bare = squeezed.trim_end_matches(['：', ':']);
    bare.starts_with("尊敬的") || bare.chars().count() > 2 && ENDS.iter().any(|end| bare.ends_with(end))
}

/// Where an opening ends that a paragraph begins with: behind 现答复如下：, or behind the sentence of 收悉.
pub(super) fn end_of_opening(text: &str) -> Option<usize> {
    // An opening is short; a paragraph that comes to 如下 much later is none.
    let limit = text.char_indices().nth(400).map_or(text.len(), |(at, _)| at);
    let start = &text[..limit];
    let received =
        ["收悉", "收到", "已收阅"].iter().filter_map(|word| start.find(word).map(|at| at + word.len())).min();
    let answered = ["答复如下", "回复如下", "函复如下", "汇报如下", "报告如下", "情况如下", "意见如下"];
    let answered = answered.iter().filter_map(|word| start.find(word).map(|at| at + word.len())).min();
    let speaks = start.trim_start().starts_with(['您', '你', '贵'])
        || ["提出的", "关于", "贵"].iter().any(|word| start.contains(word));
    let from = match (received, answered) {
        (Some(received), Some(answered)) if answered > received => answered,
        // 如下 without 收悉 is an opening only where it ends the paragraph.
        (None, Some(answered)) if speaks && text[answered..].trim_matches(['：', ':', '。', ' ']).is_empty() => {
            answered
        }
        (Some(received), _) if speaks => {
            let rest = &text[received..];
            received + rest.find(SENTENCE_ENDS).unwrap_or(rest.len())
        }
        _ => return None,
    };
    let rest = &text[from..];
    let mark = rest.chars().next().filter(|c| "：:。！；".contains(*c)).map_or(0, char::len_utf8);
    Some(from + mark)
}

/// Closing words that are nothing else: 特此答复。
pub(super) fn is_fixed_closing(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "特此答复",
        "专此答复",
        "此复",
        "特此函复",
        "专此函复",
        "特此回复",
        "专此回复",
        "专此函达",
        "特此函达",
        "此致",
        "特此报告",
        "特此复函",
        "谨此答复",
        "专此奉复",
        "特此函告",
        "此致敬礼",
    ];
    let squeezed = squeezed(text);
    WORDS.contains(&squeezed.trim_end_matches(['。', '！', '!', '.']))
}

/// Thanks and the like, which end a letter but may also be its last thought.
pub(super) fn is_thanks(text: &str) -> bool {
    let squeezed = squeezed(text);
    let begins = [
        "感谢您",
        "感谢你们",
        "感谢贵",
        "衷心感谢",
        "再次感谢",
        "最后，感谢",
        "非常感谢",
        "诚挚感谢",
        "以上答复",
        "以上意见",
    ];
    squeezed.chars().count() <= 90 && begins.iter().any(|word| squeezed.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_text() {
        for title in [
            "关于对黄山市第八届人民代表大会第四次会议第153号建议的答复",
            "关于市政协九届五次会议第38号提案办理情况的函",
            "对县十八届人大二次会议第21号代表建议的答　　复",
            "关于第12号建议的答复（B类）",
        ] {
            assert!(is_title(title), "{title}");
        }
        assert!(!is_title("我局高度重视，现作如下答复。"));
        assert!(!is_title("一、主要工作开展情况"));
    }

    #[test]
    fn dates_stand_alone_or_behind_a_unit() {
        for date in ["2024年6月11日", "二〇二四年六月十一日", "2024 年 6 月 11 日", "2024-06-11", "2024年2月30日"]
        {
            assert!(is_date(date), "{date}");
        }
        for other in ["2024年6月11日前完成", "2024年", "6月11日", "2024年6月11日印发", "1.2.3"] {
            assert!(!is_date(other), "{other}");
        }
        let line = "黄山市发展改革委　2024年6月11日";
        assert_eq!(date_behind(line).map(|at| &line[at..]), Some("2024年6月11日"));
        assert_eq!(date_behind("截至2024年6月11日前"), None);
    }

    #[test]
    fn an_opening_ends_where_the_answer_begins() {
        let check = |text: &str, opening: Option<&str>| {
            assert_eq!(end_of_opening(text).map(|at| &text[..at]), opening, "{text}");
        };
        let whole = "您提出的关于修路的建议收悉。经研究，现答复如下：";
        check(whole, Some(whole));
        check("您提出的建议收悉，现答复如下：一是修路。", Some("您提出的建议收悉，现答复如下："));
        check("您提出的建议收悉，感谢关心。近年来，我局修路。", Some("您提出的建议收悉，感谢关心。"));
        check("近年来，我局的做法如下：", None);
        check("收到资金3亿元。", None);
    }

    #[test]
    fn units_and_numbers_are_known_by_their_form() {
        assert!(is_unit("黄山市发展和改革委员会"));
        assert!(is_unit("黄山市发展和改革委员会（盖章）"));
        assert!(!is_unit("感谢您对我市工作的支持。"));
        assert!(same_unit("黄山市发展改革委", "黄山市发展和改革委员会"));
        assert!(same_unit("发展改革委", "黄山市发展和改革委员会"));
        assert!(!same_unit("黄山市教育局", "黄山市科技局"));
        assert!(is_document_number("黄发改函〔2024〕12号"));
        assert!(is_document_number("黄发改函[2024] 12 号"));
        assert!(!is_document_number("市政协（2024）工作要点"));
    }

    #[test]
    fn an_addressee_is_a_short_line_before_a_colon() {
        assert!(may_be_addressee("王景峰代表："));
        assert!(may_be_addressee("民盟黄山市委:"));
        assert!(!may_be_addressee("现将有关情况答复如下："));
        assert!(!may_be_addressee("一、有关部门："));
        assert!(names_people("尊敬的王景峰代表：") && names_people("A、B代表："));
        assert!(!names_people("我局："));
    }
}
