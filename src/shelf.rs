//! Values put aside: rows and letters of a large ledger are not all held in memory.
//!
//! A [`Shelf`] is used like a list. What is put on it is written down, and read again when it is asked for: the first
//! megabytes stay in memory, what is more goes to a file without a name, which is gone with the process. The bytes are
//! no format. Nobody but the process that wrote them reads them, and no archive ever holds them.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::diag::{Code, Diagnostic, Message, Origin, reason};

/// So much of what was put aside is in memory at most.
const IN_MEMORY: usize = 2 << 20;

/// Values in the order in which they were put aside.
#[derive(Debug)]
pub struct Shelf<T> {
    room: Arc<Room>,
    places: Vec<Place>,
    holds: PhantomData<fn() -> T>,
}

/// One value that was put aside; it may be taken again and again, from any thread.
#[derive(Debug, Clone)]
pub struct Aside<T> {
    room: Arc<Room>,
    place: Place,
    holds: PhantomData<fn() -> T>,
}

/// Where a value lies.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u64,
    length: usize,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self::new(None)
    }
}

impl<T> Shelf<T> {
    /// An empty shelf. What memory should not hold goes to a file in `folder`; without one, or where no file can be
    /// written, memory holds all.
    pub fn new(folder: Option<&Path>) -> Self {
        let contents = Contents { folder: folder.map(Path::to_path_buf), ..Contents::default() };
        Self { room: Arc::new(Room(Mutex::new(contents))), places: Vec::new(), holds: PhantomData }
    }

    /// An empty shelf in the same room, for what becomes of these values.
    pub fn beside<U>(&self) -> Shelf<U> {
        Shelf { room: Arc::clone(&self.room), places: Vec::new(), holds: PhantomData }
    }

    /// How many values it holds.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Does it hold none?
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Puts the n-th value of another shelf, if there is one, behind the others as it is. In the same room that costs
    /// nothing.
    pub fn take_over(&mut self, from: &Self, index: usize) -> Result<(), Diagnostic> {
        let Some(place) = from.places.get(index) else { return Ok(()) };
        let is_here = Arc::ptr_eq(&self.room, &from.room);
        self.places.push(if is_here { *place } else { self.room.put(&from.room.bytes(*place)?) });
        Ok(())
    }

    /// Takes all values off.
    pub fn clear(&mut self) {
        self.places.clear();
    }

    /// Keeps those values for whose index `keep` is true.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let mut index = 0;
        self.places.retain(|_| {
            index += 1;
            keep(index - 1)
        });
    }

    /// The n-th value, to be taken when its turn comes.
    pub fn aside(&self, index: usize) -> Option<Aside<T>> {
        let place = *self.places.get(index)?;
        Some(Aside { room: Arc::clone(&self.room), place, holds: PhantomData })
    }
}

impl<T: Serialize + DeserializeOwned> Shelf<T> {
    /// Puts a value aside behind the others.
    pub fn push(&mut self, value: &T) {
        self.places.push(self.room.write_down(value));
    }

    /// Puts something else aside in the same room, on no shelf.
    pub fn put_aside<U: Serialize>(&self, value: &U) -> Aside<U> {
        Aside { room: Arc::clone(&self.room), place: self.room.write_down(value), holds: PhantomData }
    }

    /// The values, one after the other. A problem is one of the machine: what was put aside cannot be read again.
    pub fn iter(&self) -> impl Iterator<Item = Result<T, Diagnostic>> {
        self.places.iter().map(|place| self.room.take(*place))
    }

    /// All values at once, for those who know that they are few.
    pub fn into_vec(self) -> Result<Vec<T>, Diagnostic> {
        self.iter().collect()
    }
}

impl<T: Serialize + DeserializeOwned> From<Vec<T>> for Shelf<T> {
    fn from(values: Vec<T>) -> Self {
        let mut shelf = Self::default();
        values.iter().for_each(|value| shelf.push(value));
        shelf
    }
}

impl<T: DeserializeOwned> Aside<T> {
    /// The value.
    pub fn take(&self) -> Result<T, Diagnostic> {
        self.room.take(self.place)
    }
}

/// Where shelves stand: what was put aside, one value behind the other.
#[derive(Debug, Default)]
struct Room(Mutex<Contents>);

#[derive(Debug, Default)]
struct Contents {
    folder: Option<PathBuf>,
    /// No more can be written there.
    is_full: bool,
    file: Option<File>,
    /// Bytes in the file.
    filed: u64,
    /// What follows them.
    in_memory: Vec<u8>,
}

impl Room {
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_down<T: Serialize>(&self, value: &T) -> Place {
        self.put(&postcard::to_allocvec(value).unwrap_or_else(|err| unreachable!("a value is plain data: {err}")))
    }

    fn put(&self, bytes: &[u8]) -> Place {
        let mut contents = self.contents();
        let place = Place { start: contents.filed + contents.in_memory.len() as u64, length: bytes.len() };
        if contents.in_memory.len() + bytes.len() > IN_MEMORY {
            contents.file_away();
        }
        contents.in_memory.extend_from_slice(bytes);
        place
    }

    fn bytes(&self, place: Place) -> Result<Vec<u8>, Diagnostic> {
        let mut contents = self.contents();
        contents.read(place).map_err(|err| unreadable(&contents.folder.clone().unwrap_or_default(), &err))
    }

    fn take<T: DeserializeOwned>(&self, place: Place) -> Result<T, Diagnostic> {
        postcard::from_bytes(&self.bytes(place)?).map_err(|err| {
            let folder = self.contents().folder.clone().unwrap_or_default();
            unreadable(&folder, &io::Error::new(io::ErrorKind::InvalidData, err))
        })
    }
}

impl Contents {
    /// Moves what is in memory to the file. On a disk that is full, or where there is no folder, it stays.
    fn file_away(&mut self) {
        let Some(folder) = self.folder.as_ref().filter(|_| !self.is_full) else { return };
        let mut write = || -> io::Result<()> {
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(tempfile::tempfile_in(folder)?),
            };
            file.seek(SeekFrom::Start(self.filed))?;
            file.write_all(&self.in_memory)
        };
        match write() {
            Ok(()) => {
                self.filed += self.in_memory.len() as u64;
                self.in_memory.clear();
            }
            Err(_) => self.is_full = true,
        }
    }

    fn read(&mut self, place: Place) -> io::Result<Vec<u8>> {
        if let Some(start) = place.start.checked_sub(self.filed) {
            let bytes = usize::try_from(start).ok().and_then(|start| self.in_memory.get(start..start + place.length));
            return bytes.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into());
        }
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(place.start))?;
        let mut bytes = vec![0; place.length];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

fn unreadable(folder: &Path, err: &io::Error) -> Diagnostic {
    let (zh, en) = reason(err);
    let message = Message::new(
        format!("暂存的内容读不回来（{zh}）"),
        format!("what was put aside for a while cannot be read again ({en})"),
    );
    Diagnostic::error(Code::Io, message).at(&Origin::file(folder)).hint(
        "检查临时文件夹所在的磁盘；可以用环境变量 TMPDIR 换一个文件夹，再运行一次",
        "check the disk of the folder for temporary files, or name another one by the variable TMPDIR, then run again",
    )
}

/// Paths as values that are put aside: also those that are no Unicode.
pub(crate) mod paths {
    use std::ffi::{OsStr, OsString};
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    pub(crate) fn serialize<S: Serializer>(path: &Arc<Path>, serializer: S) -> Result<S::Ok, S::Error> {
        let text: Result<&str, &OsStr> = path.to_str().ok_or(path.as_os_str());
        text.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Path>, D::Error> {
        let text: Result<String, OsString> = Result::deserialize(deserializer)?;
        Ok(text.map_or_else(PathBuf::from, PathBuf::from).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// More than memory is to hold.
    fn texts() -> Vec<String> {
        (0..3000).map(|number| format!("{number}").repeat(500)).collect()
    }

    #[test]
    fn what_was_put_aside_comes_back_in_its_order_from_memory_and_from_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::new(Some(dir.path()));
        texts().iter().for_each(|text| shelf.push(text));
        assert!(shelf.room.contents().filed > 0 && !shelf.room.contents().in_memory.is_empty());
        let last = shelf.aside(2999).unwrap();
        assert_eq!(last.take().unwrap(), texts()[2999]);
        assert_eq!(shelf.aside(0).unwrap().take().unwrap(), texts()[0]);
        assert_eq!(shelf.into_vec().unwrap(), texts());
    }

    #[test]
    fn the_file_has_no_name() {
        let dir = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::new(Some(dir.path()));
        texts().iter().for_each(|text| shelf.push(text));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn without_a_folder_that_can_be_written_memory_holds_all() {
        let dir = tempfile::tempdir().unwrap();
        for folder in [None, Some(dir.path().join("gone"))] {
            let mut shelf = Shelf::new(folder.as_deref());
            texts().iter().for_each(|text| shelf.push(text));
            assert_eq!(shelf.into_vec().unwrap(), texts());
        }
    }

    #[test]
    fn what_cannot_be_read_again_is_a_problem_at_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::new(Some(dir.path()));
        texts().iter().for_each(|text| shelf.push(text));
        shelf.room.contents().file.as_ref().unwrap().set_len(0).unwrap();
        let problem = shelf.aside(0).unwrap().take().unwrap_err();
        assert_eq!((problem.code, problem.origin), (Code::Io, Some(Origin::file(dir.path()))));
        assert_eq!(problem.hints.len(), 1);
        assert!(shelf.into_vec().is_err());
    }

    #[test]
    fn a_value_is_taken_over_from_a_shelf_beside() {
        let from: Shelf<u32> = vec![1, 2, 3].into();
        let mut to = from.beside();
        to.push(&7);
        to.take_over(&from, 2).unwrap();
        to.take_over(&Shelf::from(vec![5]), 0).unwrap();
        assert_eq!(to.into_vec().unwrap(), [7, 3, 5]);
    }

    #[test]
    fn two_shelves_of_a_room_keep_apart() {
        let mut numbers: Shelf<u32> = Shelf::default();
        let mut words = numbers.beside();
        numbers.push(&1);
        words.push(&"二".to_owned());
        numbers.push(&3);
        assert_eq!(numbers.into_vec().unwrap(), [1, 3]);
        assert_eq!(words.into_vec().unwrap(), ["二"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_unicode_stays_as_it_is() {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/\xb4\xf0\xb8\xb4.xlsx"));
        let mut shelf = Shelf::default();
        shelf.push(&Origin::file(path));
        assert_eq!(shelf.into_vec().unwrap(), [Origin::file(path)]);
    }
}
