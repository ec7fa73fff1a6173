//! Reading a package, of whatever container, without believing it: every entry is known before one is opened.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::{Container, EntryTime, folder, path_fault, tar, zip};

/// More entries than any package has.
pub(super) const MOST_ENTRIES: usize = 2_000_000;

/// What is wrong with the container, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) struct Fault {
    /// The entry, or the package itself.
    pub(in crate::archive) path: String,
    pub(in crate::archive) zh: String,
    pub(in crate::archive) en: String,
}

impl Fault {
    pub(super) fn new(path: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { path: path.into(), zh: zh.into(), en: en.into() }
    }
}

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) struct Entry {
    pub(in crate::archive) bytes: u64,
    offset: u64,
}

impl Entry {
    pub(super) fn of_folder(bytes: u64) -> Self {
        Self { bytes, offset: 0 }
    }
}

/// An opened package.
#[derive(Debug)]
pub(in crate::archive) struct Source {
    path: PathBuf,
    container: Container,
    entries: BTreeMap<String, Entry>,
}

impl Source {
    /// Lists all that is in the package, and all that is wrong with its container.
    pub(in crate::archive) fn open(path: &Path) -> io::Result<(Self, Vec<Fault>)> {
        let name = path.canonicalize().ok().and_then(|it| Some(it.file_name()?.to_string_lossy().into_owned()));
        let name = name.unwrap_or_default();
        let mut faults = Vec::new();
        let (container, entries) = if path.is_dir() {
            (Container::Folder, folder::list(path, &mut faults)?)
        } else {
            let file = File::open(path)?;
            let mut start = Vec::new();
            (&file).take(4).read_to_end(&mut start)?;
            let is_zip = start.starts_with(b"PK");
            let container = if is_zip { Container::Zip } else { Container::Tar };
            let mut reading = Reading { file, name, faults: &mut faults, entries: BTreeMap::new(), root: None };
            if is_zip {
                reading.zip()?;
            } else {
                reading.tar()?;
            }
            (container, reading.entries)
        };
        Ok((Self { path: path.to_owned(), container, entries }, faults))
    }

    /// How it stands on the disk.
    pub(in crate::archive) fn container(&self) -> Container {
        self.container
    }

    /// Its files, by path.
    pub(in crate::archive) fn entries(&self) -> &BTreeMap<String, Entry> {
        &self.entries
    }

    /// Reads a file piece by piece.
    pub(in crate::archive) fn reader(&self, path: &str) -> io::Result<Box<dyn Read>> {
        let entry = self.entries.get(path).ok_or(io::ErrorKind::NotFound)?;
        if self.container == Container::Folder {
            return Ok(Box::new(File::open(self.path.join(path))?));
        }
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(entry.offset))?;
        Ok(Box::new(file.take(entry.bytes)))
    }

    /// Reads a whole file that may not be longer than `most`.
    pub(in crate::archive) fn read(&self, path: &str, most: u64) -> io::Result<Vec<u8>> {
        if self.entries.get(path).is_some_and(|entry| entry.bytes > most) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::new();
        self.reader(path)?.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

struct Reading<'a> {
    file: File,
    name: String,
    faults: &'a mut Vec<Fault>,
    entries: BTreeMap<String, Entry>,
    root: Option<String>,
}

impl Reading<'_> {
    fn fault(&mut self, path: &str, zh: &str, en: &str) {
        let path = if path.is_empty() { self.name.clone() } else { path.to_owned() };
        self.faults.push(Fault::new(path, zh, en));
    }

    /// Takes an entry in, without the folder that all of them stand in.
    fn take(&mut self, name: &str, entry: Entry) {
        if let Some((zh, en)) = path_fault(name) {
            return self.fault(name, zh, en);
        }
        let Some((root, path)) = name.split_once('/') else {
            return self.fault(name, "不在包的文件夹里", "it is not in the package's folder");
        };
        if self.root.get_or_insert_with(|| root.to_owned()) != root {
            return self.fault(name, "不在包的文件夹里", "it is not in the package's folder");
        }
        if self.entries.insert(path.to_owned(), entry).is_some() {
            self.fault(path, "这个名字有两个文件", "two files have this name");
        }
    }

    fn bytes(&mut self, at: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(at))?;
        (&self.file).take(count as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn zip(&mut self) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let mut at = 0;
        let mut members: Vec<zip::Member> = Vec::new();
        let mut time = None;
        // From the front: an entry is where the one before it ends, whatever the directory says.
        loop {
            let head = self.bytes(at, 30)?;
            let word = |from: usize| head.get(from..from + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]));
            let long = |from: usize| u32::from(word(from)) | u32::from(word(from + 2)) << 16;
            if head.len() < 30 || long(0) != 0x0403_4B50 {
                break;
            }
            let name = self.bytes(at + 30, word(26).into())?;
            let Ok(name) = String::from_utf8(name) else {
                self.fault("", "有文件的名字不是 UTF-8", "a file's name is not UTF-8");
                return Ok(());
            };
            if word(8) != 0 {
                self.fault(&name, "压缩过；归档包里的文件不压缩", "it is compressed; files of a package are not");
                return Ok(());
            }
            if word(6) & 1 != 0 {
                self.fault(&name, "加了密", "it is encrypted");
                return Ok(());
            }
            let bytes = u64::from(long(22));
            let start = at + 30 + u64::from(word(26)) + u64::from(word(28));
            if start + bytes > length {
                self.fault(&name, "文件不完整，包被截断了", "it is cut off: the package is truncated");
                return Ok(());
            }
            let dos = (word(10), word(12));
            let stamp = *time.get_or_insert_with(|| from_dos(dos));
            let crc = long(14);
            if head.get(..) != zip::local(&name, crc, bytes, stamp).get(..30) || word(28) != 0 {
                self.fault(&name, "文件头不是 dafu 写的样子", "its header is not as dafu writes it");
            }
            members.push(zip::Member { name: name.clone(), crc, bytes, offset: at });
            self.take(&name, Entry { bytes, offset: start });
            if members.len() > MOST_ENTRIES {
                self.fault("", "文件太多", "there are too many files");
                return Ok(());
            }
            at = start + bytes;
        }
        let expected = zip::end(&members, at, time.unwrap_or(EntryTime(0)));
        if length != at + expected.len() as u64 || self.bytes(at, expected.len())? != expected {
            self.fault(
                "",
                "目录与文件对不上：包被截断、改过，或者由别的程序重新压缩过",
                "its directory does not fit its files: the package is truncated, was changed, or was packed again by another program",
            );
        }
        Ok(())
    }

    fn tar(&mut self) -> io::Result<()> {
        let length = self.file.metadata()?.len();
        let mut at = 0;
        let mut long_name: Option<(String, u64)> = None;
        let mut time = None;
        let mut count = 0;
        loop {
            let block = self.bytes(at, tar::BLOCK)?;
            if block.len() < tar::BLOCK {
                self.fault("", "包被截断了", "the package is truncated");
                return Ok(());
            }
            if block.iter().all(|byte| *byte == 0) {
                break;
            }
            let Some((name, bytes, kind, stamp)) = tar::read(&block) else {
                self.fault("", "这不是 dafu 写的包，或者被改过", "this is no package of dafu, or it was changed");
                return Ok(());
            };
            let shown = long_name.as_ref().map_or(&name, |(name, _)| name).clone();
            let body = at + tar::BLOCK as u64;
            if body.saturating_add(bytes) > length {
                self.fault(&shown, "文件不完整，包被截断了", "it is cut off: the package is truncated");
                return Ok(());
            }
            let next = body + bytes + tar::padding(bytes) as u64;
            let stamp = *time.get_or_insert(EntryTime(stamp));
            match kind {
                b'x' if long_name.is_none() && bytes < 70_000 => {
                    let record = self.bytes(body, usize::try_from(bytes).unwrap_or_default())?;
                    let Some(path) = tar::pax_path(&record) else {
                        self.fault(&shown, "文件头不是 dafu 写的样子", "its header is not as dafu writes it");
                        return Ok(());
                    };
                    long_name = Some((path, at));
                }
                b'0' => {
                    let (name, from) = long_name.take().unwrap_or((name, at));
                    let expected = tar::head(&name, bytes, stamp);
                    let zeros = self.bytes(body + bytes, tar::padding(bytes))?;
                    let head = self.bytes(from, usize::try_from(body - from).unwrap_or_default())?;
                    if head != expected || zeros.iter().any(|byte| *byte != 0) {
                        self.fault(&name, "文件头不是 dafu 写的样子", "its header is not as dafu writes it");
                    }
                    self.take(&name, Entry { bytes, offset: body });
                }
                b'1' | b'2' => {
                    self.fault(&shown, "是一个链接；归档包里没有链接", "it is a link; a package has none");
                    return Ok(());
                }
                _ => {
                    self.fault(&shown, "不是普通文件", "it is no plain file");
                    return Ok(());
                }
            }
            count += 1;
            if count > MOST_ENTRIES {
                self.fault("", "文件太多", "there are too many files");
                return Ok(());
            }
            at = next;
        }
        if length != at + tar::END.len() as u64 || self.bytes(at, tar::END.len())? != tar::END {
            self.fault("", "末尾被截断或多了东西", "its end is truncated, or something follows it");
        }
        Ok(())
    }
}

/// The time of an entry again.
fn from_dos((time, date): (u16, u16)) -> EntryTime {
    let part = |value: u16| i8::try_from(value).unwrap_or_default();
    let year = i16::try_from(date >> 9).unwrap_or_default() + 1980;
    let day = jiff::civil::Date::new(year, part(date >> 5 & 15), part(date & 31));
    let at = day.ok().and_then(|day| {
        let of_day = jiff::civil::Time::new(part(time >> 11), part(time >> 5 & 63), part((time & 31) * 2), 0).ok()?;
        jiff::tz::Offset::UTC.to_timestamp(day.to_datetime(of_day)).ok()
    });
    EntryTime(at.map_or(0, |at| u64::try_from(at.as_second()).unwrap_or_default()))
}
