//! 文件格式 (7.2, 7.4).

use serde_json::json;

use crate::grid::check_pages;
use crate::made::{BODY, BOTTOM, Batch, FOUR, LEFT, Made, Page, RIGHT, TOP, draw, letter, near, with};

const PRINTED: &str = "form = \"document\"\n";

fn printed(number: usize, lines: usize) -> serde_json::Value {
    with(letter(number, lines), json!({"print_organ": "黄山市发展和改革委员会办公室", "print_date": "2025-05-07"}))
}

/// With a title of one line and no closing, a page holds head and seal.
fn short(letter: serde_json::Value) -> serde_json::Value {
    with(letter, json!({"title": "关于第1号建议的答复", "closing": null}))
}

fn check_head(page: &Page) {
    let (ink_top, ink_bottom) = page.red_ink.unwrap();
    near(ink_top, TOP + 35.0, "the issuer's name");
    let name = page.line("黄山市发展和改革委员会文件");
    assert!(name.red && name.is_in("NotoSerifSCTitle"));
    near(name.middle(), f64::midpoint(LEFT, RIGHT), "the issuer's name");
    let number = page.line("黄发改函");
    near(number.top(), ink_bottom + 2.0 * BODY.pitch(), "the number two lines under the name");
    let red: Vec<_> = page.rules.iter().filter(|rule| rule.red).collect();
    assert_eq!(red.len(), 1);
    near(red[0].left, LEFT, "the red line");
    near(red[0].right, RIGHT, "the red line");
    near(red[0].top, number.bottom() + 4.0, "the red line under the number");
    assert!((0.34..0.51).contains(&(red[0].bottom - red[0].top)), "{red:?}");
    let title = page.title();
    near(title[0].top(), red[0].bottom + 2.0 * BODY.pitch(), "the title two lines under the red line");
    let addressee = page.line("石磊代表：");
    near(addressee.top(), title.last().unwrap().bottom() + BODY.pitch() + BODY.gap(), "a blank line under the title");
}

/// Three lines of 156 mm: 0.35, 0.25 and 0.35 mm; the last one on the type area's lower edge.
fn check_colophon(page: &Page) {
    let rules: Vec<_> = page.rules.iter().filter(|rule| !rule.red).collect();
    assert_eq!(rules.len(), 3);
    for (rule, thickness) in rules.iter().zip([0.35, 0.25, 0.35]) {
        near(rule.left, LEFT, "a line of 版记");
        near(rule.right, RIGHT, "a line of 版记");
        assert!((rule.bottom - rule.top - thickness).abs() < 0.02, "{rule:?}");
    }
    near(rules[2].bottom, BOTTOM, "the last line of 版记");
    let (cc, organ, date) =
        (page.line("抄送："), page.line("黄山市发展和改革委员会办公室"), page.line("2025年5月7日印发"));
    for line in [cc, organ, date] {
        assert!((line.size - 14.0).abs() < 0.01, "{line:?}");
    }
    near(cc.left, LEFT + FOUR, "the copy list");
    near(organ.left, LEFT + FOUR, "the printing organ");
    near(date.right, RIGHT - FOUR, "the date of printing");
    assert!(rules[0].bottom < cc.top() && cc.bottom() < rules[1].top && rules[1].bottom < organ.top());
}

fn pages(batch: &Batch) -> Vec<usize> {
    batch.letters.iter().map(|made| made.pages.len()).collect()
}

fn text_pages(made: &Made) -> usize {
    made.pages.iter().filter(|page| !page.body().is_empty()).count()
}

#[test]
fn documents_have_their_colophon_on_the_last_even_page() {
    let lines = [13, 30, 46, 62, 74, 92];
    let mut letters: Vec<_> = lines.iter().enumerate().map(|(index, lines)| printed(index + 2, *lines)).collect();
    letters.push(short(printed(1, 1)));
    let batch = draw(PRINTED, &letters);
    assert_eq!(batch.told, Vec::<String>::new());
    assert!(pages(&batch).iter().all(|count| count.is_multiple_of(2)), "{:?}", pages(&batch));
    let texts: Vec<usize> = batch.letters.iter().map(text_pages).collect();
    for count in 1..=6 {
        assert!(texts.contains(&count), "no letter has {count} pages of text: {texts:?}");
    }
    for made in &batch.letters {
        let blank = made.pages.iter().position(|page| page.lines.is_empty()).map(|index| index + 1);
        // A blank page and 版记 behind it have no number.
        check_pages(made, BODY, |page| blank.is_none_or(|blank| page < blank));
        check_head(&made.pages[0]);
        for (index, page) in made.pages.iter().enumerate() {
            if index + 1 == made.pages.len() {
                check_colophon(page);
            } else {
                assert!(page.rules.iter().all(|rule| rule.red), "page {}", index + 1);
            }
        }
        assert_eq!(made.facts["colophon"]["even"], true);
        assert_eq!(made.facts["colophon"]["page"], made.pages.len());
    }
    batch.judge();
}

#[test]
fn a_blank_page_comes_before_a_colophon_that_finds_no_room_on_an_even_one() {
    // Some of these lengths fill the second page so that 版记 does not fit under the text.
    let letters: Vec<_> = (1..=9).map(|index| printed(index, 15 + index)).collect();
    let batch = draw(PRINTED, &letters);
    let blank = |made: &&Made| made.pages.iter().any(|page| page.lines.is_empty());
    let with_blank: Vec<_> = batch.letters.iter().filter(blank).collect();
    assert!(!with_blank.is_empty(), "{:?}", pages(&batch));
    for made in with_blank {
        assert_eq!(made.pages.len(), 4);
        assert!(made.pages[2].lines.is_empty());
        check_colophon(&made.pages[3]);
        let numbers: Vec<bool> = made.pages.iter().map(|page| page.number().is_some()).collect();
        assert_eq!(numbers, [true, true, false, false]);
    }
    assert_eq!(batch.told, Vec::<String>::new());
}

#[test]
fn a_document_of_one_page_without_colophon_stays_one() {
    let batch = draw(PRINTED, &[with(short(letter(1, 1)), json!({"cc": "无"}))]);
    assert_eq!(pages(&batch), [1]);
}

#[test]
fn the_number_is_centred_or_stands_beside_the_signatory() {
    let plain = draw(PRINTED, &[with(printed(1, 5), json!({"signatory": "汪峻"}))]);
    near(plain.letters[0].pages[0].line("黄发改函").middle(), f64::midpoint(LEFT, RIGHT), "the number");

    let beside = "form = \"document\"\n[places]\nsignatory = \"number\"\n";
    let letters = [
        with(printed(1, 5), json!({"signatory": "汪峻"})),
        with(printed(2, 5), json!({"signatory": ["汪峻", "李明", "王小红"]})),
    ];
    let batch = draw(beside, &letters);
    let page = &batch.letters[0].pages[0];
    let (number, signer) = (page.line("黄发改函"), page.line("签发人："));
    near(number.left, LEFT + BODY.em(), "the number");
    near(signer.right, RIGHT - BODY.em(), "the signatory");
    near(number.baseline, signer.baseline, "one line");
    assert!(signer.fonts.iter().any(|font| font.contains("UKai")) && signer.fonts.len() == 2, "{signer:?}");
    // Two names a line; the number stands on the last one, the names below under the first.
    let page = &batch.letters[1].pages[0];
    let (first, last) = (page.line("签发人："), page.line("王小红"));
    near(last.baseline - first.baseline, BODY.pitch(), "the second line of names");
    near(last.left, first.left + 4.0 * BODY.em(), "the third name");
    near(page.line("黄发改函").baseline, last.baseline, "the number");
    near(first.top(), page.red_ink.unwrap().1 + 2.0 * BODY.pitch(), "the first name");
}

#[test]
fn marks_stand_in_the_corner_secrecy_on_the_second_line() {
    let secret = json!({"secrecy": "秘密★5年", "urgency": "加急"});
    let all = with(printed(2, 5), with(secret.clone(), json!({"copy_number": "3"})));
    let urgent = with(printed(3, 5), json!({"urgency": "加急"}));
    let batch = draw(PRINTED, &[with(printed(1, 5), secret), all, urgent]);
    let row = |row: f64| TOP + row * BODY.pitch();
    for (index, marks) in [
        vec![("秘密★5年", 1.0), ("加急", 2.0)],
        vec![("000003", 0.0), ("秘密★5年", 1.0), ("加急", 2.0)],
        vec![("加急", 0.0)],
    ]
    .iter()
    .enumerate()
    {
        let page = &batch.letters[index].pages[0];
        for (mark, at) in marks {
            near(page.line(mark).left, LEFT, mark);
            near(page.line(mark).top(), row(*at), mark);
        }
        near(page.red_ink.unwrap().0, TOP + 35.0, "the issuer's name");
    }
}

#[test]
fn joint_documents_name_all_issuers_with_the_word_beside_them_or_only_the_lead() {
    let joint = with(printed(1, 5), json!({"issuer": ["黄山市水利局", "黄山市发展和改革委员会"]}));
    let batch = draw(PRINTED, std::slice::from_ref(&joint));
    let page = &batch.letters[0].pages[0];
    let (first, second, word) = (page.line("黄山市水利局"), page.line("黄山市发展"), page.line("文件"));
    assert!(first.red && second.red && word.red);
    near(first.left, second.left, "the names");
    near(first.right, second.right, "the names");
    assert!(word.left > second.right, "{word:?}");
    let middle = |line: &crate::made::Line| line.baseline - 0.39 * line.size * crate::made::PT;
    near(middle(word), f64::midpoint(middle(first), middle(second)), "文件 in the middle");
    near(page.red_ink.unwrap().0, TOP + 35.0, "the names");
    let lead = draw("form = \"document\"\n[places]\nissuers = \"lead\"\n", &[joint]);
    let red: Vec<_> = lead.letters[0].pages[0].lines.iter().filter(|line| line.red).map(|line| &line.text).collect();
    assert_eq!(red, ["黄山市水利局文件"]);
}

/// 主送 is moved where it would leave no room for text on the first page, or where the profile says so.
#[test]
fn a_long_addressee_stands_over_the_copy_list_with_no_line_between() {
    let many = (1..=60).map(|number| format!("第{number}组代表")).collect::<Vec<_>>().join("、");
    let letters = [with(printed(1, 30), json!({"addressee": many})), printed(2, 30)];
    let batch = draw(PRINTED, &letters);
    assert_eq!(batch.told, Vec::<String>::new());
    let [long, short] = &batch.letters[..] else { panic!("two letters") };
    assert!(!long.pages[0].has("第1组代表") && long.facts["text_lines"][0].as_u64() > Some(0), "{:?}", long.facts);
    let last = long.pages.last().unwrap();
    let (to, cc) = (last.line("主送：第1组代表、"), last.line("抄送："));
    near(to.left, LEFT + FOUR, "主送");
    assert!((to.size - 14.0).abs() < 0.01 && to.baseline < cc.baseline, "{to:?}");
    // Lines that wrap align under the first name.
    let next = last.lines.iter().filter(|line| line.baseline > to.baseline + 1.0 && line.baseline < cc.baseline - 1.0);
    let next: Vec<_> = next.collect();
    assert!(next.len() > 3);
    for line in next {
        near(line.left, LEFT + 4.0 * FOUR, "a further line of 主送");
    }
    check_colophon(last);
    assert!(short.pages[0].has("石磊代表：") && !short.pages.last().unwrap().has("主送："));

    let always = draw("form = \"document\"\n[places]\naddressee = \"colophon\"\n", &[printed(1, 30)]);
    let page = always.letters[0].pages.last().unwrap();
    assert!(page.has("主送：石磊代表。") && !always.letters[0].pages[0].has("石磊代表"), "{:#?}", page.lines);
    let never = draw("form = \"document\"\n[places]\naddressee = \"text\"\n", &letters[..1]);
    assert!(never.letters[0].pages[0].has("第1组代表"));
    batch.judge();
}
