//! How many instructions a letter takes, counted by valgrind, so that a regression is seen on a noisy machine too.
//!
//! `cargo bench --bench instructions [-- OPTIONS]`
//!
//! The corpus is fixed: letters of five pages and 2,240 characters, each with characters of its own. What is counted is
//! the program as it is shipped, from the ledger to the finished file: `dafu run` over many letters less `dafu run` over
//! few, so that what a run does once is not in it. A run's first 200 letters have small pictures in `report.html`: they
//! are counted too, apart from those that come later. Beside it stands a batch as one would write it with Typst alone:
//! the same text, its lines chosen by Typst, PDF/A-2a, no record, the usual allocator.
//!
//! | option | meaning |
//! |---|---|
//! | `--program FILE` | another program than the one built with the benchmark, such as the one of a release |
//! | `--record NAME` | writes what was counted into `benches/instructions.txt`, under this name |
//! | `--only dafu` | leaves the batch out |
//! | `--only first` | leaves also the later letters out: seconds instead of minutes |
//! | `--faces DIR` | `.otf` and `.ttf` files for the batch, such as the CFF fonts of Fandol; else the shipped ones |

mod batch;
mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Few and many letters, each with a picture in the report.
const FIRST: [usize; 2] = [4, 16];
/// The same where those that the many have more come after the pictures.
const LATER: [usize; 2] = [204, 216];
const MILLION: f64 = 1_000_000.0;

fn main() {
    let options = Options::parse(std::env::args().skip(1));
    match options.batch {
        Some(count) => batch::make(count, options.faces.as_deref()),
        // `cargo test --benches` only asks whether it builds.
        None if options.is_test => {}
        None => count(&options),
    }
}

/// What is counted.
#[derive(Default, PartialEq)]
enum Only {
    #[default]
    All,
    Dafu,
    First,
}

#[derive(Default)]
struct Options {
    program: Option<PathBuf>,
    record: Option<String>,
    only: Only,
    faces: Option<PathBuf>,
    /// This process is the batch: so many letters.
    batch: Option<usize>,
    is_test: bool,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Self {
        let mut options = Self::default();
        while let Some(arg) = args.next() {
            let mut value = || args.next().unwrap_or_else(|| panic!("{arg} needs a value"));
            match arg.as_str() {
                "--program" => options.program = Some(value().into()),
                "--record" => options.record = Some(value()),
                "--only" => {
                    options.only = match value().as_str() {
                        "dafu" => Only::Dafu,
                        "first" => Only::First,
                        other => panic!("unknown part {other}"),
                    }
                }
                "--faces" => options.faces = Some(value().into()),
                "--batch" => options.batch = Some(value().parse().unwrap()),
                "--test" => options.is_test = true,
                "--bench" => {}
                other => panic!("unknown option {other}"),
            }
        }
        options
    }
}

fn count(options: &Options) {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("instructions a letter: not counted, because valgrind is missing");
        return;
    }
    let program = options.program.clone().unwrap_or_else(|| env!("CARGO_BIN_EXE_dafu").into());
    let recorded = Recorded::read();
    let name = options.record.as_deref().unwrap_or_else(|| built_as(&program));
    let with_picture = format!("{name}-with-picture");
    let first = a_letter(FIRST, |count, dir| dafu_run(&program, count, dir));
    println!("{}", told(&format!("dafu ({name}), one of the first 200"), first, recorded.of(&with_picture)));
    if options.only == Only::First {
        return;
    }
    let dafu = a_letter(LATER, |count, dir| dafu_run(&program, count, dir));
    println!("{}", told(&format!("dafu ({name}), later"), dafu, recorded.of(name)));
    let mut counted = vec![(with_picture, first), (name.to_owned(), dafu)];
    if options.only == Only::All {
        let (batch, faces) = match &options.faces {
            Some(dir) => ("batch-cff", dir.display().to_string()),
            None => ("batch", "the shipped fonts, which are not CFF".to_owned()),
        };
        let bare = a_letter(FIRST, |count, _| batch_run(options.faces.as_deref(), count));
        println!("{}", told(&format!("Typst alone, with {faces}"), bare, recorded.of(batch)));
        println!("dafu : Typst alone = {:.3}", dafu / bare);
        counted.push((batch.to_owned(), bare));
    }
    if options.record.is_some() {
        recorded.with(counted).write();
    }
}

/// The folder of a built program has the profile's name.
fn built_as(program: &Path) -> &str {
    program.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or("dafu")
}

fn told(what: &str, counted: f64, recorded: Option<f64>) -> String {
    let before = recorded
        .map_or(String::new(), |before| format!(", recorded {before:.1} ({:+.1} %)", (counted / before - 1.0) * 100.0));
    format!("{what}: {counted:.1} million instructions a letter{before}")
}

/// Millions of instructions for one letter more.
fn a_letter(letters: [usize; 2], command: impl Fn(usize, &Path) -> Command) -> f64 {
    let [few, many] = letters.map(|count| {
        let dir = tempfile::tempdir().unwrap();
        counted(&command(count, dir.path()), dir.path())
    });
    (many - few) / MILLION / (letters[1] - letters[0]) as f64
}

/// Instructions of the command. Typst's own threads are held to one: how long the others look for work is chance.
fn counted(command: &Command, dir: &Path) -> f64 {
    let counts = dir.join("counts");
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg(format!("--cachegrind-out-file={}", counts.display()))
        .arg(command.get_program())
        .args(command.get_args())
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counts = std::fs::read_to_string(&counts).unwrap();
    let summary = counts.lines().find_map(|line| line.strip_prefix("summary:")).unwrap();
    summary.split_whitespace().next().unwrap().parse().unwrap()
}

fn dafu_run(program: &Path, count: usize, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg("run").arg(common::ledger(dir, count)).arg("-o").arg(dir.join("out"));
    command.args(["--jobs", "1", "--lang", "en", "--quiet"]);
    for folder in ["templates", "fonts"] {
        command.arg(format!("--{folder}")).arg(common::root().join(folder));
    }
    command
}

fn batch_run(faces: Option<&Path>, count: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--batch", &count.to_string()]);
    if let Some(dir) = faces {
        command.arg("--faces").arg(dir);
    }
    command
}

/// `benches/instructions.txt`: a name and a figure a line.
struct Recorded(Vec<(String, f64)>);

const HEAD: &str =
    "# Million instructions a letter, as `cargo bench --bench instructions -- --record NAME` last wrote them.\n";

impl Recorded {
    fn path() -> PathBuf {
        common::root().join("benches/instructions.txt")
    }

    fn read() -> Self {
        let text = std::fs::read_to_string(Self::path()).unwrap_or_default();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let entry = |line: &str| line.split_once(' ').map(|(name, figure)| (name.to_owned(), figure.parse().unwrap()));
        Self(lines.filter_map(entry).collect())
    }

    fn of(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, figure)| *figure)
    }

    fn with(mut self, counted: Vec<(String, f64)>) -> Self {
        self.0.retain(|(known, _)| counted.iter().all(|(name, _)| name != known));
        self.0.extend(counted);
        self.0.sort_by(|left, right| left.0.cmp(&right.0));
        self
    }

    fn write(&self) {
        let mut text = HEAD.to_owned();
        for (name, figure) in &self.0 {
            writeln!(text, "{name} {figure:.1}").unwrap();
        }
        std::fs::write(Self::path(), text).unwrap();
    }
}
