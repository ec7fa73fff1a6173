//! Coverage: which characters of a letter its faces cannot show. Neither Typst nor a PDF validator
//! notices a character that a face maps to an empty glyph; the name would simply not be there.

use std::collections::HashSet;

use typst::text::is_default_ignorable;

use super::face::Face;
use super::{Faces, Role};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::letter::{Block, Letter};
use crate::profile::{Form, Key, Profile};

/// Why a character cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// No face of the role has it.
    Missing,
    /// The face that has it draws nothing.
    WithoutInk,
    /// It means something only to the system that made it.
    Private,
    /// It is no character to be seen.
    Control,
}

impl Faces {
    /// Each different character of `text` that `role` cannot show, in the order of the text.
    pub(super) fn cover_text(&self, role: Role, text: &str) -> Vec<(char, Fault)> {
        let mut faults: Vec<(char, Fault)> = Vec::new();
        for c in text.chars() {
            if let Some(fault) = self.fault(role, c)
                && !faults.iter().any(|&(known, _)| known == c)
            {
                faults.push((c, fault));
            }
        }
        faults
    }

    /// The families, of whatever role, that draw `c`.
    pub(super) fn that_draw(&self, c: char) -> Vec<&str> {
        let draws = |face: &&Face| face.glyph(c).is_some_and(|glyph| glyph.ink);
        self.all.iter().filter(draws).map(|face| face.family.as_str()).collect()
    }

    fn fault(&self, role: Role, c: char) -> Option<Fault> {
        // A character with ink is the rule, and costs no more than this. Blanks become widths.
        match self.draw(role, c) {
            Some(drawn) if drawn.ink && c >= ' ' && !is_private(c) => None,
            _ if c.is_whitespace() => None,
            _ if is_private(c) => Some(Fault::Private),
            _ if c.is_control() || is_default_ignorable(c) => Some(Fault::Control),
            Some(drawn) if drawn.ink => None,
            Some(_) => Some(Fault::WithoutInk),
            None => Some(Fault::Missing),
        }
    }

    pub(super) fn cover_letter(&self, letter: &Letter, profile: &Profile) -> Vec<Diagnostic> {
        let mut found = Findings { faces: self, letter, seen: HashSet::new(), found: Vec::new() };
        each_text(letter, profile, &mut |origin, key, role, text| found.check(origin, key, role, text));
        found.found
    }
}

/// Every text that a letter prints, with its place and field and the role that draws it.
pub(super) fn each_text(letter: &Letter, profile: &Profile, look: &mut dyn FnMut(&Origin, &Key, Role, &str)) {
    let title = letter.origin(&Key::Title);
    look(title, &Key::Title, Role::Xiaobiaosong, &letter.title.text);
    for line in &letter.title.lines {
        look(title, &Key::Title, Role::Xiaobiaosong, line);
    }
    for paragraph in letter.paragraphs(profile) {
        for run in &paragraph.runs {
            look(letter.slot_origin(&paragraph.slot), &paragraph.slot.key(), run.role, &run.text);
        }
    }
    for (at, block) in letter.body.iter().enumerate() {
        if let Block::Table { rows, .. } = block {
            for cell in rows.iter().flatten() {
                look(letter.body_origin(at), &Key::Body, Role::Fangsong, cell);
            }
        }
    }
    for annex in &letter.annexes {
        look(letter.origin(&Key::Attachments), &Key::Attachments, Role::Xiaobiaosong, &annex.title);
        for block in &annex.body {
            if let Block::Table { rows, .. } = block {
                let origin = letter.origin(&Key::AttachmentFiles);
                rows.iter().flatten().for_each(|cell| look(origin, &Key::AttachmentFiles, Role::Fangsong, cell));
            }
        }
    }
    for issuer in &letter.issuer {
        look(letter.origin(&Key::Issuer), &Key::Issuer, Role::Fangsong, issuer);
        if profile.form != Form::Plain {
            look(letter.origin(&Key::Issuer), &Key::Issuer, Role::Xiaobiaosong, issuer);
        }
    }
    if profile.signs_by_name() {
        let origin = letter.origin(&Key::Signatory);
        letter.signatory.iter().for_each(|name| look(origin, &Key::Signatory, Role::Kaiti, name));
    }
    look(letter.origin(&Key::Date), &Key::Date, Role::Fangsong, &letter.date.to_string());
}

/// What was found of a letter: one problem a character and place. A value may be printed several times: the
/// proposer's name in the addressee, the subject in title and opening.
struct Findings<'a> {
    faces: &'a Faces,
    letter: &'a Letter,
    seen: HashSet<(Origin, char)>,
    found: Vec<Diagnostic>,
}

impl Findings<'_> {
    fn check(&mut self, origin: &Origin, key: &Key, role: Role, text: &str) {
        for (c, fault) in self.faces.cover_text(role, text) {
            if self.seen.insert((origin.clone(), c)) {
                let mut problem = diagnostic(role, text, c, fault);
                if matches!(fault, Fault::Missing | Fault::WithoutInk) {
                    problem.hints.splice(0..0, of_other_roles(role, &self.faces.that_draw(c)));
                }
                let problem = problem.at(origin).letter(&self.letter.reference()).field(key.clone());
                self.found.push(problem);
            }
        }
    }
}

/// The families of other roles that have a character which `role` lacks.
pub(super) fn of_other_roles(role: Role, families: &[&str]) -> Option<Message> {
    let name = role.as_str();
    (!families.is_empty()).then(|| {
        Message::new(
            format!("这些字体有这个字：{}；在 fonts.toml 里加到 [role.{name}] 的 families 末尾", families.join("、")),
            format!(
                "these fonts have it: {}; add one to the end of `families` of [role.{name}] in fonts.toml",
                families.join(", ")
            ),
        )
    })
}

/// The problem of `c`, which stands in `text`, without its place.
pub(super) fn diagnostic(role: Role, text: &str, c: char, fault: Fault) -> Diagnostic {
    let code_point = format!("U+{:04X}", u32::from(c));
    let (zh, en) = (role.chinese(), role.as_str());
    match fault {
        Fault::Missing => Diagnostic::error(
            Code::CharacterMissing,
            Message::new(
                format!("{zh}的字体里没有“{c}”（{code_point}）"),
                format!("no font of {en} ({zh}) has `{c}` ({code_point})"),
            ),
        )
        .hint(
            "自带字体没有扩展G及以后的字：把含有这个字的字体放进字体文件夹，并写入 fonts.toml",
            "the shipped fonts lack what Unicode added from extension G on: put a font that has the character into the fonts folder and name it in fonts.toml",
        )
        .hint(
            "如果是录入错误，请改成正确的字",
            "if it is a slip of typing, put the right character in its place",
        ),
        Fault::WithoutInk => Diagnostic::error(
            Code::CharacterWithoutInk,
            Message::new(
                format!("{zh}的字体里“{c}”（{code_point}）是空的，印出来是空白"),
                format!("the font of {en} ({zh}) draws nothing for `{c}` ({code_point})"),
            ),
        )
        .hint(
            "用 dafu fonts 查看这一字体，换用含有这个字的字体",
            "look at the role with `dafu fonts`, and use a font that draws the character",
        ),
        Fault::Private => private(text, c, &code_point),
        Fault::Control => {
            let around = around(text, c);
            Diagnostic::error(
                Code::CharacterControl,
                Message::new(
                    format!("“{around}”中“□”处有一个看不见的控制字符（{code_point}），{zh}印不出来"),
                    format!("there is an invisible control character ({code_point}) at `□` in `{around}`, which {en} ({zh}) cannot print"),
                ),
            )
            .hint("删掉它，重新录入这几个字", "delete it and type these characters again")
        }
    }
}

fn private(text: &str, c: char, code_point: &str) -> Diagnostic {
    let around = around(text, c);
    let problem = Diagnostic::error(
        Code::CharacterPrivate,
        Message::new(
            format!("“{around}”中“□”处是一个自造字（{code_point}），只有原来的系统才认得"),
            format!(
                "`□` in `{around}` is a private-use character ({code_point}), which only the system that made it can read"
            ),
        ),
    );
    problem.hint(
        "旧系统常用自造字存放人名、地名中的生僻字：问清楚是哪个字，用标准字重新录入",
        "old systems keep rare characters of names there: ask which one is meant and type the real one",
    )
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The first `c` of `text` as `□` with a few characters on both sides: it cannot be seen itself.
fn around(text: &str, c: char) -> String {
    const SIDE: usize = 4;
    let at = text.chars().position(|other| other == c).unwrap_or(0);
    let visible = |other: char| {
        if other == c || other.is_control() { '□' } else { other }
    };
    text.chars().skip(at.saturating_sub(SIDE)).take(SIDE + 1 + at.min(SIDE)).map(visible).collect()
}
