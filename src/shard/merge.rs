//! Joining the folders of all shares. First everything is compared, then the joined folder is made beside its place, and
//! last it gets its name: whatever is wrong, nothing half is left.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{Shard, problem};
use crate::archive::{Entry, Outbox, Status, write_whole};
use crate::diag::{Diagnostic, LetterRef, Outcome};
use crate::report::{self, Pictures, Problem, Report, Row};

/// Folders that a run's folder may have beside its letters, whose files are joined too.
const BESIDE: [&str; 2] = ["adopted", "superseded"];

/// What came of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// Shares.
    pub shares: usize,
    /// Letters in all.
    pub letters: usize,
    /// Letters with a file.
    pub finished: usize,
    /// Letters that could not be made.
    pub failed: usize,
    /// Letters that were not begun.
    pub left: usize,
}

/// A share's folder, locked.
struct Part {
    outbox: Outbox,
    shard: Shard,
}

impl Part {
    fn open(dir: &Path) -> Outcome<Self> {
        // The record first: a folder that is no share's is left untouched.
        let shard = Shard::read(dir)?;
        Ok(Self { outbox: Outbox::open(dir)?, shard })
    }

    fn dir(&self) -> &Path {
        self.outbox.dir()
    }

    /// Does a line of its overview speak of this file?
    fn shows(&self) -> BTreeSet<&str> {
        fn files(row: &Row) -> impl Iterator<Item = &str> {
            [&row.file, &row.feedback_form, &row.publication].into_iter().filter_map(Option::as_deref)
        }
        self.shard.rows.iter().flat_map(|placed| files(&placed.row)).collect()
    }
}

/// Joins the folders of all shares into `to`, which must be new or empty. All contradictions are told at once.
pub fn merge(dirs: &[PathBuf], to: &Path) -> Outcome<Merged> {
    let mut problems = Vec::new();
    if fs::symlink_metadata(to).is_ok() && !fs::read_dir(to).is_ok_and(|mut inside| inside.next().is_none()) {
        problems.push(problem::taken(to));
    }
    let mut parts = Vec::new();
    let mut seen = BTreeSet::new();
    for dir in dirs {
        if !seen.insert(dir.canonicalize().unwrap_or_else(|_| dir.clone())) {
            problems.push(problem::named_twice(dir));
            continue;
        }
        match Part::open(dir) {
            Ok(part) => parts.push(part),
            Err(found) => problems.extend(found),
        }
    }
    parts.sort_by_key(|part| part.shard.share.part());
    compare_shares(&parts, to, &mut problems);
    let plan = compare_files(&parts, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let beside = staging(to);
    let made = write(&mut parts, &plan, &beside).and_then(|merged| {
        put_in_place(&beside, to).map_err(|err| vec![Diagnostic::io(to, &err)])?;
        Ok(merged)
    });
    if made.is_err() {
        // The first failure is the one to tell; the next join removes what stays.
        let _ = fs::remove_dir_all(&beside);
    }
    made
}

/// What all shares must have in common, and that they are all there.
fn compare_shares(parts: &[Part], to: &Path, problems: &mut Vec<Diagnostic>) {
    let Some((first, others)) = parts.split_first() else { return };
    let before = problems.len();
    for other in others {
        let same = [
            (first.shard.share.of() == other.shard.share.of(), ("分片的总数", "the number of shares")),
            (first.shard.profile == other.shard.profile, ("规则", "the profile")),
            (first.shard.plan == other.shard.plan, ("台账（或文件名的式样）", "the ledger, or the pattern of names,")),
            (
                first.shard.made_with == other.shard.made_with,
                ("dafu 的版本、规则、模板、字体或签名", "the version of dafu, profile, templates, fonts or signing"),
            ),
            (first.shard.english == other.shard.english, ("语言", "the language")),
        ];
        let differing = same.into_iter().filter(|(same, _)| !same);
        problems.extend(differing.map(|(_, what)| problem::differs(other.dir(), first.dir(), what)));
    }
    if problems.len() > before {
        return;
    }
    let mut by_part: BTreeMap<u32, &Part> = BTreeMap::new();
    for part in parts {
        let share = part.shard.share;
        if let Some(earlier) = by_part.insert(share.part(), part) {
            problems.push(problem::share_twice(part.dir(), earlier.dir(), share));
        }
    }
    let of = first.shard.share.of();
    let missing: Vec<u32> = (1..=of).filter(|part| !by_part.contains_key(part)).collect();
    if !missing.is_empty() {
        problems.push(problem::incomplete(to, &missing, of));
    }
}

/// Which files are copied from where: each from one share. Relative paths have `/` on every system.
fn compare_files(parts: &[Part], problems: &mut Vec<Diagnostic>) -> BTreeMap<String, PathBuf> {
    let mut plan: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut by_path: HashMap<&str, (&Part, &Entry)> = HashMap::new();
    // What goes with a letter has the letter's identity.
    let mut by_id: HashMap<(&str, &str), (&Part, &Entry)> = HashMap::new();
    for part in parts {
        let shown = part.shows();
        for entry in part.outbox.files() {
            let file = part.dir().join(&entry.path);
            let letter = LetterRef { number: entry.number.clone(), id: Some(entry.id.clone()) };
            if shown.contains(entry.path.as_str()) {
                if !entry.is_unchanged(&file) {
                    problems.push(problem::not_as_made(&file, &letter));
                }
            } else if !file.exists() {
                // Of a letter that left the ledger, and whose file somebody deleted.
                continue;
            }
            if let Some((other, known)) = by_id.insert((&entry.id, &entry.product), (part, entry))
                && known.sha256 != entry.sha256
            {
                problems.push(problem::letter_differs(&file, &other.dir().join(&known.path), &letter));
                continue;
            }
            if let Some((other, known)) = by_path.insert(&entry.path, (part, entry))
                && known.sha256 != entry.sha256
            {
                problems.push(problem::name_differs(&file, &other.dir().join(&known.path)));
                continue;
            }
            plan.insert(entry.path.clone(), file);
        }
        for missing in shown.iter().filter(|path| part.outbox.files().all(|entry| entry.path != **path)) {
            let letter = LetterRef::default();
            problems.push(problem::not_as_made(&part.dir().join(missing), &letter));
        }
        for folder in BESIDE {
            let Ok(files) = fs::read_dir(part.dir().join(folder)) else { continue };
            for file in files.flatten().map(|file| file.path()).filter(|file| file.is_file()) {
                let path = format!("{folder}/{}", file.file_name().unwrap_or_default().to_string_lossy());
                match plan.get(&path) {
                    Some(other) if fs::read(other).ok() != fs::read(&file).ok() => {
                        problems.push(problem::name_differs(&file, other));
                    }
                    _ => {
                        plan.insert(path, file);
                    }
                }
            }
        }
    }
    plan
}

/// Makes the joined folder in `dir`.
fn write(parts: &mut [Part], plan: &BTreeMap<String, PathBuf>, dir: &Path) -> Outcome<Merged> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |err: io::Error| vec![Diagnostic::io(&path, &err)]
    };
    match fs::remove_dir_all(dir) {
        Err(err) if err.kind() != io::ErrorKind::NotFound => return Err(failed(dir)(err)),
        _ => {}
    }
    fs::create_dir_all(dir.join("letters")).map_err(failed(dir))?;
    for (path, from) in plan {
        let to = dir.join(path);
        copy(from, &to).map_err(failed(&to))?;
    }
    let mut journal = Vec::new();
    for part in parts.iter_mut() {
        journal.extend(part.outbox.journal_text()?);
    }
    write_whole(&dir.join("journal.jsonl"), &journal)?;
    let report = joined_report(parts);
    let lang = parts.first().map_or(crate::diag::Lang::Zh, |part| part.shard.lang());
    report.write(dir, lang)?;
    let count = |statuses: &[Status]| report.rows.iter().filter(|row| statuses.contains(&row.status)).count();
    Ok(Merged {
        shares: parts.len(),
        letters: report.rows.len(),
        finished: count(&[Status::Made, Status::Kept, Status::Adopted]),
        failed: count(&[Status::Failed]),
        left: count(&[Status::Left]),
    })
}

/// The overviews of all shares as those of one run, in the ledger's order.
fn joined_report(parts: &[Part]) -> Report {
    let mut report = Report::default();
    let mut placed = Vec::new();
    let mut earlier = BTreeMap::new();
    for part in parts {
        if report.ledger.is_empty() {
            report.ledger.clone_from(&part.shard.ledger);
            report.profile.clone_from(&part.shard.profile);
        }
        // What is about the whole ledger was found by every share.
        let new: Vec<Problem> =
            part.shard.general.iter().filter(|found| !report.general.contains(found)).cloned().collect();
        report.general.extend(new);
        placed.extend(part.shard.rows.iter());
        earlier.extend(fs::read(part.dir().join(report::NAME)).map(|it| report::pictures(&it)).unwrap_or_default());
    }
    placed.sort_by_key(|placed| placed.at);
    report.rows = placed.into_iter().map(|placed| placed.row.clone()).collect();
    report.pictures = pictures(&report, earlier);
    report
}

fn pictures(report: &Report, mut earlier: report::Earlier) -> Pictures {
    let mut room = report::WITH_PROBLEMS;
    let mut pictures = Pictures::new();
    for (index, row) in report.rows.iter().enumerate() {
        if index >= report::FIRST && (row.problems.is_empty() || room == 0) {
            continue;
        }
        let picture = row.id.clone().and_then(|id| earlier.remove(&(id, row.sha256.clone())));
        if let Some(picture) = picture {
            room -= usize::from(index >= report::FIRST);
            pictures.insert(index, picture);
        }
    }
    pictures
}

/// A copy with the original's time, by which the journal knows it.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to)?;
    let time = fs::metadata(from)?.modified()?;
    // Where times cannot be set the file is read once more at the next run.
    let _ = File::options().write(true).open(to).and_then(|file| file.set_modified(time));
    Ok(())
}

/// Where the joined folder is made: beside its place, so that it can be renamed.
fn staging(to: &Path) -> PathBuf {
    let name = to.file_name().unwrap_or_default().to_string_lossy();
    to.with_file_name(format!(".{name}.dafu.part"))
}

fn put_in_place(beside: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        // Empty, or this fails.
        fs::remove_dir(to)?;
    }
    fs::rename(beside, to)
}
