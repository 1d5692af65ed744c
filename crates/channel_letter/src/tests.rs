//! What the door for paper makes of what is typed, and how letters of ours are laid out.

mod contract;
mod extract;
mod looks;
mod printing;
mod reading;
