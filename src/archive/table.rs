//! Tables for a clerk's spreadsheet program: CSV that Excel opens with its Chinese intact and in which no cell becomes a
//! formula.

/// A table that grows line by line. Without the byte order mark Excel would read the Chinese text as GBK; CR LF is what
/// RFC 4180 asks for.
pub(super) struct Table {
    bytes: Vec<u8>,
}

impl Table {
    /// A table with its headings.
    pub(super) fn new<const N: usize>(headings: [&str; N]) -> Self {
        let mut table = Self::empty();
        table.line(headings.map(str::to_owned));
        table
    }

    /// A table without a line.
    pub(super) fn empty() -> Self {
        Self { bytes: "\u{feff}".as_bytes().to_vec() }
    }

    /// Adds a line.
    pub(super) fn line(&mut self, fields: impl IntoIterator<Item = String>) {
        let fields: Vec<String> = fields.into_iter().map(|field| quoted(&no_formula(field))).collect();
        self.bytes.extend_from_slice(fields.join(",").as_bytes());
        self.bytes.extend_from_slice(b"\r\n");
    }

    /// The file's bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

fn quoted(value: &str) -> String {
    if value.contains([',', '"', '\r', '\n', ';', '\t']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

/// Keeps a program from taking a value for a formula: what a ledger says must not start anything on the
/// machine of whoever opens its summary. Some programs fold full-width signs and pass over blanks in front, so these
/// count too.
fn no_formula(value: String) -> String {
    let risky = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let blank = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}');
    let first = value.trim_start_matches(blank);
    if value.starts_with(risky) || first.starts_with(risky) { format!("'{value}") } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        let mut table = Table::new(["a", "b"]);
        table.line([value.to_owned(), "end".to_owned()]);
        let bytes = table.into_bytes();
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(record.iter().collect::<Vec<_>>(), [expected, "end"]);
    }

    #[test]
    fn nothing_can_be_taken_for_a_formula() {
        check("=1+1", "'=1+1");
        check("+86", "'+86");
        check("-5", "'-5");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "'\t=1");
        check("\r=1", "'\r=1");
        check("\n=1", "'\n=1");
        check("  =1", "'  =1");
        check("\u{3000}=1", "'\u{3000}=1");
        check("\u{feff}=1", "'\u{feff}=1");
        check("＝1", "'＝1");
        check("＋1", "'＋1");
        check("－1", "'－1");
        check("＠x", "'＠x");
        check("a=1", "a=1");
        check("", "");
    }

    #[test]
    fn commas_quotes_and_line_breaks_stay_in_their_field() {
        check("甲,乙\n\"丙\"", "甲,乙\n\"丙\"");
        // Excel parts by semicolons in some countries.
        check("a;=1+1", "a;=1+1");
        let mut table = Table::new(["x"]);
        table.line(["a;=1".to_owned()]);
        assert!(String::from_utf8(table.into_bytes()).unwrap().ends_with("\"a;=1\"\r\n"));
    }
}
