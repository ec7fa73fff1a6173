//! The one way to make a page: break, fill, compile, inspect, export.

use std::sync::Arc;

use crate::diag::{Checked, Outcome};
use crate::fonts::Faces;
use crate::letter::Letter;
use crate::profile::Profile;
use crate::typeset::{PageFacts, Pdf};

/// What is made of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// The reply itself.
    Reply,
}

/// One piece of work.
#[derive(Debug, Clone)]
pub struct Job {
    /// The letter.
    pub letter: Letter,
    /// What to make of it.
    pub product: Product,
    /// The file's name without `.pdf`.
    pub file_stem: String,
}

/// A finished page set.
#[derive(Debug, Clone)]
pub struct Made {
    /// The PDF.
    pub pdf: Pdf,
    /// What is on its pages.
    pub facts: PageFacts,
}

/// SHA-256, in hex, over everything the unsigned bytes depend on: record, profile, templates, fonts and version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ContentKey(pub String);

/// Profile, templates, faces and Typst, made once and shared.
pub struct Workshop {}

impl Workshop {
    /// Loads templates for `profile` from `templates`.
    pub fn open(
        templates: &std::path::Path,
        profile: Arc<Profile>,
        faces: Arc<Faces>,
    ) -> Outcome<Self> {
        let _ = (templates, profile, faces);
        todo!()
    }

    /// The key of the job's content; cheap, nothing is typeset.
    pub fn content_key(&self, job: &Job) -> ContentKey {
        let _ = job;
        todo!()
    }

    /// Makes the job. With an error among the findings there is no value.
    pub fn make(&self, job: &Job) -> Checked<Made> {
        let _ = job;
        todo!()
    }
}
