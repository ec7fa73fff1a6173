//! The breaker against a published letter, and against what no line may look like.

use super::*;
use crate::fonts::Role;
use crate::profile::Key;

/// The body of a published letter, one printed line a line, a blank line after each paragraph.
const PUBLISHED: &str = include_str!("testdata/huangshan-153.txt");

/// Widths of faces with half-width ASCII.
struct HalfWidth;

impl Advance for HalfWidth {
    fn advance(&self, _: Role, c: char) -> f64 {
        match c {
            '\u{fe00}'..='\u{fe0f}' => 0.0,
            c if c.is_ascii() || c == '·' => 0.5,
            _ => 1.0,
        }
    }
}

/// The same, but 黑体 draws Latin wide, and no quotation mark fills its cell.
struct Proportional;

impl Advance for Proportional {
    fn advance(&self, role: Role, c: char) -> f64 {
        match c {
            '“' | '”' => 0.4,
            c if c.is_ascii() && role == Role::Heiti => 0.6,
            c => HalfWidth.advance(role, c),
        }
    }
}

fn page(measure: f64) -> Page {
    Page { size_pt: 156.0 / 25.4 * 72.0 / measure, ..Page::sample() }
}

fn paragraph(runs: &[(Role, &str)], first_indent: f64, hanging_indent: f64) -> Paragraph {
    Paragraph {
        slot: Slot::Field(Key::Opening),
        first_indent,
        hanging_indent,
        room: None,
        runs: runs.iter().map(|&(role, text)| Run { role, text: text.to_owned() }).collect(),
    }
}

fn title(text: &str) -> Title {
    Title { text: text.to_owned(), ..Title::default() }
}

fn text_of(line: &Line) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// The lines of one paragraph.
fn lines_of(paragraph: Paragraph, measure: f64, advance: &dyn Advance) -> Vec<String> {
    let lines = break_letter(&title("题"), &[paragraph], &page(measure), advance);
    lines.paragraphs[0].lines.iter().map(text_of).collect()
}

/// Breaks `text` without indents for lines of `measure` em and compares with `expected`, lines parted by ` / `.
#[track_caller]
fn check(measure: f64, text: &str, expected: &str) {
    let lines = lines_of(paragraph(&[(Role::Fangsong, text)], 0.0, 0.0), measure, &HalfWidth);
    assert_eq!(lines.join(" / "), expected);
}

#[track_caller]
fn check_title(text: &str, expected: &str) {
    let lines = break_letter(&title(text), &[], &page(27.64), &HalfWidth);
    assert_eq!(lines.title.join(" / "), expected);
}

fn published() -> Vec<Vec<&'static str>> {
    PUBLISHED.trim_end().split("\n\n").map(|paragraph| paragraph.lines().collect()).collect()
}

#[test]
fn a_published_letter_breaks_as_printed_at_any_room_from_27_50_to_27_99() {
    let published = published();
    assert_eq!(published.iter().map(Vec::len).sum::<usize>(), 82);
    for hundredths in 2750..=2799 {
        let measure = f64::from(hundredths) / 100.0;
        for expected in &published {
            let text = expected.concat();
            let paragraph = paragraph(&[(Role::Fangsong, &text)], 2.0, 0.0);
            assert_eq!(lines_of(paragraph, measure, &HalfWidth), *expected, "{measure}");
        }
    }
}

#[test]
fn other_rooms_break_the_published_letter_otherwise() {
    for measure in [27.49, 28.0] {
        let same = published().iter().all(|expected| {
            let text = expected.concat();
            let paragraph = paragraph(&[(Role::Fangsong, &text)], 2.0, 0.0);
            lines_of(paragraph, measure, &HalfWidth) == *expected
        });
        assert!(!same, "{measure}");
    }
}

#[test]
fn wherever_a_paragraph_begins_no_line_is_overfull_or_ends_at_a_forbidden_place() {
    for (measure, advance) in
        [(27.64, &HalfWidth as &dyn Advance), (28.0, &HalfWidth), (27.64, &Proportional), (11.3, &HalfWidth)]
    {
        for text in published().iter().map(|lines| lines.concat()) {
            for (start, _) in text.char_indices().step_by(3) {
                let text = &text[start..];
                let runs = [(Role::Heiti, text)];
                let lines = lines_of(paragraph(&runs, 2.0, 0.0), measure, advance);
                assert_eq!(lines.concat(), text);
                for (index, line) in lines.iter().enumerate() {
                    let room = if index == 0 { measure - 2.0 } else { measure };
                    check_line(line, index, room, advance);
                }
            }
        }
    }
}

#[track_caller]
fn check_line(line: &str, index: usize, room: f64, advance: &dyn Advance) {
    let text = text::Text::new([(Role::Heiti, line)], advance);
    let least = text.squeezed(0, text.tokens.len());
    assert!(least <= room + 1e-6, "{least} > {room}: {line}");
    let first = line.chars().next().unwrap();
    if index > 0 && !line.starts_with("——") {
        assert!(!mark::is_barred_from_start(first), "{line}");
    }
    assert!(!mark::is_barred_from_end(line.chars().next_back().unwrap()), "{line}");
}

#[test]
fn a_closing_mark_hangs_half_out() {
    check(4.5, "一二三四，五六", "一二三四， / 五六");
    check(4.4, "一二三四，五六", "一二三 / 四，五六");
}

#[test]
fn a_mark_that_may_not_begin_a_line_is_brought_in_by_squeezing() {
    check(5.5, "“一二三”，四", "“一二三”， / 四");
    check(5.0, "一，二三四》，五", "一，二三 / 四》，五");
    check(6.0, "一，二三四》，五", "一，二三四》， / 五");
}

#[test]
fn at_most_three_tokens_are_brought_in() {
    check(9.0, "“‘“‘一二三四五”’”’六", "“‘“‘一二三四 / 五”’”’六");
}

#[test]
fn a_mark_that_may_not_end_a_line_goes_to_the_next() {
    check(4.0, "一二三（四五）", "一二三 / （四五）");
    check(4.0, "一二三·四五", "一二三· / 四五");
    check(3.0, "一二三·四五", "一二 / 三·四 / 五");
}

#[test]
fn dashes_and_ellipses_keep_together() {
    check(4.0, "一二三——四", "一二三 / ——四");
    check(4.0, "一二三……四", "一二 / 三……四");
    check(4.0, "一二三—四", "一二三— / 四");
    check(3.0, "一二三—四", "一二 / 三—四");
}

#[test]
fn numbers_and_words_are_not_parted_while_a_line_holds_them() {
    check(4.0, "一二2024.5年", "一二 / 2024.5 / 年");
    check(4.0, "共增长12.5%以上", "共增长 / 12.5%以 / 上");
    check(3.5, "一二三-5度", "一二三 / -5度");
    check(3.0, "一二三-甲", "一二 / 三-甲");
}

#[test]
fn blanks_beside_han_are_dropped_and_a_gap_stands_there() {
    check(8.0, "  第 153 号 建议　的 答复 ", "第153号建议的答 / 复");
    // 4 + 2 × 0.5 + 2 × 0.25
    check(5.5, "一二7 8三四", "一二7 8三 / 四");
    check(6.0, "一二7 8三四", "一二7 8三四");
    check(2.0, "one two", "one / two");
    check(20.0, "Привет мир", "Привет мир");
}

#[test]
fn a_number_that_no_line_holds_is_parted_where_the_line_is_full() {
    check(4.0, "网址abcdefghijklmnopq", "网址abc / defghijk / lmnopq");
    check(3.0, "（abcdefghij）", "（abcd / efghij / ）");
    check(3.0, "12345%6789", "12345% / 6789");
}

#[test]
fn text_without_a_place_to_break_still_ends() {
    check(3.0, "，，，，，，，，", "，，， / ，，，，，");
    check(0.2, "一二", "一 / 二");
    check(-5.0, "a一", "a / 一");
}

#[test]
fn indents_take_room_from_their_lines() {
    let text = "一二三四五六七八九十";
    let hanging = paragraph(&[(Role::Fangsong, text)], 2.0, 3.0);
    assert_eq!(lines_of(hanging, 6.0, &HalfWidth), ["一二三四", "五六七", "八九十"]);
}

#[test]
fn lines_keep_the_role_of_every_run() {
    let runs =
        [(Role::Kaiti, "（一）甲乙。"), (Role::Fangsong, ""), (Role::Fangsong, "丙丁1"), (Role::Fangsong, "2戊己")];
    let lines = break_letter(&title("题"), &[paragraph(&runs, 0.0, 0.0)], &page(7.0), &HalfWidth);
    let shown: Vec<Vec<(Role, &str)>> = lines.paragraphs[0]
        .lines
        .iter()
        .map(|line| line.runs.iter().map(|run| (run.role, run.text.as_str())).collect())
        .collect();
    assert_eq!(
        shown,
        [vec![(Role::Kaiti, "（一）甲乙。"), (Role::Fangsong, "丙")], vec![(Role::Fangsong, "丁12戊己")],]
    );
}

#[test]
fn widths_are_those_of_the_run() {
    // The quotation marks fill no cell, so that they give nothing.
    let runs = [(Role::Heiti, "一“二三”1234五")];
    assert_eq!(lines_of(paragraph(&runs, 0.0, 0.0), 6.4, &Proportional), ["一“二三”1234", "五"]);
    assert_eq!(lines_of(paragraph(&runs, 0.0, 0.0), 6.1, &Proportional), ["一“二三”", "1234五"]);
}

#[test]
fn an_empty_paragraph_has_one_line() {
    for runs in [&[][..], &[(Role::Kaiti, "")], &[(Role::Kaiti, " \n")]] {
        assert_eq!(lines_of(paragraph(runs, 2.0, 0.0), 27.64, &HalfWidth), [""]);
    }
}

#[test]
fn a_variation_selector_stays_with_its_character() {
    check(2.0, "一葛\u{fe00}二", "一葛\u{fe00} / 二");
}

#[test]
fn a_title_breaks_as_the_published_one() {
    check_title(
        "关于对黄山市第八届人民代表大会第四次会议第153号建议的答复",
        "关于对黄山市第八届人民代表大会第四次 / 会议第153号建议的答复",
    );
}

#[test]
fn a_title_that_fits_is_one_line_and_the_clerks_own_lines_stay() {
    check_title("关于 第 153 号建议的答复", "关于第153号建议的答复");
    check_title("", "");
    let own = Title {
        text: "关于建议的答复".to_owned(),
        lines: vec!["关于建".to_owned(), "议的答复".to_owned()],
        names: Vec::new(),
    };
    let lines = break_letter(&own, &[], &page(27.64), &HalfWidth);
    assert_eq!(lines.title, own.lines);
}

#[test]
fn a_title_is_not_broken_within_numbers_names_or_words() {
    check_title(
        "关于对市第八届人民代表大会第四次会议第9B111号建议的答复",
        "关于对市第八届人民代表大会第四次会议 / 第9B111号建议的答复",
    );
    check_title(
        "关于市政协第八届委员会第三次会议期间第21、23号提案的答复",
        "关于市政协第八届委员会第三次会议期间 / 第21、23号提案的答复",
    );
    check_title(
        "关于落实《黄山市深度融入长三角发展的实施意见》的建议的答复",
        "关于落实《黄山市深度融入长三角发展的 / 实施意见》的建议的答复",
    );
    check_title(
        "关于对市第八届人民代表大会第四次会议“一网通办”建议的答复",
        "关于对市第八届人民代表大会第四次会议 / “一网通办”建议的答复",
    );
    check_title(
        "关于对市第八届人民代表大会第四次会议前2024年度建议的答复",
        "关于对市第八届人民代表大会第四次会议前 / 2024年度建议的答复",
    );
}

#[test]
fn the_last_line_of_a_title_has_at_least_four_characters() {
    check_title(
        "关于推进长三角制造业协作加快现代化建设建议的答复",
        "关于推进长三角制造业协作加快现代化建设 / 建议的答复",
    );
    check_title("关于推进长三角制造业协作加快现代化建设的答复", "关于推进长三角制造业协作加快现代化 / 建设的答复");
}

#[test]
fn a_title_without_words_still_ends() {
    check_title(&"a".repeat(100), &[38, 38, 24].map(|n| "a".repeat(n)).join(" / "));
    check_title(&"，".repeat(40), &[19, 19, 2].map(|n| "，".repeat(n)).join(" / "));
}

/// `check_title` with names of the letter that no line parts.
#[track_caller]
fn check_named_title(text: &str, names: &[&str], expected: &str) {
    let title = Title { text: text.to_owned(), names: names.iter().map(ToString::to_string).collect(), lines: vec![] };
    let lines = break_letter(&title, &[], &page(27.64), &HalfWidth);
    assert_eq!(lines.title.join(" / "), expected);
}

#[test]
fn long_titles_are_trapezoids_or_diamonds() {
    check_named_title(
        "黄山市发展和改革委员会关于对黄山市第八届人民代表大会第四次会议第153号建议的答复",
        &["黄山市发展和改革委员会"],
        "黄山市发展和改革委员会 / 关于对黄山市第八届人民代表大会 / 第四次会议第153号建议的答复",
    );
    check_named_title(
        "关于政协第十四届全国委员会第三次会议第3855号（经济发展类291号）提案答复的函",
        &["政协", "全国委员会"],
        "关于政协第十四届全国委员会第三次会议 / 第3855号（经济发展类291号） / 提案答复的函",
    );
    check_title(
        "关于推进长三角制造业协作加快建设现代化产业体系促进新安江流域生态保护补偿机制全面落实的建议的答复",
        "关于推进长三角制造业协作加快 / 建设现代化产业体系促进新安江流域 / 生态保护补偿机制全面落实的建议的答复",
    );
}

#[test]
fn a_long_addressee_list_is_parted_between_names() {
    let names =
        "王景峰、李明、赵国强、孙丽华、周建军、吴秀英、郑海涛、冯玉兰、陈志远、褚卫东、卫小红、蒋文斌、沈丹代表：";
    let list =
        |text: &str| Paragraph { slot: Slot::Field(Key::Addressee), ..paragraph(&[(Role::Fangsong, text)], 0.0, 0.0) };
    let lines = break_letter(&title("题"), &[list(names)], &page(27.64), &HalfWidth);
    let shown: Vec<String> = lines.paragraphs[0].lines.iter().map(text_of).collect();
    assert_eq!(
        shown,
        [
            "王景峰、李明、赵国强、孙丽华、周建军、吴秀英、郑海涛、",
            "冯玉兰、陈志远、褚卫东、卫小红、蒋文斌、沈丹代表："
        ]
    );
    assert!(lines.paragraphs[0].ragged);
    // One that fits, and one whose only name fills more than a line, are paragraphs as any other.
    for text in ["王景峰、李明代表：", &format!("{}、李明：", "某".repeat(40))] {
        assert!(!break_letter(&title("题"), &[list(text)], &page(27.64), &HalfWidth).paragraphs[0].ragged);
    }
}

/// Pieces of titles, none of which a line may part, put together by chance: the lines are the title, no wider than
/// their room, and part no piece.
#[test]
fn no_line_of_a_title_parts_a_piece() {
    const PIECES: &[&str] = &[
        "关于",
        "黄山市",
        "第八届",
        "人民代表大会",
        "第四次",
        "会议",
        "第153号",
        "第9B111号",
        "第十四届",
        "全国委员会",
        "建议",
        "提案",
        "答复",
        "《黄山市全民健身条例》",
        "（经济发展类291号）",
        "“一网通办”",
        "〔2024〕",
        "屯溪区财政局",
        "徽州区教育局",
        "加快",
        "建设",
        "产业",
        "体系",
        "交通",
        "旅游",
        "2024年",
        "3.5亿元",
        "推进",
        "发展",
        "生态",
        "保护",
    ];
    const NAMES: &[&str] = &["屯溪区财政局", "徽州区教育局", "全国委员会", "人民代表大会"];
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut long = 0;
    for _ in 0..400 {
        let pieces: Vec<&str> = (0..4 + next(14)).map(|_| PIECES[next(PIECES.len())]).collect();
        let text = pieces.concat();
        let names = NAMES.iter().map(ToString::to_string).collect();
        let title = Title { text: text.clone(), names, lines: Vec::new() };
        let lines = break_letter(&title, &[], &page(27.64), &HalfWidth).title;
        assert_eq!(lines.concat(), text);
        long += usize::from(lines.len() > 2);
        let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>();
        assert!(lines.iter().all(|line| width(line) < 19.0 + 2.0), "{lines:?}");
        let mut ends = Vec::new();
        let mut at = 0;
        for line in &lines {
            at += line.len();
            ends.push(at);
        }
        let mut start = 0;
        for piece in pieces {
            let parted = ends.iter().any(|end| (start + 1..start + piece.len()).contains(end));
            // A title that fits on two lines has two, even if that takes a name or a long bracket apart.
            let kept = lines.len() > 2 || width(piece) < 9.0 && !NAMES.contains(&piece);
            assert!(!(parted && kept), "`{piece}` is parted in {lines:?}");
            start += piece.len();
        }
    }
    assert!(long > 100, "{long} titles of three lines and more");
}
