//! Replies with their enhanced status codes (RFC 3463, RFC 2034). Text that came from elsewhere is made safe here.

/// Longest reply line without code and line end (RFC 5321 §4.5.3.1.5 allows 512 bytes in all).
const MAX_TEXT: usize = 450;

pub const BYE: &str = "221 2.0.0 Bye\r\n";
pub const OK: &str = "250 2.0.0 Ok\r\n";
pub const SENDER_OK: &str = "250 2.1.0 Sender ok\r\n";
pub const RECIPIENT_OK: &str = "250 2.1.5 Recipient ok\r\n";
pub const CANNOT_VERIFY: &str = "252 2.5.2 Cannot verify, but will take mail for known recipients\r\n";
pub const HELP: &str =
    "214 2.0.0 HELO EHLO LHLO MAIL RCPT DATA RSET NOOP VRFY HELP STARTTLS QUIT (RFC 5321, RFC 2033)\r\n";
pub const READY_FOR_TLS: &str = "220 2.0.0 Ready to start TLS\r\n";
pub const GO_AHEAD: &str = "354 Go ahead, end with <CR><LF>.<CR><LF>\r\n";
pub const STOPPING: &str = "421 4.3.2 Stopping, come again\r\n";
pub const TOO_SLOW: &str = "421 4.4.2 Nothing came for too long, closing\r\n";
pub const TOO_MANY_CONNECTIONS: &str = "421 4.7.0 Too many connections, come again\r\n";
pub const TOO_MANY_ERRORS: &str = "421 4.7.0 Too many errors, closing\r\n";
pub const UNAVAILABLE: &str = "451 4.3.0 Cannot take mail now, come again\r\n";
pub const TOO_MANY_RECIPIENTS: &str = "452 4.5.3 Too many recipients\r\n";
pub const UNKNOWN: &str = "500 5.5.1 Command not known\r\n";
pub const LINE_TOO_LONG: &str = "500 5.5.2 Line too long\r\n";
pub const BAD_SENDER: &str = "501 5.1.7 Sender address not understood\r\n";
pub const BAD_RECIPIENT: &str = "501 5.1.3 Recipient address not understood\r\n";
pub const BAD_PARAMETER: &str = "501 5.5.4 Parameter not understood\r\n";
pub const NOT_OFFERED: &str = "502 5.5.1 Command not offered\r\n";
pub const HELLO_FIRST: &str = "503 5.5.1 Say hello first\r\n";
pub const MAIL_FIRST: &str = "503 5.5.1 MAIL first\r\n";
pub const RECIPIENT_FIRST: &str = "503 5.5.1 RCPT with a known recipient first\r\n";
pub const MAIL_ALREADY: &str = "503 5.5.1 A mail is already begun\r\n";
pub const TLS_ALREADY: &str = "503 5.5.1 TLS is already on\r\n";
pub const NO_SUCH_RECIPIENT: &str = "550 5.1.1 No such recipient here\r\n";
pub const TOO_LARGE: &str = "552 5.3.4 Mail is too large\r\n";
pub const PARAMETER_NOT_OFFERED: &str = "555 5.5.4 Parameter not offered\r\n";

/// What became of a mail, for one recipient.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Committed. With a note for the sender's log.
    Accepted(String),
    /// Nothing was kept; the sender shall come again.
    Deferred,
    /// Will never be taken. With the reason.
    Refused(String),
    /// Larger than allowed.
    TooLarge,
}

impl Verdict {
    /// Writes the reply.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Accepted(note) => line(out, "250 2.0.0 Ok: ", note),
            Self::Deferred => out.extend_from_slice(UNAVAILABLE.as_bytes()),
            Self::Refused(reason) => line(out, "554 5.7.1 Not taken: ", reason),
            Self::TooLarge => out.extend_from_slice(TOO_LARGE.as_bytes()),
        }
    }

    /// One verdict for all recipients, where the protocol has room for one only. What was deferred for anybody has to
    /// come again; the others will know it as a duplicate.
    #[must_use]
    pub fn of_all(verdicts: &[Verdict]) -> Verdict {
        let first = |wanted: fn(&Verdict) -> bool| verdicts.iter().find(|v| wanted(v)).cloned();
        first(|v| *v == Verdict::Deferred)
            .or_else(|| first(|v| matches!(v, Verdict::Accepted(_))))
            .or_else(|| verdicts.first().cloned())
            .unwrap_or(Verdict::Deferred)
    }
}

/// Writes one line; what is not printable ASCII becomes `?`, what is too long is cut.
pub fn line(out: &mut Vec<u8>, start: &str, text: &str) {
    out.extend_from_slice(start.as_bytes());
    out.extend(text.chars().take(MAX_TEXT).map(|c| {
        if c == ' ' || c.is_ascii_graphic() {
            c as u8
        } else {
            b'?'
        }
    }));
    out.extend_from_slice(b"\r\n");
}
