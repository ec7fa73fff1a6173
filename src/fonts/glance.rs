//! What is known of a role's characters: looked up once, remembered for all letters and threads.

use std::sync::atomic::{AtomicU64, Ordering};

use super::cover::Fault;
use super::{Faces, Role};

/// How a role draws a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glance {
    /// Advance width in em.
    pub advance: f64,
    /// Why it cannot be printed.
    pub fault: Option<Fault>,
}

/// One word a character of the BMP: 0 for not looked up yet, else the width (32 bits), the fault and a mark.
#[derive(Debug)]
pub(super) struct Glances(Vec<AtomicU64>);

const KNOWN: u64 = 1 << 63;

impl Glances {
    pub fn new() -> Self {
        Self((0..=0xFFFF).map(|_| AtomicU64::new(0)).collect())
    }
}

impl Faces {
    pub(super) fn glance(&self, role: Role, c: char) -> Glance {
        let Some(cell) = self.chains[role.index()].known.0.get(c as usize) else { return self.look(role, c) };
        // Each word is whole by itself, and looking up twice gives the same: no order between threads is needed.
        let word = cell.load(Ordering::Relaxed);
        if word & KNOWN != 0 {
            return unpack(word);
        }
        let glance = self.look(role, c);
        cell.store(pack(glance), Ordering::Relaxed);
        glance
    }

    fn look(&self, role: Role, c: char) -> Glance {
        let found = self.chain(role).find_map(|face| face.glyph(c).map(|glyph| (face, glyph)));
        let fault = Fault::of_character(c).or_else(|| match found {
            None => Some(Fault::Missing),
            Some((face, glyph)) if !c.is_whitespace() && !face.has_ink(glyph) => Some(Fault::WithoutInk),
            Some(_) => None,
        });
        Glance { advance: found.map_or(1.0, |(face, glyph)| face.advance(glyph)), fault }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "widths of glyphs are a few thousandths exact in 32 bits")]
fn pack(glance: Glance) -> u64 {
    let fault = match glance.fault {
        None => 0,
        Some(Fault::Missing) => 1,
        Some(Fault::WithoutInk) => 2,
        Some(Fault::Private) => 3,
        Some(Fault::Control) => 4,
    };
    KNOWN | fault << 32 | u64::from((glance.advance as f32).to_bits())
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is the width")]
fn unpack(word: u64) -> Glance {
    let fault = match word >> 32 & 7 {
        1 => Some(Fault::Missing),
        2 => Some(Fault::WithoutInk),
        3 => Some(Fault::Private),
        4 => Some(Fault::Control),
        _ => None,
    };
    Glance { advance: f64::from(f32::from_bits(word as u32)), fault }
}
