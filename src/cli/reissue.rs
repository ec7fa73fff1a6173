//! `--reissue`: which letters are made anew though they were sent.

use std::collections::BTreeSet;

use dafu::archive::{Outbox, Work as _};
use dafu::diag::{Code, Diagnostic, Message, Outcome};
use dafu::workshop::Order;

use super::items::candidate;
use super::only::Only;

/// The letters that `--reissue` chooses, over all ledgers of a command.
pub(crate) struct Reissue {
    only: Only,
    hits: Vec<bool>,
}

impl Reissue {
    pub(crate) fn new(only: Only) -> Self {
        let hits = vec![false; only.len()];
        Self { only, hits }
    }

    /// The identities of the orders that it chooses.
    pub(crate) fn choose(&mut self, orders: &[Order], outbox: &Outbox) -> Outcome<BTreeSet<String>> {
        let mut chosen = BTreeSet::new();
        for order in orders {
            let id = order.id();
            if outbox.issued(&id).is_none() {
                continue;
            }
            let job = order.job().map_err(|problem| vec![problem])?;
            for hit in self.only.choosing(&candidate(&job.letter)) {
                if let Some(hit) = self.hits.get_mut(hit) {
                    *hit = true;
                }
                chosen.insert(id.clone());
            }
        }
        Ok(chosen)
    }

    /// Warnings for choices that chose no letter that was sent.
    pub(crate) fn missed(&self) -> Vec<Diagnostic> {
        let missed = self.only.texts().zip(&self.hits).filter(|(_, hit)| !**hit);
        missed.map(|(text, _)| reissue_empty(text)).collect()
    }
}

fn reissue_empty(text: &str) -> Diagnostic {
    let message = Message::new(
        format!("--reissue 的“{text}”没有选中任何已发出的函"),
        format!("`{text}` of --reissue chose no letter that was sent"),
    );
    Diagnostic::warning(Code::ReissueEmpty, message).hint(
        "没有标记为发出的函不用加 --reissue，改了就会重新生成",
        "a letter that was not marked as sent needs no --reissue: it is made again when it changes",
    )
}
