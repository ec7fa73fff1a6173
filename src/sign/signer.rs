//! Who signs: keys, opened once a run, and how they sign.

use std::path::PathBuf;
use std::sync::atomic::AtomicU64;

use super::key::{self, Key, Program};
use super::revocation::Revocation;
use super::tsa::Authority;
use super::{KeySource, Level, Password, SignTime, is_named, problem};
use crate::diag::{Code, Diagnostic, Message, Outcome};
use crate::digest::sha256;

/// How to sign.
pub struct SignOptions {
    /// The level to reach.
    pub level: Level,
    /// The address of a timestamp authority.
    pub tsa: Option<String>,
    /// The claimed time, where it is fixed.
    pub time: Option<SignTime>,
    /// The time now, for signatures without a fixed one and for the checks of certificates.
    pub now: Box<dyn Fn() -> SignTime + Send + Sync>,
    /// Certificates that a chain needs and the keys do not bring, roots among them.
    pub certificates: Vec<PathBuf>,
    /// CRLs and OCSP responses, in files.
    pub revocation: Vec<PathBuf>,
    /// Fetch CRLs from where the certificates name them.
    pub fetch: bool,
    /// A folder for files that a seal platform stamps.
    pub scratch: PathBuf,
}

/// One who signs.
pub(super) enum Hand {
    Key(Box<dyn Key>),
    Platform(Program),
}

/// Keys, opened once a run.
pub struct Signer {
    pub(super) hands: Vec<Hand>,
    pub(super) level: Level,
    pub(super) authority: Option<Authority>,
    pub(super) options: SignOptions,
    pub(super) revocation: Revocation,
    identity: String,
    waits: bool,
    pub(super) stamped: AtomicU64,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("hands", &self.hands.len()).field("level", &self.level).finish_non_exhaustive()
    }
}

impl Signer {
    /// Opens the keys. Everything that would keep all letters from being signed is found here: passwords, dates and
    /// uses of certificates, a key that does not sign.
    pub fn open(
        sources: &[KeySource],
        password: &dyn Fn(&KeySource) -> Result<Password, Message>,
        options: SignOptions,
    ) -> Outcome<Self> {
        let mut problems = Vec::new();
        let mut hands = Vec::new();
        let when = options.time.unwrap_or_else(|| (options.now)());
        for source in sources {
            if let KeySource::FileCommand { program } = source {
                hands.push(Hand::Platform(Program(program.clone())));
                continue;
            }
            match key::open(source, &|| password(source)) {
                Ok(key) => {
                    problems.extend(
                        key.certificates().first().and_then(|leaf| problem::of_certificate(source, leaf, when)),
                    );
                    hands.push(Hand::Key(key));
                }
                Err(failure) => problems.push(problem::of_key(source, failure)),
            }
        }
        let platforms = hands.iter().filter(|hand| matches!(hand, Hand::Platform(_))).count();
        if platforms > 0 && (hands.len() > 1 || options.level != Level::B || options.tsa.is_some()) {
            problems.push(problem::platform_alone());
        }
        if options.level > Level::B && options.tsa.is_none() {
            problems.push(problem::level_without_authority(options.level));
        }
        let level = if options.tsa.is_some() { options.level.max(Level::T) } else { options.level };
        let authority = options.tsa.as_deref().map(Authority::at).transpose();
        let authority =
            authority.map_err(|message| problems.push(Diagnostic::error(Code::OptionInvalid, message))).ok();
        let revocation = Revocation::read(&options.revocation, &options.certificates);
        let revocation = revocation.map_err(|found| problems.extend(found)).ok();
        let (true, Some(authority), Some(revocation)) = (problems.is_empty(), authority, revocation) else {
            return Err(problems);
        };
        let identity = identity(&hands, level, &options);
        let in_files = |source: &KeySource| matches!(source, KeySource::Pkcs12 { .. } | KeySource::Pem { .. });
        let waits = authority.is_some() || !sources.iter().all(in_files);
        Ok(Self { hands, level, authority, options, revocation, identity, waits, stamped: AtomicU64::new(0) })
    }

    /// What of the signing is part of a letter's key: certificates, level, authority, a given time.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Does signing wait for somebody: an authority, a token, a program?
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// A warning, if what is printed as `issuer` is not what the certificates say.
    pub fn compare(&self, issuer: &[String]) -> Option<Diagnostic> {
        let pairs = self.hands.iter().zip(issuer);
        let others = pairs.filter_map(|(hand, issuer)| match hand {
            Hand::Key(key) => {
                key.certificates().first().filter(|leaf| !is_named(leaf, issuer)).map(|leaf| (leaf, issuer))
            }
            Hand::Platform(_) => None,
        });
        let others: Vec<_> = others.collect();
        let (leaf, issuer) = others.first()?;
        Some(problem::other_name(&leaf.name(), issuer))
    }

    /// Can it sign letters with a seal? A platform that stamps whole files sets its own.
    pub fn takes_seals(&self) -> bool {
        !self.hands.iter().any(|hand| matches!(hand, Hand::Platform(_)))
    }
}

fn identity(hands: &[Hand], level: Level, options: &SignOptions) -> String {
    let mut parts = vec![level.as_str().to_owned(), options.tsa.clone().unwrap_or_default()];
    parts.push(options.time.map(|time| time.to_string()).unwrap_or_default());
    for hand in hands {
        match hand {
            Hand::Key(key) => parts.extend(key.certificates().iter().map(|cert| sha256([cert.der()]))),
            Hand::Platform(program) => parts.push(program.0.display().to_string()),
        }
    }
    sha256([parts.join("\n").as_bytes()])
}
