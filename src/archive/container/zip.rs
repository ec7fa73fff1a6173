//! The one form of our `.zip` files: entries stored, no extra fields but those of large files, nothing between.

use super::EntryTime;

/// More than fits the fields of a small file.
const LARGE: u64 = 0xFFFF_FFFF;

/// An entry of the central directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) crc: u32,
    pub(super) bytes: u64,
    pub(super) offset: u64,
}

/// Names are UTF-8.
const FLAGS: u16 = 0x0800;

/// The header before an entry's bytes.
pub(super) fn local(name: &str, crc: u32, bytes: u64, time: EntryTime) -> Vec<u8> {
    let mut out = Vec::with_capacity(30 + name.len());
    out.extend(0x0403_4B50_u32.to_le_bytes());
    out.extend(20_u16.to_le_bytes());
    out.extend(FLAGS.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    common(&mut out, name, crc, bytes, time);
    out.extend(0_u16.to_le_bytes());
    out.extend(name.as_bytes());
    out
}

/// Time, checksum, sizes, length of the name.
fn common(out: &mut Vec<u8>, name: &str, crc: u32, bytes: u64, time: EntryTime) {
    let (of_day, day) = time.dos();
    let size = u32::try_from(bytes).unwrap_or(u32::MAX);
    out.extend(of_day.to_le_bytes());
    out.extend(day.to_le_bytes());
    out.extend(crc.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
}

/// An entry's line in the central directory.
fn central(member: &Member, time: EntryTime) -> Vec<u8> {
    let large = member.offset >= LARGE;
    let mut out = Vec::with_capacity(46 + member.name.len());
    out.extend(0x0201_4B50_u32.to_le_bytes());
    // Made on Unix, so that the permissions are read.
    out.extend(0x0314_u16.to_le_bytes());
    out.extend(if large { 45_u16 } else { 20 }.to_le_bytes());
    out.extend(FLAGS.to_le_bytes());
    out.extend(0_u16.to_le_bytes());
    common(&mut out, &member.name, member.crc, member.bytes, time);
    out.extend(if large { 12_u16 } else { 0 }.to_le_bytes());
    out.extend([0; 6]);
    out.extend((0o100_644_u32 << 16).to_le_bytes());
    out.extend(u32::try_from(member.offset).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(member.name.as_bytes());
    if large {
        out.extend(1_u16.to_le_bytes());
        out.extend(8_u16.to_le_bytes());
        out.extend(member.offset.to_le_bytes());
    }
    out
}

/// All that follows the entries; `at` is where it begins.
pub(super) fn end(members: &[Member], at: u64, time: EntryTime) -> Vec<u8> {
    let mut out: Vec<u8> = members.iter().flat_map(|member| central(member, time)).collect();
    let (count, size) = (members.len() as u64, out.len() as u64);
    if count >= 0xFFFF || at >= LARGE || size >= LARGE {
        let here = at + size;
        out.extend(0x0606_4B50_u32.to_le_bytes());
        out.extend(44_u64.to_le_bytes());
        out.extend(0x032D_u16.to_le_bytes());
        out.extend(45_u16.to_le_bytes());
        out.extend([0; 8]);
        for value in [count, count, size, at] {
            out.extend(value.to_le_bytes());
        }
        out.extend(0x0706_4B50_u32.to_le_bytes());
        out.extend(0_u32.to_le_bytes());
        out.extend(here.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
    }
    let short = u16::try_from(count).unwrap_or(u16::MAX);
    out.extend(0x0605_4B50_u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend(short.to_le_bytes());
    out.extend(short.to_le_bytes());
    out.extend(u32::try_from(size).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(u32::try_from(at).unwrap_or(u32::MAX).to_le_bytes());
    out.extend([0; 2]);
    out
}
