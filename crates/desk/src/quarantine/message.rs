//! What was set aside as a message that can be decided about: read again where its door can read it, put together by
//! hand from what a person states where nothing else is known.

use super::Acceptance;
use crate::Desk;
use crate::error::{DeskError, DeskResult, Field};
use channel::{Attachment, Automatic, Content, Glimpse, Happened, Message, Raw, Wishes};
use domain::entry::Encoding;
use domain::{Handle, HandleKind};
use store::rows::Quarantined;

/// Bytes of something unreadable that stand in the timeline; the whole is its file.
const EXCERPT: usize = 64 << 10;

impl Desk {
    /// What can be understood of something set aside, whoever is said to have written it.
    pub(crate) async fn second_look(
        &self,
        item: &Quarantined,
        stated: Option<Handle>,
    ) -> DeskResult<(Glimpse, Vec<u8>)> {
        let raw = match item.raw.as_str() {
            "" => Vec::new(),
            // A copy may be gone by age; what a person states is still a request.
            hash => match self.blob(hash).await {
                Err(DeskError::NotFound(_)) => Vec::new(),
                other => other?,
            },
        };
        let Some(reader) = self.reader_of(item.channel).filter(|_| !raw.is_empty()) else {
            return Ok((Glimpse::default(), raw));
        };
        let setup = self.setup();
        let ours: Vec<String> = setup
            .channels
            .iter()
            .map(|channel| channel.address.clone())
            .filter(|address| !address.is_empty())
            .collect();
        let bytes = raw.clone();
        let look = tokio::task::spawn_blocking(move || reader.reread(bytes, stated.as_ref(), &ours));
        let glimpse = look
            .await
            .map_err(|error| DeskError::Internal(error.to_string()))?;
        Ok((glimpse, raw))
    }

    /// The message that becomes a ticket.
    pub(super) async fn message_of(&self, item: &Quarantined, stated: &Acceptance) -> DeskResult<Message> {
        let author = stated_author(stated)?;
        let (glimpse, raw) = self.second_look(item, author.clone()).await?;
        let mut message = glimpse.message.unwrap_or_else(|| by_hand(raw));
        let author = author.or_else(|| Some(message.from.clone()).filter(|from| !from.value.is_empty()));
        let author = author.or_else(|| handle_of(&item.sender, ""));
        let title = [
            stated.title.as_deref().unwrap_or_default(),
            &message.title,
            &item.title,
        ]
        .into_iter()
        .find(|title| !title.trim().is_empty())
        .map(str::to_owned);
        message.title = title.unwrap_or_default();
        message.from = author.ok_or_else(|| {
            DeskError::Invalid(vec![Field {
                field: "sender".into(),
                code: "required",
                reason: "nobody can tell who wrote this: state the address that answers shall go to".into(),
            }])
        })?;
        // The client has been waiting since it came.
        message.happened = Happened::Reported(message.happened.at(item.arrived_at).min(item.arrived_at));
        if message.automatic != Automatic::No {
            // A person says that this is a request; a machine is still not answered by a machine.
            message.automatic = Automatic::No;
            message.wishes.silent = true;
        }
        Ok(message)
    }
}

/// Nothing is understood: its bytes are text as far as they are, and a file as a whole.
fn by_hand(raw: Vec<u8>) -> Message {
    let start = raw.get(..raw.len().min(EXCERPT)).unwrap_or_default();
    let text = String::from_utf8_lossy(start).into_owned();
    let whole = Attachment {
        name: "original".into(),
        media_type: "application/octet-stream".into(),
        content: Content::Range {
            start: 0,
            length: raw.len(),
            encoding: Encoding::Identity,
        },
        content_id: String::new(),
        inline: false,
    };
    Message {
        key: String::new(),
        from: Handle::email("", ""),
        others: Vec::new(),
        hints: Vec::new(),
        external_ids: Vec::new(),
        title: String::new(),
        text: Some(text),
        html: None,
        attachments: if raw.is_empty() { Vec::new() } else { vec![whole] },
        happened: Happened::Now,
        automatic: Automatic::No,
        own: None,
        wishes: Wishes::default(),
        raw: (!raw.is_empty()).then_some(Raw {
            bytes: raw,
            media_type: "application/octet-stream",
        }),
    }
}

fn stated_author(stated: &Acceptance) -> DeskResult<Option<Handle>> {
    let name = stated.name.as_deref().unwrap_or_default();
    match stated.sender.as_deref().map(str::trim).unwrap_or_default() {
        "" => Ok(None),
        sender => handle_of(sender, name).map(Some).ok_or_else(|| {
            DeskError::invalid(
                "sender",
                "invalid",
                "write a mail address, or a telephone number with its country code: +7 912 345-67-89",
            )
        }),
    }
}

/// An address as people write it; nothing where it is none.
fn handle_of(text: &str, name: &str) -> Option<Handle> {
    let text = text.trim();
    if let Some((local, domain)) = text.split_once('@') {
        let odd = text.contains(|c: char| c.is_whitespace() || c.is_control());
        let plausible = !local.is_empty() && domain.len() > 2 && !domain.contains('@') && text.len() <= 254;
        return (plausible && !odd).then(|| Handle::email(text, name));
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let odd = text
        .chars()
        .any(|c| !c.is_ascii_digit() && !"+ ()-.\u{a0}".contains(c));
    let is_number = text.starts_with('+') && !odd && (7..=15).contains(&digits.len());
    is_number.then(|| Handle::new(HandleKind::Phone, format!("+{digits}"), name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_write_it() {
        assert_eq!(
            handle_of(" Anna@Client.example ", "Анна"),
            Some(Handle::email("anna@client.example", "Анна"))
        );
        assert_eq!(handle_of("+7 912 345-67-89", "").unwrap().value, "+79123456789");
        for odd in [
            "",
            "anna",
            "@client.example",
            "a@b",
            "a b@client.example",
            "8 912 345",
            "a@b@client.example",
        ] {
            assert_eq!(handle_of(odd, ""), None, "{odd}");
        }
    }
}
