//! One command line, read with `smtp-proto` and, where that is stricter than the mail that comes in, by hand.

use super::reply;
use crate::envelope::ReturnPath;
use smtp_proto::{Error, MAIL_BODY_BINARYMIME, MAIL_REQUIRETLS, Request};

/// What a client asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Command {
    Hello { lmtp: bool, extended: bool },
    Mail { sender: ReturnPath, size: usize },
    Recipient(String),
    Data,
    Reset,
    Noop,
    Verify,
    Help,
    StartTls,
    Quit,
}

/// Reads a line that ends with a line feed.
///
/// # Errors
/// The reply to give.
pub fn read(line: &[u8]) -> Result<Command, &'static str> {
    match Request::parse(&mut line.iter()) {
        Ok(request) => command(request),
        Err(error) => lenient(line, &error).ok_or_else(|| refusal(&error)),
    }
}

fn command(request: Request<std::borrow::Cow<'_, str>>) -> Result<Command, &'static str> {
    Ok(match request {
        Request::Lhlo { .. } => Command::Hello {
            lmtp: true,
            extended: true,
        },
        Request::Ehlo { .. } => Command::Hello {
            lmtp: false,
            extended: true,
        },
        Request::Helo { .. } => Command::Hello {
            lmtp: false,
            extended: false,
        },
        Request::Mail { from } if from.flags & (MAIL_BODY_BINARYMIME | MAIL_REQUIRETLS) != 0 => {
            return Err(reply::PARAMETER_NOT_OFFERED);
        }
        Request::Mail { from } => Command::Mail {
            sender: path(&from.address),
            size: from.size,
        },
        Request::Rcpt { to } => Command::Recipient(to.address.into_owned()),
        Request::Data => Command::Data,
        Request::Rset => Command::Reset,
        Request::Noop { .. } => Command::Noop,
        Request::Vrfy { .. } => Command::Verify,
        Request::Help { .. } => Command::Help,
        Request::StartTls => Command::StartTls,
        Request::Quit => Command::Quit,
        Request::Expn { .. }
        | Request::Bdat { .. }
        | Request::Auth { .. }
        | Request::Etrn { .. }
        | Request::Atrn { .. }
        | Request::Burl { .. } => return Err(reply::NOT_OFFERED),
    })
}

fn path(address: &str) -> ReturnPath {
    if address.is_empty() {
        ReturnPath::Null
    } else {
        ReturnPath::Address(address.to_owned())
    }
}

/// Addresses outside the grammar are in use, and whether one exists is asked elsewhere: for `MAIL` and `RCPT` whatever
/// stands between the angle brackets is the address.
fn lenient(line: &[u8], error: &Error) -> Option<Command> {
    if !matches!(
        error,
        Error::InvalidSenderAddress | Error::InvalidRecipientAddress | Error::SyntaxError { .. }
    ) {
        return None;
    }
    let line = std::str::from_utf8(line).ok()?.trim();
    let (verb, rest) = (line.get(..4)?, line.get(4..)?);
    let (before, rest) = rest.split_once('<')?;
    let (address, parameters) = rest.rsplit_once('>')?;
    let address = address.trim();
    if address.len() > 1_000 || address.contains(char::is_control) || address.contains(['<', '>']) {
        return None;
    }
    let keyword = before.trim().to_ascii_uppercase();
    match (verb.to_ascii_uppercase().as_str(), keyword.as_str()) {
        ("MAIL", "FROM:") => Some(Command::Mail {
            sender: path(address),
            size: declared_size(parameters),
        }),
        ("RCPT", "TO:") if !address.is_empty() => Some(Command::Recipient(address.to_owned())),
        _ => None,
    }
}

fn declared_size(parameters: &str) -> usize {
    let sizes = parameters
        .split_ascii_whitespace()
        .filter_map(|word| word.split_once('='));
    let size = sizes
        .filter(|(key, _)| key.eq_ignore_ascii_case("SIZE"))
        .find_map(|(_, value)| value.parse().ok());
    size.unwrap_or(0)
}

fn refusal(error: &Error) -> &'static str {
    match error {
        Error::UnknownCommand => reply::UNKNOWN,
        Error::InvalidSenderAddress => reply::BAD_SENDER,
        Error::InvalidRecipientAddress => reply::BAD_RECIPIENT,
        Error::SyntaxError { .. } | Error::InvalidParameter { .. } => reply::BAD_PARAMETER,
        Error::UnsupportedParameter { .. } => reply::PARAMETER_NOT_OFFERED,
        Error::NeedsMoreData { .. } | Error::ResponseTooLong | Error::InvalidResponse { .. } => {
            reply::UNKNOWN
        }
    }
}
