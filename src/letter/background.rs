//! What the ledger says of a letter beside what is printed. Checks of content look at it; no form does.

use serde::{Deserialize, Serialize};

use super::row::Row;
use super::{LetterDate, date, names, values};
use crate::diag::Origin;
use crate::input::Value;
use crate::profile::Key;

/// Facts for checks and overviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Background {
    /// When it was handed over to be answered (交办日期).
    pub assigned: Option<LetterDate>,
    /// When the answer is due (办理期限).
    pub due: Option<LetterDate>,
    /// Numbers of those that it is handled together with (并案号).
    pub merged_with: Vec<String>,
    /// Is it published (公开属性 主动公开), whether that is printed or not?
    pub published: bool,
    /// How long the archive keeps it (保管期限), as the ledger says it.
    pub retention: Option<String>,
    /// Its running number in the archive (件号), likewise.
    pub item_no: Option<String>,
    /// How it may be published (公开属性), whether that is printed or not.
    pub disclosure: Option<String>,
    /// Does it bear a mark of secrecy (密级)?
    pub classified: bool,
    /// The telephone (联系电话) as the ledger has it, printed or not.
    pub phone: Option<String>,
    /// Cells whose text is exactly as long as some program's limit, with that length.
    pub at_limit: Vec<(Key, usize)>,
}

/// Lengths at which programs cut a text: drivers of mail merge, and a cell of Excel.
const LIMITS: [usize; 2] = [255, 32_767];

/// Reads the facts; a date that is none is reported.
pub(super) fn read(row: &mut Row<'_>) -> Background {
    let mut day = |key: Key| {
        let parsed = row.has(&key).then(|| date::parse(&row.field(&key)));
        parsed.and_then(|parsed| row.keep(&key, parsed))
    };
    let (assigned, due) = (day(Key::Assigned), day(Key::Due));
    let mark = row.text(&Key::Disclosure).and_then(|text| values::disclosure(&text, &row.raw.origin).ok());
    let merged = names::list(&row.field(&Key::MergedWith)).into_iter();
    Background {
        assigned,
        due,
        merged_with: merged.map(|(text, _)| text.trim_matches(['第', '号']).to_owned()).collect(),
        retention: row.text(&Key::Retention),
        item_no: row.text(&Key::ItemNo),
        classified: row.text(&Key::Secrecy).is_some_and(|text| text != "公开"),
        phone: row.text(&Key::ContactPhone),
        published: mark.as_deref() == Some("主动公开"),
        disclosure: mark,
        at_limit: at_limit(row),
    }
}

fn at_limit(row: &Row<'_>) -> Vec<(Key, usize)> {
    let cells = row.raw.fields.iter().filter_map(|(key, field)| match (&field.value, &field.origin) {
        (Value::Text(text), Origin::Cell { .. }) if text.len() >= LIMITS[0] => {
            // Spreadsheet programs count UTF-16 units.
            Some((key.clone(), text.encode_utf16().count()))
        }
        _ => None,
    });
    cells.filter(|(_, length)| LIMITS.contains(length)).collect()
}
