//! Containers, so that a fuzzer changes what stands in a workbook and not the checksums around it.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// Parts the pieces of `data`: XML never holds this byte.
const BETWEEN: u8 = 0xff;

/// A zip of the parts `fixed`, and of those in `named` with the pieces of `data` for content.
pub fn zip_of(data: &[u8], fixed: &[(&str, &str)], named: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let pieces = named.iter().copied().zip(data.split(|byte| *byte == BETWEEN));
    for (name, content) in fixed.iter().map(|(name, text)| (*name, text.as_bytes())).chain(pieces) {
        writer.start_file(name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const SECTOR: usize = 512;
const END: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;
/// Shorter streams would need a second table.
const LEAST: usize = 4096;

/// A compound file (the container of `.xls`) with one stream `Workbook`.
pub fn compound_file(stream: &[u8]) -> Vec<u8> {
    let mut stream = stream.to_vec();
    stream.resize(stream.len().max(LEAST).next_multiple_of(SECTOR), 0);
    let sectors = stream.len() / SECTOR;
    // The table's own sectors, the directory's one, the stream's.
    let mut tables = 1;
    while tables * SECTOR / 4 < tables + 1 + sectors {
        tables += 1;
    }
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.resize(24, 0);
    for word in [0x3e_u16, 3, 0xfffe, 9, 6] {
        file.extend(word.to_le_bytes());
    }
    file.resize(44, 0);
    let number = |count: usize| u32::try_from(count).unwrap();
    for word in [number(tables), number(tables), 0, number(LEAST), END, 0, END, 0] {
        file.extend(word.to_le_bytes());
    }
    for index in 0..109 {
        file.extend(if index < tables { number(index) } else { FREE }.to_le_bytes());
    }
    let mut table: Vec<u32> = vec![0xffff_fffd; tables];
    table.push(END);
    table.extend((1..sectors).map(|next| number(tables + 1 + next)).chain([END]));
    table.resize(tables * SECTOR / 4, FREE);
    file.extend(table.iter().flat_map(|word| word.to_le_bytes()));
    for (name, kind, child, start, size) in
        [("Root Entry", 5, 1, END, 0), ("Workbook", 2, FREE, number(tables + 1), number(stream.len()))]
    {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = u16::try_from(entry.len() + 2).unwrap();
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([FREE, FREE, child].iter().flat_map(|word| word.to_le_bytes()));
        entry.resize(116, 0);
        entry.extend([start, size, 0].iter().flat_map(|word| word.to_le_bytes()));
        file.extend(entry);
    }
    file.resize(file.len() + 256, 0);
    file.extend(stream);
    file
}
