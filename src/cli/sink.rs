//! A stream that text goes to, and what to do when nobody reads it any more.

use std::io::{self, ErrorKind, Write};

/// A stream. Once its reader has gone (`dafu check … | head`) it takes everything in silence: the end of
/// the reading is not the end of the letters.
pub(crate) struct Sink {
    stream: Option<Box<dyn Write>>,
    colored: bool,
    failure: Option<io::Error>,
}

/// How a piece of text is shown where there are colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Errors.
    Red,
    /// Warnings.
    Yellow,
    /// Notes.
    Blue,
    /// Hints and places.
    Dim,
}

impl Sink {
    /// A sink that writes to `stream`.
    pub(crate) fn new(stream: Box<dyn Write>, colored: bool) -> Self {
        Self { stream: Some(stream), colored, failure: None }
    }

    /// Writes one line, or several.
    pub(crate) fn line(&mut self, text: &str) {
        self.attempt(|stream| writeln!(stream, "{text}"));
    }

    /// Writes bytes as they are.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.attempt(|stream| stream.write_all(bytes));
    }

    /// Writes what is held back; gives the failure that lost text, if there was one.
    pub(crate) fn finish(&mut self) -> Option<io::Error> {
        self.attempt(|stream| stream.flush());
        self.failure.take()
    }

    /// The text in a style, if this stream has any.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        if !self.colored {
            return text.to_owned();
        }
        let code = match style {
            Style::Red => "1;31",
            Style::Yellow => "1;33",
            Style::Blue => "1;34",
            Style::Dim => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    fn attempt(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let Some(stream) = &mut self.stream else {
            return;
        };
        if let Err(err) = write(stream.as_mut()) {
            self.stream = None;
            if err.kind() != ErrorKind::BrokenPipe {
                self.failure = Some(err);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_has_gone_is_no_failure() {
        let mut sink = Sink::new(Box::new(Failing(ErrorKind::BrokenPipe)), false);
        sink.line("x");
        sink.line("y");
        assert!(sink.finish().is_none());
    }

    #[test]
    fn text_lost_for_another_reason_is_one() {
        let mut sink = Sink::new(Box::new(Failing(ErrorKind::StorageFull)), false);
        sink.line("x");
        let failure = sink.finish().map(|err| err.kind());
        assert_eq!(failure, Some(ErrorKind::StorageFull));
    }
}
