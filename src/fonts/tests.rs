//! The shipped folder of fonts: its widths, what it covers, and a published letter set in it.

mod folder;
mod import;

use std::path::PathBuf;
use std::sync::LazyLock;

use super::cover::{Fault, diagnostic};
use super::*;
use crate::diag::Lang;
use crate::letter::{Paragraph, Run, Slot, Title};
use crate::lines::break_letter;
use crate::profile::{Key, Page};

static SHIPPED: LazyLock<Faces> = LazyLock::new(|| Faces::open(&shipped_dir()).unwrap());

fn shipped_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fonts")
}

#[test]
fn the_shipped_folder_gives_every_role_its_faces_in_order() {
    assert_eq!(
        SHIPPED.families(Role::Fangsong),
        ["Noto Serif SC Slim Half", "Dafu Fangsong", "Noto Serif SC Slim", "Noto Serif SC", "HanaMinB"]
    );
    for &role in Role::ALL {
        assert_eq!(SHIPPED.families(role).last(), Some(&"HanaMinB"));
    }
    assert_eq!(SHIPPED.typst_fonts().len(), 10);
    assert_eq!(SHIPPED.digest().len(), 64);
}

#[test]
fn faces_can_be_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Faces>();
}

#[test]
fn widths_are_those_of_the_first_face_that_has_the_character() {
    for (role, text, expected) in [
        (Role::Fangsong, "王，“”‘’—…（𠮷㛃䶮𬎆〇", 1.0),
        (Role::Fangsong, "0aA.-% ·", 0.5),
        (Role::Kaiti, "王，“”—", 1.0),
        (Role::Kaiti, "0aA·", 0.5),
        (Role::Xiaobiaosong, "王，", 1.0),
        (Role::Songti, "0", 0.5),
    ] {
        for c in text.chars() {
            let width = SHIPPED.advance(role, c);
            assert!((width - expected).abs() < 1e-9, "{c} in {}: {width}", role.as_str());
        }
    }
    assert!((SHIPPED.advance(Role::Xiaobiaosong, '·') - 0.335).abs() < 1e-9);
}

#[test]
fn the_published_letter_breaks_as_printed_with_the_shipped_faces() {
    let published = include_str!("../lines/testdata/huangshan-153.txt");
    let page = Page::sample();
    let title = Title {
        text: "关于对黄山市第八届人民代表大会第四次会议第153号建议的答复".to_owned(),
        lines: Vec::new(),
        names: Vec::new(),
    };
    for expected in published.trim_end().split("\n\n") {
        let text = expected.replace('\n', "");
        // 一、 is set in 黑体, （一）…。 in 楷体, the rest in 仿宋.
        let (role, head) = match text.chars().next() {
            Some('一' | '二') => (Role::Heiti, text.len()),
            Some('（') => (Role::Kaiti, text.find('。').unwrap() + '。'.len_utf8()),
            _ => (Role::Fangsong, 0),
        };
        let run = |role, text: &str| Run { role, text: text.to_owned() };
        let paragraph = Paragraph {
            slot: Slot::Field(Key::Body),
            first_indent: 2.0,
            hanging_indent: 0.0,
            room: None,
            runs: vec![run(role, &text[..head]), run(Role::Fangsong, &text[head..])],
        };
        let lines = break_letter(&title, &[paragraph], &page, &*SHIPPED);
        let found: Vec<String> = lines.paragraphs[0]
            .lines
            .iter()
            .map(|line| line.runs.iter().map(|run| run.text.as_str()).collect())
            .collect();
        assert_eq!(found.join("\n"), expected);
        assert_eq!(lines.title, ["关于对黄山市第八届人民代表大会第四次", "会议第153号建议的答复"]);
    }
}

#[test]
fn rare_names_are_covered_in_every_role() {
    let names = "𠮷㛃䶮喆堃淼犇玥珺甯翀赟昇晞䲟𬎆𬭊𫖯𬱖𡐓·“”《》〔2024〕\n　 ";
    for &role in Role::ALL {
        assert_eq!(SHIPPED.cover_text(role, names), [], "{}", role.as_str());
    }
}

#[test]
fn what_cannot_be_shown_is_found_once_each_with_its_reason() {
    assert_eq!(
        SHIPPED.cover_text(Role::Fangsong, "王\u{30edd}😀\u{e816}\u{7}\u{200b}\u{30edd}\u{f0001}"),
        [
            ('\u{30edd}', Fault::Missing),
            ('😀', Fault::Missing),
            ('\u{e816}', Fault::Private),
            ('\u{7}', Fault::Control),
            ('\u{200b}', Fault::Control),
            ('\u{f0001}', Fault::Private),
        ]
    );
}

#[test]
fn problems_of_characters_name_them_and_say_what_to_do() {
    let shown = |text: &str, c, fault| {
        let problem = diagnostic(Role::Fangsong, text, c, fault);
        assert!(!problem.hints.is_empty());
        let hint = problem.hints[0].text(Lang::Zh).to_owned();
        (problem.message.text(Lang::Zh).to_owned(), hint)
    };
    let (message, _) = shown("王\u{30edd}", '\u{30edd}', Fault::Missing);
    assert_eq!(message, "仿宋的字体里没有“\u{30edd}”（U+30EDD）");
    let (message, hint) = shown("请转黄山市王\u{e000}代表阅", '\u{e000}', Fault::Private);
    assert_eq!(message, "“黄山市王□代表阅”中“□”处是一个自造字（U+E000），只有原来的系统才认得");
    assert!(hint.contains("用标准字重新录入"), "{hint}");
    let (message, _) = shown("\u{7}王", '\u{7}', Fault::Control);
    assert_eq!(message, "“□王”中“□”处有一个看不见的控制字符（U+0007），仿宋印不出来");
}

#[test]
fn the_report_counts_what_each_role_draws() {
    for role in SHIPPED.report() {
        let full = |set: &str| {
            let found = role.han.iter().find(|coverage| coverage.set == set).unwrap();
            assert_eq!(found.drawn, found.of, "{set} in {}", role.chinese);
            found.of
        };
        assert_eq!(full("GB 2312"), 6763);
        assert_eq!(full("URO"), 20992);
        assert_eq!(full("Ext A"), 6592);
        assert_eq!(full("Ext D") + full("Ext E") + full("Ext F"), 222 + 5762 + 7473);
        let missing = role.han.iter().find(|coverage| coverage.set == "Ext G").unwrap();
        assert_eq!((missing.drawn, missing.of), (0, 4939));
        assert!(role.faces.iter().all(|face| !face.optional && face.characters > 0));
    }
}
