//! Setting packed letters again, from nothing but what is in the package: whoever keeps it needs not trust us.
//!
//! [`Kit`] is what letters are made with, taken along by a package; [`Rebuilder`] makes a letter again from the
//! record in its own PDF and compares.

mod again;
mod kit;

pub use again::{Rebuilder, Rebuilt};
pub use kit::kit;

#[cfg(doc)]
use crate::archive::package::Kit;
