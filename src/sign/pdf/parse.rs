//! From bytes to objects.

use super::{Broken, Dict, Object, broken};

/// Deeper nesting is no letter's.
const DEPTH: usize = 40;

/// Longer lists are no letter's, nor are dictionaries with more keys.
const ITEMS: usize = 200_000;
const KEYS: usize = 2_000;

/// Reads objects from a place on.
pub(crate) struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

impl<'a> Parser<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// Where it stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over white space and comments.
    pub(crate) fn blank(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_white(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Takes `word`, if it stands here.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        let there = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
        if there {
            self.at += word.len();
        }
        there
    }

    /// Takes `word` behind blanks, or says what is missing.
    pub(crate) fn expect(&mut self, word: &str) -> Result<(), Broken> {
        self.blank();
        if self.take(word) { Ok(()) } else { Err(self.wrong(&format!("`{word}`"))) }
    }

    fn wrong(&self, expected: &str) -> Broken {
        let at = self.at;
        broken(format!("第 {at} 字节处应为 {expected}"), format!("expected {expected} at byte {at}"))
    }

    /// A whole number without a sign.
    pub(crate) fn count(&mut self) -> Result<usize, Broken> {
        self.blank();
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = self.bytes.get(start..self.at).unwrap_or_default();
        let number = std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
        number.ok_or_else(|| self.wrong("0…9"))
    }

    /// The regular characters that stand here.
    fn word(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(|byte| !is_white(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// A word such as an operator of a content stream.
    pub(crate) fn operator(&mut self) -> &'a [u8] {
        self.blank();
        self.word()
    }

    pub(crate) fn object(&mut self) -> Result<Object, Broken> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Result<Object, Broken> {
        if depth > DEPTH {
            return Err(broken("嵌套太深", "nested too deeply"));
        }
        self.blank();
        match self.peek() {
            Some(b'/') => self.name().map(Object::Name),
            Some(b'(') => self.literal().map(Object::Text),
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.blank();
                    if self.take("]") {
                        return Ok(Object::Array(items));
                    }
                    if items.len() > ITEMS {
                        return Err(broken("列表太长", "a list is too long"));
                    }
                    items.push(self.nested(depth + 1)?);
                }
            }
            Some(b'<') if self.take("<<") => self.dict(depth).map(Object::Dict),
            Some(b'<') => self.hex().map(Object::Text),
            Some(byte) if byte.is_ascii_digit() || b"+-.".contains(&byte) => self.number(),
            Some(_) => match self.word() {
                b"true" => Ok(Object::Bool(true)),
                b"false" => Ok(Object::Bool(false)),
                b"null" => Ok(Object::Null),
                _ => Err(self.wrong("an object")),
            },
            None => Err(self.wrong("an object")),
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Dict, Broken> {
        let mut dict = Dict::default();
        loop {
            self.blank();
            if self.take(">>") {
                return Ok(dict);
            }
            let key = self.name()?;
            // Readers differ in which of two equal keys they believe.
            if dict.0.iter().any(|(known, _)| *known == key) {
                return Err(broken("一个字典里同一个键出现两次", "a key stands twice in a dictionary"));
            }
            if dict.0.len() > KEYS {
                return Err(broken("字典太长", "a dictionary is too long"));
            }
            let value = self.nested(depth + 1)?;
            dict.0.push((key, value));
        }
    }

    fn name(&mut self) -> Result<Vec<u8>, Broken> {
        if !self.take("/") {
            return Err(self.wrong("`/`"));
        }
        let word = self.word();
        let mut name = Vec::with_capacity(word.len());
        let mut rest = word;
        while let Some((first, after)) = rest.split_first() {
            if *first == b'#' {
                let byte = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                let byte = byte.and_then(|hex| u8::from_str_radix(hex, 16).ok());
                name.push(byte.ok_or_else(|| self.wrong("#xx"))?);
                rest = after.get(2..).unwrap_or_default();
            } else {
                name.push(*first);
                rest = after;
            }
        }
        Ok(name)
    }

    /// A number, or a reference, which begins like one.
    fn number(&mut self) -> Result<Object, Broken> {
        let text = std::str::from_utf8(self.word()).unwrap_or_default();
        let Ok(number) = text.parse::<i64>() else {
            let is_real = text.parse::<f64>().is_ok_and(f64::is_finite)
                && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
            return if is_real { Ok(Object::Real(text.to_owned())) } else { Err(self.wrong("a number")) };
        };
        let back = self.at;
        if let Ok(object) = u32::try_from(number)
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(generation) = self.generation()
        {
            if generation != 0 {
                return Err(broken("对象有修订号", "an object with a generation"));
            }
            return Ok(Object::Ref(object));
        }
        self.at = back;
        Ok(Object::Int(number))
    }

    /// ` 0 R`, if it stands here.
    fn generation(&mut self) -> Option<usize> {
        self.blank();
        let generation = self.count().ok()?;
        self.blank();
        (self.word() == b"R").then_some(generation)
    }

    fn hex(&mut self) -> Result<Vec<u8>, Broken> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut half: Option<u8> = None;
        loop {
            let Some(byte) = self.peek() else {
                return Err(self.wrong("`>`"));
            };
            self.at += 1;
            if byte == b'>' {
                bytes.extend(half.map(|high| high << 4));
                return Ok(bytes);
            }
            if is_white(byte) {
                continue;
            }
            let digit = char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            let digit = digit.ok_or_else(|| self.wrong("0…9 A…F"))?;
            match half.take() {
                Some(high) => bytes.push(high << 4 | digit),
                None => half = Some(digit),
            }
        }
    }

    fn literal(&mut self) -> Result<Vec<u8>, Broken> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut open = 1_usize;
        loop {
            let Some(byte) = self.peek() else {
                return Err(self.wrong("`)`"));
            };
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(bytes);
                    }
                }
                b'\\' => {
                    self.escape(&mut bytes);
                    continue;
                }
                b'\r' => {
                    self.take("\n");
                    bytes.push(b'\n');
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'\n' => {}
            b'\r' => {
                self.take("\n");
            }
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            value = value * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                bytes.push((value & 0xFF) as u8);
            }
            _ => bytes.push(byte),
        }
    }
}
