//! A text ready for breaking: the width of any stretch of it is one subtraction.

use std::ops::Range;

use super::mark;
use super::token::{Kind, Maker, Token};
use crate::fonts::{Advance, Role};
use crate::letter::Run;

/// Widths nearer than this are equal.
pub(super) const EPS: f64 = 1e-6;

/// A text and its tokens.
#[derive(Debug)]
pub(super) struct Text {
    /// Its characters, blanks beside Han dropped.
    pub string: String,
    pub tokens: Vec<Token>,
    /// Role by role: where it ends in `string`.
    pub roles: Vec<(Role, usize)>,
}

impl Text {
    /// Takes `runs` together as one text.
    pub fn new<'a>(runs: impl IntoIterator<Item = (Role, &'a str)>, advance: &dyn Advance) -> Self {
        Maker::make(runs, advance)
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
        self.string[..self.tokens.get(token)?.end].chars().next_back()
    }

    /// Width of a word or number; `None` for what cannot be parted.
    pub fn word_width(&self, token: usize) -> Option<f64> {
        let token = self.tokens.get(token)?;
        (token.kind == Kind::Word && token.end - token.start > 1).then_some(token.right - token.left)
    }

    /// Parts a word into one that is at most `room` wide, and the rest. Says whether it could.
    pub fn part(&mut self, token: usize, room: f64, advance: &dyn Advance) -> bool {
        let Token { start, end, left, .. } = self.tokens[token];
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
    pub fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let last = end - 1;
        let last = last - usize::from(last > start && self.is_blank(last));
        self.tokens[start].start..self.tokens[last].end
    }

    /// The bytes as runs. `from` is where to look first, and is moved on, so that lines asked for in
    /// order cost no search.
    pub fn runs(&self, bytes: Range<usize>, from: &mut usize) -> Vec<Run> {
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
