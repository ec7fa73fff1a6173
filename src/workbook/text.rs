//! Texts as a workbook can hold them.

/// More characters than this no cell holds.
const CELL_LIMIT: usize = 32_767;

/// A note's limit leaves room for an author's name.
const NOTE_LIMIT: usize = 32_000;

/// Room in a sheet's name.
const SHEET_NAME_LIMIT: usize = 31;

/// Stands for what had no room.
const CUT: &str = "…（以下略）";

/// A text for a cell: cut where a cell cannot hold it.
pub(super) fn for_cell(text: &str) -> String {
    fit(text, CELL_LIMIT)
}

/// A text for a note: without control characters, which programs refuse there.
pub(super) fn for_note(text: &str) -> String {
    let clean: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    fit(&clean, NOTE_LIMIT)
}

/// Excel counts UTF-16 units.
fn fit(text: &str, limit: usize) -> String {
    if units(text) <= limit {
        return text.to_owned();
    }
    let room = limit - units(CUT);
    let mut used = 0;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= room
        })
        .collect();
    kept.push_str(CUT);
    kept
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// How many narrow characters a text is wide; of several lines the widest.
pub(super) fn width(text: &str) -> usize {
    let line = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    text.split('\n').map(line).max().unwrap_or_default()
}

/// A name for a sheet that programs take and that is none of `taken`, letter case aside.
pub(super) fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String =
        wanted.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { '_' } else { c }).collect();
    let clean = match clean.trim().trim_matches('\'') {
        "" => "台账",
        clean => clean,
    };
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let mut name = head(clean, SHEET_NAME_LIMIT);
    let mut next = 2;
    while is_taken(&name) {
        let end = next.to_string();
        name = head(clean, SHEET_NAME_LIMIT - end.len()) + &end;
        next += 1;
    }
    name
}

/// As many first characters as have room.
fn head(text: &str, limit: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= limit
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_says_so() {
        let long = "字".repeat(CELL_LIMIT + 1);
        let cut = for_cell(&long);
        assert_eq!(units(&cut), CELL_LIMIT);
        assert!(cut.ends_with(CUT));
        let fits = "字".repeat(CELL_LIMIT);
        assert_eq!(for_cell(&fits), fits);
        // A character of two units is not cut in half.
        assert!(units(&for_cell(&"𠀀".repeat(CELL_LIMIT))) <= CELL_LIMIT);
    }

    #[test]
    fn han_characters_are_two_wide() {
        assert_eq!((width("建议号"), width("A类"), width("一\n二三")), (6, 3, 4));
    }

    #[test]
    fn names_of_sheets_are_allowed_and_unique() {
        let taken = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(sheet_name("问题", &taken(&["答复"])), "问题");
        assert_eq!(sheet_name("问题", &taken(&["问题", "问题2"])), "问题3");
        assert_eq!(sheet_name("a/b[1]", &[]), "a_b_1_");
        assert_eq!(sheet_name("", &taken(&["X"])), "台账");
        assert_eq!(sheet_name("x", &taken(&["X"])), "x2");
        let long = "字".repeat(40);
        let first = sheet_name(&long, &[]);
        let second = sheet_name(&long, std::slice::from_ref(&first));
        assert_eq!((first.chars().count(), second.chars().count()), (31, 31));
        assert_ne!(first, second);
    }
}
