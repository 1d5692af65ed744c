//! The receiving side of SMTP (RFC 5321) and LMTP (RFC 2033) without any I/O: bytes in, bytes and complete mails
//! out. Knows nothing of sockets, of time, of what a mail says.

pub mod budget;
pub mod command;
pub mod data;
pub mod line;
pub mod reply;
pub mod session;

#[cfg(test)]
mod tests;
