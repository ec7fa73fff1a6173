//! The shipped fonts, and folders with something wrong.

use std::path::Path;
use std::sync::LazyLock;

use super::*;
use crate::diag::Code;

static FACES: LazyLock<Faces> = LazyLock::new(|| Faces::open(Path::new("fonts")).unwrap());

#[test]
fn half_and_full_cells_are_exact_in_the_body_face() {
    for (c, em) in [('国', 1.0), ('，', 1.0), ('“', 1.0), ('—', 1.0), ('8', 0.5), ('a', 0.5), ('·', 0.5), ('𬎆', 1.0), ('㛃', 1.0)] {
        assert!((FACES.advance(Role::Fangsong, c) - em).abs() < 1e-6, "{c}");
        assert!((FACES.advance(Role::Fangsong, c) - em).abs() < 1e-6, "{c}, remembered");
    }
}

#[test]
fn rare_names_are_drawn_in_every_role() {
    for role in Role::ALL {
        assert_eq!(FACES.cover_text(*role, "𠮷㛃䶮喆堃淼犇玥珺甯翀赟昇晞䲟𬎆𬭊𫖯𬱖𡐓"), [], "{role:?}");
    }
}

#[test]
fn what_cannot_be_drawn_is_told_apart() {
    let found = FACES.cover_text(Role::Fangsong, "好\u{e123}\u{30000}\u{200d}\u{7}");
    let expected = [('\u{7}', Fault::Control), ('\u{200d}', Fault::Control), ('\u{e123}', Fault::Private), ('\u{30000}', Fault::Missing)];
    assert_eq!(found, expected);
}

#[test]
fn every_role_draws_gb_18030_levels_1_to_3() {
    for role in FACES.report() {
        for block in &role.han[..2] {
            assert_eq!(block.drawn, block.all, "{:?} {}", role.role, block.name);
        }
        assert!(role.faces.iter().all(|face| face.shipped && face.characters > 90), "{role:?}");
    }
}

/// A folder of fonts with one face, and what is changed about it.
#[track_caller]
fn check(catalogue: &str, with_file: bool, codes: &[Code]) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("fonts.toml"), catalogue).unwrap();
    if with_file {
        std::fs::copy("fonts/NotoSerifSCHalf-Regular.ttf", dir.path().join("half.ttf")).unwrap();
    }
    let found: Vec<Code> = match Faces::open(dir.path()) {
        Ok(_) => Vec::new(),
        Err(findings) => findings.iter().map(|found| found.code).collect(),
    };
    assert_eq!(found, codes);
}

fn catalogue(face: &str) -> String {
    let roles: String = Role::ALL.iter().map(|role| format!("[role.{}]\nfamilies = [\"Noto Serif SC Half\"]\n", role.as_str())).collect();
    format!("{roles}[[face]]\n{face}")
}

#[test]
fn a_wrong_folder_is_refused_with_every_reason() {
    let face = "family = \"Noto Serif SC Half\"\nfile = \"half.ttf\"\n";
    check(&catalogue(face), true, &[]);
    check(&catalogue(face), false, &[Code::FontsMissing]);
    check(&catalogue(&format!("{face}sha256 = \"00\"\n")), true, &[Code::FontsMissing]);
    check(&catalogue(&format!("{face}licens = \"x\"\n")), true, &[Code::TomlKeyUnknown]);
    check(&catalogue("family = \"Noto Serif SC Half\"\nfile = \"../half.ttf\"\n"), true, &[Code::TomlValue]);
    check("[role.fangson]\nfamilies = []\n[[face]]\nfamily = \"x\"\n", false, &[Code::TomlKeyUnknown, Code::TomlValue, Code::TomlValue, Code::TomlValue, Code::TomlValue, Code::TomlValue, Code::TomlValue]);
}

#[test]
fn a_face_that_the_user_added_takes_its_place_in_the_chain() {
    let dir = tempfile::tempdir().unwrap();
    let roles: String = Role::ALL.iter().map(|role| format!("[role.{}]\nfamilies = [\"Dafu Kai Fill\", \"Noto Serif SC Half\"]\n", role.as_str())).collect();
    let text = format!("{roles}[[face]]\nfamily = \"Dafu Kai Fill\"\noptional = true\n[[face]]\nfamily = \"Noto Serif SC Half\"\nfile = \"half.ttf\"\n");
    std::fs::write(dir.path().join("fonts.toml"), text).unwrap();
    std::fs::copy("fonts/NotoSerifSCHalf-Regular.ttf", dir.path().join("half.ttf")).unwrap();
    let without = Faces::open(dir.path()).unwrap();
    assert_eq!(without.families(Role::Kaiti), ["Noto Serif SC Half"]);
    std::fs::copy("fonts/DafuKaiFill-Regular.ttf", dir.path().join("mine.TTF")).unwrap();
    let with = Faces::open(dir.path()).unwrap();
    assert_eq!(with.families(Role::Kaiti), ["Dafu Kai Fill", "Noto Serif SC Half"]);
    assert_ne!(without.digest(), with.digest());
}
