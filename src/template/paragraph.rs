//! The Typst form of told lines: the one place where a paragraph becomes source.
//!
//! ```typst
//! #p("您在市八届人大四次会议期间提出的…",
//!   "业协作…收悉。")
//! ```
//!
//! The functions `p`, `section`, `title` and `rows`, and one for each role, are those of `base/form.typ`.

use std::fmt::Write as _;

use super::escape::literal;
use crate::fonts::Role;
use crate::letter::Slot;
use crate::lines::{BrokenParagraph, Line};

/// Room before the first line that `p` leaves unless told otherwise, in em.
const FIRST_INDENT: f64 = 2.0;

/// Writes a paragraph: a first-level heading of the body as `#section`, anything else as `#p`.
/// `keep` of its last lines stand on the page of what follows, a signature.
pub(super) fn paragraph(paragraph: &BrokenParagraph, keep: usize, out: &mut String) {
    let heading = is_heading(paragraph);
    out.push_str(if heading { "#section(" } else { "#p(" });
    // Writing to a string does not fail.
    if (paragraph.first_indent - FIRST_INDENT).abs() > f64::EPSILON {
        let _ = write!(out, "first: {}, ", paragraph.first_indent);
    }
    if paragraph.hanging_indent != 0.0 {
        let _ = write!(out, "hanging: {}, ", paragraph.hanging_indent);
    }
    if keep > 0 && !heading {
        let _ = write!(out, "keep: {keep}, ");
    }
    if paragraph.squeezed {
        out.push_str("squeezed: true, ");
    }
    if paragraph.ragged {
        out.push_str("ragged: true, ");
    }
    let role = if heading { Role::Heiti } else { Role::Fangsong };
    for (index, line) in paragraph.lines.iter().enumerate() {
        if index > 0 {
            out.push_str(",\n  ");
        }
        told_line(line, role, out);
    }
    out.push(')');
}

/// Writes the title.
pub(super) fn title(lines: &[String], out: &mut String) {
    out.push_str("#title(");
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        literal(line, out);
    }
    out.push(')');
}

/// Writes a table.
pub(super) fn table(rows: &[Vec<String>], header_rows: usize, out: &mut String) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let _ = write!(out, "#rows({columns}, header: {header_rows}");
    for row in rows {
        out.push_str(",\n ");
        for index in 0..columns {
            out.push_str(if index == 0 { " " } else { ", " });
            literal(row.get(index).map_or("", String::as_str), out);
        }
    }
    out.push(')');
}

/// A paragraph of the body drawn wholly in 黑体 is a first-level heading (GB/T 9704 7.3.3).
fn is_heading(paragraph: &BrokenParagraph) -> bool {
    matches!(paragraph.slot, Slot::Body(_) | Slot::Annex(..))
        && paragraph.lines.iter().flat_map(|line| &line.runs).all(|run| run.role == Role::Heiti)
}

/// One line: its runs joined; a run of `plain` is a bare string, others call their role's function.
fn told_line(line: &Line, plain: Role, out: &mut String) {
    for (index, run) in line.runs.iter().enumerate() {
        if index > 0 {
            out.push_str(" + ");
        }
        if run.role == plain {
            literal(&run.text, out);
        } else {
            out.push_str(run.role.as_str());
            out.push('(');
            literal(&run.text, out);
            out.push(')');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Run;
    use crate::profile::Key;

    fn line(runs: &[(Role, &str)]) -> Line {
        let runs = runs.iter().map(|&(role, text)| Run { role, text: text.to_owned() });
        Line { runs: runs.collect() }
    }

    #[track_caller]
    fn check(slot: Slot, indents: (f64, f64), keep: usize, lines: &[Line], expected: &str) {
        let broken = BrokenParagraph {
            slot,
            first_indent: indents.0,
            hanging_indent: indents.1,
            ragged: false,
            squeezed: false,
            lines: lines.to_vec(),
        };
        let mut out = String::new();
        paragraph(&broken, keep, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn each_told_line_is_an_argument() {
        let lines =
            [line(&[(Role::Kaiti, "（一）加强。"), (Role::Fangsong, "印发")]), line(&[(Role::Fangsong, "2件\"事\"")])];
        let expected = "#p(kaiti(\"（一）加强。\") + \"印发\",\n  \"2件\\u{22}事\\u{22}\")";
        check(Slot::Body(0), (2.0, 0.0), 0, &lines, expected);
    }

    #[test]
    fn other_indents_and_lines_to_keep_are_said() {
        let lines = [line(&[(Role::Fangsong, "附件：1.甲")])];
        let expected = "#p(hanging: 6.5, keep: 2, \"附件：1\\u{2e}甲\")";
        check(Slot::Attachment(0), (2.0, 6.5), 2, &lines, expected);
        let lines = [line(&[(Role::Fangsong, "王景峰代表：")])];
        let addressee = Slot::Field(Key::Addressee);
        let expected = "#p(first: 0, \"王景峰代表：\")";
        check(addressee, (0.0, 0.0), 0, &lines, expected);
    }

    #[test]
    fn a_body_paragraph_in_heiti_is_a_heading() {
        let lines = [line(&[(Role::Heiti, "一、工作情况")])];
        let expected = "#section(\"一、工作情况\")";
        check(Slot::Body(0), (2.0, 0.0), 2, &lines, expected);
        let note = Slot::Field(Key::Note);
        let expected = "#p(heiti(\"一、工作情况\"))";
        check(note, (2.0, 0.0), 0, &lines, expected);
    }

    #[test]
    fn a_short_row_of_a_table_is_filled_up() {
        let rows = vec![vec!["年".to_owned(), "件".to_owned()], vec!["2024".to_owned()]];
        let mut out = String::new();
        table(&rows, 1, &mut out);
        assert_eq!(out, "#rows(2, header: 1,\n  \"年\", \"件\",\n  \"2024\", \"\")");
    }
}
