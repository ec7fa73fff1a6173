//! `dafu check --annotate`: a copy of the ledger that shows its problems.

use std::path::{Path, PathBuf};

use dafu::diag::{Code, Diagnostic, Message, Origin, Outcome};
use dafu::{input, workbook};

use super::report::Reporter;
use super::session::Plan;
use super::{Status, new_file};

/// A copy that is to be written.
pub(crate) struct Annotation {
    ledger: PathBuf,
    file: PathBuf,
    force: bool,
}

impl Annotation {
    /// The copy that was asked for; what keeps it from being written is known before the check begins.
    pub(crate) fn of(file: PathBuf, force: bool, plans: &[Plan]) -> Outcome<Self> {
        new_file::refuse_other_than_xlsx(&file)?;
        let [plan] = plans else {
            let message = Message::new(
                format!("--annotate 只能用于一个台账，这里有 {} 个", plans.len()),
                format!("--annotate is for one ledger, {} are given", plans.len()),
            );
            let problem = Diagnostic::error(Code::OptionInvalid, message);
            return Err(vec![problem.hint("每个台账运行一次", "run it once for each ledger")]);
        };
        // Whatever is forced: the ledger is the clerk's work.
        if is_same(&plan.ledger, &file) {
            let message = Message::new("副本不能写到台账自己上面", "the copy may not take the place of the ledger");
            let problem = Diagnostic::error(Code::OutputExists, message).at(&Origin::file(&file));
            return Err(vec![problem.hint("给副本另起一个文件名", "give the copy another name")]);
        }
        new_file::refuse_existing(&file, force)?;
        Ok(Self { ledger: plan.ledger.clone(), file, force })
    }

    /// Writes the copy with the problems that the reporter remembers. A ledger that cannot be read has none:
    /// why, was told.
    pub(crate) fn write(self, reporter: &mut Reporter) -> Status {
        let findings = reporter.remembered();
        let Some(book) = input::open(&self.ledger).value else {
            return Status::Stopped;
        };
        let written = workbook::annotate(&book, &findings, reporter.lang())
            .and_then(|bytes| new_file::write(&self.file, &bytes, self.force));
        match written {
            Ok(()) => {
                let file = self.file.display();
                reporter.say(&Message::new(
                    format!("带批注的副本已写到 {file}；请在原台账里改正"),
                    format!("annotated copy written to {file}; put the problems right in the ledger itself"),
                ));
                Status::Done
            }
            Err(problems) => {
                reporter.findings(&problems);
                Status::Stopped
            }
        }
    }
}

/// Do both names lead to one file? Links and letter case are the file system's business.
fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}
