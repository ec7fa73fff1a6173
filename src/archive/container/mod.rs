//! What a package stands in: a folder, or one `.zip` or `.tar` without compression.
//!
//! A single file has one right form: entries in their order, one time for all, no room for anything between them.
//! So every byte of it can be made again from the names and contents, and is when a package is verified.

pub(super) mod digests;
mod folder;
mod sink;
mod source;
mod tar;
mod zip;

pub(super) use sink::{FIXITY, Sink, Stored, fixity, listed};
pub(super) use source::Source;

/// How a package stands on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// A folder.
    Folder,
    /// A `.zip`.
    Zip,
    /// A `.tar`.
    Tar,
}

/// The time of all entries of a single file: seconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EntryTime(pub(super) u64);

impl EntryTime {
    /// As MS-DOS writes it: time, date. Zip files have two seconds to a step and begin in 1980.
    pub(super) fn dos(self) -> (u16, u16) {
        let stamp = i64::try_from(self.0).ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        let Some(stamp) = stamp else { return (0, 0x21) };
        let at = jiff::tz::Offset::UTC.to_datetime(stamp);
        let Ok(year) = u16::try_from(i32::from(at.year()) - 1980) else { return (0, 0x21) };
        let field = |value: i8| u16::try_from(value).unwrap_or_default();
        let time = field(at.hour()) << 11 | field(at.minute()) << 5 | (field(at.second()) / 2);
        (time, year.min(127) << 9 | field(at.month()) << 5 | field(at.day()))
    }

    /// The same, as far as zip files can say it.
    pub(super) fn even(self) -> Self {
        Self(self.0 & !1)
    }
}

/// Why a path of a package is refused; nothing where it is one that dafu writes.
pub(super) fn path_fault(path: &str) -> Option<(&'static str, &'static str)> {
    if path.is_empty() {
        return Some(("没有名字", "it has no name"));
    }
    if path.starts_with('/') || path.starts_with('\\') || path.chars().nth(1) == Some(':') {
        return Some(("路径是绝对的", "its path is absolute"));
    }
    if path.split(['/', '\\']).any(|part| part == "..") {
        return Some(("路径通到包外", "its path leads out of the package"));
    }
    if path.split('/').any(|part| part.is_empty() || part == ".") || path.contains('\\') {
        return Some(("路径写得不规范", "its path is not well-formed"));
    }
    path.chars().any(char::is_control).then_some(("名字里有控制字符", "its name has control characters"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_climb_out_are_refused() {
        for path in ["../x", "a/../x", "/x", "\\x", "C:/x", "a\\..\\x", "", "a//b", "./a", "a/", "a\nb"] {
            assert!(path_fault(path).is_some(), "{path:?}");
        }
        for path in ["a", "a/b.pdf", "电子档案/X043-WS·2024-Y-0001.pdf", "a..b/c"] {
            assert_eq!(path_fault(path), None, "{path:?}");
        }
    }

    #[test]
    fn times_are_those_of_zip_files() {
        assert_eq!(EntryTime(1_718_064_000).dos(), (0, 0x58CB));
        assert_eq!(EntryTime(0).dos(), (0, 0x21));
        assert_eq!(EntryTime(3).even(), EntryTime(2));
    }
}
