//! Stories told from door to answer, on both databases, with a clock that the test moves.

mod acknowledgement;
mod answers;
mod clocks;
mod intake;
mod reading;
mod threading;
