//! Digests of what passes by: SHA-256 always, others where they are wanted.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256, Sha512};
use sm3::Sm3;

/// Which digests are wanted beside SHA-256.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::archive) struct Wanted {
    pub(in crate::archive) sha512: bool,
    pub(in crate::archive) sm3: bool,
}

/// The digests of a file, in hex, and its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::archive) struct Digests {
    pub(in crate::archive) bytes: u64,
    pub(in crate::archive) sha256: String,
    pub(in crate::archive) sha512: Option<String>,
    pub(in crate::archive) sm3: Option<String>,
    pub(in crate::archive) crc: u32,
}

/// Takes bytes and passes them on.
pub(in crate::archive) struct Digester<W> {
    to: W,
    sha256: Sha256,
    sha512: Option<Sha512>,
    sm3: Option<Sm3>,
    crc: flate2::Crc,
    bytes: u64,
}

impl<W: Write> Digester<W> {
    pub(in crate::archive) fn new(to: W, wanted: Wanted) -> Self {
        Self {
            to,
            sha256: Sha256::new(),
            sha512: wanted.sha512.then(Sha512::new),
            sm3: wanted.sm3.then(Sm3::new),
            crc: flate2::Crc::new(),
            bytes: 0,
        }
    }

    pub(in crate::archive) fn finish(self) -> (W, Digests) {
        let digests = Digests {
            bytes: self.bytes,
            sha256: hex(&self.sha256.finalize()),
            sha512: self.sha512.map(|it| hex(&it.finalize())),
            sm3: self.sm3.map(|it| hex(&it.finalize())),
            crc: self.crc.sum(),
        };
        (self.to, digests)
    }
}

impl<W: Write> Write for Digester<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.to.write(bytes)?;
        let taken = bytes.get(..count).unwrap_or_default();
        self.sha256.update(taken);
        if let Some(it) = &mut self.sha512 {
            it.update(taken);
        }
        if let Some(it) = &mut self.sm3 {
            it.update(taken);
        }
        self.crc.update(taken);
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// The digests of bytes.
pub(in crate::archive) fn of(bytes: &[u8], wanted: Wanted) -> Digests {
    let mut digester = Digester::new(io::sink(), wanted);
    // A sink takes everything.
    let _ = digester.write_all(bytes);
    digester.finish().1
}

/// The digests of all that a reader gives.
pub(in crate::archive) fn of_reader(from: &mut dyn Read, wanted: Wanted) -> io::Result<Digests> {
    let mut digester = Digester::new(io::sink(), wanted);
    io::copy(from, &mut digester)?;
    Ok(digester.finish().1)
}

/// The digests of a file.
pub(in crate::archive) fn of_file(path: &Path, wanted: Wanted) -> io::Result<Digests> {
    of_reader(&mut File::open(path)?, wanted)
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standards() {
        let all = of(b"abc", Wanted { sha512: true, sm3: true });
        assert_eq!(all.bytes, 3);
        assert_eq!(all.crc, 0x3524_41C2);
        assert_eq!(all.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(all.sha512.unwrap().starts_with("ddaf35a193617abacc417349ae204131"));
        // GB/T 32905-2016, A.1.
        assert_eq!(all.sm3.unwrap(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}
