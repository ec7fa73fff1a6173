//! Every element in each place that a profile may name.

use serde_json::{Value, json};

use crate::made::{BODY, LEFT, Made, Page, RIGHT, letter, make, near, with};

fn first(profile: &str, values: Value) -> Made {
    let mut batch = make(profile, &[with(letter(1, 3), values)]);
    assert_eq!(batch.told, Vec::<String>::new(), "{profile}");
    batch.letters.remove(0)
}

fn text(made: &Made) -> String {
    let lines = made.pages.iter().flat_map(|page| &page.lines);
    lines.map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn page_with<'a>(made: &'a Made, start: &str) -> &'a Page {
    made.pages.iter().find(|page| page.has(start)).unwrap_or_else(|| panic!("{start}: {}", text(made)))
}

#[test]
fn the_class_stands_where_the_profile_says() {
    let class = || json!({"category": "A"});
    for form in ["letter", "document", "plain"] {
        let place = |word: &str, rest: &str| format!("form = \"{form}\"\n[places]\ncategory = \"{word}\"\n{rest}");
        let made = first(&place("head-left", ""), class());
        near(made.pages[0].line("办复类别：A类").left, LEFT, "at the head, left");
        let made = first(&place("head-right", ""), class());
        near(made.pages[0].line("办复类别：A类").right, RIGHT, "at the head, right");
        let bare = "[labels]\ncategory = \"\"\n[[class]]\nname = \"A\"\nmeaning = \"已经解决\"\n";
        let made = first(&place("head-right", bare), class());
        near(made.pages[0].line("A").right, RIGHT, "a bare letter");
        let brackets = "[labels]\ncategory = \"（\"\n[stops]\ncategory = \"）\"\n";
        let made = first(&place("number", brackets), class());
        assert!(text(&made).contains("黄发改函〔2025〕1号（A类）"), "{}", text(&made));
        let made = first(&place("end", ""), class());
        let page = page_with(&made, "办复类别：A类");
        near(page.line("办复类别：A类").left, LEFT + 2.0 * BODY.em(), "in the end block");
    }
}

#[test]
fn the_signatory_stands_where_the_profile_says() {
    let values = || json!({"signatory": "汪峻", "category": "A"});
    let place = |form: &str, word: &str| {
        format!("form = \"{form}\"\n[places]\ncategory = \"head-right\"\nsignatory = \"{word}\"\n")
    };
    for form in ["letter", "document", "plain"] {
        // Under the class.
        let made = first(&place(form, "head-right"), values());
        let (class, signatory) = (made.pages[0].line("办复类别："), made.pages[0].line("签发人：汪峻"));
        near(signatory.right, RIGHT, "under the class");
        near(signatory.baseline - class.baseline, BODY.pitch(), "under the class");
        assert!(signatory.fonts.iter().any(|font| font.contains("UKai")), "the name is in 楷体");
        let made = first(&place(form, "under-title"), values());
        let page = &made.pages[0];
        assert!(page.line("签发人：汪峻").baseline > page.title().last().unwrap().baseline);
        assert!(page.line("签发人：汪峻").baseline < page.line("石磊代表：").baseline);
        let made = first(&place(form, "end"), values());
        let page = page_with(&made, "签发人：汪峻");
        assert!(page.line("签发人：汪峻").baseline > page.line("2025年5月6日").baseline);
        let made = first(&place(form, "number"), values());
        near(made.pages[0].line("签发人：").baseline, made.pages[0].line("黄发改函").baseline, "beside the number");
        let words = "[labels]\nsignatory = \"此答复函已经\"\n[stops]\nsignatory = \"主任审签。\"\n";
        let made = first(&(place(form, "words") + words), values());
        assert!(text(&made).contains("此答复函已经汪峻主任审签。"), "{}", text(&made));
    }
}

#[test]
fn all_elements_are_printed_by_the_standard_profile() {
    let values = json!({
        "copy_number": "7", "urgency": "特急", "signatory": ["汪峻", "李明"], "reviewer": "王五", "category": "B",
        "filing_number": "2020072", "class_number": "291", "previous": "黄发改函〔2024〕8号", "co_units": ["市科技局"],
        "contact": {"unit": "黄山市发展改革委", "person": "张明", "phone": "0559-2355364"}, "disclosure": "主动公开",
        "feedback": "表", "note": "此件公开发布", "attachments": ["分工表"], "print_organ": "办公室", "print_date": "2025-05-07",
    });
    let made = first("form = \"document\"\n[places]\ndisclosure = \"colophon\"\n", values.clone());
    let printed = text(&made);
    for line in [
        "000007",
        "特急",
        "黄发改函〔2025〕1号",
        "签发人：汪峻、李明",
        "石磊代表：",
        "随函附上征询意见表，请您填写后寄回。",
        "特此答复。",
        "附件：分工表",
        "黄山市发展和改革委员会",
        "2025年5月6日",
        "（此件公开发布）",
        "办复类别：B类",
        "立案号：2020072",
        "类别编号：291",
        "联系单位：黄山市发展改革委",
        "联系人：张明",
        "联系电话：0559-2355364",
        "审签人：王五",
        "公开属性：主动公开",
        "抄送：市人大常委会代表联络室、市政府办公室意见建议科。",
        "办公室",
        "2025年5月7日印发",
    ] {
        assert!(printed.lines().any(|found| found == line), "{line} is not in\n{printed}");
    }
    // What the rules word is not printed twice.
    assert!(printed.contains("经商市科技局") && !printed.contains("会办单位："), "{printed}");
    let last = made.pages.last().unwrap();
    assert!(last.line("公开属性：").baseline < last.line("抄送：").baseline);
    assert_eq!(last.rules.iter().filter(|rule| !rule.red).count(), 4);
}

#[test]
fn labels_and_final_stops_are_the_profiles() {
    let made = first("[labels]\ncc = \"抄：\"\n[wording]\ncc_stop = \"\"\n", json!({}));
    assert!(text(&made).contains("抄：市人大常委会代表联络室、市政府办公室意见建议科"));
    assert!(!text(&made).contains("建议科。"));
}

#[test]
fn a_profile_may_keep_the_end_on_its_own_page() {
    let made = first("form = \"plain\"\n[places]\nend = \"own-page\"\n", json!({"body": vec!["办好。"; 20]}));
    assert_eq!(made.pages.len(), 3);
    assert_eq!(made.facts["signature"]["text_lines"], 0);
}
