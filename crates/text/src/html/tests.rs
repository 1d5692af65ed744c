//! What foreign HTML becomes: shown, and read.

mod reading;
mod showing;
