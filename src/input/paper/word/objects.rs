//! Drawings and embedded objects: what they are, and what they say.

use crate::input::paper::{Lost, first_words};

/// An object while it is read.
#[derive(Debug, Default)]
pub(super) struct Object {
    pub text: String,
    has_box: bool,
    has_picture: bool,
    has_chart: bool,
    is_embedded: bool,
    has_sealed_text: bool,
}

impl Object {
    /// Looks at an element within it.
    pub fn see(&mut self, name: &str) {
        match name {
            "txbxContent" => self.has_box = true,
            "pic" | "imagedata" | "blip" => self.has_picture = true,
            "chart" => self.has_chart = true,
            "OLEObject" | "control" => self.is_embedded = true,
            "relIds" => self.has_sealed_text = true,
            _ => {}
        }
    }

    /// What it is.
    pub fn lost(self) -> Lost {
        if self.is_embedded {
            Lost::Object
        } else if self.has_box && !self.text.trim().is_empty() {
            Lost::TextBox(first_words(&self.text))
        } else if self.has_chart || self.has_sealed_text {
            Lost::Chart
        } else if self.has_picture {
            Lost::Picture
        } else {
            Lost::Drawing
        }
    }
}
