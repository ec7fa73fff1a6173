//! What commands that read ledgers have in common: options by their layers, folders, and the reporter.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dafu::archive::package::Settings;
use dafu::diag::{Diagnostic, Lang};
use dafu::shard::Share;

use super::Status;
use super::args::Options;
use super::companions::Companions;
use super::config::{self, Config, Owner};
use super::pin::PackPin;
use super::report::{Counts, Reporter};
use super::system::Stopwatch;
use super::{ledgers, places, system};

/// A started command.
pub(crate) struct Session {
    /// Tells people and programs.
    pub(crate) reporter: Reporter,
    /// The ledgers with their options.
    pub(crate) plans: Vec<Plan>,
    /// The folder of templates; empty where the command needs none.
    pub(crate) templates: PathBuf,
    /// The folder of fonts.
    pub(crate) fonts: PathBuf,
    /// Options that hold for the whole command: those of the first ledger.
    pub(crate) options: Options,
    /// What the unit says for the archive, by the configuration of a run's folder.
    pub(crate) archive: Settings,
    /// Measures what the ledgers take.
    pub(crate) watch: Stopwatch,
    /// Problems told that are about no single ledger.
    pub(crate) counts: Counts,
}

/// A ledger and its options.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The ledger.
    pub(crate) ledger: PathBuf,
    /// The profile of the command line or its variable, which outweighs the ledger's.
    pub(crate) asked_profile: Option<String>,
    /// The pack that the command line or its variable insists on.
    pub(crate) asked_pack: Option<PackPin>,
    /// The configuration files' profile, which the ledger's outweighs, and their letter fields.
    pub(crate) config: Config,
    /// All layers of options.
    pub(crate) options: Options,
    /// The share of its letters that is made; all without one.
    pub(crate) share: Option<Share>,
    /// What is to be made beside the letters.
    pub(crate) companions: Companions,
}

impl Plan {
    /// Warnings count as errors.
    pub(crate) fn strict(&self) -> bool {
        self.options.strict.unwrap_or(false)
    }
}

impl Session {
    /// Reads the configuration of every ledger and finds the folders. On failure all that is wrong has been
    /// told.
    pub(crate) fn open(ledgers: Vec<PathBuf>, asked: &Options, lang: Lang) -> Result<Self, Status> {
        let (ledgers, mut findings) = ledgers::sort_out(ledgers);
        let mut configs = Configs::default();
        let plans = ledgers
            .into_iter()
            .map(|ledger| {
                let config = configs.of(&ledger, &mut findings);
                Plan {
                    ledger,
                    asked_profile: asked.profile.clone(),
                    asked_pack: asked.pack.clone(),
                    options: asked.clone().or(config.options.clone()),
                    companions: Companions::default(),
                    config,
                    share: None,
                }
            })
            .collect();
        Self::start(plans, asked, configs.users, findings, true, lang)
    }

    /// The same without ledgers; the templates are not looked for.
    pub(crate) fn without_ledgers(asked: &Options, lang: Lang) -> Result<Self, Status> {
        let mut findings = Vec::new();
        let users = users_config(&mut findings);
        Self::start(Vec::new(), asked, Some(users), findings, false, lang)
    }

    /// The same without ledgers.
    pub(crate) fn with_templates(asked: &Options, lang: Lang) -> Result<Self, Status> {
        let mut findings = Vec::new();
        let users = users_config(&mut findings);
        Self::start(Vec::new(), asked, Some(users), findings, true, lang)
    }

    /// The same for a run's folder, whose configuration is that of a ledger in it.
    pub(crate) fn of_run(dir: &Path, asked: &Options, lang: Lang) -> Result<Self, Status> {
        let mut findings = Vec::new();
        let config = Configs::default().of(&dir.join("journal.jsonl"), &mut findings);
        let archive = config.archive.clone();
        let mut session = Self::start(Vec::new(), asked, Some(config), findings, true, lang)?;
        session.archive = archive;
        Ok(session)
    }

    fn start(
        plans: Vec<Plan>,
        asked: &Options,
        users: Option<Config>,
        mut findings: Vec<Diagnostic>,
        templates: bool,
        lang: Lang,
    ) -> Result<Self, Status> {
        let watch = Stopwatch::start();
        let options = match plans.first() {
            Some(plan) => plan.options.clone(),
            None => asked.clone().or(users.unwrap_or_default().options),
        };
        let program_dir = system::program_dir();
        let mut find = |kind, asked: Option<&Path>| {
            let found = places::find(kind, asked, program_dir.as_deref());
            found.map_err(|problem| findings.push(problem)).unwrap_or_default()
        };
        let templates = if templates { find(places::TEMPLATES, options.templates.as_deref()) } else { PathBuf::new() };
        let fonts = find(places::FONTS, options.fonts.as_deref());
        let mut reporter = Reporter::of(&options, lang);
        let counts = reporter.findings(&findings);
        if counts.errors > 0 {
            return Err(reporter.end(Status::Stopped));
        }
        Ok(Self { reporter, plans, templates, fonts, options, archive: Settings::default(), watch, counts })
    }

    /// Tells of problems that end the command.
    pub(crate) fn stop(mut self, problems: &[Diagnostic]) -> Status {
        self.reporter.findings(problems);
        self.reporter.end(Status::Stopped)
    }
}

/// Configuration files, each read once.
#[derive(Default)]
pub(crate) struct Configs {
    users: Option<Config>,
    read: BTreeMap<PathBuf, Config>,
}

impl Configs {
    /// A ledger's configuration: the file nearest to it, over the user's own.
    pub(crate) fn of(&mut self, ledger: &Path, findings: &mut Vec<Diagnostic>) -> Config {
        let users = self.users.get_or_insert_with(|| users_config(findings)).clone();
        let Some(file) = config::nearest(ledger, system::current_dir().as_deref()) else {
            return users;
        };
        let own = self.read.entry(file).or_insert_with_key(|file| read(file, Owner::Ledger, findings));
        own.clone().over(users)
    }
}

fn users_config(findings: &mut Vec<Diagnostic>) -> Config {
    match config::users(&system::variable).filter(|file| file.is_file()) {
        Some(file) => read(&file, Owner::User, findings),
        None => Config::default(),
    }
}

fn read(file: &Path, owner: Owner, findings: &mut Vec<Diagnostic>) -> Config {
    config::read(file, owner).unwrap_or_else(|problems| {
        findings.extend(problems);
        Config::default()
    })
}
