//! What is said of rows and columns that are hidden, and of what is struck through. They are used all the same: a
//! letter that is owed must not be lost because a filter was left on.

use std::path::Path;
use std::sync::Arc;

use super::book::{Hiding, Sheet, Struck};
use super::header::Header;
use super::headings::Target;
use crate::diag::{CellRef, Code, Diagnostic, Message, Origin};

/// A note for each hidden column that is used.
pub(super) fn columns(sheet: &Sheet, header: &Header) -> Vec<Diagnostic> {
    let hidden = header.columns.iter().filter(|column| sheet.hides_column(column.index));
    let told = hidden.map(|column| {
        let heading = &column.heading;
        let message = Message::new(
            format!("“{heading}”一列是隐藏的，里面的值照样使用"),
            format!("column `{heading}` is hidden; its values are used"),
        );
        let note = Diagnostic::note(Code::ColumnHidden, message)
            .at(&column.origin)
            .hint("不该用就删去这一列", "delete the column if they should not be");
        match &column.target {
            Target::Field(key) => note.field(key.clone()),
            _ => note,
        }
    });
    told.collect()
}

/// Says that a hidden row was left out, as was asked for.
pub(super) fn left_out(row: &Origin) -> Diagnostic {
    let message =
        Message::new("这一行是隐藏的，按 --skip-hidden 没有办理", "the row is hidden; --skip-hidden left it out");
    Diagnostic::note(Code::RowHidden, message).at(row)
}

/// What a person looking at the sheet would not see of a row, or would take for deleted.
pub(super) fn of_row(sheet: &Sheet, file: &Arc<Path>, header: &Header, row: u32, first: &Origin) -> Vec<Diagnostic> {
    let hidden = sheet.hidden_rows.get(&row).map(|hiding| hidden(*hiding, first));
    let mut found: Vec<Diagnostic> = hidden.into_iter().collect();
    let used = header.columns.iter().map(|column| (column, CellRef { row, column: column.index }));
    let used: Vec<_> = used.filter(|(_, place)| sheet.cells.contains_key(place)).collect();
    let struck: Vec<_> =
        used.iter().filter_map(|(column, place)| Some((column, place, sheet.struck.get(place)?))).collect();
    if !struck.is_empty() && struck.len() == used.len() && struck.iter().all(|(.., how)| **how == Struck::Whole) {
        found.push(row_struck(first));
        return found;
    }
    for (column, place, how) in struck {
        let problem = text_struck(how, &column.heading).at(&sheet.origin(file, *place));
        found.push(match &column.target {
            Target::Field(key) => problem.field(key.clone()),
            _ => problem,
        });
    }
    found
}

fn hidden(hiding: Hiding, first: &Origin) -> Diagnostic {
    let message = match hiding {
        Hiding::ByHand => Message::new("这一行是隐藏的，照样办理", "the row is hidden; its letter is made"),
        Hiding::ByFilter => {
            Message::new("这一行被筛选隐藏了，照样办理", "the row is hidden, as a filter is on; its letter is made")
        }
    };
    Diagnostic::warning(Code::RowHidden, message).at(first).hint(
        "不该办就删去这一行，或加 --skip-hidden；该办就取消隐藏或筛选",
        "if it should not be, delete the row or add --skip-hidden; else unhide it or take the filter off",
    )
}

fn row_struck(first: &Origin) -> Diagnostic {
    let message = Message::new("这一行全部划掉了，照样办理", "the whole row is struck through; its letter is made");
    Diagnostic::warning(Code::RowStruck, message)
        .at(first)
        .hint("不办就删去这一行，要办就去掉删除线", "delete the row if no letter is wanted, else take the line off")
}

fn text_struck(how: &Struck, heading: &str) -> Diagnostic {
    let message = match how {
        Struck::Whole => Message::new(
            format!("“{heading}”划掉了，照样使用"),
            format!("`{heading}` is struck through; it is used all the same"),
        ),
        Struck::Part(words) => {
            let short: String = words.chars().take(20).collect();
            let more = if words.chars().count() > 20 { "…" } else { "" };
            Message::new(
                format!("其中“{short}{more}”划掉了，照样会用到"),
                format!("`{short}{more}` in it is struck through; it is used all the same"),
            )
        }
    };
    Diagnostic::warning(Code::TextStruck, message)
        .hint("不要的字删去，要的去掉删除线", "delete what is not wanted; take the line off what is")
}
