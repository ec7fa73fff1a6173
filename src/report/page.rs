//! The page: a frame, its style and script, and the data that the script shows.

use std::collections::BTreeMap;
use std::io::{self, Write};

use base64ct::{Base64, Encoding as _};
use serde::Serialize;

use super::picture::Pasted;
use super::words::{Words, words};
use super::{Problem, Report, Row};
use crate::diag::{Code, Lang, explain};
use crate::digest::sha256_bytes;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Around the data in the page.
pub(super) const DATA_BEGINS: &str = "<script type=\"application/json\" id=\"data\">";
pub(super) const DATA_ENDS: &str = "</script>";

/// What the script reads.
#[derive(Debug, Serialize)]
struct Data<'a> {
    version: u32,
    words: &'a Words,
    ledger: &'a str,
    profile: &'a str,
    tool: &'static str,
    general: Vec<Shown<'a>>,
    rows: Vec<Line<'a>>,
    /// What each code among the problems means, and what to do.
    codes: BTreeMap<&'a str, [&'static str; 2]>,
    /// Last, because it is the longest.
    pictures: Vec<Pasted>,
}

/// A letter; what is empty is left out, for there may be ten thousand of them.
#[derive(Debug, Serialize)]
struct Line<'a> {
    n: &'a str,
    a: &'a str,
    t: &'a str,
    s: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    c: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    f: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<usize>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    g: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    d: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    x: Vec<Shown<'a>>,
}

#[derive(Debug, Serialize)]
struct Shown<'a> {
    c: &'a str,
    e: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    m: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    h: &'a [String],
}

/// Writes the page.
pub(super) fn write(report: &Report, lang: Lang, page: &mut impl Write) -> io::Result<()> {
    let words = words(lang);
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let Words { lang: language, title, internal, not_for_others, no_script, .. } = words;
    write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{internal} {title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header><p class=\"internal\" title=\"{not_for_others}\">{internal}</p><h1>{title}</h1></header>\n\
         <noscript><p>{no_script}</p></noscript>\n<main id=\"main\"></main>\n\
         {DATA_BEGINS}"
    )?;
    write_data(report, words, lang, page)?;
    write!(page, "{DATA_ENDS}\n<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

fn write_data(report: &Report, words: &Words, lang: Lang, page: &mut impl Write) -> io::Result<()> {
    let problems = report.rows.iter().flat_map(|row| &row.problems).chain(&report.general);
    let named = |code: &str| Code::ALL.iter().find(|known| known.as_str() == code).copied();
    let codes = problems.filter_map(|problem| {
        let explanation = explain(named(&problem.code)?);
        Some((problem.code.as_str(), [explanation.means(lang), explanation.remedy(lang)]))
    });
    let pictures = report.pictures.iter().filter_map(|(index, picture)| {
        let row = report.rows.get(*index)?;
        Some(Pasted::new(*index, row.id.clone(), row.sha256.clone(), picture))
    });
    let data = Data {
        version: 1,
        words,
        ledger: &report.ledger,
        profile: &report.profile,
        tool: concat!("dafu ", env!("CARGO_PKG_VERSION")),
        general: shown(&report.general),
        rows: report.rows.iter().map(line).collect(),
        codes: codes.collect(),
        pictures: pictures.collect(),
    };
    Ok(serde_json::to_writer(ScriptSafe(page), &data)?)
}

fn line(row: &Row) -> Line<'_> {
    Line {
        n: &row.number,
        a: &row.addressee,
        t: &row.title,
        s: row.status.as_str(),
        c: row.category.as_deref(),
        f: row.file.as_deref(),
        p: row.pages,
        g: row.signed,
        d: row.sent.as_deref().map(|at| at.get(..10).unwrap_or(at)),
        x: shown(&row.problems),
    }
}

fn shown(problems: &[Problem]) -> Vec<Shown<'_>> {
    let shown = problems.iter().map(|problem| Shown {
        c: &problem.code,
        e: problem.error,
        at: problem.place.as_deref(),
        m: &problem.message,
        h: &problem.hints,
    });
    shown.collect()
}

/// Writes JSON in which nothing can end the script around it or begin a comment of HTML.
struct ScriptSafe<'a, W>(&'a mut W);

impl<W: Write> Write for ScriptSafe<'_, W> {
    /// Takes whole characters, as writers of JSON hand them over.
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        let text = std::str::from_utf8(json).map_err(|err| io::Error::new(io::ErrorKind::InvalidData, err))?;
        let mut rest = text;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            let (before, from) = rest.split_at(at);
            self.0.write_all(before.as_bytes())?;
            let mut chars = from.chars();
            if let Some(c) = chars.next() {
                write!(self.0, "\\u{:04x}", u32::from(c))?;
            }
            rest = chars.as_str();
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn hash(text: &str) -> String {
    Base64::encode_string(&sha256_bytes([text.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::super::{Pictures, pictures};
    use super::*;
    use crate::archive::Status;
    use crate::typeset::Thumbnail;

    fn row(title: &str) -> Row {
        Row {
            id: Some("黄山市|人大|8|4|建议|153|答复|1".to_owned()),
            number: "153".to_owned(),
            addressee: "王景峰代表".to_owned(),
            title: title.to_owned(),
            category: None,
            doc_number: None,
            cc: Vec::new(),
            status: Status::Made,
            file: Some("letters/153_王景峰.pdf".to_owned()),
            sha256: Some("ab".repeat(32)),
            pages: Some(5),
            signed: false,
            sent: None,
            feedback_form: None,
            publication: None,
            problems: Vec::new(),
        }
    }

    fn report(title: &str) -> Report {
        let picture = Thumbnail::from_png(b"\x89PNG\r\n\x1a\nrest".to_vec()).unwrap();
        Report { rows: vec![row(title)], pictures: Pictures::from([(0, picture)]), ..Report::default() }
    }

    #[test]
    fn what_a_ledger_says_ends_no_script_and_begins_no_tag() {
        let hostile = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> & \u{2028}";
        let page = String::from_utf8(report(hostile).page(Lang::Zh)).unwrap();
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(!page.contains("onerror=alert(1)>") && !page.contains("<!--") && !page.contains('\u{2028}'));
    }

    #[test]
    fn pictures_are_found_again_by_letter_and_file() {
        let made = report("标题");
        let found = pictures(&made.page(Lang::En));
        let key = (made.rows[0].id.clone().unwrap(), made.rows[0].sha256.clone());
        assert_eq!(found.get(&key), made.pictures.get(&0));
        assert!(pictures(b"<html>").is_empty() && pictures(b"\xff").is_empty());
        assert!(pictures(format!("{DATA_BEGINS}{{\"pictures\":[7]}}{DATA_ENDS}").as_bytes()).is_empty());
    }

    #[test]
    fn the_policy_names_the_style_and_the_script_that_are_there() {
        let page = String::from_utf8(Report::default().page(Lang::En)).unwrap();
        for (text, kind) in [(STYLE, "style"), (SCRIPT, "script")] {
            assert!(page.contains(&format!("{kind}-src 'sha256-{}'", hash(text))));
            assert!(page.contains(&format!("<{kind}>{text}</{kind}>")));
        }
    }

    #[test]
    fn the_same_report_gives_the_same_bytes_and_each_language_its_own() {
        assert_eq!(report("标题").page(Lang::Zh), report("标题").page(Lang::Zh));
        let zh = String::from_utf8(report("标题").page(Lang::Zh)).unwrap();
        let en = String::from_utf8(report("标题").page(Lang::En)).unwrap();
        assert!(zh.contains("内部") && en.contains("内部 Internal"));
        assert!(zh.contains("lang=\"zh-CN\"") && en.contains("lang=\"en\""));
    }
}
