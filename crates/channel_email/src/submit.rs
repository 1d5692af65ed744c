//! Mail on its way out: submission over SMTP with lettre. Knows nothing of tickets.

/// (being written)
#[derive(Debug)]
pub struct SmtpSink;
/// (being written)
#[derive(Debug)]
pub struct SubmitConfig;
