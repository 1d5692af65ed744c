//! Caught mail for the demo's page, and answers to it as its receiver would write them.

use super::catcher::{Catcher, Kept};
use super::door::bring;
use super::letter::{self, Letter};
use async_trait::async_trait;
use desk::Desk;
use std::sync::Arc;
use web::{Caught, MailCatcher};

/// What the page of caught mail needs.
pub struct DemoMail {
    pub catcher: Arc<Catcher>,
    pub desk: Desk,
}

#[async_trait]
impl MailCatcher for DemoMail {
    async fn list(&self, limit: usize) -> Vec<Caught> {
        self.catcher.list(limit).into_iter().map(caught).collect()
    }

    async fn get(&self, id: &str) -> Option<Caught> {
        self.catcher.get(id).map(caught)
    }

    async fn answer(&self, id: &str, text: &str) -> Result<(), String> {
        let mail = self.catcher.get(id).ok_or("this mail is not there any more")?;
        let text = text.trim();
        if text.is_empty() {
            return Err("write something".to_owned());
        }
        let subject = reply_subject(&mail.subject);
        let written = format!("{text}\n\n{}", quoted(&mail));
        let thread = thread_of(&mail);
        let message_id = format!("{}@{}", domain::id::secret(20), domain_of(&mail.to_address));
        let letter = Letter {
            from: &mail.to,
            to: &mail.from_address,
            subject: &subject,
            text: &written,
            message_id: &message_id,
            thread: &thread,
            ..Letter::default()
        };
        let raw = letter::write(&letter, self.desk.now());
        let brought = bring(&self.desk, raw, Some(&mail.to_address), &mail.from_address).await;
        brought.map(|_receipt| ()).map_err(|failure| failure.to_string())
    }
}

/// The talk as an answer to the mail refers to it.
pub fn thread_of(mail: &Kept) -> Vec<String> {
    let mut thread = mail.thread.clone();
    thread.push(mail.message_id.clone());
    thread
}

/// `Re: …`, once.
pub fn reply_subject(subject: &str) -> String {
    if subject.to_lowercase().starts_with("re:") {
        subject.to_owned()
    } else {
        format!("Re: {subject}")
    }
}

/// The mail as programs quote it below an answer.
pub fn quoted(mail: &Kept) -> String {
    let date = mail.at.to_timestamp().strftime("%d.%m.%Y %H:%M");
    let lines: Vec<String> = mail.text.lines().map(|line| format!("> {line}")).collect();
    format!("{date}, {}:\n{}\n", mail.from, lines.join("\n"))
}

/// The right part of an address.
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
}

fn caught(mail: Kept) -> Caught {
    let id = |id: &str| format!("<{id}>");
    let mut headers = vec![
        ("From".to_owned(), mail.from.clone()),
        ("To".to_owned(), mail.to.clone()),
        ("Subject".to_owned(), mail.subject.clone()),
        (
            "Date".to_owned(),
            mail.at
                .to_timestamp()
                .strftime("%a, %d %b %Y %H:%M:%S +0000")
                .to_string(),
        ),
        ("Message-ID".to_owned(), id(&mail.message_id)),
    ];
    if let Some(last) = mail.thread.last() {
        headers.push(("In-Reply-To".to_owned(), id(last)));
        let all: Vec<String> = mail.thread.iter().map(|one| id(one)).collect();
        headers.push(("References".to_owned(), all.join(" ")));
    }
    if mail.automatic {
        headers.push(("Auto-Submitted".to_owned(), "auto-replied".to_owned()));
    }
    headers.push(("X-Ticket-Number".to_owned(), mail.ticket_number.clone()));
    if !mail.files.is_empty() {
        headers.push(("Attachments".to_owned(), mail.files.join(", ")));
    }
    Caught {
        id: mail.id,
        at: mail.at,
        from: mail.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        headers,
    }
}
