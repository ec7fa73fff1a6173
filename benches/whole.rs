//! A whole run of 200 five-page letters beside a bare Typst that compiles and exports the same sources in the
//! same process: what reading, checking, breaking, filling, inspecting and keeping add in CPU.
//!
//! `cargo bench --bench whole` (Linux: CPU time is read from /proc)

mod common;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration as Clock, Instant};

use dafu::archive::Outbox;
use dafu::batch::{self, BatchOptions};
use dafu::fonts::Faces;
use dafu::letter::file_names;
use dafu::lines::break_letter;
use dafu::lint;
use dafu::profile::Profile;
use dafu::record::Record;
use dafu::template::{Entry, Filled, Templates};
use dafu::workshop::{Job, Product, Workshop};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LETTERS: usize = 200;
const ROUNDS: usize = 5;

/// Typst with the same files and faces and nothing else.
struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    files: HashMap<FileId, Source>,
    main: FileId,
    record: FileId,
    letter: Option<(Source, Bytes)>,
}

fn id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).unwrap()).intern()
}

impl Bare {
    fn new(faces: &Faces) -> Self {
        let fonts = faces.typst_fonts().to_vec();
        let base = common::root().join("templates/base");
        let files = std::fs::read_dir(base).unwrap().map(|entry| {
            let path = entry.unwrap().path();
            let id = id(&format!("/base/{}", path.file_name().unwrap().to_str().unwrap()));
            (id, Source::new(id, std::fs::read_to_string(path).unwrap()))
        });
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            files: files.collect(),
            // Where its imports are from: a pack beside `base`.
            main: id("/reply/letter.typ"),
            record: id("/record.json"),
            letter: None,
        }
    }

    fn make(&mut self, filled: &Filled) -> usize {
        self.letter = Some((Source::new(self.main, filled.source.clone()), Bytes::new(filled.record.clone())));
        let document = typst::compile::<PagedDocument>(self).output.unwrap();
        let options = PdfOptions {
            ident: Smart::Custom("bench".to_owned()),
            standards: PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1]).unwrap(),
            tagged: true,
            pretty: false,
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&document, &options).unwrap().len();
        comemo::evict(2);
        bytes
    }
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main {
            return Ok(self.letter.as_ref().unwrap().0.clone());
        }
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.record {
            return Ok(self.letter.as_ref().unwrap().1.clone());
        }
        let file = self.files.get(&id).ok_or(FileError::AccessDenied)?;
        Ok(Bytes::new(file.text().as_bytes().to_vec()))
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// CPU time of this process, all threads, in seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

fn measured<T>(work: impl FnOnce() -> T) -> (f64, Clock) {
    let (cpu_before, began) = (cpu(), Instant::now());
    std::hint::black_box(work());
    (cpu() - cpu_before, began.elapsed())
}

/// Everything from the ledger to the journal.
fn dafu_run(workshop: &Arc<Workshop>, ledger: &std::path::Path, profile: &Profile, faces: &Faces, jobs: usize) {
    let letters = common::letters(ledger, profile);
    assert!(letters.iter().all(|letter| faces.cover(letter, profile).is_empty()));
    std::hint::black_box(lint::run(&letters, profile, &lint::Levels::default()));
    let names = file_names(&letters, None);
    let work = letters
        .into_iter()
        .zip(names)
        .map(|(letter, file_stem)| Job { letter, product: Product::Reply, file_stem })
        .collect();
    let dir = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(dir.path()).unwrap();
    let options = BatchOptions { strict: true, ..BatchOptions::new(NonZeroUsize::new(jobs).unwrap()) };
    let now = || "2024-01-01T00:00:00Z".to_owned();
    let summary = batch::run(workshop, work, &mut outbox, &options, &now, &mut |_| {}).unwrap();
    assert_eq!(summary.made, LETTERS);
}

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let ledger = common::ledger(dir.path(), LETTERS);
    let (profile, faces) = (Arc::new(common::profile()), common::faces());
    let templates = Templates::load(&common::root().join("templates"), &profile, &faces).unwrap();
    let sources: Vec<Filled> = common::letters(&ledger, &profile)
        .iter()
        .map(|letter| {
            let lines = break_letter(&letter.title, &letter.paragraphs(&profile), &profile.page, &*faces);
            templates.fill(Entry::Letter, &Record::of(letter, &profile.name), &lines, &profile).unwrap()
        })
        .collect();
    let workshop = Arc::new(Workshop::open(&common::root().join("templates"), profile.clone(), faces.clone()).unwrap());
    let mut bare = Bare::new(&faces);
    let per_letter = |seconds: f64| seconds * 1000.0 / LETTERS as f64;
    let mut ratios = Vec::new();
    println!("{LETTERS} letters of five pages, CPU ms a letter; one job; in turn");
    for round in 0..=ROUNDS {
        let (plain, _) = measured(|| sources.iter().map(|filled| bare.make(filled)).sum::<usize>());
        let (whole, _) = measured(|| dafu_run(&workshop, &ledger, &profile, &faces, 1));
        // The first round warms up.
        if round > 0 {
            ratios.push(whole / plain);
            println!(
                "bare Typst {:6.2}   dafu {:6.2}   ratio {:.3}",
                per_letter(plain),
                per_letter(whole),
                whole / plain
            );
        }
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.3}", ratios[ratios.len() / 2]);
    for jobs in [1, 2] {
        let (_, wall) = measured(|| dafu_run(&workshop, &ledger, &profile, &faces, jobs));
        println!("{jobs} job(s): {:.1} letters a second", LETTERS as f64 / wall.as_secs_f64());
    }
}
