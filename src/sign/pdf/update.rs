//! An incremental update: objects appended to a file that stays as it is.

use std::collections::BTreeMap;

use super::object::hex;
use super::{Broken, Dict, Object, PdfFile, broken};

/// Digits of each number of a `/ByteRange`: enough for any file that a reader opens.
const DIGITS: usize = 10;

/// An update in the making.
pub(crate) struct Update<'a> {
    file: &'a PdfFile<'a>,
    next: u32,
    objects: BTreeMap<u32, Content>,
    sizes: usize,
}

enum Content {
    Plain(Object),
    Stream(Dict, Vec<u8>),
    /// A signature dictionary and the room, in bytes, of its value.
    Signature(Dict, usize),
}

/// Where the numbers of a signature's range stand, where its value begins, and the value's room.
struct Hole {
    range: usize,
    open: usize,
    room: usize,
}

/// A written update with a signature in it whose value is still to come.
#[derive(Debug)]
pub(crate) struct Spot {
    bytes: Vec<u8>,
    /// Where the `<` of `/Contents` stands.
    open: usize,
    room: usize,
}

impl<'a> Update<'a> {
    pub(crate) fn of(file: &'a PdfFile<'a>) -> Result<Self, Broken> {
        Ok(Self { file, next: file.next_number()?, objects: BTreeMap::new(), sizes: 0 })
    }

    /// A number for an object that comes later.
    pub(crate) fn reserve(&mut self) -> u32 {
        let number = self.next;
        self.next += 1;
        number
    }

    /// Writes an object, a new one or in the place of an earlier one.
    pub(crate) fn put(&mut self, number: u32, object: impl Into<Object>) {
        self.objects.insert(number, Content::Plain(object.into()));
    }

    /// A new object.
    pub(crate) fn add(&mut self, object: impl Into<Object>) -> u32 {
        let number = self.reserve();
        self.put(number, object);
        number
    }

    /// Writes a stream.
    pub(crate) fn put_stream(&mut self, number: u32, mut dict: Dict, bytes: Vec<u8>) {
        dict.set("Length", i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        self.sizes += bytes.len();
        self.objects.insert(number, Content::Stream(dict, bytes));
    }

    /// A new stream.
    pub(crate) fn add_stream(&mut self, dict: Dict, bytes: Vec<u8>) -> u32 {
        let number = self.reserve();
        self.put_stream(number, dict, bytes);
        number
    }

    /// A signature dictionary with `room` bytes for its value. An update has one at most.
    pub(crate) fn put_signature(&mut self, number: u32, dict: Dict, room: usize) {
        self.objects.insert(number, Content::Signature(dict, room));
    }

    /// The whole file with the update. `id` is what the second half of the file's id is made from.
    pub(crate) fn finish(self, id: [u8; 16]) -> Vec<u8> {
        self.write(id).0
    }

    /// The same with a signature in it.
    pub(crate) fn finish_signature(self, id: [u8; 16]) -> Result<Spot, Broken> {
        let (mut bytes, hole) = self.write(id);
        let Hole { range, open, room } = hole.ok_or_else(|| broken("没有签名", "no signature"))?;
        let after = open + 2 + 2 * room;
        let numbers = [0, open, after, bytes.len().saturating_sub(after)];
        let text = numbers.map(|number| format!("{number:<DIGITS$}")).join(" ");
        // The width was planned: only a file of ten gigabytes would not fit.
        match bytes.get_mut(range..range + text.len()) {
            Some(place) if text.len() == 4 * DIGITS + 3 => place.copy_from_slice(text.as_bytes()),
            _ => return Err(broken("文件太大", "the file is too large")),
        }
        Ok(Spot { bytes, open, room })
    }

    fn write(self, id: [u8; 16]) -> (Vec<u8>, Option<Hole>) {
        let old = self.file.bytes();
        let mut out = Vec::with_capacity(old.len() + self.sizes + 4096 + 64 * self.objects.len());
        out.extend_from_slice(old);
        // An object begins on a line of its own (PDF/A); Typst's files end without a line break.
        if !old.ends_with(b"\n") {
            out.push(b'\n');
        }
        let mut places = BTreeMap::new();
        let mut hole = None;
        for (number, content) in &self.objects {
            places.insert(*number, out.len());
            out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            match content {
                Content::Plain(object) => object.write(&mut out),
                Content::Stream(dict, bytes) => {
                    dict.write(&mut out);
                    out.extend_from_slice(b"\nstream\n");
                    out.extend_from_slice(bytes);
                    out.extend_from_slice(b"\nendstream");
                }
                Content::Signature(dict, room) => {
                    out.extend_from_slice(b"<<");
                    for (key, value) in &dict.0 {
                        Object::Name(key.clone()).write(&mut out);
                        out.push(b' ');
                        value.write(&mut out);
                    }
                    out.extend_from_slice(b"/ByteRange[");
                    let range = out.len();
                    out.resize(range + 4 * DIGITS + 3, b' ');
                    out.extend_from_slice(b"]/Contents");
                    let open = out.len();
                    out.push(b'<');
                    out.resize(open + 1 + 2 * room, b'0');
                    out.extend_from_slice(b">>>");
                    hole = Some(Hole { range, open, room: *room });
                }
            }
            out.extend_from_slice(b"\nendobj\n");
        }
        let xref = out.len();
        out.extend_from_slice(b"xref\n0 1\n0000000000 65535 f \n");
        let numbers: Vec<u32> = places.keys().copied().collect();
        for run in numbers.chunk_by(|a, b| a + 1 == *b) {
            let first = run.first().copied().unwrap_or_default();
            out.extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
            for number in run {
                let place = places.get(number).copied().unwrap_or_default();
                out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
            }
        }
        let trailer = self.trailer(id);
        out.extend_from_slice(b"trailer\n");
        trailer.write(&mut out);
        out.extend_from_slice(format!("\nstartxref\n{xref}\n%%EOF\n").as_bytes());
        (out, hole)
    }

    /// The last trailer, which PDF/A wants whole, with what changes.
    fn trailer(&self, id: [u8; 16]) -> Dict {
        let mut trailer = self.file.trailer().clone();
        trailer.set("Size", i64::from(self.next));
        trailer.set("Prev", i64::try_from(self.file.last_xref()).unwrap_or(i64::MAX));
        let first = trailer.get("ID").and_then(|ids| ids.array()?.first().cloned());
        let second = Object::Text(id.to_vec());
        trailer.set("ID", vec![first.unwrap_or_else(|| second.clone()), second]);
        trailer
    }
}

impl Spot {
    /// What the signature speaks of: all but its own value.
    pub(crate) fn signed(&self) -> [&[u8]; 2] {
        let before = self.bytes.get(..self.open).unwrap_or_default();
        let after = self.bytes.get(self.open + 2 + 2 * self.room..).unwrap_or_default();
        [before, after]
    }

    /// The file with the value in its place; `Err` with the room that it needs if it does not fit.
    pub(crate) fn fill(mut self, value: &[u8]) -> Result<Vec<u8>, usize> {
        if value.len() > self.room {
            return Err(value.len());
        }
        let text = hex(value);
        let start = self.open + 1;
        if let Some(place) = self.bytes.get_mut(start..start + text.len()) {
            place.copy_from_slice(text.as_bytes());
        }
        Ok(self.bytes)
    }
}
