//! 署名、成文日期和印章 (7.3.5), and attachments (7.3.4, 7.3.7).

use serde_json::{Value, json};

use crate::made::{BODY, BOTTOM, LEFT, Made, Page, RIGHT, letter, make, near, with};

const DATE: &str = "2025年5月6日";

fn signed(made: &Made) -> &Page {
    let page = made.facts["signature"]["page"].as_u64().unwrap();
    &made.pages[usize::try_from(page).unwrap() - 1]
}

fn seals(made: &Made) -> Vec<[f64; 4]> {
    let seals = made.facts["seals"].as_array().unwrap();
    let number = |seal: &Value, name: &str| seal[name].as_f64().unwrap();
    seals.iter().map(|seal| ["left_mm", "top_mm", "width_mm", "height_mm"].map(|name| number(seal, name))).collect()
}

/// The issuers of the letters of a batch.
fn issued(lists: &[&[&str]]) -> Vec<Value> {
    let lists = lists.iter().enumerate();
    lists.map(|(index, issuers)| with(letter(index + 1, 3), json!({"issuer": issuers}))).collect()
}

/// Centres of seals lie over names; name and date lie a little under the middle; the edge at most a line under the text.
fn check_sealed(made: &Made, names: &[&str], diameter: f64) {
    let page = signed(made);
    let date = page.line(DATE);
    let seals = seals(made);
    assert_eq!(seals.len(), names.len());
    let text = page.line("特此答复。");
    for (seal, name) in seals.iter().zip(names) {
        let [left, top, width, height] = *seal;
        near(width, diameter, "the seal");
        near(height, diameter, "the seal");
        let line = page.line(name);
        near(left + width / 2.0, line.middle(), name);
        assert!(left > LEFT - 0.1 && left + width < RIGHT + 0.1 && top + height < BOTTOM + 0.1, "{seal:?}");
        assert!(line.baseline > top + height / 2.0 - 4.0 && line.baseline < top + height, "{name} lies under the seal");
    }
    let first = seals.first().unwrap();
    let under = first[1] - text.bottom();
    assert!((0.0..=BODY.pitch()).contains(&under), "the seal begins {under} mm under the text");
    let last = seals.last().unwrap();
    near(date.middle(), last[0] + last[2] / 2.0, "the date");
    let middle = f64::midpoint(page.line(names.last().unwrap()).top(), date.bottom());
    let lower = middle - (last[1] + last[3] / 2.0);
    assert!((1.0..6.0).contains(&lower), "name and date lie {lower} mm under the seal's middle");
    for (index, seal) in seals.iter().enumerate() {
        for other in &seals[index + 1..] {
            let apart = (seal[0] - other[0]).hypot(seal[1] - other[1]);
            assert!(apart > diameter, "two seals touch");
        }
    }
}

#[test]
fn with_a_seal_the_date_stands_four_characters_in_and_the_name_over_it() {
    let long = "黄山市人民政府国有资产监督管理委员会办公室";
    let names: [&[&str]; 2] = [&["黄山市发展和改革委员会"], &[long]];
    for diameter in [42.0, 45.0] {
        let batch = make(&format!("form = \"plain\"\n[page]\nseal_mm = {diameter}\n"), &issued(&names));
        assert_eq!(batch.told, Vec::<String>::new());
        check_sealed(&batch.letters[0], names[0], diameter);
        near(signed(&batch.letters[0]).line(DATE).right, RIGHT - 4.0 * BODY.em(), "the date");
        // A long name ends at the margin, the date stays in its middle.
        check_sealed(&batch.letters[1], names[1], diameter);
        near(signed(&batch.letters[1]).line(long).right, RIGHT, "a long name");
        batch.judge();
    }
}

#[test]
fn joint_seals_stand_in_rows_of_at_most_three() {
    let two: &[&str] = &["黄山市水利局", "黄山市发展和改革委员会"];
    let three: &[&str] = &["黄山市水利局", "黄山市财政局", "黄山市教育局"];
    let five: &[&str] = &["黄山市水利局", "黄山市财政局", "黄山市教育局", "黄山市民政局", "黄山市司法局"];
    let batch = make("form = \"plain\"\n", &issued(&[two, three, five]));
    assert_eq!(batch.told, Vec::<String>::new());
    for (made, names) in batch.letters.iter().zip([two, three, five]) {
        check_sealed(made, names, 42.0);
    }
    let rows = |made: &Made| {
        let mut tops: Vec<_> = seals(made).iter().map(|seal| (seal[1] * 10.0).round()).collect();
        tops.dedup();
        tops.len()
    };
    assert_eq!(batch.letters.iter().map(rows).collect::<Vec<_>>(), [1, 1, 2]);
}

#[test]
fn without_a_seal_the_name_stands_two_characters_in_and_the_date_two_right_of_it() {
    let note = |mut letters: Vec<Value>| {
        letters.iter_mut().for_each(|letter| letter["note"] = json!("此件公开发布"));
        letters
    };
    let names: [&[&str]; 3] =
        [&["黄山市发展和改革委员会"], &["黄山市水利局"], &["黄山市水利局", "黄山市发展和改革委员会"]];
    let batch = make("form = \"plain\"\n[places]\nsignature = \"no-seal\"\n", &note(issued(&names)));
    let [long, short, joint] = &batch.letters[..] else { panic!("three letters") };
    let page = signed(long);
    let (text, name, date) = (page.line("特此答复。"), page.line(names[0][0]), page.line(DATE));
    near(name.right, RIGHT - 2.0 * BODY.em(), "the name");
    near(date.left, name.left + 2.0 * BODY.em(), "the date");
    near(name.top(), text.bottom() + BODY.pitch() + BODY.gap(), "a blank line");
    near(date.baseline - name.baseline, BODY.pitch(), "the date's line");
    near(page.line("（此件公开发布）").baseline - date.baseline, BODY.pitch(), "the note's line");
    // The date is longer than the name: it stands two characters in, the name moves left.
    let (name, date) = (signed(short).line(names[1][0]), signed(short).line(DATE));
    near(date.right, RIGHT - 2.0 * BODY.em(), "a long date");
    near(name.left, date.left - 2.0 * BODY.em(), "a short name");
    let (first, second) = (signed(joint).line("黄山市水利局"), signed(joint).line("黄山市发展"));
    near(second.baseline - first.baseline, BODY.pitch(), "the lead first");
    assert!(batch.letters.iter().all(|made| made.facts["seals"].is_null()));
}

#[test]
fn a_signers_stamp_stands_four_characters_in_beside_his_duty() {
    let profile = "form = \"plain\"\n[places]\nsignature = \"stamp\"\n[labels]\nsignatory = \"局长\"\n";
    let batch = make(profile, &[with(letter(1, 3), json!({"signatory": "汪峻"}))]);
    let made = &batch.letters[0];
    let page = signed(made);
    let [left, top, width, height] = seals(made)[0];
    near(left + width, RIGHT - 4.0 * BODY.em(), "the stamp");
    near(top, page.line("特此答复。").bottom() + 2.0 * BODY.pitch() + BODY.gap(), "two blank lines");
    let (duty, date) = (page.line("局长"), page.line(DATE));
    near(duty.right, left - 2.0 * BODY.em(), "the duty");
    near(f64::midpoint(duty.top(), duty.bottom()), top + height / 2.0, "the duty");
    near(date.right, RIGHT - 4.0 * BODY.em(), "the date");
    near(date.top(), top + height + BODY.pitch() + BODY.gap(), "a blank line under the stamp");
}

#[test]
fn the_signature_never_stands_without_text() {
    // Every length, so that the end of the page comes at each line of the text.
    for form in ["letter", "document", "plain"] {
        let letters: Vec<_> = (1..=22).map(|lines| letter(lines, lines)).collect();
        let batch = make(&format!("form = \"{form}\"\n"), &letters);
        assert_eq!(batch.told, Vec::<String>::new(), "{form}");
        for made in &batch.letters {
            let page = signed(made);
            let last = page.body().iter().position(|line| line.text == "特此答复。").unwrap();
            let over = made.facts["signature"]["text_lines"].as_u64().unwrap();
            assert!(over >= 2 && last + 1 >= 2, "{form}: {over} lines over the signature");
        }
    }
}

#[test]
fn a_signature_alone_on_its_page_is_reported() {
    // A table cannot give its last rows to the next page; for some of these lengths it ends the page before.
    let letters: Vec<_> = (10..=17)
        .map(|rows| {
            let rows: Vec<Value> = (0..rows).map(|_| json!(["甲", "乙"])).collect();
            with(letter(rows.len(), 1), json!({"body": ["情况如下：", {"table": rows}], "closing": null}))
        })
        .collect();
    let batch = make("form = \"plain\"\n", &letters);
    let alone = batch.letters.iter().filter(|made| made.facts["signature"]["text_lines"] == 0).count();
    let told = batch.told.iter().filter(|code| *code == "signature-apart").count();
    assert!(alone > 0 && alone < letters.len(), "{alone}");
    assert_eq!(told, alone);
    assert_eq!(batch.told.len(), alone, "{:?}", batch.told);
}

#[test]
fn rules_of_layout_that_are_broken_are_told() {
    let issuers: Vec<String> = "一二三四五六七八九十甲乙丙丁戊".chars().map(|c| format!("黄山市第{c}局")).collect();
    let names: Vec<String> = (0..130).map(|index| format!("王某{}", ["一", "二", "三"][index % 3])).collect();
    // The label, the title and 18 paragraphs fill the attachment's page.
    let attachment: Vec<&str> = vec!["各单位分工负责。"; 18];
    let cases = [
        (json!({"issuer": issuers}), "seal-misplaced"),
        (json!({"addressee": names.join("、")}), "first-page-without-text"),
        (json!({"attachments": ["名单"], "attachment_files": [attachment]}), "colophon-alone"),
    ];
    for (values, code) in cases {
        let batch = make("", &[with(letter(1, 3), values)]);
        assert!(batch.told.iter().any(|told| told == code), "{code}: {:?}", batch.told);
    }
}

#[test]
fn attachments_are_listed_with_aligned_numbers_and_set_on_their_own_pages() {
    let name = "黄山市深度融入长三角一体化发展国家战略推动高质量发展重点任务分工表";
    let values = json!({"attachments": [name, "名单"], "attachment_files": [
        ["一、任务", "各单位分工负责。", {"table": [["单位", "任务"], ["市水利局", "清淤"]]}], ["张三、李四。"]]});
    let batch = make("", &[with(letter(1, 3), values)]);
    assert_eq!(batch.told, Vec::<String>::new());
    let made = &batch.letters[0];
    let list = made.pages.iter().find(|page| page.has("附件：1.")).unwrap();
    let (first, second) = (list.line("附件：1."), list.line("2.名单"));
    near(first.left, LEFT + 2.0 * BODY.em(), "附件：");
    near(second.left, LEFT + 5.0 * BODY.em(), "the second number");
    let wrapped = &list.body()[list.body().iter().position(|line| std::ptr::eq(*line, first)).unwrap() + 1];
    near(wrapped.left, LEFT + 6.0 * BODY.em(), "a name's further line");

    let count = made.pages.len();
    let pages = [&made.pages[count - 2], &made.pages[count - 1]];
    for (page, label) in pages.iter().zip(["附件1", "附件2"]) {
        let mark = page.line(label);
        near(mark.left, LEFT, label);
        near(mark.top(), 37.0, label);
        assert!(mark.fonts.iter().any(|font| font.contains("NotoSansSC")), "{mark:?}");
        let title = page.title();
        let middle = 37.0 + 2.0 * BODY.pitch() + BODY.em() / 2.0;
        near(f64::midpoint(title[0].top(), title[0].bottom()), middle, "the title on the third line");
        near(title[0].middle(), f64::midpoint(LEFT, RIGHT), "the title");
    }
    // Page numbers go on; 版记 comes last.
    assert_eq!(pages[1].number().unwrap().text, format!("—{count}—"));
    assert!(pages[1].has("抄送：") && !pages[0].has("抄送："));
    batch.judge();
}
