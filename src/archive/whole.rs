//! Writing a file so that it is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::problem;
use crate::diag::Outcome;

/// The one name under which dafu writes what is not finished. A folder's writer is alone (the journal's
/// lock) and writes one file at a time, so one name does for all of them: what bears it after a crash is
/// ours beyond doubt, and nothing else has to be looked for, or deleted, at the next start.
pub(super) const PART: &str = ".dafu.part";

/// Puts `bytes` at `path`, in the place of what is there: whole, or not at all.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Outcome<()> {
    replace(path, bytes).map_err(|err| vec![problem::unwritable(path, &err)])
}

/// The same for what is too long to be held in memory: `write` puts it into the file.
pub fn write_whole_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Outcome<()> {
    replace_by(path, write).map_err(|err| vec![problem::unwritable(path, &err)])
}

/// Writes beside `path`, waits for the disk, renames.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by(path, |file| file.write_all(bytes))
}

fn replace_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let part = path.with_file_name(PART);
    // Synced before the rename: a power cut could otherwise leave the name without the bytes.
    let written = File::create(&part)
        .and_then(|mut file| {
            write(&mut file)?;
            file.sync_data()
        })
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // The first failure is the one to tell; if this fails too, the next start removes the rest.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Removes what a killed run left half written in `folder`, and finds out whether it can be written at all:
/// better now than after the first letter has been made.
pub(super) fn clear(folder: &Path) -> io::Result<()> {
    let part = folder.join(PART);
    match fs::remove_file(&part) {
        Err(err) if err.kind() != ErrorKind::NotFound => return Err(err),
        _ => {}
    }
    drop(File::create(&part)?);
    fs::remove_file(&part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_stays_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("summary.csv");
        for bytes in ["long, long ago", "now"] {
            write_whole(&path, bytes.as_bytes()).unwrap();
            assert_eq!(fs::read(&path).unwrap(), bytes.as_bytes());
        }
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_the_place_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let taken = dir.path().join("taken");
        fs::create_dir(&taken).unwrap();
        fs::write(taken.join("theirs"), "x").unwrap();
        let problems = write_whole(&taken, b"ours").unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(taken.join("theirs").exists());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
