//! Workbooks from the parts that a case keeps as files.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Zips the parts in `from` into the file `to`; gives its path.
pub fn pack(from: &Path, to: &Path) -> String {
    let mut parts = Vec::new();
    read(from, "", &mut parts);
    let is_ods = to.extension().is_some_and(|extension| extension == "ods");
    let usual = if is_ods {
        vec![("mimetype".to_owned(), "application/vnd.oasis.opendocument.spreadsheet".to_owned())]
    } else {
        usual_parts(&parts)
    };
    for (name, text) in usual {
        if !parts.iter().any(|(known, _)| *known == name) {
            parts.push((name, text.into_bytes()));
        }
    }
    let mut zip = ZipWriter::new(File::create(to).unwrap());
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap();
    to.to_str().unwrap().to_owned()
}

fn read(dir: &Path, below: &str, parts: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &format!("{name}/"), parts);
        } else {
            parts.push((name, fs::read(&path).unwrap()));
        }
    }
}

/// What every `.xlsx` has: its sheets `sheet1`, `sheet2` … are related as `rId1`, `rId2` …
fn usual_parts(parts: &[(String, Vec<u8>)]) -> Vec<(String, String)> {
    let sheets = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/")).count();
    let mut relations = String::new();
    for n in 1..=sheets {
        relations +=
            &format!("<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
    }
    for name in ["styles", "sharedStrings"] {
        if parts.iter().any(|(known, _)| *known == format!("xl/{name}.xml")) {
            relations += &format!("<Relationship Id=\"{name}\" Type=\"{OFFICE}/{name}\" Target=\"{name}.xml\"/>");
        }
    }
    let related = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let root = format!("<Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    let workbook = format!(
        "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"答复\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    vec![
        ("_rels/.rels".to_owned(), related(&root)),
        ("xl/workbook.xml".to_owned(), workbook),
        ("xl/_rels/workbook.xml.rels".to_owned(), related(&relations)),
    ]
}
