use super::*;
use crate::sign::pdf::PdfFile;

/// A PDF of so many pages, each of which says which it is; `more` stands in every page.
fn pdf(pages: usize, more: &str, extra: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {pages}/MediaBox[0 0 595 842]/Resources 3 0 R>>", kids.join(" ")),
        "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>".to_owned(),
    ];
    for page in 0..pages {
        let text = format!("BT /F1 20 Tf 100 700 Td (page {}) Tj ET", page + 1);
        objects.push(format!("<</Type/Page/Parent 2 0 R/StructParents 0/Contents {} 0 R{more}>>", 5 + 2 * page));
        objects.push(format!("<</Length {}>>\nstream\n{text}\nendstream", text.len()));
    }
    objects.extend(extra.iter().map(ToString::to_string));
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, text) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{text}\nendobj\n", at + 1).as_bytes());
    }
    let (xref, size) = (out.len(), objects.len() + 1);
    out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF").as_bytes());
    out
}

fn joined(letters: &[Vec<u8>]) -> (Vec<u8>, Joining) {
    let mut set = PrintSet::begin(Vec::new()).unwrap();
    for (at, letter) in letters.iter().enumerate() {
        set.add(&format!("第{at}号"), letter).unwrap();
    }
    set.finish().unwrap()
}

/// By page: its contents, empty for a blank one.
fn contents(bytes: &[u8]) -> Vec<String> {
    let file = PdfFile::open(bytes).unwrap();
    let pages = file.pages().unwrap();
    let shown = pages.iter().map(|page| {
        let page = file.dict(*page).unwrap();
        let streams = match page.get("Contents") {
            Some(Object::Array(list)) => list.iter().filter_map(Object::reference).collect(),
            Some(Object::Ref(number)) => vec![*number],
            _ => Vec::new(),
        };
        let text = streams.iter().map(|number| String::from_utf8(file.stream(*number).unwrap().1).unwrap());
        text.collect::<String>()
    });
    shown.collect()
}

#[test]
fn each_letter_begins_on_a_right_hand_page() {
    let (bytes, joining) = joined(&[pdf(3, "", &[]), pdf(1, "", &[]), pdf(2, "", &[])]);
    assert_eq!(joining, Joining { letters: 3, sheets: 4 });
    let found = contents(&bytes);
    let shown: Vec<&str> = found.iter().map(|text| text.split(['(', ')']).nth(1).unwrap_or("-")).collect();
    assert_eq!(shown, ["page 1", "page 2", "page 3", "-", "page 1", "-", "page 1", "page 2"]);
    assert!(bytes.starts_with(MARK));
}

#[test]
fn a_page_keeps_what_it_has_from_above_and_its_size_is_the_blank_ones_too() {
    let (bytes, _) = joined(&[pdf(1, "", &[])]);
    let file = PdfFile::open(&bytes).unwrap();
    for page in file.pages().unwrap() {
        let page = file.dict(page).unwrap();
        assert_eq!(page.get("MediaBox").unwrap().array().unwrap()[3], Object::Int(842));
        assert!(page.get("Resources").is_some() && page.get("StructParents").is_none());
    }
}

#[test]
fn a_stamp_over_a_page_becomes_part_of_it_and_one_that_is_hidden_does_not() {
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 10 20]/Length 11>>\nstream\n1 0 0 rg 0 0\nendstream";
    let form = form.replace("Length 11", "Length 12");
    let shown = |flags: u32| {
        let more = format!("/Annots[<</Type/Annot/Subtype/Stamp/F {flags}/Rect[100 200 120 240]/AP<</N 6 0 R>>>>]");
        contents(&joined(&[pdf(1, &more, &[&form])]).0).remove(0)
    };
    let page = shown(4);
    assert!(page.starts_with("q\nBT"), "{page}");
    assert!(page.ends_with("ET\nQ\nq 2.0000 0.0000 0.0000 2.0000 100.0000 200.0000 cm /DafuStamp0 Do Q\n"), "{page}");
    assert!(!shown(6).contains("DafuStamp") && !shown(0).contains("DafuStamp"));
}

#[test]
fn a_letter_that_cannot_be_read_leaves_the_set_as_it_was() {
    let mut set = PrintSet::begin(Vec::new()).unwrap();
    set.add("1", &pdf(1, "", &[])).unwrap();
    let scan = b"%PDF-1.4\nscan".to_vec();
    let backwards = pdf(1, "/Group<</Back 2 0 R>>", &[]);
    for bad in [scan, backwards, Vec::new()] {
        assert!(matches!(set.add("2", &bad), Err(Failure::Unreadable(_))));
    }
    set.add("3", &pdf(2, "", &[])).unwrap();
    let (bytes, joining) = set.finish().unwrap();
    assert_eq!((joining.letters, contents(&bytes).len()), (2, 4));
}

#[test]
fn an_empty_set_is_a_pdf_too() {
    let (bytes, joining) = joined(&[]);
    assert_eq!(joining, Joining { letters: 0, sheets: 0 });
    assert!(bytes.ends_with(b"%%EOF\n"));
}
