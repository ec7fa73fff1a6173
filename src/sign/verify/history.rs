//! What was added to a file after it was signed, and whether that was only what may be.

use std::collections::BTreeSet;

use crate::sign::pdf::{Broken, Dict, Object, PdfFile};

/// A signed field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// The field's name.
    pub(super) name: String,
    /// The number of its signature dictionary.
    pub(super) signature: u32,
    /// The dictionary.
    pub(super) dict: Dict,
    /// The revision that it belongs to.
    pub(super) revision: usize,
}

/// The fields for signatures: those with a value, and how many have none.
pub(super) fn fields(file: &PdfFile<'_>) -> Result<(Vec<Field>, usize), Broken> {
    let form = file.value(&file.catalog()?, "AcroForm")?;
    let list = form.dict().map(|form| file.value(form, "Fields")).transpose()?;
    let numbers = list.as_ref().and_then(Object::array).unwrap_or_default().iter().filter_map(Object::reference);
    let (mut signed, mut empty) = (Vec::new(), 0);
    for number in numbers.take(100) {
        let field = file.dict(number)?;
        if !field.is("FT", "Sig") {
            continue;
        }
        let Some(signature) = field.reference("V") else {
            empty += 1;
            continue;
        };
        let dict = file.dict(signature)?;
        let name = String::from_utf8_lossy(field.get("T").and_then(Object::string).unwrap_or_default()).into_owned();
        let writes =
            |at: &usize| file.revisions().get(*at).is_some_and(|revision| revision.objects.contains_key(&signature));
        let revision = (0..file.revisions().len()).rev().find(writes).unwrap_or_default();
        signed.push(Field { name, signature, dict, revision });
    }
    signed.sort_by_key(|field| field.revision);
    Ok((signed, empty))
}

/// Whether revision `at` only gives one field its value, or adds data for later checks.
pub(super) fn is_allowed(file: &PdfFile<'_>, at: usize) -> bool {
    let (before, after) = (file.after(at), file.after(at + 1));
    allowed(&before, &after).unwrap_or(false)
}

fn allowed(before: &PdfFile<'_>, after: &PdfFile<'_>) -> Result<bool, Broken> {
    let Some(revision) = after.revisions().last() else { return Ok(false) };
    let root = before.root()?;
    let old_size = before.next_number()?;
    let same = |key: &str| before.trailer().get(key) == after.trailer().get(key);
    let half = |file: &PdfFile<'_>| file.trailer().get("ID").and_then(|ids| ids.array()?.first().cloned());
    if after.root()? != root || !same("Info") || half(before) != half(after) {
        return Ok(false);
    }
    // Whatever is new must be what a changed value leads to: nothing is hidden beside it.
    let mut led_to: BTreeSet<u32> = BTreeSet::new();
    let rewritten: BTreeSet<u32> =
        revision.objects.keys().copied().filter(|number| *number != 0 && *number < old_size).collect();
    for number in rewritten {
        let (Ok(old), Ok(new)) = (before.dict(number), after.dict(number)) else { return Ok(false) };
        let changed = if number == root { "DSS" } else { "V" };
        let without = |dict: &Dict| {
            let mut dict = dict.clone();
            dict.0.retain(|(key, _)| key != changed.as_bytes());
            dict
        };
        let is_field = number == root || (old.is("FT", "Sig") && old.get("V").is_none());
        if without(&old) != without(&new) || !is_field {
            return Ok(false);
        }
        let Some(value) = new.reference(changed) else { return Ok(false) };
        led_to.insert(value);
        if number == root {
            let dss = after.dict(value)?;
            let lists = ["Certs", "CRLs", "OCSPs"].iter().filter_map(|key| dss.get(key)?.array());
            led_to.extend(lists.flatten().filter_map(Object::reference));
            if dss
                .0
                .iter()
                .any(|(key, _)| !["Type", "Certs", "CRLs", "OCSPs"].iter().any(|known| key == known.as_bytes()))
            {
                return Ok(false);
            }
        }
    }
    let new: BTreeSet<u32> = revision.objects.keys().copied().filter(|number| *number >= old_size).collect();
    Ok(!led_to.is_empty() && new == led_to)
}
