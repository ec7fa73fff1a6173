use super::*;
use crate::diag::Lang;

#[track_caller]
fn parse(text: &[u8]) -> Result<Object, Broken> {
    Parser::new(text, 0).object()
}

#[track_caller]
fn check_round(text: &str) {
    let mut out = Vec::new();
    parse(text.as_bytes()).unwrap().write(&mut out);
    assert_eq!(String::from_utf8(out).unwrap(), text);
}

#[test]
fn what_typst_writes_is_copied_without_a_change() {
    check_round("<</Type/Page/MediaBox[0 0 595.2756 841.8898]/Tabs/S/Parent 1 0 R/Open true/None null>>");
    check_round("[(plain) <FEFF> /A#20B -5 12 0 R]");
}

#[test]
fn strings_are_read_whichever_way_they_are_spelt() {
    let text = |spelt: &[u8]| parse(spelt).unwrap().string().unwrap().to_vec();
    assert_eq!(text(b"(a(b)c\\)\\n\\101\\\n)"), b"a(b)c)\nA");
    assert_eq!(text(b"<4 1 4>"), b"A@");
}

#[test]
fn hostile_objects_are_refused() {
    let deep = "[".repeat(100_000);
    for bad in [deep.as_str(), "<</A 1/A 2>>", "(", "<zz>", "/#", "1e5", "[1 2", "<</A", "1 5 R", ""] {
        parse(bad.as_bytes()).unwrap_err();
    }
}

fn small() -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, text) in
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R>>"]
            .iter()
            .enumerate()
    {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{text}\nendobj\n", number + 1).as_bytes());
    }
    let xref = out.len();
    out.extend_from_slice(b"xref\n0 4\n0000000000 65535 f \n");
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(format!("trailer\n<</Size 4/Root 1 0 R/ID[(a)(b)]>>\nstartxref\n{xref}\n%%EOF").as_bytes());
    out
}

#[test]
fn an_update_leaves_the_old_file_and_keeps_its_trailer() {
    let old = small();
    let file = PdfFile::open(&old).unwrap();
    let mut update = Update::of(&file).unwrap();
    let stream = update.add_stream(Dict::default(), b"hello".to_vec());
    let catalog = file.catalog().unwrap().with("Extra", Object::Ref(stream));
    update.put(1, catalog);
    let signature = update.reserve();
    update.put_signature(signature, Dict::default().with("Type", Object::name("Sig")), 4);
    let spot = update.finish_signature([7; 16]).unwrap();
    let signed: usize = spot.signed().iter().map(|part| part.len()).sum();
    let new = spot.fill(b"\xAB\xCD").unwrap();
    assert_eq!(signed, new.len() - 10);
    assert!(new.starts_with(&old) && new.ends_with(b"%%EOF\n"));

    let again = PdfFile::open(&new).unwrap();
    assert_eq!(again.revisions().len(), 2);
    // The line break that the update needs before it belongs to what was there.
    assert_eq!(again.revisions()[0].end, old.len() + 1);
    assert_eq!(again.stream(stream).unwrap().1, b"hello");
    assert_eq!(again.pages().unwrap(), [3]);
    let dict = again.dict(signature).unwrap();
    assert_eq!(dict.get("Contents").unwrap().string().unwrap(), b"\xAB\xCD\0\0");
    let range: Vec<_> = dict.get("ByteRange").unwrap().array().unwrap().iter().filter_map(Object::int).collect();
    assert_eq!(range[0], 0);
    assert_eq!(usize::try_from(range[2] + range[3]).unwrap(), new.len());
    assert!(again.trailer().get("ID").is_some());
}

#[test]
fn a_value_that_does_not_fit_says_how_much_room_it_needs() {
    let old = small();
    let file = PdfFile::open(&old).unwrap();
    let mut update = Update::of(&file).unwrap();
    let signature = update.reserve();
    update.put_signature(signature, Dict::default(), 4);
    assert_eq!(update.finish_signature([0; 16]).unwrap().fill(&[1; 9]).unwrap_err(), 9);
}

#[test]
fn a_cut_changed_or_extended_file_is_refused_in_words() {
    let whole = small();
    for cut in [0, 3, 40, whole.len() / 2, whole.len() - 3] {
        let problem = PdfFile::open(&whole[..cut]).unwrap_err();
        assert!(!problem.text(Lang::En).is_empty());
    }
    let mut more = whole.clone();
    more.extend_from_slice(b"\n%junk");
    PdfFile::open(&more).unwrap_err();
    for at in 0..whole.len() {
        for byte in [0, b'9', b'<', 0xFF] {
            let mut changed = whole.clone();
            changed[at] = byte;
            // No outcome is wrong but a panic.
            if let Ok(file) = PdfFile::open(&changed) {
                let _ = file.pages();
            }
        }
    }
}
