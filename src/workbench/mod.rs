//! For those who keep the templates: making packs, seeing what a base changed since, finding where a word comes
//! from, and handing a pack on as one file.

mod bundle;
mod create;
mod history;
mod lookup;
mod samples;
mod tree;

pub use bundle::{Bundle, Installed, export, install};
pub use create::{NewPack, create};
pub use history::{Change, accept, changes};
pub use lookup::{Found, look_up};
pub use samples::{Kept, Sample, kept, profiles_of, sample_of, samples};
