//! Opening a folder of fonts. All that is wrong with it is said at once.

use std::path::{Path, PathBuf};

use super::catalogue::{self, Catalogue, Shipped};
use super::face::{Face, font_of};
use super::glance::Glances;
use super::{Chain, Faces, Role};
use crate::diag::{Code, Diagnostic, Message, Origin, Outcome};
use crate::digest::sha256;

impl Faces {
    /// Opens the folder of fonts `dir` by its `fonts.toml`.
    ///
    /// Fails where the catalogue is wrong, a shipped face is missing, changed, broken or may not be embedded,
    /// or is not of the family that the catalogue says.
    pub fn open(dir: &Path) -> Outcome<Self> {
        let catalogue = catalogue::read(dir)?;
        // Reading and hashing 80 MB is the longest part of a start: one thread a file.
        let opened: Vec<Outcome<Face>> = std::thread::scope(|scope| {
            let workers: Vec<_> = catalogue.shipped.iter().map(|face| scope.spawn(|| open_shipped(dir, face))).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
        });
        let (mut faces, mut findings) = (Vec::new(), Vec::new());
        for outcome in opened {
            match outcome {
                Ok(face) => faces.push(face),
                Err(wrong) => findings.extend(wrong),
            }
        }
        faces.extend(open_added(dir, &catalogue, &mut findings));
        if findings.is_empty() { Ok(Self::arrange(faces, &catalogue)) } else { Err(findings) }
    }

    fn arrange(faces: Vec<Face>, catalogue: &Catalogue) -> Self {
        let chain = |families: &Vec<String>| -> Vec<usize> {
            families.iter().filter_map(|family| faces.iter().position(|face| face.family == *family)).collect()
        };
        let chains: Vec<Chain> =
            catalogue.chains.iter().map(|families| Chain { faces: chain(families), known: Glances::new() }).collect();
        let mut text = String::new();
        for (role, chain) in Role::ALL.iter().zip(&chains) {
            text.push_str(role.as_str());
            for at in &chain.faces {
                text.push(' ');
                text.push_str(&faces[*at].sha256);
            }
            text.push('\n');
        }
        let fonts = faces.iter().map(|face| face.font().clone()).collect();
        Self { fonts, chains, digest: sha256([text.as_bytes()]), faces }
    }
}

fn open_shipped(dir: &Path, shipped: &Shipped) -> Outcome<Face> {
    let path = dir.join(&shipped.file);
    let bytes = std::fs::read(&path).map_err(|err| {
        let shown = path.display();
        let message = Message::new(format!("缺少字体文件 {shown}（{err}）"), format!("font file {shown} is missing ({err})"));
        let found = Diagnostic::error(Code::FontsMissing, message).at(&Origin::file(&path));
        vec![found.hint("从发布包里重新复制 fonts 文件夹", "copy the folder of fonts from the release again")]
    })?;
    let digest = sha256([bytes.as_slice()]);
    if shipped.sha256.as_ref().is_some_and(|told| *told != digest) {
        let shown = path.display();
        let message = Message::new(
            format!("字体文件 {shown} 和 fonts.toml 里登记的不是同一个"),
            format!("font file {shown} is not the one that fonts.toml lists"),
        );
        let found = Diagnostic::error(Code::FontsMissing, message).at(&Origin::file(&path));
        return Err(vec![found.hint("从发布包里重新复制 fonts 文件夹", "copy the folder of fonts from the release again")]);
    }
    let fonts = font_of(&path, bytes).map_err(|found| vec![found])?;
    let families: Vec<String> = fonts.iter().map(|font| font.info().family.to_string()).collect();
    let Some(font) = fonts.into_iter().find(|font| font.info().family == shipped.family) else {
        let (told, shown) = (&shipped.family, families.join(", "));
        let message = Message::new(
            format!("fonts.toml 说这个文件是“{told}”，实际是“{shown}”"),
            format!("fonts.toml calls this file `{told}`, but it is `{shown}`"),
        );
        return Err(vec![Diagnostic::error(Code::FontsMissing, message).at(&Origin::file(&path))]);
    };
    Ok(Face::new(shipped.file.clone(), shipped.licence.clone(), true, digest, font))
}

/// Faces that the user put into the folder, of families that the catalogue allows for. Other files are passed over.
fn open_added(dir: &Path, catalogue: &Catalogue, findings: &mut Vec<Diagnostic>) -> Vec<Face> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            ["ttf", "otf", "ttc"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        })
        .filter(|path| !catalogue.shipped.iter().any(|face| path.file_name().is_some_and(|name| name == face.file.as_str())))
        .collect();
    paths.sort();
    let mut added: Vec<Face> = Vec::new();
    for path in paths {
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(err) => {
                findings.push(Diagnostic::io(&path, &err));
                continue;
            }
        };
        let digest = sha256([bytes.as_slice()]);
        match font_of(&path, bytes) {
            Ok(fonts) => {
                let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let faces = fonts.into_iter().map(|font| Face::new(file.clone(), String::new(), false, digest.clone(), font));
                added.extend(faces.filter(|face| catalogue.optional.contains(&face.family)));
            }
            Err(found) => findings.push(found),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    added.retain(|face| seen.insert(face.family.clone()));
    added
}
