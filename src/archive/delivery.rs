//! `delivery.csv`: who gets which letters, one line a letter and recipient, for envelopes and for handing over.

use std::collections::HashMap;
use std::path::Path;

use super::table::Table;
use super::write_whole;
use crate::diag::{Lang, Outcome};

/// The file's name in the folder of its run.
const NAME: &str = "delivery.csv";

/// A finished letter and whom it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its number, empty where there is none.
    pub number: String,
    /// Its addressee.
    pub addressee: String,
    /// To whom copies go.
    pub cc: Vec<String>,
    /// Its title.
    pub title: String,
    /// Its document number.
    pub doc_number: Option<String>,
    /// Its file, relative to the folder.
    pub file: String,
}

/// Writes `delivery.csv` into `dir`, in the place of an earlier one: first by addressee, then by recipient of copies,
/// each in the order in which the ledger first names them. The folder's [`super::Outbox`] must be open.
pub fn write_delivery(dir: &Path, letters: &[Sent], lang: Lang) -> Outcome<()> {
    write_whole(&dir.join(NAME), &table(letters, lang))
}

fn table(letters: &[Sent], lang: Lang) -> Vec<u8> {
    let (headings, to, copy) = match lang {
        Lang::Zh => (["方式", "收件人", "件数", "编号", "标题", "发文字号", "文件"], "主送", "抄送"),
        Lang::En => {
            let headings = ["kind", "recipient", "letters", "number", "title", "document number", "file"];
            (headings, "addressee", "copy")
        }
    };
    let mut table = Table::new(headings);
    let by_addressee = letters.iter().map(|letter| (letter.addressee.as_str(), letter));
    let by_copy = letters.iter().flat_map(|letter| letter.cc.iter().map(move |to| (to.as_str(), letter)));
    for (kind, pairs) in [(to, by_addressee.collect::<Vec<_>>()), (copy, by_copy.collect())] {
        for (recipient, letters) in grouped(&pairs) {
            for letter in &letters {
                table.line([
                    kind.to_owned(),
                    recipient.to_owned(),
                    letters.len().to_string(),
                    letter.number.clone(),
                    letter.title.clone(),
                    letter.doc_number.clone().unwrap_or_default(),
                    letter.file.clone(),
                ]);
            }
        }
    }
    table.into_bytes()
}

/// The letters of each recipient, recipients in the order in which they first come up.
fn grouped<'a>(pairs: &[(&'a str, &'a Sent)]) -> Vec<(&'a str, Vec<&'a Sent>)> {
    let mut groups: Vec<(&str, Vec<&Sent>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (recipient, letter) in pairs {
        let place = *places.entry(recipient).or_insert_with(|| {
            groups.push((recipient, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, letters)) = groups.get_mut(place) {
            letters.push(letter);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(number: &str, addressee: &str, cc: &[&str]) -> Sent {
        Sent {
            number: number.to_owned(),
            addressee: addressee.to_owned(),
            cc: cc.iter().map(ToString::to_string).collect(),
            title: format!("=答复{number}"),
            doc_number: None,
            file: format!("letters/{number}.pdf"),
        }
    }

    #[test]
    fn every_recipient_has_a_line_for_each_letter_and_the_number_of_them() {
        let letters = [
            letter("1", "王景峰代表", &["市政府办公室", "市人大"]),
            letter("2", "李明代表", &["市政府办公室"]),
            letter("3", "王景峰代表", &[]),
        ];
        let text = String::from_utf8(table(&letters, Lang::Zh)).unwrap();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "主送,王景峰代表,2,1,'=答复1,,letters/1.pdf",
                "主送,王景峰代表,2,3,'=答复3,,letters/3.pdf",
                "主送,李明代表,1,2,'=答复2,,letters/2.pdf",
                "抄送,市政府办公室,2,1,'=答复1,,letters/1.pdf",
                "抄送,市政府办公室,2,2,'=答复2,,letters/2.pdf",
                "抄送,市人大,1,1,'=答复1,,letters/1.pdf",
            ]
        );
    }
}
