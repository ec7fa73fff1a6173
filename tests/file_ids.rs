//! Typst numbers files and never forgets a number; there are 65,535 of them. However many letters are made, they take none.

use std::path::Path;
use std::sync::Arc;

use dafu::fonts::Faces;
use dafu::input::{self, Defaults, ReadOptions};
use dafu::letter::{CheckOptions, check_all, file_names};
use dafu::profile;
use dafu::workshop::{Job, Product, Workshop};
use typst::syntax::{RootedPath, VirtualPath, VirtualRoot};

/// The number of a file that nobody asked for before.
fn next_number(name: &str) -> u16 {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).unwrap()).intern().into_raw().get()
}

#[test]
fn letters_take_no_file_numbers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let profile = Arc::new(profile::load(&root.join("templates"), "huangshan").unwrap());
    let faces = Arc::new(Faces::open(&root.join("fonts")).unwrap());
    let book = input::open(&root.join("inputs/huangshan-2024.json")).value.unwrap();
    let raws = input::letters(&book, &profile, &Defaults::new(), &ReadOptions::default()).value.unwrap();
    let letters = check_all(&raws, &profile, &CheckOptions::default()).value.unwrap().into_vec().unwrap();
    let stems = file_names(&letters, None);
    let workshop = Workshop::open(&root.join("templates"), profile, faces).unwrap();
    let mut jobs =
        letters.into_iter().zip(stems).map(|(letter, file_stem)| Job { letter, product: Product::Reply, file_stem });
    // What all letters share is numbered with the first.
    assert!(workshop.make(&jobs.next().unwrap()).value.is_some());
    let before = next_number("/before.typ");
    for job in jobs.by_ref().take(5) {
        assert!(workshop.make(&job).value.is_some());
    }
    assert_eq!(next_number("/after.typ"), before + 1);
}
