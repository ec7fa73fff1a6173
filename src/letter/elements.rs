//! Elements with a place of their own: marks of the head, lines of the end block, 版记.

use super::Letter;
use super::paragraph::{INDENT, Paragraph, Slot, fangsong, width};
use crate::fonts::Role;
use crate::letter::Run;
use crate::profile::{Key, Profile};

impl Letter {
    /// Everything above the title: 份号, 密级, 紧急程度, 发文字号, and what the profile puts into a corner.
    pub(super) fn head_lines(&self, profile: &Profile, all: &mut Vec<Paragraph>) {
        let mut line = |key: Key, runs: Vec<Run>| all.push(plain(key, 0.0, 0.0, runs));
        if let Some(number) = &self.marks.copy_number {
            line(Key::CopyNumber, vec![fangsong(number)]);
        }
        for (key, mark) in [(Key::Secrecy, &self.marks.secrecy), (Key::Urgency, &self.marks.urgency)] {
            if let Some(mark) = mark {
                line(key, vec![Run { role: Role::Heiti, text: mark.clone() }]);
            }
        }
        let behind_number = profile.place("category") == "number" && self.doc_number.is_some();
        if let Some(number) = &self.doc_number {
            let class = self.category.as_ref().filter(|_| behind_number);
            let class = class.map(|class| profile.labelled(&Key::Category, class)).unwrap_or_default();
            line(Key::DocNumber, vec![fangsong(&format!("{number}{class}"))]);
        }
        if let Some(class) = self.category.as_ref().filter(|_| !behind_number && profile.place("category") != "end") {
            line(Key::Category, vec![fangsong(&profile.labelled(&Key::Category, class))]);
        }
    }

    /// Who signed it off, in the corner, under the title or at the end.
    pub(super) fn signatory_line(&self, profile: &Profile, all: &mut Vec<Paragraph>) {
        let place = profile.place("signatory");
        if self.signatory.is_empty() || profile.signs_by_name() || profile.place("signature") == "stamp" {
            return;
        }
        let names = self.signatory.join("、");
        if place == "words" {
            let runs = vec![fangsong(&profile.labelled(&Key::Signatory, &names))];
            return all.push(plain(Key::Signatory, INDENT, 0.0, runs));
        }
        let label = profile.label(&Key::Signatory);
        let indent = if matches!(place, "under-title" | "end") { INDENT } else { 0.0 };
        let names = Run { role: Role::Kaiti, text: names };
        all.push(plain(Key::Signatory, indent, indent + width(label), vec![fangsong(label), names]));
    }

    /// The lines about the class, whom to turn to, and the like.
    pub(super) fn end_lines(&self, profile: &Profile, all: &mut Vec<Paragraph>) {
        let list = |names: &[String]| (!names.is_empty()).then(|| names.join("、"));
        let class = self.category.clone().filter(|_| profile.place("category") == "end");
        let disclosure = self.disclosure.clone().filter(|_| !profile.discloses_below());
        let labelled = [
            (Key::Category, class),
            (Key::FilingNumber, self.marks.filing_number.clone()),
            (Key::ClassNumber, self.marks.class_number.clone()),
            (Key::Previous, self.marks.previous.clone()),
            (Key::ContactUnit, self.contact.unit.clone()),
            (Key::ContactPerson, self.contact.person.clone()),
            (Key::ContactPhone, self.contact.phone.clone()),
            (Key::Reviewer, list(&self.marks.reviewer)),
            (Key::CoUnits, list(&self.marks.co_units)),
            (Key::Disclosure, disclosure),
        ];
        let own = self.extra.iter().map(|(name, text)| (Key::Extra(name.clone()), Some(text.clone())));
        let own = own.filter(|(key, _)| profile.prints(key));
        for (key, value) in labelled.into_iter().chain(own) {
            if let Some(value) = value {
                let runs = vec![fangsong(&profile.labelled(&key, &value))];
                let hanging = INDENT + width(profile.label(&key));
                all.push(plain(key, INDENT, hanging, runs));
            }
        }
        if let Some(note) = &self.note {
            all.push(plain(Key::Note, INDENT, 0.0, vec![fangsong(&format!("（{note}）"))]));
        }
    }

    /// 版记, or in the plain form the copy list under the letter.
    pub(super) fn foot_lines(&self, profile: &Profile, all: &mut Vec<Paragraph>) {
        let apart = profile.form.has_colophon();
        let room = apart.then(|| profile.page.colophon_measure());
        let mut line = |key: Key, hanging: f64, text: String| {
            all.push(Paragraph { room, ..plain(key, 0.0, hanging, vec![fangsong(&text)]) });
        };
        if let Some(mark) = self.disclosure.as_ref().filter(|_| profile.discloses_below()) {
            let label = profile.label(&Key::Disclosure);
            line(Key::Disclosure, width(label), profile.labelled(&Key::Disclosure, mark));
        }
        if profile.addresses_below(&self.addressee, &self.title.text) {
            let label = profile.label(&Key::Addressee);
            let stop = &profile.wording_of(&self.genre).cc_stop;
            line(Key::Addressee, width(label), format!("{label}{}{stop}", self.addressee));
        }
        if !self.cc.is_empty() {
            let label = profile.label(&Key::Cc);
            let stop = &profile.wording_of(&self.genre).cc_stop;
            line(Key::Cc, width(label), format!("{label}{}{stop}", self.cc.join("、")));
        }
        if let Some(organ) = &self.marks.print_organ {
            line(Key::PrintOrgan, 0.0, profile.labelled(&Key::PrintOrgan, organ));
        }
        if let Some(date) = self.marks.print_date {
            line(Key::PrintDate, 0.0, profile.labelled(&Key::PrintDate, &date.to_string()));
        }
    }
}

fn plain(key: Key, first_indent: f64, hanging_indent: f64, runs: Vec<Run>) -> Paragraph {
    Paragraph { slot: Slot::Field(key), first_indent, hanging_indent, room: None, runs }
}
