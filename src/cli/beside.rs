//! Making what goes with the letters of a run.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use dafu::archive::{self, Outbox};
use dafu::batch::{self, Event};
use dafu::diag::{Code, Diagnostic, Message};
use dafu::profile::{Key, Profile};
use dafu::workshop::{Order, Product, Workshop};

use super::overview::Overview;
use super::report::News;
use super::run::Run;
use super::system;

/// Making what goes with the letters, after them: a form or a copy without its letter is nobody's.
pub(super) struct Beside<'a, 'r> {
    pub(super) run: &'a mut Run<'r>,
    pub(super) workshop: &'a Arc<Workshop>,
    pub(super) profile: &'a Profile,
}

impl Beside<'_, '_> {
    pub(super) fn make(
        &mut self,
        orders: Vec<Order>,
        outbox: &mut Outbox,
        overview: &mut Overview,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut wanted = Vec::new();
        for order in orders {
            if order.product == Product::Publication && self.refuse(&order, outbox, overview)? {
                continue;
            }
            if overview.is_finished(&order.letter_id) {
                wanted.push(order);
            }
        }
        if wanted.is_empty() || self.run.stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        let options = self.run.options();
        self.run.session.reporter.begin(wanted.len());
        let ended = batch::run(self.workshop, wanted, outbox, &options, &system::now, &mut |event| {
            self.take(&event, overview);
        });
        self.run.session.reporter.done();
        ended.map(|_| ())
    }

    /// Is there to be no copy for publication of a letter? Then that is told, and an earlier one goes out of the folder,
    /// or it would be published with the rest.
    fn refuse(&mut self, order: &Order, outbox: &mut Outbox, overview: &mut Overview) -> Result<bool, Vec<Diagnostic>> {
        let job = order.job().map_err(|problem| vec![problem])?;
        let Err(why) = job.letter.may_be_published(self.profile) else {
            return Ok(false);
        };
        let mut findings = vec![why];
        if let Some(moved) = outbox.withdraw(order)? {
            let path = archive::path_of(order);
            let message = Message::new(
                format!("以前生成的公开件 {path} 已移到 {}", moved.display()),
                format!("the copy {path}, made before, was moved to {}", moved.display()),
            );
            let found = Diagnostic::warning(Code::PublicationWithdrawn, message)
                .at(job.letter.origin(&Key::Disclosure))
                .letter(&job.letter.reference());
            findings.push(found.hint("如果已经放到网上，请撤下", "take it down if it was published"));
        }
        self.run.tell(&findings);
        overview.set_companion(order, None, &findings);
        Ok(true)
    }

    fn take(&mut self, event: &Event<'_>, overview: &mut Overview) {
        let (job, entry, findings, news) = match *event {
            Event::Made { job, entry, findings } => (job, Some(entry), findings, News::Made(entry)),
            Event::Kept { job, entry, findings } => (job, Some(entry), findings, News::Kept(entry)),
            Event::Failed { job, findings } => (job, None, findings, News::Failed),
        };
        self.run.tell(findings);
        overview.set_companion(job, entry, findings);
        let tally = &mut self.run.tally;
        match job.product {
            _ if entry.is_none() => {}
            Product::FeedbackForm => tally.feedback_forms += 1,
            Product::Publication => tally.publications += 1,
            Product::Reply | Product::ReplyWithForm | Product::Draft => {}
        }
        self.run.session.reporter.companion(&job.letter_id, &job.number, job.product.as_str(), news);
    }
}
