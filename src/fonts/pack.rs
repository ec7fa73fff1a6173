//! The faces as a pack wants them: families that it names for a role come before those of the folder of fonts.

use std::sync::Arc;

use super::chain::Chain;
use super::open::digest_of;
use super::{Faces, Role};
use crate::diag::{Code, Diagnostic, Message, Outcome};
use crate::profile::{PackFonts, suggest};

impl Faces {
    /// The same faces in the order that a pack asks for.
    ///
    /// # Errors
    /// A role that is not known, or a family that the folder of fonts does not have.
    pub fn for_pack(self: &Arc<Self>, wanted: &[PackFonts]) -> Outcome<Arc<Self>> {
        if wanted.is_empty() {
            return Ok(Arc::clone(self));
        }
        let mut problems = Vec::new();
        let mut first: Vec<(Role, Vec<usize>)> = Vec::new();
        for PackFonts { role, origin, families } in wanted {
            let Some(&known) = Role::ALL.iter().find(|known| known.as_str() == role) else {
                let message = Message::new(format!("不认识“{role}”这种用途"), format!("`{role}` is not a role"));
                let found = Diagnostic::error(Code::TomlKeyUnknown, message).at(origin);
                problems.push(suggest(found, role, Role::ALL.iter().map(|role| role.as_str())));
                continue;
            };
            let mut places = Vec::new();
            for (family, origin) in families {
                if let Some(place) = self.all.iter().position(|face| face.family == *family) {
                    places.push(place);
                    continue;
                }
                let message = Message::new(
                    format!("字体文件夹里没有“{family}”"),
                    format!("the folder of fonts has no `{family}`"),
                );
                let found = Diagnostic::error(Code::PackFontMissing, message).at(origin);
                problems.push(suggest(found, family, self.all.iter().map(|face| face.family.as_str())));
            }
            first.push((known, places));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let chains: Vec<Chain> = self
            .chains
            .iter()
            .map(|chain| {
                let own = first.iter().find(|(role, _)| *role == chain.role).map_or(&[][..], |(_, places)| places);
                let others = chain.faces.iter().filter(|place| !own.contains(place));
                Chain::new(chain.role, chain.aliases.clone(), own.iter().chain(others).copied().collect())
            })
            .collect();
        let digest = digest_of(&chains, &self.all);
        Ok(Arc::new(Self::new(self.all.clone(), chains, digest)))
    }
}
