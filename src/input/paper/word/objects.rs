//! Drawings and embedded objects: what they are, and what they say.

use std::collections::BTreeSet;

use crate::input::paper::{Lost, first_words};

/// An object while it is read.
#[derive(Debug, Default)]
pub(super) struct Object {
    pub text: String,
    kinds: BTreeSet<Kind>,
}

/// What an object holds; of several the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Embedded,
    TextBox,
    Chart,
    Picture,
}

impl Object {
    /// Looks at an element within it.
    pub fn see(&mut self, name: &str) {
        let kind = match name {
            "txbxContent" => Kind::TextBox,
            "pic" | "imagedata" | "blip" => Kind::Picture,
            "chart" | "relIds" => Kind::Chart,
            "OLEObject" | "control" => Kind::Embedded,
            _ => return,
        };
        self.kinds.insert(kind);
    }

    /// What it is.
    pub fn lost(self) -> Lost {
        let says_nothing = self.text.trim().is_empty();
        match self.kinds.into_iter().find(|kind| *kind != Kind::TextBox || !says_nothing) {
            Some(Kind::Embedded) => Lost::Object,
            Some(Kind::TextBox) => Lost::TextBox(first_words(&self.text)),
            Some(Kind::Chart) => Lost::Chart,
            Some(Kind::Picture) => Lost::Picture,
            None => Lost::Drawing,
        }
    }
}
