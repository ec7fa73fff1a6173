//! What the system tells and is told: arguments, environment, clock, exit. Nothing else asks for them, so
//! that all else can be tested with made-up ones, and the library stays free of them.
#![expect(clippy::disallowed_methods, clippy::exit, reason = "the one place where the command line asks the system")]

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Instant;

use dafu::batch::Clock;

use super::Status;

/// Lets panics pass in silence that a reader catches and tells as a damaged file.
pub(crate) fn quiet_where_guarded() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !dafu::input::is_guarded() {
            tell(info);
        }
    }));
}

/// The arguments, the program's own name first.
pub(crate) fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// A variable of the environment; an empty one counts as not set.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The user's locale, as systems without `LANG` know it.
pub(crate) fn locale() -> Option<String> {
    sys_locale::get_locale()
}

/// The folder dafu was started in.
pub(crate) fn current_dir() -> Option<PathBuf> {
    std::env::current_dir().ok()
}

/// The folder of the program itself, links followed.
pub(crate) fn program_dir() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    let program = program.canonicalize().unwrap_or(program);
    program.parent().map(PathBuf::from)
}

/// The program itself.
pub(crate) fn program() -> std::io::Result<PathBuf> {
    std::env::current_exe()
}

/// A clock that is never set back.
pub(crate) fn clock() -> Clock {
    let start = Instant::now();
    Clock::new(move || start.elapsed())
}

/// The lines of standard input, as they come.
pub(crate) fn lines_in() -> impl Iterator<Item = String> {
    std::io::stdin().lines().map_while(Result::ok)
}

/// The time for the journal: UTC, RFC 3339, whole seconds.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// The day of this place: `2024-06-11`.
pub(crate) fn today() -> String {
    jiff::tz::TimeZone::system().to_datetime(jiff::Timestamp::now()).date().to_string()
}

/// The time for signatures: seconds since 1970, and how many of them this place is east of Greenwich.
pub(crate) fn local_now() -> (i64, i32) {
    let now = jiff::Timestamp::now();
    (now.as_second(), jiff::tz::TimeZone::system().to_offset(now).seconds())
}

/// The time for people and packages: with the offset of this place, RFC 3339, whole seconds.
pub(crate) fn local_text() -> String {
    let now = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).unwrap_or_default();
    let zone = jiff::tz::TimeZone::system();
    now.display_with_offset(zone.to_offset(now)).to_string()
}

/// The system's folder for files of the moment.
pub(crate) fn temp_dir() -> PathBuf {
    std::env::temp_dir()
}

/// A folder of this process for files of the moment; it is not made.
pub(crate) fn scratch(name: &str) -> PathBuf {
    temp_dir().join(format!("{name}-{}", std::process::id()))
}

/// Asks whoever sits at the terminal for a password; nothing where nobody does.
pub(crate) fn ask_password(prompt: &str) -> Option<String> {
    use std::io::IsTerminal as _;
    std::io::stdin().is_terminal().then(|| rpassword::prompt_password(prompt).ok()).flatten()
}

/// How many letters can be made at once.
pub(crate) fn processors() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

/// Ends the program at once.
pub(crate) fn exit(status: Status) -> ! {
    std::process::exit(status.number().into())
}

/// Measures how long something took.
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins to measure.
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since the start or the last lap.
    pub(crate) fn lap(&mut self) -> f64 {
        let now = Instant::now();
        let lap = now.duration_since(self.0);
        self.0 = now;
        lap.as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_journals_time_has_whole_seconds_and_no_zone() {
        let now = super::now();
        assert_eq!(now.len(), "2024-06-11T08:30:00Z".len(), "{now}");
        assert!(now.ends_with('Z') && !now.contains('.'), "{now}");
    }
}
