//! Setting letters again while they are verified (`--rebuild`): from where templates and fonts come.

use std::path::{Path, PathBuf};

use dafu::archive::verify::{Package, unpack};
use dafu::diag::{Diagnostic, Message, Outcome};
use dafu::rebuild::{Rebuilder, Rebuilt};
use dafu::sign::verify::Verdict;

use super::args::Options;
use super::{places, system};

/// Folders of templates and fonts; those that were unpacked are removed with the value.
pub(crate) struct Sources {
    templates: PathBuf,
    fonts: PathBuf,
    scratch: Option<PathBuf>,
}

impl Sources {
    /// The templates in the package, and its fonts or those of the options.
    pub(crate) fn of_package(package: &Package, options: &Options) -> Outcome<Self> {
        let (templates, fonts) = package.kit();
        let scratch = system::scratch("dafu-rebuild");
        let mut sources = Self { templates: scratch.join("templates"), fonts: scratch.join("fonts"), scratch: None };
        let put =
            |to: &Path, files: &[(String, Vec<u8>)]| unpack(to, files).map_err(|err| vec![Diagnostic::io(to, &err)]);
        // It must be new: nobody else may have laid something there.
        std::fs::create_dir(&scratch).map_err(|err| vec![Diagnostic::io(&scratch, &err)])?;
        sources.scratch = Some(scratch);
        put(&sources.templates, &templates)?;
        if fonts.is_empty() || options.fonts.is_some() {
            sources.fonts = fonts_of(options)?;
        } else {
            put(&sources.fonts, &fonts)?;
        }
        Ok(sources)
    }

    /// The templates and fonts of the options.
    pub(crate) fn of_run(options: &Options) -> Outcome<Self> {
        let program = system::program_dir();
        let templates = places::find(places::TEMPLATES, options.templates.as_deref(), program.as_deref());
        let templates = templates.map_err(|problem| vec![problem])?;
        Ok(Self { templates, fonts: fonts_of(options)?, scratch: None })
    }

    /// Opens them.
    pub(crate) fn open(&self) -> Outcome<Rebuilder> {
        Rebuilder::open(&self.templates, &self.fonts)
    }
}

impl Drop for Sources {
    fn drop(&mut self) {
        if let Some(scratch) = &self.scratch {
            // Nobody is left to tell; the system clears its folder.
            let _ = std::fs::remove_dir_all(scratch);
        }
    }
}

fn fonts_of(options: &Options) -> Outcome<PathBuf> {
    let program = system::program_dir();
    places::find(places::FONTS, options.fonts.as_deref(), program.as_deref()).map_err(|problem| vec![problem])
}

/// How verifying asks for a letter again.
pub(crate) fn again(rebuilder: &mut Rebuilder) -> impl FnMut(&[u8], &Path, &str) -> (Verdict, Option<Message>) {
    |bytes, name, tool| match rebuilder.rebuild(bytes, name, tool) {
        Rebuilt::Same => (Verdict::Passed, None),
        Rebuilt::Sealed(message) => (Verdict::Passed, Some(message)),
        Rebuilt::SamePages(message) | Rebuilt::SameText(message) => (Verdict::Doubtful, Some(message)),
        Rebuilt::Differs(message) | Rebuilt::Failed(message) => (Verdict::Failed, Some(message)),
    }
}
