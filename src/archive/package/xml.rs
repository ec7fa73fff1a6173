//! Writing XML: elements one below the other, text escaped.

use std::io::{self, Write};

/// An XML file in the making.
pub(super) struct Xml<'w> {
    to: &'w mut dyn Write,
    open: Vec<String>,
}

impl<'w> Xml<'w> {
    /// Begins a file.
    pub(super) fn begin(to: &'w mut dyn Write) -> io::Result<Self> {
        to.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
        Ok(Self { to, open: Vec::new() })
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.tag(name, attributes)?;
        self.to.write_all(b">\n")?;
        self.open.push(name.to_owned());
        Ok(())
    }

    /// Closes the last one.
    pub(super) fn close(&mut self) -> io::Result<()> {
        let name = self.open.pop().unwrap_or_default();
        self.indent()?;
        writeln!(self.to, "</{name}>")
    }

    /// An element with text.
    pub(super) fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.text_with(name, &[], text)
    }

    /// An element with text and attributes.
    pub(super) fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.tag(name, attributes)?;
        writeln!(self.to, ">{}</{name}>", escaped(text))
    }

    /// An element with text, if there is any.
    pub(super) fn optional(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        text.map_or(Ok(()), |text| self.text(name, text))
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.tag(name, attributes)?;
        self.to.write_all(b"/>\n")
    }

    /// An element whose text is written piece by piece; it needs no escaping.
    pub(super) fn piecewise(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.tag(name, &[])?;
        self.to.write_all(b">")?;
        write(self.to)?;
        writeln!(self.to, "</{name}>")
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.indent()?;
        write!(self.to, "<{name}")?;
        for (key, value) in attributes {
            write!(self.to, " {key}=\"{}\"", escaped(value))?;
        }
        Ok(())
    }

    fn indent(&mut self) -> io::Result<()> {
        (0..self.open.len()).try_for_each(|_| self.to.write_all(b"  "))
    }
}

/// Text as XML has it, in an element or an attribute. What XML cannot hold becomes a mark that shows.
pub(in crate::archive) fn escaped(text: &str) -> String {
    let held = text.chars().map(|c| match c {
        '\n' | '\t' | '\r' => ' ',
        c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        c => c,
    });
    quick_xml::escape::escape(held.collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let mut out = Vec::new();
        let mut xml = Xml::begin(&mut out).unwrap();
        xml.open("a", &[("b", "\"<&>\u{1}")]).unwrap();
        xml.text("c", "]]><d/>\u{0}&amp;").unwrap();
        xml.close().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;&lt;&amp;&gt;\u{fffd}\">\n  <c>]]&gt;&lt;d/&gt;\u{fffd}&amp;amp;</c>\n</a>\n"
        );
    }
}
