//! The process that makes letters.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use dafu::diag::{Checked, Code, Diagnostic, Outcome};
use dafu::fonts::Faces;
use dafu::profile;
use dafu::workshop::SourceSpot;

use super::{Answer, Ask, Letter, Make, Open, Page, Spot};
use crate::cli::companions::Companions;
use crate::cli::items::About;
use crate::cli::prepare::{self, Prepared};
use crate::cli::session::{Configs, Plan};
use crate::cli::{Status, args::Options, guarded, report, system};

/// Typst nests deeply in long tables and lists.
const STACK: usize = 16 << 20;

/// Arguments of the hidden command.
#[derive(Debug, Args)]
pub(crate) struct WorkerCommand {
    /// The folder of templates
    #[arg(id = "worker_templates")]
    templates: PathBuf,
    /// The folder of fonts
    #[arg(id = "worker_fonts")]
    fonts: PathBuf,
    /// Megabytes that it may take
    #[arg(id = "worker_megabytes")]
    megabytes: u64,
}

/// Answers until nobody asks any more.
pub(crate) fn work(command: WorkerCommand) -> Status {
    guarded::limit_memory(command.megabytes);
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut desk = Desk { templates: command.templates, fonts: command.fonts, faces: None, open: None };
        let mut out = report::raw_output();
        for line in system::lines_in() {
            let Ok(ask) = serde_json::from_str::<Ask>(&line) else { return };
            let answer = desk.answer(&ask);
            let told = serde_json::to_vec(&answer).unwrap_or_default();
            let mut write = || {
                out.write_all(&told)?;
                out.write_all(b"\n")?;
                answer.pages.iter().try_for_each(|page| out.write_all(&page.picture))?;
                out.flush()
            };
            if write().is_err() {
                return;
            }
            // What only this letter used is forgotten; what letters share stays.
            dafu::workshop::forget(2);
        }
    });
    match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(())) => Status::Done,
        _ => Status::Stopped,
    }
}

struct Desk {
    templates: PathBuf,
    fonts: PathBuf,
    faces: Option<Arc<Faces>>,
    open: Option<Prepared>,
}

impl Desk {
    fn answer(&mut self, ask: &Ask) -> Answer {
        match ask {
            Ask::Open(open) => self.open(open),
            Ask::Make(make) => self.make(make).unwrap_or_default(),
        }
    }

    fn open(&mut self, open: &Open) -> Answer {
        let mut answer = Answer::default();
        self.open = None;
        match self.prepare(open) {
            Ok((prepared, findings)) => {
                answer.tell(&findings);
                answer.tell(&prepared.items.findings);
                answer.profile.clone_from(&prepared.profile.name);
                answer.pack = prepared.workshop.as_ref().map(|workshop| workshop.pack()).unwrap_or_default();
                answer.letters = prepared
                    .items
                    .all
                    .iter()
                    .map(|item| {
                        let About { addressee, title, .. } = item.about().unwrap_or_default();
                        let sound = item.order.is_some() && prepared.workshop.is_some();
                        Letter { number: item.number.clone(), addressee, title, sound }
                    })
                    .collect();
                self.open = Some(prepared);
            }
            Err(problems) => answer.tell(&problems),
        }
        answer
    }

    fn prepare(&mut self, open: &Open) -> Outcome<(Prepared, Vec<Diagnostic>)> {
        let faces = match &self.faces {
            Some(faces) => Arc::clone(faces),
            None => Arc::new(Faces::open(&self.fonts)?),
        };
        self.faces = Some(Arc::clone(&faces));
        let mut findings = Vec::new();
        let mut config = Configs::default().of(&open.ledger, &mut findings);
        // A sample says itself how it is made.
        if config.options.profile.is_none() {
            config.options.profile.clone_from(&open.usual);
        }
        let asked = Options { profile: open.profile.clone(), ..Options::default() };
        let plan = Plan {
            ledger: open.ledger.clone(),
            asked_profile: open.profile.clone(),
            asked_pack: None,
            options: asked.or(config.options.clone()),
            companions: Companions::default(),
            share: None,
            config,
        };
        let prepared = prepare::prepare(&plan, prepare::open(&plan)?, &self.templates, &faces)?;
        Ok((prepared, findings))
    }

    fn make(&self, make: &Make) -> Option<Answer> {
        let mut answer = Answer::default();
        let prepared = self.open.as_ref()?;
        let workshop = prepared.workshop.as_ref()?;
        let job = match prepared.items.all.get(make.letter)?.order.as_ref()?.job() {
            Ok(job) => job,
            Err(problem) => {
                answer.tell(&[problem]);
                return Some(answer);
            }
        };
        answer.area = serde_json::to_value(&prepared.profile.page).unwrap_or_default();
        let Checked { value, findings } = workshop.proof(&job);
        answer.tell(&findings);
        let Some(proof) = value else { return Some(answer) };
        answer.pages =
            (proof.pictures(make.dpi).into_iter()).map(|picture| Page { bytes: picture.len(), picture }).collect();
        answer.text = proof.text();
        answer.facts = serde_json::to_value(proof.facts()).unwrap_or_default();
        // What keeps the letter from becoming an archival PDF is the template's fault, too.
        if findings.iter().all(|found| !found.is_error()) {
            let made = workshop.make(&job).findings;
            let refused: Vec<Diagnostic> = made.into_iter().filter(|found| found.code == Code::PdfRefused).collect();
            answer.tell(&refused);
        }
        if make.source {
            match workshop.sample_source(&job) {
                Ok(source) => answer.source = Some(source),
                Err(problems) => answer.tell(&problems),
            }
        }
        if make.spots {
            answer.spots = self.spots(prepared, workshop.spots(&job, &proof));
        }
        Some(answer)
    }

    fn spots(&self, prepared: &Prepared, spots: Vec<SourceSpot>) -> Vec<Spot> {
        let files = profile::all_files(&self.templates, &prepared.profile.name).unwrap_or_default();
        let texts: Vec<(PathBuf, String)> = files
            .into_iter()
            .filter_map(|file| {
                let text = std::fs::read_to_string(&file).ok()?;
                Some((file, text))
            })
            .collect();
        let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
        let told = spots.into_iter().map(|SourceSpot { spot, template, key, origin }| {
            let key = key.map(|key| {
                let name = key.to_string();
                let place = known.entry(name.clone()).or_insert_with(|| key_line(&texts, &name));
                place.as_ref().map_or_else(|| name.clone(), |place| format!("{name} ({place})"))
            });
            Spot {
                page: spot.page,
                rect: [spot.left, spot.top, spot.right, spot.bottom],
                template: template.map(|(file, line)| format!("{}:{line}", file.display())),
                key,
                cell: origin.map(|origin| origin.to_string()),
            }
        });
        told.collect()
    }
}

/// The first line of a profile that begins with the key: where its label or place is set, else where it is worded.
fn key_line(texts: &[(PathBuf, String)], key: &str) -> Option<String> {
    let is_it = |line: &str| {
        let rest = line.trim_start().trim_start_matches('"');
        rest.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with('='))
    };
    let field = |line: &str| line.trim() == format!("key = \"{key}\"");
    let find = |wanted: &dyn Fn(&str) -> bool| {
        texts.iter().find_map(|(file, text): &(PathBuf, String)| {
            let line = text.lines().position(wanted)?;
            Some(format!("{}:{}", shown(file), line + 1))
        })
    };
    find(&is_it).or_else(|| find(&field))
}

fn shown(file: &Path) -> String {
    file.display().to_string()
}
