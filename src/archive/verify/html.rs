//! The report that an archivist files, as one page without anything from outside.

use super::super::package::xml;
use super::report::{Group, Report, Verdict};
use crate::diag::Lang;

const STYLE: &str = "body{font:15px/1.6 'Noto Serif SC','SimSun',serif;max-width:60em;margin:2em auto;padding:0 1em;\
color:#111}h1{font-size:1.4em;text-align:center}h2{font-size:1.1em;margin:1.5em 0 .3em}table{border-collapse:collapse;\
width:100%}td,th{border:1px solid #777;padding:.25em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
th{background:#eee}.failed{background:#fbe3e3}.doubtful,.unchecked{background:#fdf6dc}.facts td:first-child{width:9em}\
.sign td{height:2.6em;width:25%}@media print{body{margin:0}}";

/// The page. `file` is what was verified, `time` when, `tool` by what.
pub fn page(report: &Report, file: &str, time: &str, tool: &str, lang: Lang) -> String {
    let of = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let title = of("电子档案四性检测报告", "Verification report of electronic records");
    let good = report.is_good();
    let result = if good { of("通过", "accepted") } else { of("不通过", "refused") };
    let mut html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<table class=\"facts\">\n",
        of("zh-CN", "en")
    );
    let form = report.form.clone().unwrap_or_else(|| of("运行结果", "a run's folder").to_owned());
    let facts = [
        (of("检测对象", "Verified"), file.to_owned()),
        (of("形式", "Form"), form),
        (of("件数", "Letters"), report.letters.to_string()),
        (of("检测时间", "Time"), time.to_owned()),
        (of("检测工具", "Tool"), tool.to_owned()),
        (of("依据", "By"), "DA/T 70-2018".to_owned()),
        (of("结论", "Result"), result.to_owned()),
    ];
    for (name, value) in facts {
        html.push_str(&format!("<tr><td>{name}</td><td>{}</td></tr>\n", escaped(&value)));
    }
    html.push_str("</table>\n");
    let heads = [of("项目", "Item"), of("结果", "Result"), of("文件", "File"), of("说明", "Found")];
    for group in Group::ALL {
        let lines: Vec<_> = report.lines.iter().filter(|line| line.item.group() == group).collect();
        if lines.is_empty() {
            continue;
        }
        html.push_str(&format!("<h2>{}</h2>\n<table>\n<tr>", group.text(lang)));
        heads.iter().for_each(|head| html.push_str(&format!("<th>{head}</th>")));
        html.push_str("</tr>\n");
        for line in lines {
            let class = if line.verdict == Verdict::Passed { "passed" } else { line.verdict.as_str() };
            html.push_str(&format!(
                "<tr class=\"{class}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                line.item.text(lang),
                line.verdict.text(lang),
                escaped(line.file.as_deref().unwrap_or_default()),
                escaped(line.message.text(lang))
            ));
        }
        html.push_str("</table>\n");
    }
    let (checker, date) = (of("检测人", "Checked by"), of("日期", "Date"));
    html.push_str(&format!(
        "<h2>{}</h2>\n<table class=\"sign\"><tr><td>{checker}</td><td></td><td>{date}</td><td></td></tr></table>\n\
         </body>\n</html>\n",
        of("签字", "Signed")
    ));
    html
}

/// Text that is nothing but text, and turns no order of what follows.
fn escaped(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if turns(c) { plain.extend(c.escape_unicode()) } else { plain.push(c) }
    }
    xml::escaped(&plain)
}

#[cfg(test)]
mod tests {
    use super::super::report::Item;
    use super::*;

    #[test]
    fn nothing_of_a_package_becomes_markup() {
        let mut report = Report::default();
        report.fail(Item::Fixity, "<img src=x onerror=alert(1)>", "“<b>”&\u{202e}", "<b>");
        let page = page(&report, "a<b>.zip", "2024-12-31", "dafu", Lang::Zh);
        assert!(!page.contains("<img") && !page.contains("<b>") && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;") && page.contains("不通过"));
    }
}
