//! Each stage by itself, on letters of five pages. Cold and warm compiles apart, because Typst remembers earlier letters.
//!
//! `cargo bench --bench stages`

mod common;

use std::sync::LazyLock;

use dafu::fonts::Faces;
use dafu::input;
use dafu::letter::{CheckOptions, Letter, check_all};
use dafu::lines::{Lines, break_letter};
use dafu::profile::Profile;
use dafu::record::Record;
use dafu::template::{Entry, Filled, Templates};
use dafu::typeset::{Typesetter, inspect};
use divan::Bencher;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LETTERS: usize = 20;

struct Bench {
    path: std::path::PathBuf,
    _dir: tempfile::TempDir,
    profile: Profile,
    faces: std::sync::Arc<Faces>,
    letters: Vec<Letter>,
    templates: Templates,
    typesetter: Typesetter,
}

static BENCH: LazyLock<Bench> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let path = common::ledger(dir.path(), LETTERS);
    let (profile, faces) = (common::profile(), common::faces());
    let letters = common::letters(&path, &profile);
    let templates = Templates::load(&common::root().join("templates"), &profile, &faces).unwrap();
    let typesetter = Typesetter::new(templates.files(), &faces);
    Bench { path, _dir: dir, profile, faces, letters, templates, typesetter }
});

fn broken(letter: &Letter) -> Lines {
    break_letter(&letter.title, &letter.paragraphs(&BENCH.profile), &BENCH.profile.page, &*BENCH.faces)
}

fn filled(letter: &Letter) -> Filled {
    let record = Record::of(letter, &BENCH.profile.name);
    BENCH.templates.fill(Entry::Letter, &record, &broken(letter), &BENCH.profile).unwrap()
}

fn main() {
    LazyLock::force(&BENCH);
    divan::main();
}

/// Twenty letters of a JSON ledger.
#[divan::bench]
fn read_20(bencher: Bencher) {
    bencher.bench(|| common::raws(&BENCH.path, &BENCH.profile));
}

/// The real workbook.
#[divan::bench]
fn read_workbook(bencher: Bencher) {
    let path = common::root().join("inputs/huangshan-2024.xlsx");
    bencher.bench(|| {
        let book = input::open(&path).value.unwrap();
        input::letters(&book, &BENCH.profile, &input::Defaults::new(), &input::ReadOptions::default())
    });
}

#[divan::bench]
fn check_20(bencher: Bencher) {
    let raws = common::raws(&BENCH.path, &BENCH.profile);
    bencher.bench(|| check_all(&raws, &BENCH.profile, &CheckOptions::default()));
}

#[divan::bench]
fn cover(bencher: Bencher) {
    bencher.bench(|| BENCH.faces.cover(&BENCH.letters[0], &BENCH.profile));
}

#[divan::bench]
fn break_lines(bencher: Bencher) {
    bencher.bench(|| broken(&BENCH.letters[0]));
}

#[divan::bench]
fn fill(bencher: Bencher) {
    let letter = &BENCH.letters[0];
    let (record, lines) = (Record::of(letter, "huangshan"), broken(letter));
    bencher.bench(|| BENCH.templates.fill(Entry::Letter, &record, &lines, &BENCH.profile).unwrap());
}

/// A compile with nothing remembered from earlier letters.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn compile_cold(bencher: Bencher) {
    let filled = filled(&BENCH.letters[0]);
    bencher.with_inputs(|| comemo::evict(0)).bench_local_values(|()| BENCH.typesetter.compile(&filled).is_ok());
}

/// A compile after other letters, as in a batch.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn compile_warm(bencher: Bencher) {
    let sources: Vec<Filled> = BENCH.letters.iter().map(filled).collect();
    let mut next = 0;
    bencher
        .with_inputs(|| {
            comemo::evict(2);
            next += 1;
            next % LETTERS
        })
        .bench_local_values(|at| BENCH.typesetter.compile(&sources[at]).is_ok());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn inspect_pages(bencher: Bencher) {
    let letter = &BENCH.letters[0];
    let document = BENCH.typesetter.compile(&filled(letter)).unwrap_or_else(|problems| panic!("{problems:?}"));
    let lines = broken(letter);
    bencher.bench_local(|| inspect(&document, &lines, &BENCH.profile));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn export(bencher: Bencher) {
    let letter = &BENCH.letters[0];
    let document = BENCH.typesetter.compile(&filled(letter)).unwrap_or_else(|problems| panic!("{problems:?}"));
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_local_values(|()| BENCH.typesetter.export(&document, letter.date, "bench").is_ok());
}
