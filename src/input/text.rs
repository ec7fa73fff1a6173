//! Bytes to text: UTF-8, UTF-16 with a byte order mark, GB18030.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// The text of a file, without byte order mark; `None` where it is in none of the encodings.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, bytes.get(mark..)?);
    }
    // GB18030 reads almost anything, so UTF-8, which does not, is tried first.
    let text = strictly(UTF_8, bytes).or_else(|| strictly(GB18030, bytes))?;
    (!text.contains('\0')).then_some(text)
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_ledgers_are_told_apart() {
        let expected = Some("建议号".to_owned());
        assert_eq!(decode("建议号".as_bytes()), expected);
        assert_eq!(decode("\u{feff}建议号".as_bytes()), expected);
        assert_eq!(decode(&GB18030.encode("建议号").0), expected);
        let utf16: Vec<u8> = "\u{feff}建议号".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16), expected);
        // `𬎆` needs four bytes of GB18030.
        assert_eq!(decode(&GB18030.encode("汪𬎆").0), Some("汪𬎆".to_owned()));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(&[0xff, 0x20, 0x81]), None);
        assert_eq!(decode(b"a\0b"), None);
    }
}
