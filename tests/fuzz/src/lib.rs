//! What the targets share: containers around the bytes of a fuzzer, and the way of a ledger through dafu.

mod container;
mod ledger;

pub use container::{compound_file, zip_of};
pub use ledger::{profile, read, read_body, root};

/// Lets panics that a reader catches pass; every other one ends the process, as libFuzzer wants it.
pub fn quiet_where_guarded() {
    let fatal = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !dafu::input::is_guarded() {
            fatal(info);
        }
    }));
}
