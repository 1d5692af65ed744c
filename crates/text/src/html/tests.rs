//! What foreign HTML becomes: shown, and read.

mod bounds;
mod judge;
mod reading;
mod showing;
