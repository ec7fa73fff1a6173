//! What a person sees of a workbook beside its values: which rows and columns are hidden, what is struck through.
//! calamine does not tell it of an `.xlsx`, so its parts are read once more.

pub(super) mod claims;
pub(super) mod errors;
mod parts;
mod sheet;
mod strings;
mod styles;

use self::parts::Parts;
use self::sheet::Looks;
use super::book::Sheet;
use super::contents::Trouble;

/// Adds to the `sheets` of an `.xlsx` what is hidden and struck through in them.
pub(super) fn of_xlsx(bytes: &[u8], sheets: &mut [Sheet]) -> Result<(), Trouble> {
    let mut parts = Parts::open(bytes)?;
    let named = parts.sheets()?;
    let struck_styles = match parts.styles()? {
        Some(part) => styles::struck(&part)?,
        None => Vec::new(),
    };
    let rich = match parts.shared_strings()? {
        Some(part) if strings::may_be_struck(&part) => strings::runs(&part)?,
        _ => strings::Shared::new(),
    };
    let looks = Looks { struck_styles: &struck_styles, rich: &rich };
    for sheet in sheets {
        let part = named.iter().find(|(name, _)| Some(name.as_str()) == sheet.name.as_deref());
        let Some((_, path)) = part else { continue };
        let text = parts.read(path)?;
        if looks.may_matter(&text) {
            sheet::look(&text, &looks, sheet)?;
        }
    }
    Ok(())
}
