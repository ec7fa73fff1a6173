#![no_main]
//! From a text to Typst source: whatever a text holds, Typst reads it as that text and nothing else.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use dafu::fonts::Faces;
use dafu::letter::Letter;
use dafu::lines::{Lines, break_letter};
use dafu::record::Record;
use dafu::template::{Entry, Templates};
use dafu_fuzz::{profile, read, root};
use libfuzzer_sys::fuzz_target;
use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

struct Tools {
    faces: Faces,
    /// The project's template, where texts stand in strings.
    reply: Templates,
    /// One in which a text stands in markup.
    bare: Templates,
    /// What stands outside of strings in the source of a plain letter.
    plain: BTreeSet<(String, String)>,
}

fn tools() -> &'static Tools {
    static TOOLS: OnceLock<Tools> = OnceLock::new();
    TOOLS.get_or_init(|| {
        let faces = Faces::open(&root().join("fonts")).unwrap();
        let reply = Templates::load(&root().join("templates"), profile(), &faces).unwrap();
        let bare = Templates::load(&bare_templates(), profile(), &faces).unwrap();
        let mut tools = Tools { faces, reply, bare, plain: BTreeSet::new() };
        for text in ["甲", "甲乙丙丁戊己庚辛"] {
            let letters = letters(&text.repeat(40));
            assert_eq!(letters.len(), 2, "the plain letters are not right");
            for letter in &letters {
                let root = parse(&source(&tools, &tools.reply, letter).0);
                walk(&root, &mut |leaf| {
                    tools.plain.insert(word(leaf));
                });
            }
        }
        tools
    })
}

/// The project's templates with another letter.
fn bare_templates() -> std::path::PathBuf {
    let dir = std::env::temp_dir().join(format!("dafu-fuzz-{}", std::process::id()));
    let from = root().join("templates");
    for folder in ["base", "reply"] {
        std::fs::create_dir_all(dir.join(folder)).unwrap();
        for entry in std::fs::read_dir(from.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, dir.join(folder).join(path.file_name().unwrap())).unwrap();
        }
    }
    std::fs::write(dir.join("reply/letter.typ.tera"), "{{ title_text }}").unwrap();
    dir
}

/// Letters in which the text stands wherever one can: one with all that a letter can have, one bare.
fn letters(text: &str) -> Vec<Letter> {
    let body = |text: &str| {
        serde_json::json!([format!("一、{text}"), format!("（一）{text}"), format!("1.{text}"), text,
            {"table": [[text, "1"], [text]], "header_rows": 1}])
    };
    let all = serde_json::json!([
        {"number": "1", "title": text, "addressee": "某代表", "opening": text, "body": body(text), "closing": text,
         "signatory": "甲", "category": "A", "contact": {"unit": text, "person": text, "phone": "1"}, "issuer": "某局",
         "doc_number": "某发〔2024〕12号", "date": "2024-06-11", "cc": [text], "disclosure": "主动公开", "attachments": [text, text],
         "note": text},
        {"number": "2", "title": "题", "addressee": "某代表", "body": text, "issuer": "某局", "date": "2024-06-11"},
    ]);
    read("x.json", all.to_string().as_bytes())
}

fn source(tools: &Tools, templates: &Templates, letter: &Letter) -> (String, Lines) {
    let lines = break_letter(&letter.title, &letter.paragraphs(profile()), &profile().page, &tools.faces);
    let record = Record::of(letter, &profile().name);
    (templates.fill(Entry::Letter, &record, &lines, profile()).unwrap().source, lines)
}

/// Calls `found` for every leaf.
fn walk<'a>(node: &'a SyntaxNode, found: &mut dyn FnMut(&'a SyntaxNode)) {
    if node.children().len() == 0 {
        found(node);
    }
    node.children().for_each(|child| walk(child, found));
}

fn word(leaf: &SyntaxNode) -> (String, String) {
    let shown = match leaf.kind() {
        // Strings are judged by themselves; numbers and blanks are the template's.
        SyntaxKind::Str | SyntaxKind::Space | SyntaxKind::Int | SyntaxKind::Float | SyntaxKind::Parbreak => "",
        _ => leaf.leaf_text(),
    };
    (format!("{:?}", leaf.kind()), shown.to_owned())
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn check(tools: &Tools, letter: &Letter) {
    let (filled, lines) = source(tools, &tools.reply, letter);
    let root = parse(&filled);
    assert!(!root.diagnosis().errors, "{filled}");
    let mut strings = String::new();
    walk(&root, &mut |leaf| {
        assert!(tools.plain.contains(&word(leaf)), "{:?}\n{filled}", word(leaf));
        if let Some(string) = leaf.cast::<ast::Str>() {
            strings.push_str(&visible(&string.get()));
        }
    });
    for paragraph in lines.paragraphs {
        let text: String = paragraph.lines.iter().flat_map(|line| &line.runs).map(|run| visible(&run.text)).collect();
        assert!(strings.contains(&text), "{text:?}\n{filled}");
    }
    for paragraph in letter.paragraphs(profile()) {
        let text: String = paragraph.runs.iter().map(|run| visible(&run.text)).collect();
        assert!(strings.contains(&text), "{text:?} is not whole\n{filled}");
    }
    let (filled, _) = source(tools, &tools.bare, letter);
    let root = parse(&filled);
    let mut text = String::new();
    walk(&root, &mut |leaf| match leaf.kind() {
        SyntaxKind::Text | SyntaxKind::Space => text.push_str(&visible(leaf.leaf_text())),
        SyntaxKind::Escape => text.push_str(&visible(&leaf.cast::<ast::Escape>().unwrap().get().to_string())),
        kind => panic!("{kind:?} in {filled:?}"),
    });
    assert_eq!(text, visible(&letter.title.text));
}

fuzz_target!(|data: &[u8]| {
    let tools = tools();
    let text = String::from_utf8_lossy(data);
    for letter in letters(&text) {
        check(tools, &letter);
    }
});
