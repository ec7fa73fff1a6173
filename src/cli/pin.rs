//! Insisting on one pack: `--pack`, `--pack-digest`, and `pack` in a `dafu.toml`.

use std::str::FromStr;

use dafu::diag::{Code, Diagnostic, Message, Origin};
use dafu::profile::Profile;
use dafu::workshop::Workshop;

/// SHA-256 of a pack, in hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackDigest(String);

/// A pack as `name@version sha256:…`; version and digest may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackPin {
    name: String,
    version: Option<String>,
    digest: Option<PackDigest>,
}

impl FromStr for PackDigest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let hex = text.strip_prefix("sha256:").unwrap_or(text).to_ascii_lowercase();
        let whole = hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        if whole { Ok(Self(hex)) } else { Err("write sha256: and 64 hexadecimal digits".to_owned()) }
    }
}

impl FromStr for PackPin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (pack, digest) = match text.trim().split_once(char::is_whitespace) {
            Some((pack, digest)) => (pack, Some(digest.trim().parse()?)),
            None => (text.trim(), None),
        };
        let (name, version) = match pack.split_once('@') {
            Some((name, version)) => (name, Some(version.to_owned())),
            None => (pack, None),
        };
        if name.is_empty() || version.as_deref() == Some("") {
            return Err("write NAME@VERSION, perhaps with sha256:…".to_owned());
        }
        Ok(Self { name: name.to_owned(), version, digest })
    }
}

/// The problem if the pack in use is not the one that is insisted on. `origin` is where a file insists on it.
pub(crate) fn differs(
    pin: Option<&PackPin>,
    digest: Option<&PackDigest>,
    profile: &Profile,
    workshop: &Workshop,
    origin: Option<&Origin>,
) -> Option<Diagnostic> {
    let pack = &profile.pack;
    let own = workshop.pack();
    let has = |PackDigest(hex): &PackDigest| own.ends_with(&format!("sha256:{hex}"));
    let pinned = pin.is_none_or(|pin| {
        pin.name == pack.name
            && pin.version.as_ref().is_none_or(|version| *version == pack.version)
            && pin.digest.as_ref().is_none_or(has)
    });
    if pinned && digest.is_none_or(has) {
        return None;
    }
    let message = Message::new(
        format!("用到的模板包是 {own}，不是指定的那一个"),
        format!("the pack in use is {own}, not the one that is insisted on"),
    );
    let found = Diagnostic::error(Code::PackDiffers, message).hint(
        "重新安装指定的模板包；确要换用，就照上面改 pack",
        "install the pack that is meant again; if the other one is wanted, write `pack` as above",
    );
    Some(match origin.filter(|_| !pinned) {
        Some(origin) => found.at(origin),
        None => found,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_names_pack_version_and_digest() {
        let digest = "a".repeat(64);
        let pin: PackPin = format!("reply@0.1.0 sha256:{digest}").parse().unwrap();
        assert_eq!((pin.name.as_str(), pin.version.as_deref()), ("reply", Some("0.1.0")));
        assert_eq!(pin.digest, Some(PackDigest(digest)));
        assert!("reply".parse::<PackPin>().is_ok());
        for wrong in ["", "@1", "reply@", "reply sha256:12", "reply@1 md5:1"] {
            assert!(wrong.parse::<PackPin>().is_err(), "{wrong}");
        }
    }
}
