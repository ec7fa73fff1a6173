//! Folders with faces of a department's own. They are shipped faces under other names: the licensed ones cannot
//! stand here.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::{Faces, Import, Role, import};
use super::folder::table;
use super::shipped_dir;
use crate::diag::{Code, Lang};

const HEADING: &str = "NotoSansSCHeading-Regular.ttf";
const FANGSONG: &str = "DafuFangsong-Regular.ttf";

/// A folder of fonts to import into, with the shipped files linked, and one to import from.
struct Folders {
    _dir: tempfile::TempDir,
    fonts: PathBuf,
    from: PathBuf,
}

fn folders(files: &[(&str, Vec<u8>)]) -> Folders {
    let dir = tempfile::tempdir().unwrap();
    let (fonts, from) = (dir.path().join("fonts"), dir.path().join("windows"));
    fs::create_dir(&fonts).unwrap();
    for entry in fs::read_dir(shipped_dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let there = fonts.join(path.file_name().unwrap());
            // Another disk than that of the project cannot hold links to its files.
            fs::hard_link(&path, &there).or_else(|_| fs::copy(&path, &there).map(drop)).unwrap();
        }
    }
    for (name, data) in files {
        let path = from.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, data).unwrap();
    }
    Folders { _dir: dir, fonts, from }
}

fn shipped(name: &str) -> Vec<u8> {
    fs::read(shipped_dir().join(name)).unwrap()
}

fn be16(data: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes([data[at], data[at + 1]]))
}

/// The font with these names: `family` as its family (records 1 and 16), `full` as its full name (record 4).
fn renamed(name: &str, family: &str, full: &str) -> Vec<u8> {
    let mut data = shipped(name);
    let names = table(&data, *b"name");
    let (count, strings) = (be16(&data, names + 2), names + be16(&data, names + 4));
    for record in (0..count).map(|n| names + 6 + 12 * n) {
        let text = match be16(&data, record + 6) {
            1 | 16 => family,
            4 => full,
            _ => continue,
        };
        let is_unicode = be16(&data, record) != 1;
        let bytes: Vec<u8> = if is_unicode {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        } else {
            text.bytes().filter(u8::is_ascii).collect()
        };
        assert!(bytes.len() <= be16(&data, record + 8), "`{text}` is longer than what stood there");
        let at = strings + be16(&data, record + 10);
        data[at..at + bytes.len()].copy_from_slice(&bytes);
        data[record + 8..record + 10].copy_from_slice(&u16::try_from(bytes.len()).unwrap().to_be_bytes());
    }
    data
}

/// Where the glyph of `c` begins is set to where it ends.
fn without_ink(mut data: Vec<u8>, c: char) -> Vec<u8> {
    let id = usize::from(ttf_parser::Face::parse(&data, 0).unwrap().glyph_index(c).unwrap().0);
    let loca = table(&data, *b"loca");
    let size = if data[table(&data, *b"head") + 51] == 1 { 4 } else { 2 };
    let at = loca + id * size;
    data.copy_within(at + size..at + 2 * size, at);
    data
}

/// Imports, and writes what that gives.
fn taken_in(from: &Path, fonts: &Path) -> Import {
    let import = import(from, fonts).unwrap();
    for (path, bytes) in &import.files {
        let path = fonts.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    import
}

fn families(fonts: &Path, role: Role) -> Vec<String> {
    Faces::open(fonts).unwrap().families(role).into_iter().map(str::to_owned).collect()
}

#[test]
fn faces_are_known_by_any_of_their_names_and_stand_before_the_shipped_ones() {
    let folders = folders(&[
        ("a/simhei.ttf", renamed(HEADING, "SimHei", "SimHei")),
        ("方正黑体.TTF", renamed(HEADING, "FZHTK", "方正黑体简体")),
        ("readme.txt", b"no font".to_vec()),
        ("torn.ttf", b"no font".to_vec()),
    ]);
    let import = taken_in(&folders.from, &folders.fonts);
    assert_eq!(import.findings, []);
    let taken: Vec<_> = import.taken.iter().map(|face| (face.role, &*face.family, &*face.known_as)).collect();
    assert_eq!(taken, [(Role::Heiti, "SimHei", "SimHei"), (Role::Heiti, "FZHTK", "方正黑体简体")]);
    assert_eq!(import.looked_at, 3);
    assert_eq!(
        families(&folders.fonts, Role::Heiti),
        ["SimHei", "FZHTK", "Noto Sans SC Heading", "Noto Serif SC", "HanaMinB"]
    );
    assert!(import.taken[0].exam.full_width_marks && import.taken[0].exam.han == 6_763);
}

#[test]
fn a_face_without_half_width_digits_stands_behind_the_shipped_digits() {
    let folders = folders(&[("zhuque.ttf", renamed(FANGSONG, "FangSong", "FangSong"))]);
    let import = taken_in(&folders.from, &folders.fonts);
    assert!(!import.taken[0].exam.half_width_digits);
    assert_eq!(families(&folders.fonts, Role::Fangsong)[..3], ["Noto Serif SC Slim Half", "FangSong", "Dafu Fangsong"]);
    assert_eq!(families(&folders.fonts, Role::Heiti)[0], "Noto Sans SC Heading");
}

#[test]
fn a_second_import_keeps_what_the_first_took() {
    let first = folders(&[("simhei.ttf", renamed(HEADING, "SimHei", "SimHei"))]);
    taken_in(&first.from, &first.fonts);
    fs::remove_file(first.from.join("simhei.ttf")).unwrap();
    fs::write(first.from.join("fzht.ttf"), renamed(HEADING, "FZHTK", "方正黑体简体")).unwrap();
    taken_in(&first.from, &first.fonts);
    assert_eq!(families(&first.fonts, Role::Heiti)[..3], ["FZHTK", "SimHei", "Noto Sans SC Heading"]);
}

#[test]
fn faces_that_may_not_be_embedded_or_print_blanks_are_refused_by_name() {
    let mut restricted = renamed(HEADING, "SimHei", "SimHei");
    let at = table(&restricted, *b"OS/2") + 8;
    restricted[at..at + 2].copy_from_slice(&[0, 2]);
    let blank = without_ink(renamed(FANGSONG, "FangSong", "FangSong"), '王');
    let folders = folders(&[("simhei.ttf", restricted), ("simfang.ttf", blank)]);
    let import = taken_in(&folders.from, &folders.fonts);
    assert_eq!(import.taken, []);
    let said: Vec<&str> = import.findings.iter().map(|finding| finding.message.text(Lang::Zh)).collect();
    assert_eq!(
        said,
        [
            "“FangSong”有 1 个常用字是空的（王…），印出来是空白，没有采用",
            "“SimHei”不允许嵌入文件（或不允许只嵌入用到的字），没有采用",
        ]
    );
    assert!(import.findings.iter().all(|finding| finding.code == Code::FontUnusable && !finding.is_error()));
    assert_eq!(import.files, []);
}

#[test]
fn a_folder_without_any_of_them_says_what_is_looked_for() {
    let folders = folders(&[("other.ttf", shipped("NotoSerifSCHalf-Regular.ttf"))]);
    let found = import(&folders.from, &folders.fonts).unwrap().findings;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, Code::FontsNoneFound);
    assert!(found[0].message.text(Lang::Zh).contains("小标宋"), "{:?}", found[0].message);
    assert_eq!(import(&folders.from.join("none"), &folders.fonts).unwrap_err()[0].code, Code::Io);
}

#[test]
fn a_mistake_in_the_department_s_own_list_is_named_there() {
    let folders = folders(&[]);
    fs::create_dir(folders.fonts.join("local")).unwrap();
    fs::write(folders.fonts.join("local/fonts.toml"), "face = []\n[role.heiti]\nfamilies = [\"SimHai\"]\n").unwrap();
    let found = Faces::open(&folders.fonts).unwrap_err();
    assert_eq!(found.len(), 1);
    let origin = found[0].origin.as_ref().unwrap().to_string();
    assert!(origin.ends_with("local/fonts.toml:3:13"), "{origin}");
}
