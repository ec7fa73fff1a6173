//! Checking whole rows against the shipped profiles.

use std::path::Path;

use super::*;
use crate::diag::{Checked, Code, Lang};
use crate::input::{Field, RawLetter, Value};
use crate::profile::{self, Profile};

fn profile(name: &str) -> Profile {
    profile::load(Path::new("templates"), name).unwrap()
}

/// A row with values by key; every other field is missing at `row.json#/<index>`.
fn row(index: usize, values: &[(&str, &str)]) -> RawLetter {
    let origin = Origin::Pointer { file: Path::new("row.json").into(), pointer: format!("/{index}"), line: None };
    let at = |key: &str| Origin::Pointer {
        file: Path::new("row.json").into(),
        pointer: format!("/{index}/{key}"),
        line: None,
    };
    let fields = values
        .iter()
        .map(|(key, value)| {
            (Key::parse(key).unwrap(), Field { value: Value::Text((*value).to_owned()), origin: at(key) })
        })
        .collect();
    RawLetter { origin, fields, reported: std::collections::BTreeSet::new(), from_file: BTreeMap::new() }
}

const SEED: &[(&str, &str)] = &[
    ("number", "153"),
    ("place", "黄山市"),
    ("assembly", "人大"),
    ("term", "8"),
    ("meeting", "四"),
    ("subject", "关于推进长三角制造业协作，加快建设现代化产业体系的建议"),
    ("proposers", "王景峰"),
    ("body", "近年来，市委市政府高度重视。\n一、主要工作开展情况\n（一）强化规划。印发意见。"),
    ("signatory", "汪峻"),
    ("category", "A"),
    ("contact.unit", "黄山市发展改革委"),
    ("contact.phone", "2355364"),
    ("issuer", "黄山市发展和改革委员会"),
    ("date", "2024-06-11"),
    ("cc", "市人大常委会代表联络室、市政府办公室意见建议科"),
];

/// The seed's row with some values changed; an empty one is left out.
fn changed(index: usize, changes: &[(&str, &str)]) -> RawLetter {
    let mut values: Vec<(&str, &str)> =
        SEED.iter().copied().filter(|(key, _)| changes.iter().all(|(other, _)| other != key)).collect();
    values.extend(changes.iter().copied().filter(|(_, value)| !value.is_empty()));
    row(index, &values)
}

/// All letters of rows at once.
fn check(raws: Vec<RawLetter>, profile: &Profile, options: &CheckOptions) -> Checked<Vec<Letter>> {
    let Checked { value, findings } = check_all(&raws.into(), profile, options);
    Checked { value: value.map(|letters| letters.into_vec().unwrap()), findings }
}

#[track_caller]
fn one(profile: &Profile, changes: &[(&str, &str)]) -> Letter {
    let checked = check(vec![changed(0, changes)], profile, &CheckOptions::default());
    let errors: Vec<_> = checked.findings.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    checked.value.unwrap().remove(0)
}

#[test]
fn the_published_letter_is_derived_to_the_letter() {
    let letter = one(&profile("huangshan"), &[]);
    assert_eq!(letter.title.text, "关于对黄山市第八届人民代表大会第四次会议第153号建议的答复");
    assert_eq!(letter.addressee, "王景峰代表");
    assert_eq!(
        letter.opening.as_deref(),
        Some(
            "您在市八届人大四次会议期间提出的关于推进长三角制造业协作，加快建设现代化产业体系的建议收悉。经研究办理，现答复如下："
        )
    );
    assert_eq!(letter.id.to_string(), "黄山市|人大|8|4|建议|153|答复|1");
    let shown: Vec<String> = letter
        .paragraphs(&profile("huangshan"))
        .iter()
        .map(|paragraph| paragraph.runs.iter().map(|run| run.text.as_str()).collect())
        .collect();
    assert!(shown.contains(&"签发人：汪峻".to_owned()), "{shown:?}");
    assert!(shown.contains(&"办复类别：A类".to_owned()));
    assert!(shown.contains(&"抄：市人大常委会代表联络室、市政府办公室意见建议科".to_owned()));
}

#[test]
fn addressees_and_pronouns_follow_those_who_proposed() {
    let profile = profile("huangshan");
    for (changes, addressee, opening) in [
        (&[("proposers", "王景峰、李明")][..], "王景峰、李明代表", "你们在市八届人大四次会议"),
        (&[("proposers", "王景峰等5人")], "王景峰等5位代表", "你们在市八届人大"),
        (
            &[("proposers", "民盟黄山市委"), ("assembly", "政协"), ("matter", "提案")],
            "民盟黄山市委",
            "贵委在市政协八届四次会议",
        ),
        (
            &[("proposers", "王景峰"), ("assembly", "政协")],
            "王景峰委员",
            "您在市政协八届四次会议期间提出的关于推进长三角制造业协作，加快建设现代化产业体系的提案收悉",
        ),
        (
            &[("co_units", "市科技局、市商务局")],
            "王景峰代表",
            "您在市八届人大四次会议期间提出的关于推进长三角制造业协作，加快建设现代化产业体系的建议收悉。经商市科技局、市商务局，现答复如下：",
        ),
        (&[("addressee", "尊敬的王景峰代表："), ("opening", "来信收悉。")], "尊敬的王景峰代表", "来信收悉。"),
    ] {
        let letter = one(&profile, changes);
        assert_eq!(letter.addressee, addressee);
        assert!(letter.opening.as_deref().unwrap().starts_with(opening), "{:?}", letter.opening);
    }
}

#[test]
fn the_standard_profile_needs_little() {
    let profile = profile("standard");
    let bare = row(
        0,
        &[
            ("title", "关于道路问题的答复"),
            ("addressee", "张三代表"),
            ("body", "已经修好。"),
            ("issuer", "某局"),
            ("date", "2024-06-11"),
        ],
    );
    let checked = check(vec![bare], &profile, &CheckOptions::default());
    assert!(checked.findings.is_empty(), "{:#?}", checked.findings);
    let letter = checked.value.unwrap().remove(0);
    assert_eq!(letter.opening.as_deref(), Some("您提出的建议收悉。经研究，现答复如下："));
    assert_eq!(file_names(&[letter], None), ["关于道路问题的答复"]);
}

#[track_caller]
fn problems(profile: &Profile, raws: Vec<RawLetter>, expected: &[(Code, &str)]) -> usize {
    let checked = check(raws, profile, &CheckOptions::default());
    let found: Vec<(Code, String)> = checked
        .findings
        .iter()
        .map(|found| (found.code, found.origin.as_ref().unwrap().to_string().replace("row.json#", "")))
        .collect();
    let expected: Vec<(Code, String)> = expected.iter().map(|(code, place)| (*code, (*place).to_owned())).collect();
    assert_eq!(found, expected);
    for found in &checked.findings {
        assert!(found.letter.is_some() && !found.message.text(Lang::Zh).is_empty(), "{found:?}");
    }
    checked.value.unwrap().len()
}

#[test]
fn every_problem_of_every_row_is_found_in_one_pass() {
    let wrong = changed(
        1,
        &[
            ("number", "第8号"),
            ("category", "E"),
            ("date", "2024-02-30"),
            ("term", "甲"),
            ("contact.phone", "无"),
            ("matter", "来信"),
            ("body", ""),
        ],
    );
    let left = problems(
        &profile("huangshan"),
        vec![changed(0, &[]), wrong],
        &[
            (Code::ValueMissing, "/1"),
            (Code::SessionMalformed, "/1/term"),
            (Code::MatterUnknown, "/1/matter"),
            (Code::NumberMalformed, "/1/number"),
            (Code::CategoryUnknown, "/1/category"),
            (Code::NumberMalformed, "/1/contact.phone"),
            (Code::DateImpossible, "/1/date"),
        ],
    );
    assert_eq!(left, 1);
}

#[test]
fn equal_identities_are_an_error_at_each_and_others_no_harm() {
    let raws = vec![
        changed(0, &[]),
        changed(1, &[]),
        changed(2, &[("assembly", "政协"), ("matter", "提案")]),
        changed(3, &[("round", "2")]),
    ];
    let left = problems(
        &profile("huangshan"),
        raws,
        &[(Code::LetterDuplicate, "/0/number"), (Code::LetterDuplicate, "/1/number")],
    );
    assert_eq!(left, 2);
}

#[test]
fn what_the_profile_does_not_print_is_a_note() {
    let left = problems(
        &profile("huangshan"),
        vec![changed(0, &[("doc_number", "黄发改函〔2024〕12号"), ("urgency", "特急"), ("retention", "永久")])],
        &[(Code::ValueNotPrinted, "/0/doc_number"), (Code::ValueNotPrinted, "/0/urgency")],
    );
    assert_eq!(left, 1);
}

#[test]
fn a_classified_letter_is_refused_unless_allowed() {
    let profile = profile("standard");
    problems(&profile, vec![changed(0, &[("secrecy", "秘密★5年")])], &[(Code::SecrecyRefused, "/0/secrecy")]);
    let allowed =
        check(vec![changed(0, &[("secrecy", "秘密★5年")])], &profile, &CheckOptions { allow_classified: true });
    assert_eq!(allowed.value.unwrap().len(), 1);
}

#[test]
fn each_proposer_gets_a_letter_of_his_own() {
    let profile = profile("huangshan");
    let checked = check(
        vec![changed(0, &[("proposers", "王景峰、李明"), ("answer", "逐一")])],
        &profile,
        &CheckOptions::default(),
    );
    let letters = checked.value.unwrap();
    let shown: Vec<(String, String)> =
        letters.iter().map(|letter| (letter.addressee.clone(), letter.id.to_string())).collect();
    assert_eq!(shown[1], ("李明代表".to_owned(), "黄山市|人大|8|4|建议|153|答复|1|李明".to_owned()));
    assert!(letters[1].opening.as_deref().unwrap().starts_with('您'));
    assert_eq!(file_names(&letters, None), ["153_王景峰", "153_李明"]);
}

#[test]
fn names_that_collide_get_the_matter_in_front() {
    let profile = profile("huangshan");
    let raws =
        vec![changed(0, &[]), changed(1, &[("assembly", "政协"), ("matter", "提案")]), changed(2, &[("round", "2")])];
    let letters = check(raws, &profile, &CheckOptions::default()).value.unwrap();
    assert_eq!(file_names(&letters, None), ["人大_建议_153_王景峰", "提案_153_王景峰", "人大_建议_153_王景峰_2"]);
}

#[test]
fn rows_of_other_units_are_passed_over() {
    let own = changed(0, &[("lead_unit", "市发展改革委")]);
    let other = changed(1, &[("number", "154"), ("lead_unit", "市教育局")]);
    let left = problems(&profile("huangshan"), vec![own, other], &[(Code::RowOfOtherUnit, "/1/lead_unit")]);
    assert_eq!(left, 1);
}

#[test]
fn a_pattern_names_the_files_otherwise() {
    let profile = profile("huangshan");
    let mut letters = check(vec![changed(0, &[])], &profile, &CheckOptions::default()).value.unwrap();
    let pattern = profile::Pattern::parse("{assembly}-{number}-{proposer}/{date}", NAME_PARTS).unwrap();
    assert_eq!(file_names(&letters, Some(&pattern)), ["人大-153-王景峰_2024-06-11"]);
    letters.push(letters[0].clone());
    let names = file_names(&letters, Some(&profile::Pattern::parse("{number}", NAME_PARTS).unwrap()));
    assert_eq!(names, ["人大_建议_153", "人大_建议_153_2"]);
    assert!(profile::Pattern::parse("{nummer}", NAME_PARTS).is_err());
}

#[test]
fn letters_to_each_are_told_apart_by_whom_they_answer() {
    let each = |index, names| changed(index, &[("proposers", names), ("answer", "逐一")]);
    let left = problems(&profile("huangshan"), vec![each(0, "王景峰"), each(1, "李明"), changed(2, &[])], &[]);
    assert_eq!(left, 3);
    let left = problems(
        &profile("huangshan"),
        vec![each(0, "王景峰、赵强"), each(1, "李明、王景峰")],
        &[(Code::LetterDuplicate, "/0/number"), (Code::LetterDuplicate, "/1/number")],
    );
    assert_eq!(left, 0);
}
