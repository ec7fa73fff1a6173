//! A text made ready for breaking: blanks settled, tokens with their widths as running sums, so that
//! the width of any stretch of it is one subtraction.

use super::mark;
use crate::fonts::{Advance, Role};
use crate::letter::Run;

/// What half a full-width mark gives away, in em.
const HALF: f64 = 0.5;
/// The gap between a Han character and a Latin letter or digit, in em.
const GAP: f64 = 0.25;
/// Widths nearer than this are equal.
pub(super) const EPS: f64 = 1e-6;

/// A stretch that is not broken inside: a character, a number or word, `——`, `……`.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Where it begins in em, the text being set on one line; a gap stands before this place.
    left: f64,
    /// Where it ends.
    right: f64,
    /// What it gives when the line is squeezed.
    gives: f64,
    /// What all tokens before it give.
    given_before: f64,
    /// What hangs out when it ends a line.
    hangs: f64,
    kind: Kind,
    /// Its first character may not begin a line.
    barred_from_start: bool,
    /// Its last character may not end a line.
    barred_from_end: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Letters, digits and `. + - %`.
    Word,
    /// A blank between two of the western signs.
    Blank,
    /// Anything else.
    Sign,
}

/// A text and its tokens.
#[derive(Debug)]
pub(super) struct Text {
    /// Its characters, blanks beside Han dropped.
    pub string: String,
    pub tokens: Vec<Token>,
    /// Role by role: where it ends in `string`.
    roles: Vec<(Role, usize)>,
}

impl Text {
    /// Takes `runs` together as one text.
    pub fn new<'a>(runs: impl IntoIterator<Item = (Role, &'a str)>, advance: &dyn Advance) -> Self {
        let mut maker = Maker {
            text: Self {
                string: String::new(),
                tokens: Vec::new(),
                roles: Vec::new(),
            },
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

    /// Natural width of the tokens `start..end` on a line of their own; `start < end`.
    pub fn natural(&self, start: usize, end: usize) -> f64 {
        self.tokens[end - 1].right - self.tokens[start].left
    }

    /// The same, a closing mark at the end letting its blank half hang out.
    pub fn hung(&self, start: usize, end: usize) -> f64 {
        self.natural(start, end) - self.tokens[end - 1].hangs
    }

    /// The least width: every mark gives its blank half.
    pub fn squeezed(&self, start: usize, end: usize) -> f64 {
        let last = &self.tokens[end - 1];
        let given = last.given_before + last.gives - self.tokens[start].given_before;
        self.natural(start, end) - given
    }

    /// May a line end before the token `cut`, which is not the first?
    pub fn may_break(&self, cut: usize) -> bool {
        // A blank is dropped at a line's end, so that its neighbours meet there.
        let first = cut + usize::from(self.is_blank(cut));
        let Some(first) = self.tokens.get(first) else {
            return true;
        };
        let last = cut - 1;
        let last = last - usize::from(last > 0 && self.is_blank(last));
        !first.barred_from_start && !self.tokens[last].barred_from_end
    }

    /// Is the token a blank? There is none before the first or after the last.
    pub fn is_blank(&self, token: usize) -> bool {
        (self.tokens.get(token)).is_some_and(|token| token.kind == Kind::Blank)
    }

    /// The first character of a token.
    pub fn first_char(&self, token: usize) -> Option<char> {
        self.string[self.tokens.get(token)?.start..].chars().next()
    }

    /// The last character of a token.
    pub fn last_char(&self, token: usize) -> Option<char> {
        self.string[..self.tokens.get(token)?.end]
            .chars()
            .next_back()
    }

    /// Width of a word or number; `None` for what cannot be parted.
    pub fn word_width(&self, token: usize) -> Option<f64> {
        let token = self.tokens.get(token)?;
        (token.kind == Kind::Word && token.end - token.start > 1)
            .then_some(token.right - token.left)
    }

    /// Parts a word into one that is at most `room` wide, and the rest. Says whether it could.
    pub fn part(&mut self, token: usize, room: f64, advance: &dyn Advance) -> bool {
        let Token {
            start, end, left, ..
        } = self.tokens[token];
        let (mut width, mut part) = (0.0, None);
        let mut chars = self.string[start..end].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            width += advance.advance(self.role_at(start + at), c);
            if width > room + EPS {
                break;
            }
            match chars.peek() {
                Some(&(next, after)) if after != '.' && !mark::is_barred_from_start(after) => {
                    part = Some((start + next, width));
                }
                _ => {}
            }
        }
        let Some((cut, width)) = part else {
            return false;
        };
        let mut rest = self.tokens[token].clone();
        rest.start = cut;
        rest.left = left + width;
        rest.barred_from_start = false;
        self.tokens[token].end = cut;
        self.tokens[token].right = left + width;
        self.tokens.insert(token + 1, rest);
        true
    }

    /// Where the next line begins if one ends before `cut`: blanks there are dropped.
    pub fn next_start(&self, cut: usize) -> usize {
        cut + usize::from(self.is_blank(cut))
    }

    /// The bytes of a line of the tokens `start..end`, a blank at its end left out.
    pub fn bytes(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let last = end - 1;
        let last = last - usize::from(last > start && self.is_blank(last));
        self.tokens[start].start..self.tokens[last].end
    }

    /// The bytes as runs. `from` is where to look first, and is moved on, so that lines asked for in
    /// order cost no search.
    pub fn runs(&self, bytes: std::ops::Range<usize>, from: &mut usize) -> Vec<Run> {
        let (mut runs, mut start) = (Vec::new(), bytes.start);
        while let Some(&(role, end)) = self.roles.get(*from) {
            let stop = end.min(bytes.end);
            if start < stop {
                let text = self.string[start..stop].to_owned();
                runs.push(Run { role, text });
                start = stop;
            }
            if end > bytes.end {
                break;
            }
            *from += 1;
        }
        runs
    }

    fn role_at(&self, byte: usize) -> Role {
        let at = self.roles.partition_point(|&(_, end)| end <= byte);
        self.roles.get(at).map_or(Role::Fangsong, |&(role, _)| role)
    }
}

/// A [`Text`] in the making.
struct Maker {
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
        if last.is_some_and(|last| {
            mark::is_cj(last) && mark::is_gapped(c) || mark::is_gapped(last) && mark::is_cj(c)
        }) {
            self.x += GAP;
        }
        self.text.tokens.push(self.token(start..end, c, width));
        self.x += width;
        self.given += self.text.tokens.last().map_or(0.0, |token| token.gives);
        if !mark::is_attached(c) {
            self.last = Some((c, role));
        }
    }

    fn token(&self, bytes: std::ops::Range<usize>, c: char, width: f64) -> Token {
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
