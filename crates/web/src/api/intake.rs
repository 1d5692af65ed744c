//! What callers say on behalf of clients, as a message of a door. Decides nothing about tickets.

use super::auth::Caller;
use super::shapes::{ClientIn, FileIn, ReceiptOut};
use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use channel::{Attachment, Content, Happened, Receipt};
use desk::Field;
use domain::{ChannelId, Handle, HandleKind, Moment, Permission};

/// The kind of channel requests of the API come by.
pub const KIND: &str = "api";
/// Files of one message.
const FILES: usize = 20;

/// The channel named by a caller, or the API's own.
///
/// # Errors
/// There is none of that name that is switched on.
pub fn channel(app: &App, wanted: Option<&str>) -> Answer<ChannelId> {
    let setup = app.desk.setup();
    let mut open = setup.channels.iter().filter(|channel| channel.enabled);
    let found = match wanted {
        Some(wanted) => open.find(|channel| channel.public_id == wanted || channel.name == wanted),
        None => open.find(|channel| channel.kind == KIND),
    };
    found.map(|channel| channel.id).ok_or_else(|| match wanted {
        Some(wanted) => Problem::field(
            "channel",
            "unknown",
            format!("there is no open channel {wanted:?}"),
        ),
        None => Problem::field(
            "channel",
            "required",
            "this desk has no channel of the kind api: name another one",
        ),
    })
}

/// The address a client is known by: the first of mail, telephone, account that is given.
///
/// # Errors
/// None is given, or one is not an address of its kind.
pub fn handle(client: &ClientIn) -> Answer<Handle> {
    let given = |value: &Option<String>| {
        value
            .as_deref()
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
    };
    let wrong = |field: &str, reason: &str| Problem::field(&format!("client.{field}"), "invalid", reason);
    if let Some(email) = given(&client.email) {
        let plausible = email
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.len() > 2)
            && email.len() <= 254
            && !email.contains(|c: char| c.is_whitespace() || c.is_control());
        return if plausible {
            Ok(Handle::email(&email, &client.name))
        } else {
            Err(wrong("email", "write a mail address"))
        };
    }
    if let Some(phone) = given(&client.phone) {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let odd = phone
            .chars()
            .any(|c| !c.is_ascii_digit() && !"+ ()-.\u{a0}".contains(c));
        if !phone.starts_with('+') || odd || !(7..=15).contains(&digits.len()) {
            return Err(wrong(
                "phone",
                "write the number with its country code: +7 912 345-67-89",
            ));
        }
        return Ok(Handle::new(
            HandleKind::Phone,
            format!("+{digits}"),
            client.name.trim(),
        ));
    }
    if let Some(account) = given(&client.account) {
        return Ok(Handle::new(HandleKind::Account, account, client.name.trim()));
    }
    Err(Problem::field(
        "client",
        "required",
        "give email, phone or account: an answer needs an address",
    ))
}

/// When it happened: now, unless the caller may say otherwise and does.
///
/// # Errors
/// It is no instant, or the caller may not state one.
pub fn happened(caller: &Caller, stated: Option<&str>) -> Answer<Happened> {
    let Some(stated) = stated else {
        return Ok(Happened::Now);
    };
    caller.require(Permission::IntakeBackdate)?;
    let at: Moment = stated.parse().map_err(|_| {
        Problem::field(
            "occurred_at",
            "invalid",
            "write RFC 3339 with an offset: 2026-04-14T10:00:00+03:00",
        )
    })?;
    Ok(Happened::Stated(at))
}

/// Language and zone, where they are said, must be some that exist.
///
/// # Errors
/// The language is not written as an ISO 639-1 code, or the zone is not in the IANA list.
pub fn known_place(lang: Option<&str>, zone: Option<&str>) -> Answer<()> {
    if let Some(lang) = lang {
        let is_code = lang.len() == 2 && lang.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_code || lang.parse::<words::Lang>().is_err() {
            return Err(Problem::field(
                "lang",
                "unknown",
                "letters are written in ru and en: name one, or leave it out",
            ));
        }
    }
    if zone.is_some_and(|zone| jiff::tz::TimeZone::get(zone).is_err()) {
        return Err(Problem::field(
            "zone",
            "unknown",
            "name a zone of the IANA list: Europe/Moscow",
        ));
    }
    Ok(())
}

/// Bytes of words that are kept; a program that has more sends a file.
const WORDS: usize = 1 << 20;

/// Something must be said, and no more than is kept: there is no raw copy of what a program says.
///
/// # Errors
/// Neither text nor HTML nor a file was sent, or one of them is too long.
pub fn something(text: &str, html: Option<&str>, files: &[FileIn]) -> Answer<()> {
    for (field, words) in [("text", text), ("html", html.unwrap_or_default())] {
        if words.len() > WORDS {
            let reason = format!("at most {WORDS} bytes: send more as a file");
            return Err(Problem::field(field, "too_long", reason));
        }
    }
    let nothing =
        text.trim().is_empty() && html.is_none_or(|html| html.trim().is_empty()) && files.is_empty();
    if nothing {
        Err(Problem::new(Code::EmptyMessage))
    } else {
        Ok(())
    }
}

/// The bytes of files.
///
/// # Errors
/// Too many, or one is not base 64.
pub fn decode(files: Vec<FileIn>) -> Answer<Vec<(String, String, Vec<u8>)>> {
    if files.len() > FILES {
        return Err(Problem::field(
            "attachments",
            "too_many",
            format!("a message may have {FILES} files"),
        ));
    }
    let mut wrong = Vec::new();
    let mut decoded = Vec::with_capacity(files.len());
    for (at, file) in files.into_iter().enumerate() {
        match STANDARD.decode(file.content.as_bytes()) {
            Ok(bytes) => decoded.push((file.name, file.media_type.to_lowercase(), bytes)),
            Err(error) => wrong.push(Field {
                field: format!("attachments.{at}.content"),
                code: "invalid",
                reason: format!("this is not base 64: {error}"),
            }),
        }
    }
    if wrong.is_empty() {
        Ok(decoded)
    } else {
        Err(desk::DeskError::Invalid(wrong).into())
    }
}

/// Files of a client's message.
///
/// # Errors
/// As [`decode`].
pub fn attachments(files: Vec<FileIn>) -> Answer<Vec<Attachment>> {
    let attachment = |(name, media_type, bytes)| Attachment {
        name,
        media_type,
        content: Content::Bytes(bytes),
        content_id: String::new(),
        inline: false,
    };
    Ok(decode(files)?.into_iter().map(attachment).collect())
}

/// What a receipt tells the caller.
///
/// # Errors
/// The door took it without a ticket.
pub fn told(app: &App, receipt: Receipt) -> Answer<ReceiptOut> {
    let Some(ticket) = receipt.ticket else {
        return Err(Problem::because(
            Code::Conflict,
            format!("it was {}: no ticket came of it", receipt.fate.code()),
        ));
    };
    Ok(ReceiptOut {
        link: app.options.address(&format!("/t/{}", ticket.link_secret)),
        id: ticket.public_id,
        number: ticket.number,
        fate: receipt.fate.code(),
        entry: receipt.entry,
        due: receipt.promise.as_ref().map(|promise| promise.due.to_string()),
        due_zone: receipt.promise.map(|promise| promise.zone),
    })
}
