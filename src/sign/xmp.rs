//! The facts of the record in the file's XMP metadata, by the elements of DA/T 46-2009.
//!
//! The standard has no XMP namespace; ours is described in the file itself, as PDF/A-3 demands, with the
//! standard's own names.

use crate::record::Record;

/// Our namespace and its prefix.
const NAMESPACE: &str = "urn:x-dafu:dat46:1#";
const PREFIX: &str = "dat46";

/// A fact: its name in XMP, its element of DA/T 46, its value.
struct Fact {
    name: &'static str,
    element: &'static str,
    value: String,
}

fn facts(record: &Record) -> Vec<Fact> {
    let list = |items: &[String]| items.join("；");
    let year = record.date.get(..4).unwrap_or_default().to_owned();
    let all = [
        ("aggregationLevel", "M1 聚合层次", "文件".to_owned()),
        ("fondsConstitutingUnitName", "M6 立档单位名称", record.issuer.first().cloned().unwrap_or_default()),
        ("electronicRecordCode", "M7 电子文件号", record.id.clone()),
        ("year", "M11 年度", year),
        ("title", "M22 题名", record.title.clone()),
        ("documentNumber", "M31 文件编号", record.doc_number.clone().unwrap_or_default()),
        ("author", "M32 责任者", list(&record.issuer)),
        ("date", "M33 日期", record.date.clone()),
        ("documentType", "M34 文种", record.genre.clone()),
        ("principalReceiver", "M36 主送", record.addressee.clone()),
        ("otherReceivers", "M37 抄送", list(&record.cc)),
        ("securityClass", "M38 密级", "公开".to_owned()),
        ("language", "M44 语种", "汉语".to_owned()),
        ("manuscriptType", "M45 稿本", "正本".to_owned()),
    ];
    let all = all.into_iter().map(|(name, element, value)| Fact { name, element, value });
    all.filter(|fact| !fact.value.is_empty()).collect()
}

/// The metadata with the facts; `None` where it is not as Typst writes it.
pub(super) fn extend(xmp: &str, record: &Record) -> Option<String> {
    let (schemas, end) = ("</rdf:Bag></pdfaExtension:schemas>", "</rdf:RDF>");
    if xmp.matches(schemas).count() != 1 || xmp.matches(end).count() != 1 {
        return None;
    }
    let mut properties = String::new();
    let mut values = String::new();
    for Fact { name, element, value } in facts(record) {
        let value = escaped(&value);
        properties.push_str(&format!(
            "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:category>external</pdfaProperty:category>\
             <pdfaProperty:description>DA/T 46-2009 {element}</pdfaProperty:description>\
             <pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType></rdf:li>"
        ));
        values.push_str(&format!("<{PREFIX}:{name}>{value}</{PREFIX}:{name}>"));
    }
    let schema = format!(
        "<rdf:li rdf:parseType=\"Resource\"><pdfaSchema:schema>DA/T 46-2009</pdfaSchema:schema>\
         <pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{PREFIX}</pdfaSchema:prefix>\
         <pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    );
    let description =
        format!("<rdf:Description rdf:about=\"\" xmlns:{PREFIX}=\"{NAMESPACE}\">{values}</rdf:Description>");
    let xmp = xmp.replacen(schemas, &format!("{schema}{schemas}"), 1);
    Some(xmp.replacen(end, &format!("{description}{end}"), 1))
}

/// Text as XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let held: String = text.chars().filter(|c| *c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    quick_xml::escape::partial_escape(held).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_described_and_escaped() {
        let record = Record { title: "甲<乙>&丙".to_owned(), date: "2024-06-11".to_owned(), ..Record::default() };
        let xmp = "<a></rdf:Bag></pdfaExtension:schemas></rdf:RDF>";
        let found = extend(xmp, &record).unwrap();
        assert!(found.contains("<dat46:title>甲&lt;乙&gt;&amp;丙</dat46:title>"), "{found}");
        assert!(found.contains("<dat46:year>2024</dat46:year>"));
        assert!(found.contains("<pdfaProperty:name>title</pdfaProperty:name>"));
        assert!(!found.contains("documentNumber"), "an absent fact is not told");
        assert_eq!(extend("<a/>", &record), None);
    }
}
