//! A role's faces in the order they are asked, and what they draw, remembered character by character.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::Role;
use super::face::Face;

/// The faces of a role.
#[derive(Debug)]
pub(super) struct Chain {
    pub role: Role,
    /// Other names by which people know the typeface.
    pub aliases: Vec<String>,
    /// Their places among all faces; at least one.
    pub faces: Vec<usize>,
    memory: Memory,
}

/// What draws a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Drawn {
    /// Its place in the chain.
    pub place: usize,
    /// Advance width in units of the face.
    pub advance: u16,
    /// There is something to see.
    pub ink: bool,
}

impl Chain {
    pub fn new(role: Role, aliases: Vec<String>, faces: Vec<usize>) -> Self {
        Self { role, aliases, faces, memory: Memory::default() }
    }

    /// The first face that has `c`, as Typst chooses it. `None` where none has.
    pub fn draw(&self, faces: &[Face], c: char) -> Option<Drawn> {
        let slot = self.memory.slot(c);
        if let Some(Remembered(drawn)) = slot.and_then(|slot| unpack(slot.load(Ordering::Relaxed))) {
            return drawn;
        }
        let drawn = self.look_up(faces, c);
        if let Some(slot) = slot {
            // Threads that meet here write the same.
            slot.store(pack(drawn), Ordering::Relaxed);
        }
        drawn
    }

    fn look_up(&self, faces: &[Face], c: char) -> Option<Drawn> {
        self.faces.iter().enumerate().find_map(|(place, &face)| {
            let glyph = faces.get(face)?.glyph(c)?;
            Some(Drawn { place, advance: glyph.advance, ink: glyph.ink })
        })
    }
}

const KNOWN: u32 = 1 << 31;
const FOUND: u32 = 1 << 30;
const INK: u32 = 1 << 29;
const PLACE_BITS: u32 = 13;

fn pack(drawn: Option<Drawn>) -> u32 {
    let Some(drawn) = drawn else {
        return KNOWN;
    };
    match u32::try_from(drawn.place) {
        Ok(place) if place < 1 << PLACE_BITS => {
            let ink = if drawn.ink { INK } else { 0 };
            KNOWN | FOUND | ink | place << 16 | u32::from(drawn.advance)
        }
        // Not remembered, but looked up each time.
        _ => 0,
    }
}

/// What was remembered: a face, or that none has the character.
struct Remembered(Option<Drawn>);

fn unpack(entry: u32) -> Option<Remembered> {
    let drawn = Drawn {
        place: (entry >> 16 & ((1 << PLACE_BITS) - 1)) as usize,
        advance: (entry & 0xffff) as u16,
        ink: entry & INK != 0,
    };
    (entry & KNOWN != 0).then(|| Remembered((entry & FOUND != 0).then_some(drawn)))
}

const PAGE: usize = 256;
/// Unicode's planes 0 to 3: everything a letter may hold.
const PAGES: usize = 0x4_0000 / PAGE;

/// Entries by character, in pages made when first touched. A letter is drawn from some eighty of them.
struct Memory(Box<[OnceLock<Box<[AtomicU32; PAGE]>>]>);

impl Memory {
    fn slot(&self, c: char) -> Option<&AtomicU32> {
        let (page, at) = (c as usize / PAGE, c as usize % PAGE);
        let page = self.0.get(page)?;
        let page = page.get_or_init(|| Box::new([const { AtomicU32::new(0) }; PAGE]));
        page.get(at)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self((0..PAGES).map(|_| OnceLock::new()).collect())
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Memory").finish_non_exhaustive()
    }
}
