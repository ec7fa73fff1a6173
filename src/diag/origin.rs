//! Where a value comes from. Readers make origins, reporters spell them; nobody else looks inside.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A cell's place, both counted from 0; shown as a person sees it: `K7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut left = self.column + 1;
        while left > 0 {
            letters.push(b'A' + ((left - 1) % 26) as u8);
            left = (left - 1) / 26;
        }
        for letter in letters.iter().rev() {
            write!(f, "{}", *letter as char)?;
        }
        write!(f, "{}", self.row + 1)
    }
}

/// The place a value or a problem stands at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// A cell of a workbook, or of a `.csv` (without a sheet).
    Cell {
        /// The file, as the user named it.
        #[serde(with = "crate::shelf::paths")]
        file: Arc<Path>,
        /// The sheet's name; `None` for a file without sheets.
        sheet: Option<Arc<str>>,
        /// The cell.
        cell: CellRef,
    },
    /// A value of a JSON file.
    Pointer {
        /// The file, as the user named it.
        #[serde(with = "crate::shelf::paths")]
        file: Arc<Path>,
        /// RFC 6901; in `.jsonl` it begins with the line's index.
        pointer: String,
        /// The line, from 1, in `.jsonl`.
        line: Option<usize>,
    },
    /// A place in a text file: a profile, a template, `dafu.toml`, a broken JSON.
    Text {
        /// The file.
        #[serde(with = "crate::shelf::paths")]
        file: Arc<Path>,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
    /// A paragraph or table of a text file that a row names.
    Paragraph {
        /// The text file.
        #[serde(with = "crate::shelf::paths")]
        file: Arc<Path>,
        /// Which, from 1: of a `.docx` blank ones are not counted; of a `.txt` or `.md` it is the line. 0 for the file as a whole.
        index: usize,
        /// Where the row names the file, or the row.
        from: Box<Origin>,
    },
    /// A whole file or folder.
    File {
        /// The file.
        #[serde(with = "crate::shelf::paths")]
        file: Arc<Path>,
    },
}

impl Origin {
    /// A whole file or folder.
    pub fn file(path: &Path) -> Self {
        Self::File { file: path.into() }
    }

    /// A place in a text file, line and column from 1.
    pub fn text(path: &Path, line: usize, column: usize) -> Self {
        Self::Text { file: path.into(), line, column }
    }

    /// The file it is in.
    pub fn path(&self) -> &Path {
        match self {
            Self::Cell { file, .. }
            | Self::Pointer { file, .. }
            | Self::Text { file, .. }
            | Self::Paragraph { file, .. }
            | Self::File { file } => file,
        }
    }

    /// The place in the ledger: of a paragraph in a text file where the row names that file.
    pub fn in_ledger(&self) -> &Self {
        match self {
            Self::Paragraph { from, .. } => from.in_ledger(),
            origin => origin,
        }
    }

    /// The place within a text file as people name it: `第7段` and `paragraph 7`, `第7行` and `line 7`; nothing
    /// elsewhere.
    pub fn within(&self) -> Option<(String, String)> {
        match self {
            Self::Paragraph { index, .. } if *index == 0 => None,
            Self::Paragraph { index, .. } if self.counts_lines() => {
                Some((format!("第{index}行"), format!("line {index}")))
            }
            Self::Paragraph { index, .. } => Some((format!("第{index}段"), format!("paragraph {index}"))),
            _ => None,
        }
    }

    /// Is the index of a paragraph its line? Editors show lines, word processors nothing.
    pub fn counts_lines(&self) -> bool {
        let extension = self.path().extension().map(|extension| extension.to_string_lossy().to_lowercase());
        !extension.is_some_and(|extension| extension.starts_with("doc"))
    }

    /// The file it is in, owned.
    pub fn path_buf(&self) -> PathBuf {
        self.path().to_path_buf()
    }
}

/// `inputs/x.xlsx[答复]K7`, `inputs/x.json#/letters/0/date`, `profiles/x.toml:3:5`, `153.docx¶7`, `153.txt:7`, `out/x`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path().display())?;
        match self {
            Self::Cell { sheet: Some(sheet), cell, .. } => write!(f, "[{sheet}]{cell}"),
            Self::Cell { sheet: None, cell, .. } => write!(f, ":{cell}"),
            Self::Pointer { pointer, line, .. } => {
                if let Some(line) = line {
                    write!(f, ":{line}")?;
                }
                write!(f, "#{pointer}")
            }
            Self::Text { line, column, .. } => write!(f, ":{line}:{column}"),
            Self::Paragraph { index, .. } if *index > 0 => {
                write!(f, "{}{index}", if self.counts_lines() { ':' } else { '¶' })
            }
            Self::Paragraph { .. } | Self::File { .. } => Ok(()),
        }
    }
}
