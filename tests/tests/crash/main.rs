//! What Okno promises about crashes, tried by crashing it: the real binary on a durable database, killed at arbitrary
//! moments while a mail server delivers to it. Run by `--profile crash`.

// What stands in a crash test's way has failed the test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::let_underscore_must_use)]

mod crash;
