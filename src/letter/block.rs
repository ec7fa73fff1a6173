//! Blocks of a body (GB/T 9704 7.3.3): headings 一、（一）1.（1）, paragraphs and tables.

/// One paragraph or table of a body. The text of a heading includes its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `一、…` on a line of its own, without a final stop: 黑体.
    Heading(String),
    /// `（一）…。`: a heading sentence in 楷体, and what follows it in the same paragraph (often nothing).
    RunIn {
        /// `（一）强化规划政策引领。`
        heading: String,
        /// The rest of the paragraph.
        rest: String,
    },
    /// `1.…` or `（1）…`: 仿宋, as is all other text.
    Item(String),
    /// Any other paragraph.
    Plain(String),
    /// A table; every row has the same number of cells.
    Table {
        /// Cells by row.
        rows: Vec<Vec<String>>,
        /// How many of the first rows are headings.
        header_rows: usize,
    },
}
