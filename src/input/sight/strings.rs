//! Texts whose parts have looks of their own.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::super::contents::Trouble;
use super::super::xml::{is_switched_on, local, local_end, resolved};

/// A text that consists of runs.
#[derive(Debug, Clone, Default)]
pub(super) struct Runs {
    /// The text of runs that are struck through.
    pub struck: String,
    /// The text of runs that look as the cell does.
    pub as_cell: String,
    /// Is there other text?
    pub has_plain: bool,
}

/// Shared texts of several runs, by their number.
pub(super) type Shared = BTreeMap<usize, Runs>;

/// Is anything struck through, or set off from what the cell looks like, at all? Spares reading most files.
pub(super) fn may_be_struck(text: &str) -> bool {
    text.contains("rPr>")
}

/// Reads the runs of every shared text that has some.
pub(super) fn runs(text: &str) -> Result<Shared, Trouble> {
    let mut shared = Shared::new();
    let mut next = 0;
    let mut walk = Walk::default();
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|_| Trouble::Damaged)?;
        match &event {
            Event::Start(tag) if local(tag) == "si" => walk = Walk::default(),
            Event::Empty(tag) if local(tag) == "si" => next += 1,
            Event::End(tag) if local_end(tag) == "si" => {
                if let Some(runs) = std::mem::take(&mut walk).finish() {
                    shared.insert(next, runs);
                }
                next += 1;
            }
            Event::Eof => return Ok(shared),
            event => walk.take(event)?,
        }
    }
}

/// Follows the elements of one text: `<r><rPr>…</rPr><t>…</t></r>`.
#[derive(Debug, Default)]
pub(super) struct Walk {
    runs: Runs,
    has_runs: bool,
    /// The run's own look, once it gives one.
    look: Option<bool>,
    in_text: bool,
    /// Within phonetic text, which nobody takes for the cell's.
    phonetic: bool,
}

impl Walk {
    pub fn take(&mut self, event: &Event<'_>) -> Result<(), Trouble> {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_start = matches!(event, Event::Start(_));
                match local(tag) {
                    "r" => {
                        self.has_runs = true;
                        self.look = None;
                    }
                    "rPr" => self.look = Some(false),
                    "strike" => self.look = Some(is_switched_on(tag)?),
                    "rPh" => self.phonetic = is_start,
                    "t" => self.in_text = is_start,
                    _ => {}
                }
            }
            Event::End(tag) => match local_end(tag) {
                "r" => self.look = None,
                "rPh" => self.phonetic = false,
                "t" => self.in_text = false,
                _ => {}
            },
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.text(&resolved(reference)?),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if !self.in_text || self.phonetic {
            return;
        }
        match self.look {
            Some(true) => self.runs.struck.push_str(text),
            Some(false) => self.runs.has_plain |= !text.trim().is_empty(),
            None => self.runs.as_cell.push_str(text),
        }
    }

    /// The runs, if the text has any.
    pub fn finish(self) -> Option<Runs> {
        self.has_runs.then_some(self.runs)
    }
}
