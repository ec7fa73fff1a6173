//! SHA-256, and as the project writes it: lowercase hex.

use std::fmt::Write;

use aws_lc_rs::digest::{Context, SHA256, SHA256_OUTPUT_LEN};

/// The SHA-256 of the parts, one after the other.
pub fn sha256_bytes<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; SHA256_OUTPUT_LEN] {
    let mut hasher = Context::new(&SHA256);
    for part in parts {
        hasher.update(part);
    }
    let mut bytes = [0; SHA256_OUTPUT_LEN];
    bytes.iter_mut().zip(hasher.finish().as_ref()).for_each(|(to, from)| *to = *from);
    bytes
}

/// The same in hex.
pub fn sha256<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hex = String::with_capacity(64);
    for byte in sha256_bytes(parts) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_count_as_one_text() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sha256([b"abc".as_slice()]), expected);
        assert_eq!(super::sha256([b"a".as_slice(), b"bc"]), expected);
    }
}
