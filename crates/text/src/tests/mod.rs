//! Behaviour of what is not HTML and not a reply.

mod handoff;
mod lines;
mod search;
