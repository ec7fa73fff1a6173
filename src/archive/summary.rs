//! `summary.csv`: one line a letter, for a clerk's spreadsheet program.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::table::Table;
use super::write_whole;
use crate::diag::{Lang, Message, Outcome};

/// The file's name in the folder of its run.
const NAME: &str = "summary.csv";

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It was made now.
    Made,
    /// It was found finished.
    Kept,
    /// It could not be made.
    Failed,
    /// The run was stopped before its turn.
    Left,
    /// It was found finished, and its stamped version was taken in.
    Adopted,
}

impl Status {
    /// Every status there is.
    const ALL: [Self; 5] = [Self::Made, Self::Kept, Self::Failed, Self::Left, Self::Adopted];
}

impl Status {
    /// The word of the machine output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Kept => "kept",
            Self::Failed => "failed",
            Self::Left => "left",
            Self::Adopted => "adopted",
        }
    }

    /// The word for people.
    pub fn text(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, _) => self.as_str(),
            (Lang::Zh, Self::Made) => "已生成",
            (Lang::Zh, Self::Kept) => "已保留",
            (Lang::Zh, Self::Failed) => "未生成",
            (Lang::Zh, Self::Left) => "未处理",
            (Lang::Zh, Self::Adopted) => "已收盖章件",
        }
    }
}

/// One letter's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// Number, empty where there is none.
    pub number: String,
    /// Addressee.
    pub addressee: String,
    /// Title.
    pub title: String,
    /// What became of it.
    pub status: Status,
    /// Its file, relative to the folder.
    pub file: Option<String>,
    /// Its pages.
    pub pages: Option<usize>,
    /// It carries a signature.
    pub signed: bool,
    /// The form that goes with it, relative to the folder.
    pub feedback_form: Option<String>,
    /// Its copy for publication, relative to the folder.
    pub publication: Option<String>,
    /// What was wrong or noticed.
    pub problems: Vec<Message>,
}

/// Writes `summary.csv` into `dir`, in the place of an earlier one. The folder's [`super::Outbox`] must be
/// open, so that no other dafu writes there.
pub fn write_summary(dir: &Path, rows: impl IntoIterator<Item = SummaryRow>, lang: Lang) -> Outcome<()> {
    write_whole(&dir.join(NAME), &table(rows, lang))
}

/// Changes the status of the letter with this file in the summary of `dir`, in the summary's own language. A summary that
/// is not there, or that somebody has made another table of, is left as it is: the next run writes it anew.
pub(super) fn set_status(dir: &Path, file: &str, status: Status) -> Outcome<()> {
    let path = dir.join(NAME);
    let Some(bytes) = std::fs::read(&path).ok().and_then(|bytes| changed(&bytes, file, status)) else { return Ok(()) };
    write_whole(&path, &bytes)
}

fn changed(bytes: &[u8], file: &str, status: Status) -> Option<Vec<u8>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes())?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let mut records: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        records.push(record.ok()?.iter().map(str::to_owned).collect());
    }
    let heads = records.first()?;
    let column = |names: [&str; 2]| heads.iter().position(|head| names.contains(&head.as_str()));
    let (of_status, of_file) = (column(["状态", "status"])?, column(["文件", "file"])?);
    let lang = if heads.get(of_status)? == "status" { Lang::En } else { Lang::Zh };
    let row = records.iter_mut().skip(1).find(|row| row.get(of_file).is_some_and(|it| it == file))?;
    let place = row.get_mut(of_status)?;
    if !Status::ALL.iter().any(|known| known.text(lang) == place.as_str()) {
        return None;
    }
    status.text(lang).clone_into(place);
    let mut table = Table::empty();
    records.into_iter().for_each(|record| table.line(record));
    Some(table.into_bytes())
}

/// The file's bytes.
fn table(rows: impl IntoIterator<Item = SummaryRow>, lang: Lang) -> Vec<u8> {
    let (headings, joint, yes) = match lang {
        Lang::Zh => {
            (["编号", "主送", "标题", "状态", "文件", "页数", "问题", "签名", "征询意见表", "公开件"], "；", "是")
        }
        Lang::En => (
            [
                "number",
                "addressee",
                "title",
                "status",
                "file",
                "pages",
                "problems",
                "signed",
                "feedback form",
                "publication copy",
            ],
            "; ",
            "yes",
        ),
    };
    let mut table = Table::new(headings);
    for row in rows {
        let problems: Vec<_> = row.problems.iter().map(|text| text.text(lang)).collect();
        table.line([
            row.number.clone(),
            row.addressee.clone(),
            row.title.clone(),
            row.status.text(lang).to_owned(),
            row.file.clone().unwrap_or_default(),
            row.pages.map(|pages| pages.to_string()).unwrap_or_default(),
            problems.join(joint),
            if row.signed { yes.to_owned() } else { String::new() },
            row.feedback_form.clone().unwrap_or_default(),
            row.publication.clone().unwrap_or_default(),
        ]);
    }
    table.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str) -> SummaryRow {
        SummaryRow {
            number: "153".to_owned(),
            addressee: "王景峰代表".to_owned(),
            title: title.to_owned(),
            status: Status::Made,
            file: Some("letters/153_王景峰.pdf".to_owned()),
            pages: Some(5),
            signed: false,
            feedback_form: None,
            publication: None,
            problems: Vec::new(),
        }
    }

    #[track_caller]
    fn check(rows: &[SummaryRow], lang: Lang, expected: &str) {
        let text = String::from_utf8(table(rows.to_vec(), lang)).unwrap();
        assert_eq!(text.strip_prefix('\u{feff}').unwrap(), expected);
    }

    #[test]
    fn headings_and_words_are_in_the_reader_s_language() {
        let failed = SummaryRow {
            status: Status::Failed,
            file: None,
            pages: None,
            problems: vec![Message::new("缺日期", "no date"), Message::new("乙", "b")],
            ..row("标题")
        };
        check(
            &[row("标题"), failed.clone()],
            Lang::Zh,
            "编号,主送,标题,状态,文件,页数,问题,签名,征询意见表,公开件\r\n\
             153,王景峰代表,标题,已生成,letters/153_王景峰.pdf,5,,,,\r\n\
             153,王景峰代表,标题,未生成,,,缺日期；乙,,,\r\n",
        );
        check(
            &[failed],
            Lang::En,
            "number,addressee,title,status,file,pages,problems,signed,feedback form,publication copy\r\n\
             153,王景峰代表,标题,failed,,,\"no date; b\",,,\r\n",
        );
    }

    #[test]
    fn a_status_changes_alone_and_in_the_summary_s_language() {
        for (lang, old, new) in [(Lang::Zh, "已生成", "已收盖章件"), (Lang::En, "made", "adopted")] {
            let other = SummaryRow { file: Some("letters/2.pdf".to_owned()), ..row("=标题,\"乙\"") };
            let bytes = table([other, row("标题")], lang);
            let after = changed(&bytes, "letters/153_王景峰.pdf", Status::Adopted).unwrap();
            let (before, after) = (String::from_utf8(bytes.clone()).unwrap(), String::from_utf8(after).unwrap());
            let last = before.rfind(old).unwrap();
            assert_eq!(after, format!("{}{new}{}", &before[..last], &before[last + old.len()..]));
            assert_eq!(changed(&bytes, "letters/3.pdf", Status::Adopted), None);
        }
        assert_eq!(changed("\u{feff}a,b\r\n".as_bytes(), "a", Status::Adopted), None);
    }

    #[test]
    fn the_summary_replaces_the_earlier_one() {
        let dir = tempfile::tempdir().unwrap();
        write_summary(dir.path(), [row("一"), row("二")], Lang::Zh).unwrap();
        write_summary(dir.path(), [row("三")], Lang::Zh).unwrap();
        let bytes = std::fs::read(dir.path().join(NAME)).unwrap();
        assert_eq!(bytes, table([row("三")], Lang::Zh));
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
