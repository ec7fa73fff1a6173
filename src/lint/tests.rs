//! Each check on letters of the shipped profile: what it finds, and what it leaves alone.

use std::path::Path;

use super::*;
use crate::diag::{CellRef, Code, Lang, Origin, Severity};
use crate::input::{Field, RawLetter, Value};
use crate::letter::{CheckOptions, check_all};
use crate::profile::{self, Key};

fn standard() -> Profile {
    profile::load(Path::new("templates"), "standard").unwrap()
}

fn cell(row: u32, column: u32) -> Origin {
    Origin::Cell { file: Path::new("x.xlsx").into(), sheet: None, cell: CellRef { row, column } }
}

/// A good letter with some values changed; an empty one is left out.
fn row(index: u32, changes: &[(&str, &str)]) -> RawLetter {
    let good = [
        ("number", "153"),
        ("place", "黄山市"),
        ("assembly", "人大"),
        ("term", "8"),
        ("meeting", "4"),
        ("subject", "关于加快城乡公交一体化的建议"),
        ("proposers", "王景峰"),
        ("body", "您的建议很好。我局已经采纳，下一步将继续做好。"),
        ("issuer", "黄山市交通运输局"),
        ("date", "2024-06-11"),
    ];
    let kept = good.into_iter().filter(|(key, _)| changes.iter().all(|(other, _)| other != key));
    let given = kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty()));
    let fields = given.enumerate().map(|(column, (key, value))| {
        let origin = cell(index, u32::try_from(column).unwrap());
        (Key::parse(key).unwrap(), Field { value: Value::Text(value.to_owned()), origin })
    });
    RawLetter {
        origin: cell(index, 0),
        fields: fields.collect(),
        reported: std::collections::BTreeSet::new(),
        from_file: std::collections::BTreeMap::new(),
    }
}

fn found_in(rows: Vec<RawLetter>, levels: &Levels) -> Vec<Diagnostic> {
    let profile = standard();
    let checked = check_all(&rows.into(), &profile, &CheckOptions::default());
    assert!(checked.findings.iter().all(|found| !found.is_error()), "{:#?}", checked.findings);
    let letters = checked.value.unwrap();
    let mut linter = Linter::new(&profile, levels, &letters);
    letters.iter().enumerate().for_each(|(index, letter)| linter.read(index, &letter.unwrap()).unwrap());
    linter.finish()
}

fn found(changes: &[(&str, &str)]) -> Vec<Diagnostic> {
    found_in(vec![row(0, changes)], &Levels::default())
}

/// The codes found, each with what its message quotes.
#[track_caller]
fn check(changes: &[(&str, &str)], expected: &[(Code, &str)]) {
    let found = found(changes);
    let codes: Vec<Code> = found.iter().map(|found| found.code).collect();
    assert_eq!(codes, expected.iter().map(|(code, _)| *code).collect::<Vec<_>>(), "{found:#?}");
    for (found, (_, quoted)) in found.iter().zip(expected) {
        for lang in [Lang::Zh, Lang::En] {
            assert!(found.message.text(lang).contains(quoted), "{quoted} in {:?}", found.message);
        }
        assert!(!found.hints.is_empty() && found.origin.is_some() && found.letter.is_some());
    }
}

#[track_caller]
fn body(text: &str, expected: &[(Code, &str)]) {
    check(&[("body", text)], expected);
}

#[test]
fn a_good_letter_is_left_alone() {
    check(&[], &[]);
}

#[test]
fn half_width_marks_among_chinese_characters_are_found() {
    let mixed = Code::PunctuationMixed;
    body("我局已修好道路,现已通车。", &[(mixed, "已修好道路,现已通车。")]);
    body("主要措施如下:", &[(mixed, "如下:")]);
    body("我局已建成道路(含桥梁)并通车。", &[(mixed, "道路(含桥梁")]);
    body("我局推行\"一网通办\"改革，已完成。", &[(mixed, "推行\"一网")]);
    body("我局已建成道路（含桥梁)并通车。", &[(mixed, "含桥梁)并")]);
    body("道路已修好.", &[(mixed, "修好.")]);
    body("已修路, 3条。", &[(mixed, "修路, 3")]);
    check(&[("subject", "关于修路,架桥的建议")], &[(mixed, "修路,架桥")]);
}

#[test]
fn several_of_a_kind_are_told_once_with_their_count() {
    let found = found(&[("body", "一,二,三,四,五已办。\n六,七已办。")]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].hints[1].text(Lang::Zh), "这一项里这样的地方还有 4 处");
}

#[test]
fn urls_decimals_times_and_ratios_are_left_alone() {
    for text in [
        "网址:http://www.huangshan.gov.cn/a,b;c?d=1，已开通。",
        "投资241.6亿元，比例3:1，上午9:00开始，共1,250处，已完成。",
        "Vman(动力)产品、GDP(国内生产总值)、5G(第五代)已投产。",
        "上午9：00至17：00办理，“复旦-黄山实验室”已建成。",
        "（一）强化规划。已印发《关于修路的通知》（黄政〔2024〕5号）。",
        "您的建议很好！已采纳……谢谢！！",
        "3.5×4米，已完成；XXL、XX1等型号，Windows XP已停用。",
        "会议于2024年 6月11日召开，已办结。",
        "黄政办〔2023〕12号文已印发，中发（2023）皖10民初12号。",
        "13个县，电话0559-2355364，已开通。",
    ] {
        body(text, &[]);
    }
}

#[test]
fn doubled_marks_and_full_width_digits_are_found() {
    body("我局已修好道路。。现已通车。", &[(Code::PunctuationDoubled, "道路。。现")]);
    body("我局已修好道路，。现已通车。", &[(Code::PunctuationDoubled, "道路，。现")]);
    body("我局已修好道路２０２４条。", &[(Code::DigitsFullWidth, "２０２４")]);
}

#[test]
fn placeholders_are_found() {
    let left = Code::PlaceholderLeft;
    body("我局已会同×××局办理。", &[(left, "×××")]);
    body("我局已会同XX局办理。", &[(left, "XX")]);
    body("我局已于X月办理。", &[(left, "X月")]);
    body("已于2024年　月办结。", &[(left, "年　月")]);
    body("已于6月 日办结。", &[(left, "月 日")]);
    body("已印发黄政〔〕5号。", &[(left, "〔〕")]);
    body("已印发《》。", &[(left, "《》")]);
    body("您提的第 号建议已办。", &[(left, "第 号")]);
    body("{{name}}，已办。", &[(left, "{{")]);
    body("电话____，已办。", &[(left, "____")]);
    check(&[("cc", "市政府办公室、（区政协提案委）")], &[(left, "（区政协提案委）")]);
    check(&[("contact.person", "×××")], &[(left, "×××")]);
}

#[test]
fn numbers_of_headings_are_followed() {
    let (gap, repeat) = (Code::HeadingGap, Code::HeadingRepeat);
    body("一、已办情况\n三、下一步打算", &[(gap, "二、")]);
    body("二、已办情况\n三、下一步打算", &[(gap, "一、")]);
    body("一、已办情况\n一、下一步打算", &[(repeat, "一、下一步")]);
    body("一、已办情况\n二、问题\n一、下一步打算", &[(repeat, "一、下一步")]);
    body("一、已办情况\n（一）甲。已办。\n（三）丙。\n二、打算\n（一）丁。", &[(gap, "（二）")]);
    body("一、已办\n（一）甲。\n1.子。\n2.丑。\n2.寅。", &[(repeat, "2.寅")]);
    body("一、已办\n（一）甲。\n（1）子。", &[(Code::HeadingJump, "1.")]);
    body("一、已办\n1.子。", &[(Code::HeadingJump, "（一）")]);
    body("一、已办\n（1）子。", &[(Code::HeadingJump, "1.")]);
}

#[test]
fn lists_may_begin_anew_and_sentences_may_begin_with_numbers() {
    body("一、已办\n（一）甲。\n1.子。\n2.丑。\n此外：\n1.寅。\n2.卯。", &[]);
    body("一、已办\n（一）甲。\n1.子。\n二、问题\n1.丑。\n三、打算\n（一）乙。\n（1）寅。", &[]);
    body("一、修路。已修好。\n二、架桥。已架好。", &[]);
    body("1.5亿元已到位。\n3、4月份已完工。\n2024年已办结。", &[]);
    body("一是已修路。\n三是已架桥。", &[]);
}

#[test]
fn pronouns_fit_those_who_proposed() {
    let wrong = Code::AddressMismatch;
    body("你们的建议已采纳。", &[(wrong, "你们")]);
    body("您们的建议已采纳。", &[(wrong, "您们")]);
    body("贵单位的建议已采纳。", &[(wrong, "贵单位")]);
    check(&[("proposers", "张三、李四")], &[(wrong, "您的")]);
    check(&[("proposers", "张三"), ("proposer_count", "12")], &[(wrong, "您的")]);
    check(&[("proposers", "民盟黄山市委"), ("body", "你们的建议已采纳。")], &[(wrong, "你们")]);
    check(&[("proposers", "民盟黄山市委"), ("body", "贵单位的建议已采纳。")], &[]);
    check(&[("proposers", "张三、李四"), ("body", "你们的建议已采纳。")], &[]);
    check(&[("proposers", ""), ("addressee", "张三等代表")], &[(wrong, "您的")]);
    check(&[("proposers", ""), ("addressee", "市政协办公室")], &[]);
    body("有群众说“你们办得好”，已办结。贵州省也来学习。", &[]);
}

#[test]
fn a_suggestion_is_no_proposal() {
    let mixed = Code::NounMixed;
    body("第153号提案已办结。", &[(mixed, "号提案")]);
    body("您的提案已办结。", &[(mixed, "提案")]);
    body("与政协第108号提案一并办理，已办结。", &[]);
    check(&[("subject", "关于修路的提案")], &[(mixed, "提案")]);
    check(&[("matter", "提案"), ("subject", "关于修路的提案"), ("body", "提案的建议很好，该建议已采纳。")], &[]);
    check(&[("matter", "提案"), ("subject", "关于修路的建议")], &[(mixed, "建议")]);
    check(&[("title", "关于第153号提案的答复")], &[(mixed, "提案")]);
    check(&[("opening", "您提出的《关于修路的提案》收悉。")], &[(mixed, "提案")]);
}

#[test]
fn doubled_phrases_are_found() {
    let doubled = Code::PhraseDoubled;
    check(&[("title", "关于《关于修路的建议》的答复")], &[(doubled, "关于《关于")]);
    check(&[("opening", "您提出的《关于修路的建议》的建议收悉。")], &[(doubled, "建议》的建议")]);
    check(&[("addressee", "王景峰代表代表")], &[(doubled, "代表代表")]);
    let proposal = ("matter", "提案");
    let subject = ("subject", "关于修路的提案");
    check(&[proposal, subject, ("body", "《关于修路的提案》提案已办。")], &[(doubled, "提案》提案")]);
    body("已印发关于《关于修路的意见》的说明。", &[]);
}

#[test]
fn document_numbers_in_texts_have_one_form() {
    let (form, year) = (Code::DocNumberInText, Code::DocNumberYear);
    body("已印发（黄政[2024]5号）。", &[(form, "[2024]5号")]);
    body("已印发黄政（2024）5号文。", &[(form, "（2024）5号")]);
    body("已印发黄政〔2024〕第5号文。", &[(form, "第5号")]);
    body("已印发黄政〔2024〕05号文。", &[(form, "05号")]);
    body("已印发黄政〔2025〕5号文。", &[(year, "〔2025〕5号")]);
    check(&[("doc_number", "黄交函〔2023〕5号")], &[(year, "黄交函〔2023〕5号")]);
    check(&[("doc_number", "黄交函〔2024〕5号")], &[]);
}

#[test]
fn a_class_that_the_words_do_not_bear_out_is_a_note() {
    let plans = [("category", "A"), ("body", "我局将修路，计划明年动工。")];
    check(&plans, &[(Code::CategoryDoubtful, "A类")]);
    assert_eq!(found(&plans)[0].severity, Severity::Note);
    check(&[("category", "B"), ("body", "我局将修路，计划明年动工。")], &[]);
    check(&[("category", "A")], &[]);
    check(&[("category", "C"), ("body", "您的建议已经解决。")], &[(Code::CategoryDoubtful, "C类")]);
}

#[test]
fn dates_are_held_against_those_of_the_ledger() {
    check(&[("due", "2024-06-10")], &[(Code::DateAfterDue, "2024")]);
    check(&[("due", "2024-06-11")], &[]);
    check(&[("assigned", "2024-06-12")], &[(Code::DateBeforeMeeting, "2024")]);
    check(&[("assigned", "2024-03-01")], &[]);
    check(&[("number", "20250036")], &[(Code::DateBeforeMeeting, "20250036")]);
    check(&[("number", "2025-17")], &[(Code::DateBeforeMeeting, "2025-17")]);
    check(&[("number", "20240036")], &[]);
    check(&[("number", "2055")], &[]);
}

#[test]
fn a_further_answer_names_the_first() {
    check(&[("round", "2")], &[(Code::PreviousMissing, "2")]);
    check(&[("round", "2"), ("previous", "黄交函〔2024〕5号")], &[]);
}

#[test]
fn mobile_numbers_are_found_in_letters_that_are_published() {
    let (open, mobile) = (("disclosure", "主动公开"), Code::MobilePublished);
    check(&[open, ("contact.phone", "13905591234")], &[(mobile, "13905591234")]);
    check(&[open, ("body", "已办，请打139-0559-1234。")], &[(mobile, "139-0559-1234")]);
    check(&[("note", "此件公开发布"), ("contact.phone", "13905591234")], &[(mobile, "13905591234")]);
    check(&[("contact.phone", "13905591234")], &[]);
    check(&[open, ("contact.phone", "0559-2355364")], &[]);
    check(&[open, ("body", "证号341000139055912345已办，投资13905591234.5元。")], &[]);
}

#[test]
fn cells_of_a_programs_limit_are_found() {
    let text = |length: usize| "已".repeat(length - 1) + "。";
    for (length, expected) in [(254, 0), (255, 1), (256, 0), (32_766, 0), (32_767, 1)] {
        let found = found(&[("body", &text(length))]);
        assert_eq!(found.len(), expected, "{length}");
        assert!(found.iter().all(|found| found.code == Code::CellMaybeCut));
    }
}

#[test]
fn the_same_text_in_two_letters_is_found_at_the_later_one() {
    let long = "我局高度重视，已会同有关部门研究办理。".repeat(4);
    let rows = |merged: &str| {
        vec![row(0, &[("body", &long)]), row(1, &[("number", "154"), ("body", &long), ("merged_with", merged)])]
    };
    let found = found_in(rows(""), &Levels::default());
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::TextRepeated]);
    assert!(found[0].message.text(Lang::Zh).contains("第153号"));
    assert!(found[0].letter.as_ref().is_some_and(|letter| letter.number == "154"));
    assert_eq!(found_in(rows("第153号"), &Levels::default()), []);
    let short = vec![row(0, &[]), row(1, &[("number", "154")])];
    assert_eq!(found_in(short, &Levels::default()), []);
}

#[test]
fn what_is_wrong_with_a_row_is_said_once_for_all_its_letters() {
    let rows = vec![row(0, &[("proposers", "张三、李四"), ("answer", "逐一"), ("body", "您的路,已修好。")])];
    let found = found_in(rows, &Levels::default());
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::PunctuationMixed]);
    // All letters of the row are meant.
    assert_eq!(found[0].letter.as_ref().and_then(|letter| letter.id.clone()), None);
}

#[test]
fn a_department_weighs_the_checks_as_it_likes() {
    let weigh = |level| {
        let mut levels = Levels::default();
        levels.set(Code::PunctuationMixed, level);
        let found = found_in(vec![row(0, &[("body", "路,已修好。")])], &levels);
        found.iter().map(|found| found.severity).collect::<Vec<_>>()
    };
    assert_eq!(weigh(Level::Off), []);
    assert_eq!(weigh(Level::At(Severity::Error)), [Severity::Error]);
    assert_eq!(weigh(Level::At(Severity::Note)), [Severity::Note]);
}

#[test]
fn every_code_of_the_checks_is_theirs_alone() {
    let all: std::collections::BTreeSet<Code> = CODES.iter().copied().collect();
    assert_eq!(all.len(), CODES.len());
    assert!(!all.contains(&Code::DateImpossible));
}
