//! Cutting a text into tokens: blanks settled, widths as running sums.

use std::ops::Range;

use super::mark;
use super::text::{EPS, Text};
use crate::fonts::{Advance, Role};

/// What half a full-width mark gives away, in em.
const HALF: f64 = 0.5;
/// The gap between a Han character and a Latin letter or digit, in em.
const GAP: f64 = 0.25;

/// A stretch that is not broken inside: a character, a number or word, `——`, `……`.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Where it begins in em, the text being set on one line; a gap stands before this place.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// What it gives when the line is squeezed.
    pub gives: f64,
    /// What all tokens before it give.
    pub given_before: f64,
    /// What hangs out when it ends a line.
    pub hangs: f64,
    pub kind: Kind,
    /// Its first character may not begin a line.
    pub barred_from_start: bool,
    /// Its last character may not end a line.
    pub barred_from_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits and `. + - %`.
    Word,
    /// A blank between two of the western signs.
    Blank,
    /// Anything else.
    Sign,
}

/// A [`Text`] in the making.
pub(super) struct Maker {
    text: Text,
    /// The last character and its role.
    last: Option<(char, Role)>,
    /// Blanks stand after it.
    blank: bool,
    /// Natural width so far.
    x: f64,
    /// What the tokens so far give.
    given: f64,
}

impl Maker {
    /// Takes `runs` together as one text.
    pub fn make<'a>(runs: impl IntoIterator<Item = (Role, &'a str)>, advance: &dyn Advance) -> Text {
        let mut maker = Self {
            text: Text { string: String::new(), tokens: Vec::new(), roles: Vec::new() },
            last: None,
            blank: false,
            x: 0.0,
            given: 0.0,
        };
        for (role, text) in runs {
            maker.text.string.reserve(text.len());
            maker.text.tokens.reserve(text.len() / 3);
            for c in text.chars() {
                if c.is_whitespace() {
                    maker.blank = true;
                } else {
                    maker.push(role, c, advance);
                }
            }
        }
        maker.text
    }

    fn push(&mut self, role: Role, c: char, advance: &dyn Advance) {
        let parted = std::mem::take(&mut self.blank);
        if parted
            && let Some((last, its_role)) = self.last
            && mark::is_western(last)
            && mark::is_western(c)
        {
            // Beside Han the gap stands there anyway.
            self.add(its_role, ' ', advance.advance(its_role, ' '), true);
        }
        self.add(role, c, advance.advance(role, c), parted);
    }

    /// Adds a character; `parted` says that a blank stood before it.
    fn add(&mut self, role: Role, c: char, width: f64, parted: bool) {
        let last = self.last.map(|(last, _)| last);
        let start = self.text.string.len();
        self.text.string.push(c);
        let end = self.text.string.len();
        match self.text.roles.last_mut() {
            Some((same, until)) if *same == role => *until = end,
            _ => self.text.roles.push((role, end)),
        }
        if let Some(token) = self.text.tokens.last_mut()
            && !parted
            && token.takes(last, c)
        {
            self.x += width;
            token.end = end;
            token.right = self.x;
            // Neither `——` nor a number with its sign is barred, as `—` and `-` are.
            if c == '—' || token.is_signed(last, c) {
                token.barred_from_start = false;
            }
            if !mark::is_attached(c) {
                self.last = Some((c, role));
            }
            return;
        }
        if last.is_some_and(|last| mark::is_cj(last) && mark::is_gapped(c) || mark::is_gapped(last) && mark::is_cj(c)) {
            self.x += GAP;
        }
        self.text.tokens.push(self.token(start..end, c, width));
        self.x += width;
        self.given += self.text.tokens.last().map_or(0.0, |token| token.gives);
        if !mark::is_attached(c) {
            self.last = Some((c, role));
        }
    }

    fn token(&self, bytes: Range<usize>, c: char, width: f64) -> Token {
        let closing = mark::is_closing(c);
        // Typst takes a mark for a full-width one only if it is just one em wide.
        let full = (width - 1.0).abs() < EPS && (closing || mark::is_opening(c));
        Token {
            start: bytes.start,
            end: bytes.end,
            left: self.x,
            right: self.x + width,
            gives: if full { HALF } else { 0.0 },
            given_before: self.given,
            hangs: if full && closing { HALF } else { 0.0 },
            kind: match c {
                ' ' => Kind::Blank,
                c if mark::is_word(c) => Kind::Word,
                _ => Kind::Sign,
            },
            // A hyphen or stop that stands alone is a mark; a number may begin with its sign.
            barred_from_start: matches!(c, '-' | '.') || mark::is_barred_from_start(c),
            barred_from_end: mark::is_barred_from_end(c),
        }
    }
}

impl Token {
    /// Does `c`, which follows `last` without a blank, belong to this token, the last one so far?
    fn takes(&self, last: Option<char>, c: char) -> bool {
        let single = || last.is_some_and(|last| self.end - self.start == last.len_utf8());
        match c {
            '—' | '…' => last == Some(c) && single(),
            c if mark::is_attached(c) => self.kind != Kind::Blank,
            c => self.kind == Kind::Word && mark::is_word(c),
        }
    }

    /// Is this token, with `c` as its second character, a number with its sign?
    fn is_signed(&self, last: Option<char>, c: char) -> bool {
        last == Some('-') && self.end - self.start == 2 && c.is_ascii_alphanumeric()
    }
}
