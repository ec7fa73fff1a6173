//! The 24 characters that older editions of GB 18030 kept in the private-use area of Unicode.
//!
//! Editions 2000 and 2005 had no other place for ten vertical marks and fourteen Han characters; names
//! typed on systems of that time hold them still. Unicode has all of them since, and GB 18030-2022 uses those.

/// Code of GB 18030, private-use character of the older editions, standard character.
const STANDARDISED: [(u16, char, char); 24] = [
    (0xa6d9, '\u{e78d}', '\u{fe10}'),
    (0xa6da, '\u{e78e}', '\u{fe12}'),
    (0xa6db, '\u{e78f}', '\u{fe11}'),
    (0xa6dc, '\u{e790}', '\u{fe13}'),
    (0xa6dd, '\u{e791}', '\u{fe14}'),
    (0xa6de, '\u{e792}', '\u{fe15}'),
    (0xa6df, '\u{e793}', '\u{fe16}'),
    (0xa6ec, '\u{e794}', '\u{fe17}'),
    (0xa6ed, '\u{e795}', '\u{fe18}'),
    (0xa6f3, '\u{e796}', '\u{fe19}'),
    (0xfe51, '\u{e816}', '\u{20087}'),
    (0xfe52, '\u{e817}', '\u{20089}'),
    (0xfe53, '\u{e818}', '\u{200cc}'),
    (0xfe59, '\u{e81e}', '\u{9fb4}'),
    (0xfe61, '\u{e826}', '\u{9fb5}'),
    (0xfe66, '\u{e82b}', '\u{9fb6}'),
    (0xfe67, '\u{e82c}', '\u{9fb7}'),
    (0xfe6c, '\u{e831}', '\u{215d7}'),
    (0xfe6d, '\u{e832}', '\u{9fb8}'),
    (0xfe76, '\u{e83b}', '\u{2298f}'),
    (0xfe7e, '\u{e843}', '\u{9fb9}'),
    (0xfe90, '\u{e854}', '\u{9fba}'),
    (0xfe91, '\u{e855}', '\u{241fe}'),
    (0xfea0, '\u{e864}', '\u{9fbb}'),
];

/// The standard character for a private-use one of older editions.
pub(super) fn standardised(c: char) -> Option<char> {
    if !('\u{e78d}'..='\u{e864}').contains(&c) {
        return None;
    }
    STANDARDISED.iter().find(|&&(_, old, _)| old == c).map(|&(_, _, new)| new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::text::decode;

    #[test]
    fn a_file_in_gb18030_gives_standard_characters_for_all_of_them() {
        for (code, old, new) in STANDARDISED {
            let bytes = code.to_be_bytes();
            let text = decode(&[b'"', bytes[0], bytes[1], b'"']).unwrap();
            let c = text.chars().nth(1).unwrap();
            assert_eq!(standardised(c).unwrap_or(c), new, "{code:x} {old:?} was read as {c:?}");
        }
    }

    #[test]
    fn other_private_characters_are_left() {
        for c in ['\u{e000}', '\u{e5e5}', '\u{e797}', '\u{e819}', '\u{e865}', '\u{f8ff}', '中'] {
            assert_eq!(standardised(c), None);
        }
        let places: std::collections::BTreeSet<char> = STANDARDISED.iter().flat_map(|&(_, a, b)| [a, b]).collect();
        assert_eq!(places.len(), 48);
    }
}
