//! How far the letters of a ledger are, on a terminal as a bar, else as lines.

use std::fmt;
use std::time::Duration;

use dafu::diag::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::report::News;
use super::text;

/// How far the letters of a ledger are.
pub(crate) enum Progress {
    /// Nobody asks.
    Silent,
    /// A line for each letter.
    Lines { done: usize, total: usize },
    /// A bar on a terminal.
    Bar(ProgressBar),
}

impl Progress {
    /// A bar on the terminal.
    pub(crate) fn bar(total: usize, lang: Lang) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
        // A template that does not parse would be a bar of the default look, not an end.
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {pace} {msg}") {
            let pace = move |state: &ProgressState, out: &mut dyn fmt::Write| {
                // Writing into the bar's line cannot fail.
                let _ = out.write_str(&text::pace(state.per_sec(), state.eta().as_secs(), lang));
            };
            bar.set_style(style.with_key("pace", pace));
        }
        // Also where one letter takes long it is seen that time goes on.
        bar.enable_steady_tick(Duration::from_millis(500));
        Self::Bar(bar)
    }

    /// One letter more came to its end. A line for people, where lines are shown.
    pub(crate) fn advance(&mut self, number: &str, news: News<'_>, lang: Lang, verbose: bool) -> Option<String> {
        match self {
            Self::Silent => None,
            Self::Bar(bar) => {
                bar.set_message(text::plain(number));
                bar.inc(1);
                if matches!(news, News::Kept(_)) {
                    // Kept letters say nothing of how long the others will take.
                    bar.reset_eta();
                }
                None
            }
            Self::Lines { done, total } => {
                *done += 1;
                let text = match (lang, news) {
                    (Lang::Zh, News::Made(entry)) => format!("已生成 {}", entry.path),
                    (Lang::Zh, News::Kept(entry)) => format!("已保留 {}", entry.path),
                    (Lang::Zh, News::Failed) => format!("未生成 {}", text::numbered(number, Lang::Zh)),
                    (Lang::En, News::Made(entry)) => format!("made {}", entry.path),
                    (Lang::En, News::Kept(entry)) => format!("kept {}", entry.path),
                    (Lang::En, News::Failed) => format!("failed {}", text::numbered(number, Lang::En)),
                };
                // A run that is gone on with may keep thousands before it makes the first.
                let is_shown = verbose || !matches!(news, News::Kept(_));
                is_shown.then(|| format!("[{done}/{total}] {}", text::plain(&text)))
            }
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
