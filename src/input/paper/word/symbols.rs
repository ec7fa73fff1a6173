//! Signs of fonts of symbols, whose characters mean something else than their code points.

/// The character that a sign looks like.
pub(super) fn meant(font: &str, code: u32) -> Option<char> {
    // Programs write the sign's place in the font, with or without the private-use offset.
    let place = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let table: &[(u32, char)] = match font {
        "Symbol" => &[
            (0xB0, '°'),
            (0xB1, '±'),
            (0xB4, '×'),
            (0xB8, '÷'),
            (0xB7, '·'),
            (0xA3, '≤'),
            (0xB3, '≥'),
            (0xB9, '≠'),
            (0x25, '%'),
            (0x2D, '－'),
            (0xA2, '′'),
            (0xB2, '″'),
            (0xBC, '…'),
            (0xDE, '⇒'),
            (0xAE, '→'),
        ],
        "Wingdings" => &[
            (0xFC, '√'),
            (0xFB, '×'),
            (0xFE, '☑'),
            (0xA8, '□'),
            (0x6F, '□'),
            (0x6C, '●'),
            (0x6E, '■'),
            (0x75, '◆'),
            (0xD8, '➢'),
        ],
        "Wingdings 2" => &[(0x50, '√'), (0x52, '☑'), (0xA3, '□'), (0x2A, '□')],
        _ => {
            // An ordinary font: the code point is the character, unless it is a private one.
            let private = (0xE000..=0xF8FF).contains(&code) || code < 0x20;
            return char::from_u32(code).filter(|_| !private);
        }
    };
    table.iter().find(|(at, _)| *at == place).map(|(_, c)| *c)
}
