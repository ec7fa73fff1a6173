//! May a letter be published, and the copy of it that may.

use super::redact::{Redactor, is_contact};
use super::{Contact, Letter};
use crate::diag::{Code, Diagnostic, Message};
use crate::profile::{Key, Profile, Unmarked};

impl Letter {
    /// Whether it may be published (公开属性); if not, why.
    ///
    /// A note where it is given to those who ask for it, a warning where it is kept back or nobody has said.
    pub fn may_be_published(&self, profile: &Profile) -> Result<(), Diagnostic> {
        let refused = |weigh: fn(Code, Message) -> Diagnostic, (zh, en): (&str, &str), hint: (&str, &str)| {
            let found = weigh(Code::PublicationRefused, Message::new(zh, en)).field(Key::Disclosure);
            Err(found.at(self.origin(&Key::Disclosure)).letter(&self.reference()).hint(hint.0, hint.1))
        };
        let keep = (
            "不要把这件答复放到网上；有变化就改“公开属性”",
            "do not publish it; change `disclosure` if that has changed",
        );
        if self.background.classified {
            let why =
                ("这件答复定了密级，没有生成公开件", "the letter is classified: no copy for publication was made");
            return refused(Diagnostic::warning, why, keep);
        }
        if self.draft {
            let why = ("这是代拟稿，没有生成公开件", "the letter is a draft: no copy for publication was made");
            let hint = ("以定稿再生成公开件", "make the copy of the final letter");
            return refused(Diagnostic::warning, why, hint);
        }
        match self.background.disclosure.as_deref() {
            Some("主动公开") => Ok(()),
            Some("依申请公开") => {
                let why = (
                    "这件答复依申请公开，没有生成公开件",
                    "the letter is given on request: no copy for publication was made",
                );
                let hint = ("有人申请时再办", "make one when somebody asks for it");
                refused(Diagnostic::note, why, hint)
            }
            Some(_) => {
                let why = (
                    "这件答复不予公开，没有生成公开件",
                    "the letter is not to be published: no copy for publication was made",
                );
                refused(Diagnostic::warning, why, keep)
            }
            None if self.says_it_is_published() || profile.unmarked == Unmarked::Published => Ok(()),
            None => {
                let why = ("没有填公开属性，没有生成公开件", "`disclosure` is empty: no copy for publication was made");
                let hint = (
                    "填上 主动公开、依申请公开 或 不予公开",
                    "give 主动公开 (published), 依申请公开 (on request) or 不予公开 (not published)",
                );
                refused(Diagnostic::warning, why, hint)
            }
        }
    }

    /// （此件公开发布）.
    fn says_it_is_published(&self) -> bool {
        self.note.as_deref().is_some_and(|note| note.contains("公开发布"))
    }

    /// The copy for publication: without contact data, with personal numbers masked wherever they stand, without seal,
    /// copy number, and what is between the unit and those who proposed.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut copy = self.clone();
        let redactor = Redactor::of(self);
        copy.publication = true;
        copy.contact = Contact::default();
        copy.feedback_form = None;
        copy.marks.feedback = None;
        copy.marks.copy_number = None;
        copy.marks.reviewer.clear();
        let one = |text: &mut String| *text = redactor.text(text);
        let some = |text: &mut Option<String>| {
            *text = text.take().map(|text| redactor.text(&text)).filter(|text| !text.trim().is_empty());
        };
        one(&mut copy.title.text);
        copy.title.lines.iter_mut().for_each(one);
        one(&mut copy.addressee);
        one(&mut copy.id.number);
        copy.id.addressee.iter_mut().for_each(one);
        for text in [&mut copy.number, &mut copy.subject, &mut copy.previous, &mut copy.doc_number] {
            some(text);
        }
        for text in [&mut copy.opening, &mut copy.closing, &mut copy.note, &mut copy.category, &mut copy.disclosure] {
            some(text);
        }
        for mark in [&mut copy.marks.filing_number, &mut copy.marks.class_number, &mut copy.marks.previous] {
            some(mark);
        }
        some(&mut copy.marks.urgency);
        some(&mut copy.marks.print_organ);
        let lists = [
            &mut copy.signatory,
            &mut copy.issuer,
            &mut copy.cc,
            &mut copy.co_units,
            &mut copy.marks.co_units,
            &mut copy.attachments,
            &mut copy.title.names,
        ];
        for list in lists {
            list.iter_mut().for_each(one);
        }
        copy.proposers.iter_mut().for_each(|proposer| one(&mut proposer.name));
        copy.extra.values_mut().for_each(one);
        copy.extra.retain(|name, text| !is_contact(name) && !text.trim().is_empty());
        (copy.body, copy.body_origins) = redactor.body(&self.body, &self.body_origins);
        for annex in &mut copy.annexes {
            one(&mut annex.title);
            (annex.body, _) = redactor.body(&annex.body, &[]);
        }
        copy
    }
}
