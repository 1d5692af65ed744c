//! What Okno promises about crashes, tried by crashing it: the real binary on a durable database, killed at arbitrary
//! moments while a mail server delivers to it. Run by `--profile crash`.

mod crash;
