//! Objects as they stand in a file, and how they are written.

/// An object. Reals keep their spelling, so that what is copied is not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Object {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number, as spelt.
    Real(String),
    /// A name without its slash.
    Name(Vec<u8>),
    /// A string, whichever way it was spelt.
    Text(Vec<u8>),
    /// A list.
    Array(Vec<Object>),
    /// A dictionary.
    Dict(Dict),
    /// A reference to a numbered object.
    Ref(u32),
}

/// A dictionary, in the order of the file. A key stands in it once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Dict(pub(crate) Vec<(Vec<u8>, Object)>);

impl Dict {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| value)
    }

    /// Gives a key a value, in the place of an earlier one.
    pub(crate) fn set(&mut self, key: &str, value: impl Into<Object>) {
        let value = value.into();
        match self.0.iter_mut().find(|(name, _)| name == key.as_bytes()) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.as_bytes().to_vec(), value)),
        }
    }

    /// The same with a value more.
    #[must_use]
    pub(crate) fn with(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.set(key, value);
        self
    }

    /// Is the value this name?
    pub(crate) fn is(&self, key: &str, name: &str) -> bool {
        matches!(self.get(key), Some(Object::Name(found)) if found == name.as_bytes())
    }

    pub(crate) fn int(&self, key: &str) -> Option<i64> {
        self.get(key)?.int()
    }

    pub(crate) fn reference(&self, key: &str) -> Option<u32> {
        self.get(key)?.reference()
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<<");
        for (key, value) in &self.0 {
            write_name(key, out);
            if !matches!(value, Object::Name(_) | Object::Text(_) | Object::Array(_) | Object::Dict(_)) {
                out.push(b' ');
            }
            value.write(out);
        }
        out.extend_from_slice(b">>");
    }
}

impl Object {
    /// A name.
    pub(crate) fn name(name: &str) -> Self {
        Self::Name(name.as_bytes().to_vec())
    }

    /// A text that readers show: ASCII as it is, all else in UTF-16.
    pub(crate) fn text(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Text(text.as_bytes().to_vec());
        }
        let mut bytes = vec![0xFE, 0xFF];
        bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        Self::Text(bytes)
    }

    pub(crate) fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn reference(&self) -> Option<u32> {
        if let Self::Ref(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn array(&self) -> Option<&[Object]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    pub(crate) fn dict(&self) -> Option<&Dict> {
        if let Self::Dict(dict) = self { Some(dict) } else { None }
    }

    pub(crate) fn string(&self) -> Option<&[u8]> {
        if let Self::Text(bytes) = self { Some(bytes) } else { None }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(number) => i32::try_from(*number).ok().map(f64::from),
            Self::Real(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Self::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Self::Real(text) => out.extend_from_slice(text.as_bytes()),
            Self::Name(name) => write_name(name, out),
            Self::Text(bytes) => write_text(bytes, out),
            Self::Dict(dict) => dict.write(out),
            Self::Ref(number) => out.extend_from_slice(format!("{number} 0 R").as_bytes()),
            Self::Array(items) => {
                out.push(b'[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(b' ');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
        }
    }
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"_-+.*:@'!?,;".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_text(bytes: &[u8], out: &mut Vec<u8>) {
    let plain = bytes.iter().all(|byte| (0x20..0x7F).contains(byte) && !b"()\\".contains(byte));
    if plain {
        out.push(b'(');
        out.extend_from_slice(bytes);
        out.push(b')');
    } else {
        out.push(b'<');
        out.extend_from_slice(hex(bytes).as_bytes());
        out.push(b'>');
    }
}

/// Upper-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| char::from(DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0'));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl From<i64> for Object {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Dict> for Object {
    fn from(dict: Dict) -> Self {
        Self::Dict(dict)
    }
}

impl From<Vec<Object>> for Object {
    fn from(items: Vec<Object>) -> Self {
        Self::Array(items)
    }
}
