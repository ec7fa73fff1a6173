//! A whole run of 200 five-page letters beside a bare Typst that compiles and exports the same sources in the
//! same process: what reading, checking, breaking, filling, inspecting and keeping add in CPU, and how much of what bare
//! Typst gains from a second thread a second job gains.
//!
//! `cargo bench --bench whole` (Linux: CPU time is read from /proc)

mod common;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration as Clock, Instant};

use dafu::archive::Outbox;
use dafu::batch::{self, BatchOptions};
use dafu::fonts::Faces;
use dafu::letter::FileNames;
use dafu::lines::break_letter;
use dafu::lint::{Levels, Linter};
use dafu::profile::Profile;
use dafu::record::Record;
use dafu::template::{Entry, Filled, Templates};
use dafu::workshop::{Order, Product, Workshop};
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

    fn make(&mut self, filled: &Filled, forget: usize) -> usize {
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
        comemo::evict(forget);
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

/// Everything from the ledger in `dir` to the journal, in a folder of its own there.
fn dafu_run(workshop: &Arc<Workshop>, dir: &Path, profile: &Profile, faces: &Faces, jobs: usize) {
    let letters = common::shelf(&dir.join("corpus.json"), profile);
    let levels = Levels::default();
    let (mut linter, mut names, mut orders) =
        (Linter::new(profile, &levels, &letters), FileNames::new(None), Vec::new());
    for (index, letter) in letters.iter().enumerate() {
        let letter = letter.unwrap();
        assert!(faces.cover(&letter, profile).is_empty());
        linter.read(index, &letter).unwrap();
        names.add(&letter);
        orders.push(Order::of(&letter, letters.aside(index).unwrap(), Product::Reply, String::new()));
    }
    std::hint::black_box(linter.finish());
    let orders =
        orders.into_iter().zip(names.finish()).map(|(order, file_stem)| Order { file_stem, ..order }).collect();
    // All rounds' folders go at the end: a file system may be slow at making files while others were just deleted.
    let mut outbox = Outbox::open(&tempfile::tempdir_in(dir).unwrap().keep()).unwrap();
    let options = BatchOptions { strict: true, ..BatchOptions::new(NonZeroUsize::new(jobs).unwrap()) };
    let now = || "2024-01-01T00:00:00Z".to_owned();
    let summary = batch::run(workshop, orders, &mut outbox, &options, &now, &mut |_| {}).unwrap();
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
    let mut ratios = Vec::new();
    let mut gains: Vec<[f64; 2]> = Vec::new();
    println!(
        "{LETTERS} letters of five pages, CPU ms a letter with one job, letters a second with one and two; in turn"
    );
    for round in 0..=ROUNDS {
        let (plain, plain_one) = measured(|| bare_run(&faces, &sources, 1));
        let (whole, whole_one) = measured(|| dafu_run(&workshop, dir.path(), &profile, &faces, 1));
        let (_, plain_two) = measured(|| bare_run(&faces, &sources, 2));
        let (_, whole_two) = measured(|| dafu_run(&workshop, dir.path(), &profile, &faces, 2));
        // The first round warms up.
        if round == 0 {
            continue;
        }
        ratios.push(whole / plain);
        gains.push([gain(plain_one, plain_two), gain(whole_one, whole_two)]);
        println!(
            "bare Typst {:6.2} ms {:6.1} {:6.1} a second   dafu {:6.2} ms {:6.1} {:6.1}   ratio {:.3}",
            per_letter(plain),
            per_second(plain_one),
            per_second(plain_two),
            per_letter(whole),
            per_second(whole_one),
            per_second(whole_two),
            whole / plain
        );
    }
    let [plain, whole] = [0, 1].map(|which| median(gains.iter().map(|gain| gain[which]).collect()));
    println!("median ratio of CPU {:.3}", median(ratios));
    println!("median gain of two jobs: bare Typst {plain:.3}, dafu {whole:.3}, share {:.3}", whole / plain);
}

/// Compiles and exports all sources, on so many threads.
fn bare_run(faces: &Faces, sources: &[Filled], threads: usize) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let work = || {
                let mut bare = Bare::new(faces);
                while let Some(filled) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
                    std::hint::black_box(bare.make(filled, threads + 1));
                }
            };
            std::thread::Builder::new().stack_size(16 << 20).spawn_scoped(scope, work).unwrap();
        }
    });
}

fn per_letter(seconds: f64) -> f64 {
    seconds * 1000.0 / LETTERS as f64
}

fn per_second(wall: Clock) -> f64 {
    LETTERS as f64 / wall.as_secs_f64()
}

fn gain(one: Clock, two: Clock) -> f64 {
    one.as_secs_f64() / two.as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
