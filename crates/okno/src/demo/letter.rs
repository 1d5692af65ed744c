//! Raw mails as clients' programs write them (RFC 5322, MIME). Reads nothing and sends nothing.

use super::script::ScriptFile;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Moment;
use std::fmt::Write as _;

const SCREENSHOT: &[u8] = include_bytes!("../../../../config/demo/screenshot.png");
/// Bytes of an encoded word's content: 45 become 60 characters, which fits a line of 75 (RFC 2047 §2).
const WORD: usize = 45;

/// A mail to be written.
#[derive(Clone, Debug, Default)]
pub struct Letter<'a> {
    /// `Name <address>`.
    pub from: &'a str,
    pub to: &'a str,
    pub subject: &'a str,
    pub text: &'a str,
    pub html: bool,
    pub file: Option<&'a ScriptFile>,
    /// Without angle brackets.
    pub message_id: &'a str,
    /// Ids of the talk so far, oldest first, without angle brackets.
    pub thread: &'a [String],
}

/// Name and address of `Name <address>`.
pub fn mailbox(from: &str) -> (&str, &str) {
    match from.split_once('<') {
        Some((name, address)) => (name.trim(), address.trim_end_matches('>').trim()),
        None => ("", from.trim()),
    }
}

/// The bytes of a mail.
pub fn write(letter: &Letter<'_>, at: Moment) -> Vec<u8> {
    let (name, address) = mailbox(letter.from);
    let mut head = String::new();
    let mut field = |name: &str, value: &str| {
        // Writing to a String cannot fail.
        write!(head, "{name}: {value}\r\n").ok();
    };
    let from = if name.is_empty() {
        address.to_owned()
    } else {
        format!("{} <{address}>", words(name))
    };
    if !from.is_empty() {
        field("From", &from);
    }
    field("To", letter.to);
    field("Subject", &words(letter.subject));
    field(
        "Date",
        &at.to_timestamp()
            .strftime("%a, %d %b %Y %H:%M:%S +0000")
            .to_string(),
    );
    field("Message-ID", &format!("<{}>", letter.message_id));
    if let Some(last) = letter.thread.last() {
        let all: Vec<String> = letter.thread.iter().map(|id| format!("<{id}>")).collect();
        field("In-Reply-To", &format!("<{last}>"));
        field("References", &all.join("\r\n "));
    }
    field("MIME-Version", "1.0");
    let boundary = format!("=_{:x}", at.as_micros());
    (head + &body(letter, &boundary)).into_bytes()
}

fn body(letter: &Letter<'_>, boundary: &str) -> String {
    let words = part("text/plain; charset=utf-8", letter.text.as_bytes());
    let words = if letter.html {
        let html = html_of(letter.text);
        let inner = format!("{boundary}.a");
        let both = [words, part("text/html; charset=utf-8", html.as_bytes())];
        multi("alternative", &inner, &both)
    } else {
        words
    };
    match letter.file {
        None => words,
        Some(file) => multi("mixed", boundary, &[words, attachment(file)]),
    }
}

fn attachment(file: &ScriptFile) -> String {
    let (kind, bytes) = if file.screenshot {
        ("image/png", SCREENSHOT)
    } else {
        ("text/plain; charset=utf-8", file.text.as_bytes())
    };
    let name: String = file.name.bytes().fold(String::new(), |mut name, byte| {
        if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
            name.push(char::from(byte));
        } else {
            // RFC 2231; writing to a String cannot fail.
            write!(name, "%{byte:02X}").ok();
        }
        name
    });
    format!(
        "Content-Disposition: attachment; filename*=utf-8''{name}\r\n{}",
        part(kind, bytes)
    )
}

fn multi(kind: &str, boundary: &str, parts: &[String]) -> String {
    let mut text = format!("Content-Type: multipart/{kind}; boundary=\"{boundary}\"\r\n\r\n");
    for part in parts {
        // Writing to a String cannot fail.
        write!(text, "--{boundary}\r\n{part}").ok();
    }
    text + "--" + boundary + "--\r\n"
}

fn part(kind: &str, bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let lines: Vec<&str> = encoded
        .as_bytes()
        .chunks(76)
        .map(|line| str::from_utf8(line).unwrap_or_default())
        .collect();
    format!(
        "Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        lines.join("\r\n")
    )
}

fn html_of(text: &str) -> String {
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let paragraphs: Vec<String> = escaped
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", paragraph.replace('\n', "<br>\n")))
        .collect();
    format!(
        "<html><body style=\"font-family: Arial; font-size: 14px\">{}</body></html>",
        paragraphs.join("\n")
    )
}

/// A text for a header: as it is where it is ASCII, else encoded words (RFC 2047).
fn words(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if word.len() + c.len_utf8() > WORD {
            words.push(std::mem::take(&mut word));
        }
        word.push(c);
    }
    words.push(word);
    let encoded: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?B?{}?=", STANDARD.encode(word)))
        .collect();
    encoded.join("\r\n ")
}

/// A report that a mail did not arrive (RFC 3464), as the client's mail system writes it.
pub fn bounce(to: &str, client: &str, about: &str, message_id: &str, at: Moment) -> Vec<u8> {
    let date = at.to_timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000");
    format!(
        "From: Mail Delivery System <mailer-daemon@relay.example>\r\nTo: {to}\r\nSubject: Undelivered Mail Returned to \
         Sender\r\nDate: {date}\r\nMessage-ID: <{message_id}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"=_b\"\r\n\r\n\
         --=_b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\
         The mail could not be delivered to <{client}>: no such user.\r\n\r\n\
         --=_b\r\nContent-Type: message/delivery-status\r\n\r\n\
         Reporting-MTA: dns; relay.example\r\n\r\n\
         Final-Recipient: rfc822; {client}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 <{client}>: Recipient address rejected: User unknown\r\n\r\n\
         --=_b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{about}>\r\n\r\n--=_b--\r\n"
    )
    .into_bytes()
}
