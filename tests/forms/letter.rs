//! 信函格式 (10.1).

use crate::grid::{check_pages, of_one_to_six_pages};
use crate::made::{BODY, BOTTOM, FOUR, LEFT, PT, Page, RIGHT, draw, letter, make, near, with};
use serde_json::json;

/// The two double lines, each from the top: thick above thin, then thin above thick.
fn check_double_lines(page: &Page) {
    let mut red: Vec<_> = page.rules.iter().filter(|rule| rule.red).collect();
    red.sort_by(|a, b| a.top.total_cmp(&b.top));
    assert_eq!(red.len(), 4);
    for rule in &red {
        near(rule.left, 20.0, "a double line's left end");
        near(rule.right, 190.0, "a double line's right end");
    }
    let thick = |index: usize| red[index].bottom - red[index].top;
    assert!(thick(0) > thick(1) && thick(2) < thick(3));
    let (_, ink_bottom) = page.red_ink.unwrap();
    near(red[0].top, ink_bottom + 4.0, "the first double line under the name");
    near(red[3].bottom, 297.0 - 20.0, "the second double line over the paper's edge");
}

fn first_line_bottom(page: &Page) -> f64 {
    let upper = page.rules.iter().filter(|rule| rule.red && rule.top < 150.0);
    upper.map(|rule| rule.bottom).fold(0.0, f64::max)
}

#[test]
fn letters_of_one_to_six_pages_keep_every_distance() {
    let batch = of_one_to_six_pages("", [3, 20, 42, 64, 86, 108]);
    assert_eq!(batch.letters.iter().map(|made| made.pages.len()).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(batch.told, Vec::<String>::new());
    for made in &batch.letters {
        // No number on the first page.
        check_pages(made, BODY, |page| page > 1);
        let page = &made.pages[0];
        check_double_lines(page);
        let (ink_top, _) = page.red_ink.unwrap();
        near(ink_top, 30.0, "the issuer's name");
        let name = page.line("黄山市发展和改革委员会");
        assert!(name.red && name.is_in("NotoSerifSCTitle"), "{name:?}");
        near(name.middle(), f64::midpoint(LEFT, RIGHT), "the issuer's name");

        let number = page.line("黄发改函");
        near(number.right, RIGHT, "the document number");
        near(number.top(), first_line_bottom(page) + 7.0 / 8.0 * BODY.em(), "the document number under the line");
        let title = page.title();
        near(title[0].top(), number.bottom() + 2.0 * BODY.pitch(), "the title under the number");
        near(title[0].middle(), f64::midpoint(LEFT, RIGHT), "the title");
        assert!(title.iter().all(|line| line.is_in("NotoSerifSCTitle")));
        let addressee = page.line("石磊代表：");
        near(addressee.left, LEFT, "the addressee");
        near(
            addressee.top(),
            title.last().unwrap().bottom() + BODY.pitch() + BODY.gap(),
            "a blank line under the title",
        );
        near(page.line("您在").left, LEFT + 2.0 * BODY.em(), "the first line's indent");

        // 版记: on the last page, at the foot of the type area, without lines and without 印发.
        let last = made.pages.last().unwrap();
        let cc = last.line("抄送：");
        near(cc.bottom(), BOTTOM, "the copy list");
        near(cc.left, LEFT + FOUR, "the copy list");
        assert!((cc.size - 14.0).abs() < 0.01 && cc.text.ends_with('。'));
        for page in &made.pages {
            assert!(
                page.rules.iter().all(|rule| rule.red) && !page.lines.iter().any(|line| line.text.contains("印发"))
            );
        }
        for page in &made.pages[1..] {
            assert!(page.rules.is_empty() && page.red_ink.is_none());
        }
    }
    batch.judge();
}

#[test]
fn marks_of_the_head_stand_at_the_left_and_the_number_at_the_right() {
    let marks = json!({"copy_number": "12", "secrecy": "秘密★5年", "urgency": "特急", "print_organ": "办公室"});
    let batch = draw("", &[with(letter(1, 12), marks)]);
    let page = &batch.letters[0].pages[0];
    let top = first_line_bottom(page) + 7.0 / 8.0 * BODY.em();
    for (row, mark) in ["000012", "秘密★5年", "特急"].iter().enumerate() {
        let line = page.line(mark);
        near(line.left, LEFT, mark);
        near(line.top(), top + BODY.pitch() * f64::from(u32::try_from(row).unwrap()), mark);
        assert!(row == 0 || line.fonts.iter().any(|font| font.contains("NotoSansSC")), "{line:?}");
    }
    near(page.line("黄发改函").top(), top, "the document number");
    // The title keeps two lines from the last of them.
    near(page.title()[0].top(), page.line("特急").bottom() + 2.0 * BODY.pitch(), "the title");
}

#[test]
fn a_long_or_joint_name_fits_over_the_double_line() {
    let long = "黄山市人民政府国有资产监督管理委员会办公室";
    let joint = json!(["黄山市水利局", "黄山市发展和改革委员会", "黄山市财政局"]);
    let letters = [with(letter(1, 3), json!({"issuer": long})), with(letter(2, 3), json!({"issuer": joint}))];
    let batch = draw("", &letters);
    for made in &batch.letters {
        let page = &made.pages[0];
        check_double_lines(page);
        near(page.red_ink.unwrap().0, 30.0, "the name");
        for line in page.lines.iter().filter(|line| line.red) {
            assert!(line.left > LEFT - 0.1 && line.right < RIGHT + 0.1, "{line:?}");
        }
    }
    let lead = make("[places]\nissuers = \"lead\"\n", &[letters[1].clone()]);
    let red: Vec<_> = lead.letters[0].pages[0].lines.iter().filter(|line| line.red).map(|line| &line.text).collect();
    assert_eq!(red, ["黄山市水利局"]);
    near(42.0, lead.letters[0].pages[0].line("黄山市水利局").size / PT * PT, "the name's size");
}
