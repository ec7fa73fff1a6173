//! `.txt`: every line is a paragraph.

use super::Paper;

/// Reads a text.
pub(super) fn read(text: &str) -> Paper {
    let mut paper = Paper::default();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (index, line) in (1..).zip(text.split('\n')) {
        paper.add(index, line);
    }
    paper
}
