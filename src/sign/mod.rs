//! Signing: from a finished [`Sheet`](crate::typeset::Sheet) to a [`SignedPdf`] by PAdES (ETSI EN 319 142-1), and back: [`verify`].
//!
//! ```text
//! Sheet ─ fields, facts ─► first update ─ key ─► B-B ─ timestamp ─► B-T ─ certificates, revocation ─► B-LT
//!     ─ document timestamp ─► B-LTA
//! ```
//!
//! The first update holds all fields of all signers and the record's facts; later ones only fill values in. Widths
//! are planned from the certificates. Reaches the network only where a timestamp or revocation data is asked for.

mod algorithm;
mod asn1;
mod cert;
mod cms;
mod dss;
mod fields;
mod key;
mod letter;
mod level;
pub(crate) mod pdf;
mod problem;
mod revocation;
mod signed;
mod signer;
mod time;
mod tsa;
pub mod verify;
mod xmp;

pub use cert::Cert;
pub use key::{KeySource, Password};
pub use level::Level;
pub use signer::{SignOptions, Signer};
pub use time::SignTime;

use crate::diag::{Lang, Message};

/// A signed PDF. Only [`Signer::sign`] makes one.
#[derive(Debug, Clone)]
pub struct SignedPdf {
    bytes: Vec<u8>,
}

impl SignedPdf {
    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

fn is_named(cert: &Cert, issuer: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    cert.owner().iter().any(|name| plain(name) == plain(issuer))
}

/// Both wordings of a message, put behind others.
fn behind(zh: &str, en: &str, message: &Message) -> Message {
    Message::new(format!("{zh}：{}", message.text(Lang::Zh)), format!("{en}: {}", message.text(Lang::En)))
}
