//! Facts of layout for people (`dafu run --facts`); programs read them in the machine output and the journal.

use dafu::diag::Message;
use dafu::typeset::PageFacts;

/// What a letter's pages are like, in a line.
pub(crate) fn message(path: &str, facts: &PageFacts) -> Message {
    let lines = facts.lines.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (pages, title, widest) = (facts.pages, facts.title_lines, facts.widest_mm);
    let mut zh = vec![
        format!("{pages}页（{}行）", lines.join("、")),
        format!("标题{title}行"),
        format!("最宽一行{widest}毫米，版心宽{}毫米", facts.measure_mm),
    ];
    let mut en = vec![
        format!("{pages} pages ({} lines)", lines.join(", ")),
        format!("title of {title} lines"),
        format!("widest line {widest} of {} mm", facts.measure_mm),
    ];
    if let Some(signature) = &facts.signature {
        let (page, below) = (signature.page, signature.below_text_mm);
        zh.push(below.map_or_else(
            || format!("落款在第{page}页，同页没有正文"),
            |below| format!("落款在第{page}页，正文下{below}毫米"),
        ));
        en.push(below.map_or_else(
            || format!("signature on page {page} without text"),
            |below| format!("signature on page {page}, {below} mm under the text"),
        ));
    }
    for seal in &facts.seals {
        let (page, left, top, size) = (seal.page, seal.left_mm, seal.top_mm, seal.width_mm);
        zh.push(format!("印章在第{page}页左{left}、上{top}毫米，宽{size}毫米"));
        en.push(format!("seal on page {page} at {left}, {top} mm, {size} mm wide"));
    }
    if let Some(form) = &facts.feedback_form {
        zh.push(format!("征询意见表在第{}页", form.page));
        en.push(format!("feedback form on page {}", form.page));
    }
    if let Some(colophon) = &facts.colophon {
        let page = colophon.page;
        zh.push(format!("版记在第{page}页（{}）", if colophon.even { "双数页" } else { "单数页" }));
        en.push(format!("colophon on page {page} ({})", if colophon.even { "even" } else { "odd" }));
    }
    Message::new(format!("{path}：{}", zh.join("；")), format!("{path}: {}", en.join("; ")))
}

#[cfg(test)]
mod tests {
    use dafu::diag::Lang;
    use dafu::typeset::{ColophonFacts, SealFacts, SignatureFacts};

    use super::*;

    #[test]
    fn all_facts_stand_in_one_line() {
        let facts = PageFacts {
            pages: 2,
            lines: vec![12, 8],
            text_lines: vec![8, 3],
            title_lines: 2,
            measure_mm: 156.0,
            widest_mm: 155.93,
            signature: Some(SignatureFacts { page: 2, top_mm: 78.78, text_lines: 3, below_text_mm: Some(25.69) }),
            seals: vec![SealFacts {
                page: 2,
                left_mm: 119.96,
                top_mm: 62.83,
                width_mm: 42.0,
                height_mm: 42.0,
                sealed: false,
            }],
            feedback_form: None,
            colophon: Some(ColophonFacts { page: 2, even: true, with_text: true }),
        };
        let told = message("letters/1.pdf", &facts);
        assert_eq!(
            told.text(Lang::En),
            "letters/1.pdf: 2 pages (12, 8 lines); title of 2 lines; widest line 155.93 of 156 mm; signature on page 2, \
             25.69 mm under the text; seal on page 2 at 119.96, 62.83 mm, 42 mm wide; colophon on page 2 (even)"
        );
        assert_eq!(
            told.text(Lang::Zh),
            "letters/1.pdf：2页（12、8行）；标题2行；最宽一行155.93毫米，版心宽156毫米；落款在第2页，正文下25.69毫米；\
             印章在第2页左119.96、上62.83毫米，宽42毫米；版记在第2页（双数页）"
        );
    }
}
