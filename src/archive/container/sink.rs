//! Writing a package: into a place beside its own, renamed when all of it is there.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::digests::{Digester, Digests, Wanted};
use super::{Container, EntryTime, path_fault, tar, zip};

/// The list of all other files of a package, with their digests.
pub(in crate::archive) const FIXITY: &str = "fixity-sha256.txt";

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) struct Stored {
    pub(in crate::archive) path: String,
    pub(in crate::archive) bytes: u64,
    pub(in crate::archive) sha256: String,
    pub(in crate::archive) sha512: Option<String>,
}

/// A package that is being written. Dropped before it is finished, it leaves nothing.
pub(in crate::archive) struct Sink {
    target: PathBuf,
    part: PathBuf,
    kind: Kind,
    /// The one folder in a single file.
    root: String,
    time: EntryTime,
    wanted: Wanted,
    stored: Vec<Stored>,
    names: BTreeSet<String>,
    finished: bool,
}

enum Kind {
    Folder,
    Zip(BufWriter<File>, Vec<zip::Member>),
    Tar(BufWriter<File>),
}

impl Sink {
    /// Begins a package. Nothing may be at `target`.
    pub(in crate::archive) fn begin(
        target: &Path,
        container: Container,
        time: EntryTime,
        wanted: Wanted,
    ) -> io::Result<Self> {
        if target.symlink_metadata().is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let root = match container {
            Container::Folder => name.clone(),
            _ => Path::new(&name).file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        };
        let part = target.with_file_name(format!(".{name}.dafu-part"));
        if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        // A killed run may have left it; its name is nobody else's.
        remove(&part)?;
        let kind = match container {
            Container::Folder => {
                fs::create_dir(&part)?;
                Kind::Folder
            }
            Container::Zip => Kind::Zip(BufWriter::new(File::create(&part)?), Vec::new()),
            Container::Tar => Kind::Tar(BufWriter::new(File::create(&part)?)),
        };
        Ok(Self {
            target: target.to_owned(),
            part,
            kind,
            root,
            time: time.even(),
            wanted,
            stored: Vec::new(),
            names: BTreeSet::new(),
            finished: false,
        })
    }

    /// The package's own name.
    pub(in crate::archive) fn root(&self) -> &str {
        &self.root
    }

    /// What was written so far.
    pub(in crate::archive) fn stored(&self) -> &[Stored] {
        &self.stored
    }

    /// Writes a file.
    pub(in crate::archive) fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<Stored> {
        self.put_with(path, &mut |to| to.write_all(bytes))
    }

    /// Copies a file, which must have this SHA-256.
    pub(in crate::archive) fn put_file(&mut self, path: &str, from: &Path, sha256: &str) -> io::Result<Stored> {
        let mut file = BufReader::new(File::open(from)?);
        let stored = self.put_with(path, &mut |to| io::copy(&mut file, to).map(|_| ()))?;
        if stored.sha256 == sha256 { Ok(stored) } else { Err(ErrorKind::InvalidData.into()) }
    }

    /// Writes a file piece by piece.
    pub(in crate::archive) fn put_with(
        &mut self,
        path: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<Stored> {
        // Names that some systems hold for the same are one too many.
        if path_fault(path).is_some() || !self.names.insert(path.to_lowercase()) {
            return Err(ErrorKind::InvalidInput.into());
        }
        let name = format!("{}/{path}", self.root);
        let (time, wanted) = (self.time, self.wanted);
        let digests = match &mut self.kind {
            Kind::Folder => {
                let to = self.part.join(path);
                if let Some(folder) = to.parent() {
                    fs::create_dir_all(folder)?;
                }
                let mut digester = Digester::new(BufWriter::new(File::create(to)?), wanted);
                write(&mut digester)?;
                let (mut file, digests) = digester.finish();
                file.flush()?;
                digests
            }
            Kind::Zip(file, members) => {
                let offset = file.stream_position()?;
                file.write_all(&zip::local(&name, 0, 0, time))?;
                let digests = digested(file, wanted, write)?;
                if digests.bytes >= u64::from(u32::MAX) {
                    return Err(ErrorKind::FileTooLarge.into());
                }
                patch(file, offset, &zip::local(&name, digests.crc, digests.bytes, time))?;
                members.push(zip::Member { name, crc: digests.crc, bytes: digests.bytes, offset });
                digests
            }
            Kind::Tar(file) => {
                let offset = file.stream_position()?;
                file.write_all(&tar::head(&name, 0, time))?;
                let digests = digested(file, wanted, write)?;
                if digests.bytes >= 1 << 33 {
                    return Err(ErrorKind::FileTooLarge.into());
                }
                file.write_all(&tar::END[..tar::padding(digests.bytes)])?;
                patch(file, offset, &tar::head(&name, digests.bytes, time))?;
                digests
            }
        };
        let stored =
            Stored { path: path.to_owned(), bytes: digests.bytes, sha256: digests.sha256, sha512: digests.sha512 };
        self.stored.push(stored.clone());
        Ok(stored)
    }

    /// Writes the list of all files with their digests and gives the package its name.
    pub(in crate::archive) fn finish(mut self) -> io::Result<Vec<Stored>> {
        let list = fixity(self.stored.iter().map(|it| (it.path.as_str(), it.sha256.as_str())));
        self.put(FIXITY, list.as_bytes())?;
        match &mut self.kind {
            Kind::Folder => {}
            Kind::Zip(file, members) => {
                let at = file.stream_position()?;
                file.write_all(&zip::end(members, at, self.time))?;
                file.flush()?;
                file.get_ref().sync_data()?;
            }
            Kind::Tar(file) => {
                file.write_all(&tar::END)?;
                file.flush()?;
                file.get_ref().sync_data()?;
            }
        }
        // Somebody may have put something there meanwhile.
        if self.target.symlink_metadata().is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        fs::rename(&self.part, &self.target)?;
        self.finished = true;
        Ok(std::mem::take(&mut self.stored))
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if !self.finished {
            // There is a first failure to tell; the next run removes what is left.
            let _ = remove(&self.part);
        }
    }
}

/// The list of files and digests, in the order of the paths, as `sha256sum -c` reads it.
pub(in crate::archive) fn fixity<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut lines: Vec<(&str, &str)> = files.collect();
    lines.sort_unstable();
    listed(lines.iter().map(|(path, digest)| (*digest, *path)))
}

/// `digest  path`, a line each.
pub(in crate::archive) fn listed<'a>(lines: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    lines.fold(String::new(), |mut text, (digest, path)| {
        text.extend([digest, "  ", path, "\n"]);
        text
    })
}

fn digested(
    file: &mut BufWriter<File>,
    wanted: Wanted,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Digests> {
    let mut digester = Digester::new(file, wanted);
    write(&mut digester)?;
    Ok(digester.finish().1)
}

/// Writes over what stands at `offset`, and goes on behind the end.
fn patch(file: &mut BufWriter<File>, offset: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)?;
    file.seek(SeekFrom::End(0))?;
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(err) if err.kind() == ErrorKind::NotFound => Ok(()),
        Err(err) => Err(err),
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
    }
}
