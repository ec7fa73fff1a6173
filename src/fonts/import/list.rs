//! The list of a department's own faces, `local/fonts.toml`.

use super::super::Role;
use super::super::catalogue::{Catalogue, OWN};
use super::search::Candidate;

/// The list being written.
#[derive(Default)]
pub(super) struct OwnList {
    /// Families by role, in the order they are asked.
    roles: Vec<(Role, Vec<String>)>,
    faces: Vec<OwnFace>,
}

struct OwnFace {
    family: String,
    file: Option<String>,
    sha256: Option<String>,
}

impl OwnList {
    /// Lets a role ask these families after those it asks already.
    pub fn ask<'a>(&mut self, role: Role, families: impl Iterator<Item = &'a String>) {
        let place = self.roles.iter().position(|(known, _)| *known == role).unwrap_or_else(|| {
            self.roles.push((role, Vec::new()));
            self.roles.len() - 1
        });
        let Some((_, asked)) = self.roles.get_mut(place) else { return };
        for family in families {
            if !asked.contains(family) {
                asked.push(family.clone());
            }
        }
    }

    pub fn add_faces(&mut self, candidates: &[Candidate]) {
        for candidate in candidates {
            self.add(OwnFace {
                family: candidate.family.clone(),
                file: Some(candidate.copy.clone()),
                sha256: Some(candidate.sha256.clone()),
            });
        }
    }

    /// Keeps what an earlier import took in, behind what this one did.
    pub fn keep(&mut self, own: Catalogue) {
        for role in own.roles {
            self.ask(role.role, role.families.iter());
        }
        for face in own.faces {
            let (file, sha256) = face.file.map(|file| (file.name, file.sha256)).unzip();
            let below = |name: String| name.strip_prefix(&format!("{OWN}/")).map(str::to_owned).unwrap_or(name);
            self.add(OwnFace { family: face.family, file: file.map(below), sha256: sha256.flatten() });
        }
        self.roles.sort_by_key(|(role, _)| *role);
    }

    fn add(&mut self, face: OwnFace) {
        if !self.faces.iter().any(|known| known.family == face.family) {
            self.faces.push(face);
        }
    }

    /// As it stands in the file.
    pub fn to_toml(&self) -> String {
        let mut text = String::from(
            "# 本单位自有的字体，由 dafu fonts import 登记；依授权只限本单位使用，不要随程序传给别人。\n\
             # The department's own faces, taken in by `dafu fonts import`. Licensed to it alone: not to be passed on.\n",
        );
        for (role, families) in &self.roles {
            let families: Vec<String> = families.iter().map(|family| quoted(family)).collect();
            text.push_str(&format!("\n[role.{}]\nfamilies = [{}]\n", role.as_str(), families.join(", ")));
        }
        for face in &self.faces {
            text.push_str(&format!("\n[[face]]\nfamily = {}\n", quoted(&face.family)));
            match &face.file {
                Some(file) => text.push_str(&format!("file = {}\n", quoted(file))),
                None => text.push_str("optional = true\n"),
            }
            if let Some(sha256) = &face.sha256 {
                text.push_str(&format!("sha256 = {}\n", quoted(sha256)));
            }
        }
        text
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
