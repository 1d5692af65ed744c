//! One session as a state machine: what was said so far, what may come next, what to answer. No I/O, no clock.

use super::budget::{Budget, Share};
use super::command::{self, Command};
use super::data::{Collector, Fit};
use super::line::{Line, Lines};
use super::reply::{self, Verdict};
use crate::address::split_plus;
use crate::envelope::ReturnPath;
use domain::ChannelId;
use std::sync::Arc;

/// Whom we receive for.
pub trait Addresses: Send + Sync {
    /// The channel that receives for this recipient, asked in lower case and without its plus part.
    fn channel_of(&self, recipient: &str) -> Option<ChannelId>;
    /// Whether the address belongs to us, asked in lower case and without its plus part.
    fn is_ours(&self, address: &str) -> bool;
}

/// Which protocol is spoken.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// What the client greets with: LHLO is LMTP, EHLO and HELO are SMTP.
    #[default]
    Auto,
    Smtp,
    Lmtp,
}

/// What a session may do.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name we greet with.
    pub hostname: String,
    pub protocol: Protocol,
    /// Largest mail, in bytes.
    pub max_size: usize,
    /// Most recipients of one mail; RFC 5321 §4.5.3.1.8 asks for at least 100.
    pub max_recipients: usize,
    /// Mistakes after which the session is closed.
    pub max_errors: usize,
    /// Longest command line in bytes; RFC 5321 §4.5.3.1.4 asks for at least 512, extensions for more.
    pub max_line: usize,
    /// Whether STARTTLS is offered.
    pub tls: bool,
    /// What all sessions together may hold.
    pub budget: Arc<Budget>,
}

/// What the driver of a session has to do next. Before anything else it writes [`Session::output`].
#[derive(Debug)]
pub enum Step {
    /// Read more bytes.
    Read,
    /// A mail is complete: find its fate, then call [`Session::answer`].
    Deliver(Box<Delivery>),
    /// Begin TLS, throw away what was read but not used, then call [`Session::secured`].
    StartTls,
    Close,
}

/// One complete mail.
#[derive(Debug)]
pub struct Delivery {
    pub sender: ReturnPath,
    /// Recipients in the order they were named.
    pub recipients: Vec<Recipient>,
    /// The mail, as far as it could be kept.
    pub bytes: Vec<u8>,
    pub size: u64,
    pub fit: Fit,
    /// To be kept for as long as the bytes are.
    pub share: Share,
}

/// A recipient that we know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recipient {
    /// As named, with its plus part.
    pub address: String,
    pub channel: ChannelId,
}

#[derive(Debug)]
struct Transaction {
    sender: ReturnPath,
    size: usize,
    recipients: Vec<Recipient>,
}

/// One session.
pub struct Session {
    settings: Arc<Settings>,
    addresses: Arc<dyn Addresses>,
    lines: Lines,
    out: Vec<u8>,
    greeted: bool,
    lmtp: bool,
    secure: bool,
    transaction: Option<Transaction>,
    data: Option<Collector>,
    /// How many recipients wait for [`Session::answer`].
    owed: usize,
    errors: usize,
    closed: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("lmtp", &self.lmtp)
            .field("closed", &self.closed)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// A new session, with its greeting in the output.
    #[must_use]
    pub fn new(settings: Arc<Settings>, addresses: Arc<dyn Addresses>) -> Self {
        let lmtp = settings.protocol == Protocol::Lmtp;
        let mut out = Vec::with_capacity(512);
        let name = if lmtp { "LMTP" } else { "ESMTP" };
        reply::line(&mut out, "220 ", &format!("{} {name} Okno", settings.hostname));
        let (lines, transaction, data) = (Lines::default(), None, None);
        let (greeted, secure, closed, owed, errors) = (false, false, false, 0, 0);
        Self {
            settings,
            addresses,
            lines,
            out,
            greeted,
            lmtp,
            secure,
            transaction,
            data,
            owed,
            errors,
            closed,
        }
    }

    /// What has to be written; the driver empties it.
    pub fn output(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// Whether the client is in the middle of a mail.
    #[must_use]
    pub fn is_receiving(&self) -> bool {
        self.data.is_some()
    }

    /// Goes on with what was read. Bytes that are not used yet stay in `input`.
    pub fn ingest(&mut self, input: &mut &[u8]) -> Step {
        loop {
            if self.closed {
                return Step::Close;
            }
            if let Some(data) = &mut self.data {
                if !data.ingest(input) {
                    return Step::Read;
                }
                if let Some(delivery) = self.complete() {
                    return Step::Deliver(delivery);
                }
                continue;
            }
            match self.lines.next(input, self.settings.max_line) {
                Line::Partial => return Step::Read,
                Line::TooLong => self.mistake(reply::LINE_TOO_LONG),
                Line::Whole(line) => {
                    if self.command(&line) {
                        return Step::StartTls;
                    }
                }
            }
        }
    }

    /// Answers for a delivered mail: one verdict per recipient, in their order.
    pub fn answer(&mut self, verdicts: &[Verdict]) {
        if self.lmtp {
            // RFC 2033 §4.2: one reply for each accepted recipient, whatever happened.
            for at in 0..self.owed {
                verdicts
                    .get(at)
                    .unwrap_or(&Verdict::Deferred)
                    .write(&mut self.out);
            }
        } else {
            Verdict::of_all(verdicts).write(&mut self.out);
        }
        self.owed = 0;
    }

    /// TLS is on: everything said before is forgotten (RFC 3207 §4.2).
    pub fn secured(&mut self) {
        self.secure = true;
        self.greeted = false;
        self.transaction = None;
        self.lines.clear();
    }

    /// Closes from our side, with a reason.
    pub fn close(&mut self, reason: &'static str) {
        self.say(reason);
        self.closed = true;
    }

    fn complete(&mut self) -> Option<Box<Delivery>> {
        let (data, transaction) = (self.data.take()?, self.transaction.take()?);
        self.owed = transaction.recipients.len();
        let (size, fit, bytes, share) = data.finish();
        let (sender, recipients) = (transaction.sender, transaction.recipients);
        Some(Box::new(Delivery {
            sender,
            recipients,
            bytes,
            size,
            fit,
            share,
        }))
    }

    /// Carries out one command; true when TLS shall begin.
    fn command(&mut self, line: &[u8]) -> bool {
        match command::read(line) {
            Err(refusal) => self.mistake(refusal),
            Ok(Command::Hello { lmtp, extended }) => self.hello(lmtp, extended),
            Ok(Command::Mail { sender, size }) => self.mail(sender, size),
            Ok(Command::Recipient(address)) => self.recipient(address),
            Ok(Command::Data) => self.begin_data(),
            Ok(Command::Reset) => {
                self.transaction = None;
                self.say(reply::OK);
            }
            Ok(Command::Noop) => self.say(reply::OK),
            Ok(Command::Verify) => self.say(reply::CANNOT_VERIFY),
            Ok(Command::Help) => self.say(reply::HELP),
            Ok(Command::Quit) => self.close(reply::BYE),
            Ok(Command::StartTls) => return self.start_tls(),
        }
        false
    }

    fn hello(&mut self, lmtp: bool, extended: bool) {
        let refused = match self.settings.protocol {
            Protocol::Auto => false,
            Protocol::Smtp => lmtp,
            Protocol::Lmtp => !lmtp,
        };
        if refused {
            return self.mistake(reply::UNKNOWN);
        }
        (self.greeted, self.lmtp, self.transaction) = (true, lmtp, None);
        if !extended {
            return reply::line(&mut self.out, "250 ", &self.settings.hostname);
        }
        reply::line(&mut self.out, "250-", &self.settings.hostname);
        self.say("250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n");
        if self.settings.tls && !self.secure {
            self.say("250-STARTTLS\r\n");
        }
        reply::line(&mut self.out, "250 SIZE ", &self.settings.max_size.to_string());
    }

    fn mail(&mut self, sender: ReturnPath, size: usize) {
        if !self.greeted {
            return self.mistake(reply::HELLO_FIRST);
        }
        if self.transaction.is_some() {
            return self.mistake(reply::MAIL_ALREADY);
        }
        if size > self.settings.max_size {
            return self.say(reply::TOO_LARGE);
        }
        self.transaction = Some(Transaction {
            sender,
            size,
            recipients: Vec::new(),
        });
        self.say(reply::SENDER_OK);
    }

    fn recipient(&mut self, address: String) {
        let Some(transaction) = &mut self.transaction else {
            return self.mistake(reply::MAIL_FIRST);
        };
        if transaction.recipients.len() >= self.settings.max_recipients {
            return self.say(reply::TOO_MANY_RECIPIENTS);
        }
        let (base, _) = split_plus(&address);
        let Some(channel) = self.addresses.channel_of(&base) else {
            return self.mistake(reply::NO_SUCH_RECIPIENT);
        };
        transaction.recipients.push(Recipient { address, channel });
        self.say(reply::RECIPIENT_OK);
    }

    fn begin_data(&mut self) {
        let Some(transaction) = &self.transaction else {
            return self.mistake(reply::MAIL_FIRST);
        };
        if transaction.recipients.is_empty() {
            return self.mistake(reply::RECIPIENT_FIRST);
        }
        // What a client declares is believed for the first allocation only up to a megabyte.
        let expected = if transaction.size == 0 {
            8 << 10
        } else {
            transaction.size.min(1 << 20) + 64
        };
        let share = self.settings.budget.share();
        self.data = Some(Collector::new(self.settings.max_size, expected, share));
        self.say(reply::GO_AHEAD);
    }

    fn start_tls(&mut self) -> bool {
        if !self.settings.tls {
            self.mistake(reply::NOT_OFFERED);
        } else if self.secure {
            self.mistake(reply::TLS_ALREADY);
        } else {
            self.say(reply::READY_FOR_TLS);
            return true;
        }
        false
    }

    fn mistake(&mut self, reply: &'static str) {
        self.errors += 1;
        if self.errors > self.settings.max_errors {
            return self.close(reply::TOO_MANY_ERRORS);
        }
        self.say(reply);
    }

    fn say(&mut self, reply: &str) {
        self.out.extend_from_slice(reply.as_bytes());
    }
}
