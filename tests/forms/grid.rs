//! Page, grid and page numbers (5.2, 7.5), which all forms share.

use crate::made::{BODY, BOTTOM, Batch, FOUR, LEFT, Made, PT, Page, RIGHT, TOP, Type, draw, letter, near};

/// Every page has the standard's paper, type area, pitch and indents. `blank` pages have no number.
pub fn check_pages(made: &Made, body: Type, numbered: impl Fn(usize) -> bool) {
    for (index, page) in made.pages.iter().enumerate() {
        let at = index + 1;
        near(page.width, 210.0, "paper");
        near(page.height, 297.0, "paper");
        check_lines(page, body, at);
        match page.number() {
            Some(number) => {
                assert!(numbered(at), "page {at} has a number");
                check_number(page, number, at);
            }
            None => assert!(!numbered(at), "page {at} has no number"),
        }
    }
}

fn check_lines(page: &Page, body: Type, at: usize) {
    let lines = page.body();
    for line in &lines {
        // The blank half of a mark may hang out.
        let hanging = if line.text.ends_with(['，', '。', '、', '；', '：', '”', '）', '》']) {
            body.em() / 2.0
        } else {
            0.0
        };
        assert!(line.left > LEFT - 0.1, "page {at}: {line:?}");
        assert!(line.right < RIGHT + hanging + 0.1, "page {at}: {line:?}");
        assert!(line.top() > TOP - 0.1 && line.bottom() < BOTTOM + 0.1, "page {at}: {line:?}");
    }
    // Within running text lines follow each other at the pitch; other elements leave more room.
    for pair in lines.windows(2) {
        let step = pair[1].baseline - pair[0].baseline;
        let running = pair[0].left < LEFT + 12.0;
        if running && step > 0.2 && pair[0].right > RIGHT - 6.0 && (pair[1].left - LEFT).abs() < 0.2 {
            near(step, body.pitch(), &format!("pitch on page {at} after {}", pair[0].text));
        }
    }
}

/// Odd pages at the right, even ones at the left, a character in; the dash 7 mm under the type area.
fn check_number(page: &Page, number: &crate::made::Line, at: usize) {
    assert_eq!(number.text, format!("—{at}—"));
    assert!((number.size - 14.0).abs() < 0.01 && number.is_in("NotoSerifSCHalf"), "{number:?}");
    if at.is_multiple_of(2) {
        near(number.left, LEFT + FOUR, "an even page's number");
    } else {
        near(number.right, RIGHT - FOUR, "an odd page's number");
    }
    let (top, bottom) = page.number_ink.unwrap();
    near(f64::midpoint(top, bottom), BOTTOM + 7.0, "the dash");
}

/// Letters whose bodies give one page to six.
pub fn of_one_to_six_pages(profile: &str, lines: [usize; 6]) -> Batch {
    let letters: Vec<_> = lines.iter().enumerate().map(|(index, lines)| letter(index + 1, *lines)).collect();
    draw(profile, &letters)
}

fn full_pages(made: &Made, body: Type) {
    // Neither the first page, nor the last two, which the signature may shorten.
    for page in made.pages.iter().skip(1).rev().skip(2) {
        let lines = page.body();
        assert_eq!(lines.len(), 22);
        near(lines[0].top(), TOP, "the first line");
        near(lines[21].bottom(), BOTTOM, "the last line");
        for (index, line) in lines.iter().enumerate() {
            near(line.top(), TOP + body.pitch() * f64::from(u32::try_from(index).unwrap()), "a line of the grid");
        }
    }
}

#[test]
fn plain_letters_of_one_to_six_pages_keep_the_grid() {
    let batch = of_one_to_six_pages("form = \"plain\"", [6, 24, 46, 68, 90, 112]);
    assert_eq!(batch.letters.iter().map(|made| made.pages.len()).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(batch.told, Vec::<String>::new());
    for made in &batch.letters {
        check_pages(made, BODY, |_| true);
        full_pages(made, BODY);
        let page = &made.pages[0];
        let title = page.title();
        near(page.line("黄发改函").right, RIGHT, "the document number");
        near(title[0].middle(), f64::midpoint(LEFT, RIGHT), "the title");
        near(page.line("石磊代表：").left, LEFT, "the addressee");
        near(page.line("您在").left, LEFT + 2.0 * BODY.em(), "the first line's indent");
        assert!(page.rules.is_empty() && page.red_ink.is_none());
    }
    batch.judge();
}

#[test]
fn the_standards_grid_has_22_lines_of_28_characters() {
    let three = Type { size: 15.75 };
    let page = "form = \"plain\"\n[page]\nsize_pt = 15.75\ntitle_size_pt = 21\n";
    let batch = of_one_to_six_pages(page, [6, 24, 46, 68, 90, 112]);
    assert_eq!(batch.told, Vec::<String>::new());
    let mut full = 0;
    for made in &batch.letters {
        check_pages(made, three, |_| true);
        full_pages(made, three);
        for line in made.pages.iter().flat_map(|page| page.body()) {
            assert!((line.size - 15.75).abs() < 0.01, "{line:?}");
            // Two characters of a first line are its indent.
            let count = line.text.chars().count() + if line.left > LEFT + 5.0 { 2 } else { 0 };
            assert!(count <= 29, "{line:?}");
            full += usize::from(count == 28 && line.right > RIGHT - 1.0);
        }
    }
    assert!(full > 100, "{full} lines of 28 characters");
    near(28.0 * 15.75 * PT, 155.6, "28 characters");
}
