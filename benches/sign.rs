//! What signing adds to a letter, in CPU: reading what it needs of the PDF, fields and facts, digest, signature, and the
//! check of the signature.
//!
//! `cargo bench --bench sign`

mod common;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use dafu::letter::file_names;
use dafu::sign::{KeySource, Level, Password, SignOptions, SignTime, Signer};
use dafu::workshop::{Job, Made, Product, Workshop};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn openssl(dir: &Path, args: &[&str]) {
    let output = Command::new("openssl").args(args).current_dir(dir).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A signer with a key and a certificate of this kind.
fn signer(kind: &[&str]) -> Signer {
    let dir = tempfile::tempdir().unwrap();
    let mut args =
        vec!["req", "-x509", "-nodes", "-days", "3650", "-subj", "/CN=office", "-keyout", "k.pem", "-out", "c.pem"];
    args.extend(["-addext", "keyUsage=critical,digitalSignature", "-newkey"]);
    args.extend(kind);
    openssl(dir.path(), &args);
    let source = KeySource::Pem { path: dir.path().join("k.pem"), chain: Some(dir.path().join("c.pem")) };
    let time = SignTime::parse("2027-01-01T00:00:00Z").unwrap();
    let options = SignOptions {
        level: Level::B,
        tsa: None,
        time: Some(time),
        now: Box::new(move || time),
        certificates: Vec::new(),
        revocation: Vec::new(),
        fetch: false,
        scratch: dir.path().to_path_buf(),
    };
    Signer::open(&[source], &|_| Ok(Password::new(String::new())), options).unwrap()
}

fn letter() -> (Workshop, Job, Made) {
    let dir = tempfile::tempdir().unwrap();
    let profile = common::profile();
    let letter = common::letters(&common::ledger(dir.path(), 1), &profile).remove(0);
    let workshop = Workshop::open(&common::root().join("templates"), Arc::new(profile), common::faces()).unwrap();
    let file_stem = file_names(std::slice::from_ref(&letter), None).remove(0);
    let job = Job { letter, product: Product::Reply, file_stem };
    let made = workshop.make(&job).value.unwrap();
    (workshop, job, made)
}

#[divan::bench(args = [
    ("rsa-3072", &["rsa:3072"][..]),
    ("rsa-4096", &["rsa:4096"]),
    ("p-256", &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ("p-384", &["ec", "-pkeyopt", "ec_paramgen_curve:P-384"]),
])]
fn sign(bencher: divan::Bencher<'_, '_>, (_, kind): (&str, &[&str])) {
    let signer = signer(kind);
    let (workshop, job, made) = letter();
    let record = workshop.record(&job);
    bencher.bench(|| signer.sign(&made.sheet, &record, &made.facts.seals).unwrap());
}
