//! What commands have in common that write something for a profile and read no ledger.

use std::path::Path;

use dafu::diag::{Diagnostic, Lang};
use dafu::profile::{self, Profile};

use super::Status;
use super::args::Options;
use super::report::Reporter;
use super::session::Configs;
use super::{places, prepare, system};

/// The reporter and the profile: that of the command line or its variable, of the `dafu.toml` nearest to
/// `beside`, else `standard`. On failure all that is wrong has been told.
pub(crate) fn open(asked: &Options, beside: &Path, lang: Lang) -> Result<(Reporter, Profile), Status> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let config = Configs::default().of(beside, &mut findings);
    let options = asked.clone().or(config.options);
    let mut reporter = Reporter::of(&options, lang);
    if reporter.findings(&findings).errors > 0 {
        return Err(reporter.end(Status::Stopped));
    }
    let origin = if asked.profile.is_none() { config.profile_origin } else { None };
    let name = options.profile.as_deref().unwrap_or("standard");
    let profile = places::find(places::TEMPLATES, options.templates.as_deref(), system::program_dir().as_deref())
        .map_err(|problem| vec![problem])
        .and_then(|templates| profile::load(&templates, name));
    match profile {
        Ok(profile) => Ok((reporter, profile)),
        Err(problems) => {
            let named = |problem| prepare::named_at(problem, origin.as_ref());
            reporter.findings(&problems.into_iter().map(named).collect::<Vec<_>>());
            Err(reporter.end(Status::Stopped))
        }
    }
}
