//! Letters to look at: pictures, source, and where every line comes from.

use std::path::PathBuf;

use super::place::said;
use super::{ContentKey, Job, Laid, Workshop};
use crate::diag::{Checked, Code, Diagnostic, Origin, Outcome};
use crate::letter::LetterDate;
use crate::profile::Key;
use crate::template::{Entry, Filled, Templates};
use crate::typeset::{Document, Enclosed, PageFacts, Spot, SpotPlace, TypstProblem};

/// A letter to look at, right or wrong.
pub struct Proof {
    filled: Filled,
    document: Document,
    facts: PageFacts,
    date: LetterDate,
    key: ContentKey,
    sound: bool,
}

/// A line on a page and where it comes from.
#[derive(Debug, Clone)]
pub struct SourceSpot {
    /// Where it stands; its place is in the filled letter or in a file of the templates.
    pub spot: Spot,
    /// The template's file and line.
    pub template: Option<(PathBuf, usize)>,
    /// The field that it prints.
    pub key: Option<Key>,
    /// Where that field's value comes from.
    pub origin: Option<Origin>,
}

impl Proof {
    /// The filled Typst source.
    pub fn source(&self) -> &str {
        &self.filled.source
    }

    /// The lines of each page, in reading order.
    pub fn text(&self) -> Vec<Vec<String>> {
        self.document.text()
    }

    /// What was found on its pages.
    pub fn facts(&self) -> &PageFacts {
        &self.facts
    }

    /// Every page as a PNG with `dpi` dots an inch.
    pub fn pictures(&self, dpi: f64) -> Vec<Vec<u8>> {
        self.document.pictures(dpi)
    }
}

impl Workshop {
    /// Lays the job out to be looked at, with what is wrong on its pages.
    pub fn proof(&self, job: &Job) -> Checked<Proof> {
        if let Some(why) = self.refused(job) {
            return Checked::failed(vec![why]);
        }
        self.lay_out(job, |making| {
            // What is only looked at bears no seal.
            let mark = job.product.mark();
            let Laid { filled, document, sound, facts } = making.lay_out(Enclosed { mark, seals: Vec::new() })?;
            let key = self.key_of(job, &filled.record);
            Some(Proof { filled, document, facts, date: job.letter.date, key, sound })
        })
    }

    /// The PDF of a proof: that of the letter where nothing is wrong with it, else one only to look at.
    pub fn proof_pdf(&self, proof: &Proof) -> Outcome<Vec<u8>> {
        let exported = if proof.sound {
            self.typesetter.export(&proof.document, proof.date, &proof.key.0).map(|pdf| pdf.bytes().to_vec())
        } else {
            self.typesetter.export_to_look_at(&proof.document)
        };
        exported.map_err(|problems| {
            let refused = |problem: &TypstProblem| Diagnostic::error(Code::PdfRefused, said(Code::PdfRefused, problem));
            problems.iter().map(refused).collect()
        })
    }

    /// The pack's `sample.typ`, which other Typst tools can open: the job's filled source.
    pub fn sample_source(&self, job: &Job) -> Outcome<String> {
        self.templates.fill_sample(&self.record(job), &self.lines(&job.letter), &self.profile)
    }

    /// Where every line of a proof comes from.
    pub fn spots(&self, job: &Job, proof: &Proof) -> Vec<SourceSpot> {
        let (record, lines) = (self.record(job), self.lines(&job.letter));
        let spots = self.typesetter.spots(&proof.document, &lines, &self.profile);
        let source = &proof.filled.source;
        let offset = |spot: &Spot| match &spot.place {
            SpotPlace::Letter(offset) => Some(*offset),
            SpotPlace::Text(text) => Templates::find_text(source, text),
            SpotPlace::Told(_) | SpotPlace::File(..) => None,
        };
        let offsets: Vec<usize> = spots.iter().filter_map(offset).collect();
        let mut traced = self.templates.trace_all(Entry::Letter, &record, &lines, &self.profile, &offsets).into_iter();
        let of_slots = self.templates.slot_lines(Entry::Letter, &record, &lines, &self.profile);
        let dir = self.templates.files().dir();
        let told = spots.into_iter().map(|spot| {
            let (template, slot) = match &spot.place {
                SpotPlace::Told(slot) => (of_slots.get(slot).cloned(), Some(slot.clone())),
                SpotPlace::File(file, line) => (Some((dir.join(file), *line)), None),
                SpotPlace::Letter(_) | SpotPlace::Text(_) => {
                    let traced = offset(&spot).and_then(|_| traced.next().flatten());
                    let slot = traced.as_ref().and_then(|traced| traced.slot.clone());
                    (traced.map(|traced| (traced.file, traced.line)), slot)
                }
            };
            let origin = slot.as_ref().map(|slot| job.letter.slot_origin(slot).clone());
            SourceSpot { spot, template, key: slot.map(|slot| slot.key()), origin }
        });
        told.collect()
    }
}
