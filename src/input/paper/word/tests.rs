//! What a reader of a document sees is what is read.

use std::io::{Cursor, Write};

use super::super::{Content, Paper};
use super::*;

/// A `.docx` of the parts that matter.
fn docx(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w" xmlns:mc="mc" xmlns:v="v" xmlns:m="m"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    )
}

fn read_body(body: &str) -> Paper {
    read(&docx(&[("word/document.xml", document(body))])).unwrap_or_else(|_| panic!("not read: {body}"))
}

/// Parts and losses, a line each.
fn shown(paper: &Paper) -> String {
    let mut lines = Vec::new();
    for part in &paper.parts {
        lines.push(match &part.content {
            Content::Text(text) => format!("{} {text}", part.index),
            Content::Table { rows, header_rows } => {
                let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
                format!("{} table {header_rows}: {}", part.index, rows.join(" / "))
            }
        });
    }
    lines.extend(paper.losses.iter().map(|loss| format!("! {} {:?} {}", loss.index, loss.what, loss.near)));
    if paper.revisions != (0, 0) {
        lines.push(format!("revisions {:?}", paper.revisions));
    }
    lines.join("\n")
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(shown(&read_body(body)), expected);
}

/// A paragraph with properties and runs.
fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn listed(list: u32, level: usize, text: &str) -> String {
    p(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#), text)
}

#[test]
fn paragraphs_are_counted_without_blank_ones() {
    check(&format!("{}{}{}", p("", "一"), p("", " "), p("", "二")), "1 一\n2 二");
    check(r"<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", "1 甲 乙\n1 丙");
    check(r"<w:p><w:r><w:t>&lt;&#x4e2d;&amp;</w:t></w:r></w:p>", "1 <中&");
}

#[test]
fn text_within_links_controls_fields_and_tags_is_read() {
    check(
        r"<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>标签</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>",
        "1 链接标签控件",
    );
    check(
        r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>藏</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2024年</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>6月</w:t></w:r></w:fldSimple></w:p>"#,
        "1 2024年6月",
    );
    check(
        r"<w:p><w:r><w:ruby><w:rt><w:r><w:t>wang</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汪</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
        "1 汪",
    );
}

#[test]
fn changes_under_review_are_accepted_and_counted() {
    check(
        r"<w:p><w:r><w:t>我局</w:t></w:r><w:ins><w:r><w:t>已经</w:t></w:r></w:ins><w:del><w:r><w:delText>没有</w:delText></w:r></w:del><w:r><w:t>办理</w:t></w:r></w:p>",
        "1 我局已经办理\nrevisions (1, 1)",
    );
    // The end of a paragraph was deleted, then a whole paragraph.
    check(
        &format!(
            "{}{}{}",
            p("<w:rPr><w:del/></w:rPr>", "前半"),
            p("", "后半"),
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>不要</w:delText></w:r></w:del></w:p>"
        ),
        "1 前半后半\nrevisions (0, 2)",
    );
    check(
        r"<w:p><w:pPr><w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange></w:pPr><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p><w:p><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>",
        "1 移来\nrevisions (1, 1)",
    );
}

#[test]
fn hidden_and_struck_text_is_told() {
    check(
        r#"<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>的</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>划去</w:t></w:r></w:p>"#,
        "1 看得见的划去\n! 1 Hidden(\"看不见\") 看得见的划去\n! 1 Struck(\"划去\") 看得见的划去",
    );
}

#[test]
fn what_cannot_be_taken_over_is_told_once_with_its_paragraph() {
    check(
        r"<w:p><w:r><w:t>见图</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        "1 见图\n! 1 TextBox(\"框里\") 见图",
    );
    check(
        r"<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:drawing><a:blip/></w:drawing></w:r><w:r><w:footnoteReference/></w:r><w:r><w:endnoteReference/></w:r><w:r><w:commentReference/></w:r><w:r><w:object><o:OLEObject/></w:object></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath><w:r><w:pict><v:line/></w:pict></w:r></w:p>",
        "1 甲\n! 1 Picture 甲\n! 1 Footnote 甲\n! 1 Endnote 甲\n! 1 Comment 甲\n! 1 Object 甲\n! 1 Equation 甲\n! 1 Drawing 甲",
    );
    check(
        r#"<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F041"/></w:r></w:p>"#,
        "1 √\n! 1 Symbol(\"Wingdings\") √",
    );
}

#[test]
fn tables_are_tables() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    check(
        &format!(
            "{}<w:tbl><w:tblPr/><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>{}<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>{}",
            p("", "前"),
            cell("", "项目"),
            cell("", "金额"),
            row(&[cell("", "道路"), cell("", "5")]),
            cell("", "删"),
            p("", "后"),
        ),
        "1 前\n2 table 1: 项目|金额 / 道路|5\n3 后\nrevisions (0, 1)",
    );
    check(
        &format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row(&[cell(r#"<w:gridSpan w:val="2"/>"#, "宽")]),
            row(&[cell(r#"<w:vMerge w:val="restart"/>"#, "高"), cell("", "一")]),
            row(&[cell("<w:vMerge/>", ""), cell("", "二")]),
        ),
        "1 table 1: 宽| / 高|一 / |二\n! 1 MergedCells 宽",
    );
    check(
        &format!(
            "<w:tbl>{}</w:tbl>",
            row(&[format!("<w:tc>{}<w:tbl>{}</w:tbl>{}</w:tc>", p("", "外"), row(&[cell("", "内")]), p("", "尾"))])
        ),
        "1 table 0: 外\n内\n尾\n! 1 NestedTable 外",
    );
}

fn level(at: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

fn with_lists(body: &str, numbering: &str, styles: &str) -> String {
    let numbering = format!(r#"<w:numbering xmlns:w="w">{numbering}</w:numbering>"#);
    let styles = format!(r#"<w:styles xmlns:w="w">{styles}</w:styles>"#);
    let parts = [("word/document.xml", document(body)), ("word/numbering.xml", numbering), ("word/styles.xml", styles)];
    shown(&read(&docx(&parts)).unwrap_or_else(|_| panic!("not read")))
}

fn official() -> String {
    format!(
        r#"<w:abstractNum w:abstractNumId="7">{}{}{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#,
        level(0, "chineseCountingThousand", "%1、", r#"<w:suff w:val="nothing"/>"#),
        level(1, "chineseCounting", "（%2）", r#"<w:pStyle w:val="H2"/>"#),
        level(2, "decimal", "%3.", ""),
        level(3, "decimalEnclosedCircle", "%4", r#"<w:suff w:val="nothing"/>"#),
    )
}

#[test]
fn automatic_numbers_become_text() {
    let body = [
        listed(1, 0, "情况"),
        listed(1, 1, "规划。"),
        listed(1, 2, "甲"),
        listed(1, 2, "乙"),
        listed(1, 3, "丙"),
        listed(1, 1, "园区。"),
        listed(1, 2, "丁"),
        listed(1, 0, "打算"),
        listed(1, 1, "协同。"),
        listed(2, 0, "重新开始"),
        listed(2, 0, "接着"),
        listed(0, 0, "不编号"),
    ]
    .concat();
    assert_eq!(
        with_lists(&body, &official(), ""),
        "1 一、情况\n2 （一）规划。\n3 1.甲\n4 2.乙\n5 ①丙\n6 （二）园区。\n7 1.丁\n8 二、打算\n9 （一）协同。\n10 一、重新开始\n11 二、接着\n12 不编号"
    );
}

#[test]
fn styles_give_numbers_too() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="H1"/></w:style><w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let body = [
        p(r#"<w:pStyle w:val="H1"/>"#, "情况"),
        p(r#"<w:pStyle w:val="H2"/>"#, "规划。"),
        p(r#"<w:pStyle w:val="Mine"/>"#, "打算"),
        p(r#"<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>"#, "不编号"),
        r#"<w:p><w:r><w:rPr><w:rStyle w:val="Ghost"/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>露</w:t></w:r></w:p>"#
            .to_owned(),
    ]
    .concat();
    assert_eq!(
        with_lists(&body, &official(), styles),
        "1 一、情况\n2 （一）规划。\n3 二、打算\n4 不编号\n5 露\n! 5 Hidden(\"藏\") 露"
    );
}

#[test]
fn numbers_of_several_levels_bullets_and_unknown_formats() {
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="0">{}{}{}</w:abstractNum><w:abstractNum w:abstractNumId="1">{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#,
        level(0, "chineseCounting", "第%1章", ""),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "decimal", "%3)", r#"<w:lvlRestart w:val="0"/>"#),
        level(0, "bullet", "\u{f0b7}", ""),
        level(1, "thaiCounting", "%2", ""),
    );
    let body = [
        listed(1, 0, "总则"),
        listed(1, 1, "范围"),
        listed(1, 2, "甲"),
        listed(1, 0, "分则"),
        listed(1, 2, "乙"),
        listed(2, 0, "点"),
        listed(2, 1, "泰"),
    ]
    .concat();
    assert_eq!(
        with_lists(&body, &numbering, ""),
        "1 第一章　总则\n2 1.1　范围\n3 1)甲\n4 第二章　分则\n5 2)乙\n6 点\n7 泰\n! 6 Bullet 点\n! 7 Numbering(\"thaiCounting\") 泰"
    );
}

#[test]
fn the_parts_are_found_by_their_relations() {
    let rels = |kind: &str, target: &str| {
        format!(
            r#"<Relationships><Relationship Id="1" Type="http://x/relationships/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let parts = [
        ("_rels/.rels", rels("officeDocument", "/word/document2.xml")),
        ("word/document2.xml", document(&listed(1, 0, "情况"))),
        ("word/_rels/document2.xml.rels", rels("numbering", "lists.xml")),
        ("word/lists.xml", format!(r#"<w:numbering xmlns:w="w">{}</w:numbering>"#, official())),
    ];
    assert_eq!(shown(&read(&docx(&parts)).unwrap_or_else(|_| panic!("not read"))), "1 一、情况");
}

#[test]
fn what_is_no_document_is_told() {
    assert!(matches!(read(b"PK\x03\x04cut"), Err(Trouble::Damaged)));
    assert!(matches!(read(&docx(&[("word/x.xml", String::new())])), Err(Trouble::Damaged)));
    assert!(matches!(read(&docx(&[("word/document.xml", "<a><b></a>".to_owned())])), Err(Trouble::Damaged)));
    let entity = document(r"<w:p><w:r><w:t>&lol;</w:t></w:r></w:p>");
    assert!(matches!(read(&docx(&[("word/document.xml", entity)])), Err(Trouble::Damaged)));
}

#[test]
fn a_document_that_fills_the_memory_is_stopped() {
    let row = r"<w:tr><w:tc/></w:tr>".repeat(10_000);
    let wide = r#"<w:tr><w:tc><w:tcPr><w:gridSpan w:val="4000000000"/></w:tcPr></w:tc></w:tr>"#;
    let wide = wide.to_owned()
        + &r#"<w:tr><w:tc><w:tcPr><w:gridSpan w:val="400000"/></w:tcPr></w:tc></w:tr>"#.repeat(2)
        + &row;
    let bomb = document(&format!("<w:tbl>{wide}</w:tbl>"));
    assert!(matches!(read(&docx(&[("word/document.xml", bomb)])), Err(Trouble::TooLarge)));
    let deep = "<w:sdt>".repeat(100_000);
    assert!(read(&docx(&[("word/document.xml", document(&deep))])).is_err());
    let long = document(&p("", &"　".repeat(20_000_000)));
    assert!(matches!(read(&docx(&[("word/document.xml", long)])), Err(Trouble::TooLarge)));
}
