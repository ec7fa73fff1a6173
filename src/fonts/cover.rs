//! Coverage: does some face of the role really draw each character that will be printed?

use std::collections::BTreeSet;

use super::{Faces, Role};
use crate::diag::{Code, Diagnostic, Message, Origin};
use crate::letter::{Block, Letter};
use crate::profile::{Key, Profile};

/// Why a character cannot be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// No face of the role has it.
    Missing,
    /// The face that would draw it maps it to an empty glyph.
    WithoutInk,
    /// A private-use code point: what it shows differs from one computer to the next, and PDF/A forbids it.
    Private,
    /// A control or formatting character that no page can show.
    Control,
}

impl Fault {
    /// The fault that a character has whatever the font.
    pub(super) fn of_character(c: char) -> Option<Self> {
        match c {
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some(Self::Private),
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' => {
                Some(Self::Control)
            }
            c if c.is_control() => Some(Self::Control),
            _ => None,
        }
    }
}

impl Faces {
    /// Each character of each printed field that no face of its role draws, once a field.
    pub fn cover(&self, letter: &Letter, profile: &Profile) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut findings = Vec::new();
        let mut check = |key: Key, role: Role, text: &str| {
            for c in text.chars() {
                let Some(fault) = self.glance(role, c).fault else { continue };
                // A value stands in several places: the proposer's name in the addressee, the subject in title and opening.
                let origin = letter.origin(&key);
                if seen.insert((origin.to_string(), c)) {
                    findings.push(refusal(fault, c, role, origin).field(key.clone()).letter(&letter.reference()));
                }
            }
        };
        check(Key::Title, Role::Xiaobiaosong, &letter.title.text);
        for paragraph in letter.paragraphs(profile) {
            for run in &paragraph.runs {
                check(paragraph.slot.key(), run.role, &run.text);
            }
        }
        for block in &letter.body {
            if let Block::Table { rows, .. } = block {
                rows.iter().flatten().for_each(|cell| check(Key::Body, Role::Fangsong, cell));
            }
        }
        letter.issuer.iter().for_each(|name| check(Key::Issuer, Role::Fangsong, name));
        findings
    }

    /// Each character of `text` that no face of `role` draws, once.
    pub fn cover_text(&self, role: Role, text: &str) -> Vec<(char, Fault)> {
        let faults = text.chars().filter_map(|c| Some((c, self.glance(role, c).fault?)));
        faults.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn refusal(fault: Fault, c: char, role: Role, origin: &Origin) -> Diagnostic {
    let point = format!("U+{:04X}", u32::from(c));
    let (name_zh, name_en) = (role.chinese(), role.as_str());
    let (code, message, hint) = match fault {
        Fault::Missing => (
            Code::CharacterMissing,
            Message::new(
                format!("{name_zh}没有“{c}”（{point}）这个字"),
                format!("no font of the role {name_en} has `{c}` ({point})"),
            ),
            (
                "核对这个字；确实要用时，把有这个字的字体放进字体文件夹",
                "check the character; if it is right, put a font that has it into the folder of fonts",
            ),
        ),
        Fault::WithoutInk => (
            Code::CharacterWithoutInk,
            Message::new(
                format!("{name_zh}里的“{c}”（{point}）是空的，印出来看不见"),
                format!("the font of the role {name_en} draws nothing for `{c}` ({point})"),
            ),
            ("换一套字体，或从字体文件夹里拿走有毛病的那个", "use other fonts, or take the faulty one out of the folder of fonts"),
        ),
        Fault::Private => (
            Code::CharacterPrivate,
            Message::new(
                format!("有一个自造字（{point}），别的电脑上不知道是什么字"),
                format!("there is a private-use character ({point}); what it shows is known to no other computer"),
            ),
            (
                "旧系统把生僻字存成自造字；查明是哪个字，用现在的输入法重新录入",
                "old systems keep rare names there; find out which character is meant and type it anew",
            ),
        ),
        Fault::Control => (
            Code::CharacterControl,
            Message::new(
                format!("有一个印不出来的控制字符（{point}）"),
                format!("there is a control character ({point}) that cannot be printed"),
            ),
            ("把这一格的文字删去重新录入", "delete the text of this cell and type it anew"),
        ),
    };
    Diagnostic::error(code, message).at(origin).hint(hint.0, hint.1)
}
