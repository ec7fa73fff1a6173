//! The one form of our `.tar` files (POSIX 1003.1, pax): plain files, a pax header only where a name needs it.

use super::EntryTime;

pub(super) const BLOCK: usize = 512;

/// The two empty blocks behind the last entry.
pub(super) const END: [u8; 2 * BLOCK] = [0; 2 * BLOCK];

/// Everything before an entry's bytes.
pub(super) fn head(name: &str, bytes: u64, time: EntryTime) -> Vec<u8> {
    let mut out = Vec::with_capacity(BLOCK);
    if name.len() > 100 || !name.is_ascii() {
        let record = pax("path", name);
        out.extend(header("././@PaxHeader", record.len() as u64, time, b'x'));
        out.extend_from_slice(record.as_bytes());
        out.resize(out.len() + padding(record.len() as u64), 0);
    }
    out.extend(header(short(name), bytes, time, b'0'));
    out
}

/// How many zeros follow so many bytes.
pub(super) fn padding(bytes: u64) -> usize {
    let over = usize::try_from(bytes % BLOCK as u64).unwrap_or_default();
    if over == 0 { 0 } else { BLOCK - over }
}

/// The name as far as it fits.
fn short(name: &str) -> &str {
    let mut end = name.len().min(100);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default()
}

/// `27 path=…`: the length counts itself.
fn pax(key: &str, value: &str) -> String {
    let bare = key.len() + value.len() + 3;
    let mut length = bare + 1;
    while bare + length.to_string().len() != length {
        length = bare + length.to_string().len();
    }
    format!("{length} {key}={value}\n")
}

fn header(name: &str, bytes: u64, time: EntryTime, kind: u8) -> [u8; BLOCK] {
    let mut block = [0_u8; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| {
        block.iter_mut().skip(at).zip(bytes).for_each(|(to, from)| *to = *from);
    };
    put(0, name.as_bytes());
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{bytes:011o}\0").as_bytes());
    put(136, format!("{:011o}\0", time.0).as_bytes());
    put(148, b"        ");
    put(156, &[kind]);
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    let mut put = |at: usize, bytes: &[u8]| {
        block.iter_mut().skip(at).zip(bytes).for_each(|(to, from)| *to = *from);
    };
    put(148, format!("{sum:06o}\0 ").as_bytes());
    block
}

/// What a header says, read without belief: name, bytes, kind, time. `None` where its checksum is wrong.
pub(super) fn read(block: &[u8]) -> Option<(String, u64, u8, u64)> {
    let field = |at: usize, length: usize| -> Option<&[u8]> {
        let bytes = block.get(at..at + length)?;
        Some(bytes.split(|byte| *byte == 0).next().unwrap_or_default())
    };
    let octal = |at: usize, length: usize| -> Option<u64> {
        u64::from_str_radix(std::str::from_utf8(field(at, length)?).ok()?.trim(), 8).ok()
    };
    let told = octal(148, 8)?;
    let blank = |at: usize, byte: &u8| if (148..156).contains(&at) { u64::from(b' ') } else { u64::from(*byte) };
    let sum: u64 = block.iter().enumerate().map(|(at, byte)| blank(at, byte)).sum();
    let name = String::from_utf8_lossy(field(0, 100)?).into_owned();
    (sum == told).then_some((name, octal(124, 12)?, *block.get(156)?, octal(136, 12)?))
}

/// The path of a pax record, where that is all it says.
pub(super) fn pax_path(record: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(record).ok()?;
    let path = text.split_once(" path=")?.1.strip_suffix('\n')?;
    (pax("path", path) == text).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_reads_back_and_says_when_it_was_changed() {
        let head = head("a/电子档案.pdf", 1234, EntryTime(1_718_064_000));
        assert_eq!(head.len(), 3 * BLOCK);
        let (_, length, kind, _) = read(&head[..BLOCK]).unwrap();
        assert_eq!(kind, b'x');
        let record = &head[BLOCK..BLOCK + usize::try_from(length).unwrap()];
        assert_eq!(pax_path(record).unwrap(), "a/电子档案.pdf");
        let mut last = head[2 * BLOCK..].to_vec();
        assert_eq!(read(&last).unwrap().1, 1234);
        last[0] ^= 1;
        assert_eq!(read(&last), None);
    }

    #[test]
    fn the_length_of_a_pax_record_counts_itself() {
        for length in [1, 85, 86, 87, 88, 89, 90, 91, 92, 93, 985, 990, 995] {
            let record = pax("path", &"x".repeat(length));
            let told: usize = record.split(' ').next().unwrap().parse().unwrap();
            assert_eq!(told, record.len());
        }
    }
}
