//! The table `[archive]` of a `dafu.toml`: what the unit says for the archive.

use dafu::archive::package::{SETTINGS, Settings};
use dafu::diag::Outcome;

use super::config_value::Entry;

/// Reads the table: a setting by its key or its Chinese name.
pub(crate) fn archive(entry: &Entry<'_>, into: &mut Settings) -> Outcome<()> {
    let table = entry.table().ok_or_else(|| entry.wrong("[archive] 一节", "a table [archive]"))?;
    let mut problems = Vec::new();
    for entry in table {
        match (Settings::key(entry.key), entry.text_or_number()) {
            (Some(key), Ok(value)) => {
                into.set(key, value);
            }
            (Some(_), Err(found)) => problems.extend(found),
            (None, _) => problems.push(entry.unknown(SETTINGS.iter().flat_map(|(key, zh)| [*key, *zh]))),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
