//! Colours, number formats, and what a workbook says of itself.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::diag::{Code, Diagnostic, Message, Severity};

/// A date as everybody reads it.
pub(super) const DATE: &str = "yyyy-mm-dd";

/// The built-in format `@`, text: a program changes nothing of what is typed.
pub(super) const TEXT: u8 = 49;

/// Behind a heading whose field every letter needs.
pub(super) const REQUIRED: Color = Color::RGB(0x00FF_D966);

/// Behind a heading whose field is one of two that a letter needs.
pub(super) const EITHER: Color = Color::RGB(0x00FF_F2CC);

/// Behind other headings.
pub(super) const OPTIONAL: Color = Color::RGB(0x00E7_E6E6);

/// Of an example's letters.
pub(super) const EXAMPLE: Color = Color::RGB(0x007F_7F7F);

/// Behind a cell with a problem.
pub(super) fn behind(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::RGB(0x00FF_C7CE),
        Severity::Warning => Color::RGB(0x00FF_EB9C),
        Severity::Note => Color::RGB(0x00DD_EBF7),
    }
}

/// A heading.
pub(super) fn heading(behind: Color) -> Format {
    Format::new()
        .set_bold()
        .set_background_color(behind)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00BF_BFBF))
        .set_align(FormatAlign::VerticalCenter)
}

/// A workbook whose bytes depend on nothing but what is put into it: the time of its making is fixed.
pub(super) fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_author("dafu").set_creation_datetime(&made));
    Ok(book)
}

/// A workbook that could not be put together. What a cell or sheet can hold is kept to before, so that only
/// limits of the whole are left, such as a million rows.
pub(super) fn failed(_: &XlsxError) -> Diagnostic {
    let message = Message::new("工作簿写不出来", "the workbook cannot be put together");
    Diagnostic::error(Code::Internal, message).hint(
        "台账可能超过了工作表的容量；分成几个文件再试",
        "the ledger may hold more than a sheet can; part it into several files",
    )
}
