//! An answer to the client: it counts from the press of Send.

use super::edit::{Changed, InHand};
use super::files::NewFile;
use super::promise::NewPromise;
use super::way::{Way, no_recipient};
use super::words::body_text;
use crate::Desk;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::act::{self, Acknowledges, Answer};
use domain::draft::DraftKind;
use domain::entry::AttachmentRef;
use domain::ticket::{Outcome, State};
use domain::time::SECOND;
use domain::told::told;
use domain::{EntryId, HandleKind, Principal};

/// Bytes of an answer.
const LONGEST: usize = 1 << 20;

/// An answer to be sent.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    pub text: String,
    /// The version the writer saw. A stale one is refused, so that nobody answers what was answered meanwhile.
    pub based_on: Option<i64>,
    /// The state the ticket goes to with the answer.
    pub then: Option<State>,
    pub outcome: Option<Outcome>,
    pub files: Vec<NewFile>,
    /// Files that lie beside the writer's draft go along.
    pub with_draft: bool,
    /// How long it may be undone, microseconds; left out: the desk's own window for our people, none for programs.
    pub hold: Option<i64>,
    /// What the client is promised with it.
    pub promise: Option<NewPromise>,
    /// It answers the request on its merits, whatever the state: a statutory term is fulfilled by it.
    pub on_merits: bool,
    /// Another address of the client's that it goes to; the one the talk goes on with by default.
    pub to: Option<(HandleKind, String)>,
    /// The same key sends once, however often it is pressed.
    pub key: Option<String>,
    /// The client agreed to be answered this way, though they had asked for another one.
    pub agreed_way: bool,
    /// A program gives it by itself: credited to automation.
    pub automatic: bool,
}

impl Desk {
    /// Sends an answer: committed with its delivery and the stop of the clocks it stops.
    ///
    /// # Errors
    /// See [`DeskError`]: the text is empty, the ticket changed or is closed, the store is away.
    pub async fn reply(&self, principal: &Principal, ticket: &str, reply: Reply) -> DeskResult<Changed> {
        check(principal, &reply)?;
        let (automatic, agreed) = (reply.automatic, reply.agreed_way);
        let words = body_text(&reply.text);
        let promise = match &reply.promise {
            Some(promise) => Some(self.promised(principal, promise)?),
            None => None,
        };
        let chosen = match reply.to {
            Some(to) => Some(self.address_chosen(ticket, to).await?),
            None => None,
        };
        let (mut files, blobs) = self.put_files_aside(reply.files).await?;
        if reply.with_draft {
            files.splice(0..0, self.files_of_draft(principal, ticket).await?);
            super::files::fit_together(files.iter())?;
        }
        if !blobs.is_empty() {
            self.store()
                .write(principal.actor(), move |tx| tx.keep_blobs(&blobs))
                .await?;
        }
        let external_id = match &reply.key {
            // The same key makes the same id, and an id is there once.
            Some(key) => self.message_id_of(ticket, key),
            None => self.new_message_id(),
        };
        let (then, outcome, on_merits) = (reply.then, reply.outcome, reply.on_merits);
        let hold = self.window(principal, reply.hold)?;
        let (sent_before, said, desk) = (external_id.clone(), words.body.text.clone(), self.clone());
        let result = self
            .edit(
                principal,
                ticket,
                reply.based_on,
                move |mut hand: InHand<'_>| -> Result<(_, Option<EntryId>), InWrite> {
                    let kind = chosen.map_or(hand.client.handle.kind, |(kind, _)| kind);
                    let way = match chosen {
                        Some((_, identity)) => desk.way_out(&hand.edit.ticket, kind).map(|channel| Way {
                            channel,
                            identity,
                            kind,
                        }),
                        None => hand.way.clone(),
                    };
                    let Way {
                        channel,
                        identity,
                        kind: by,
                    } = way.ok_or_else(|| no_recipient(kind))?;
                    // The talk goes on with the address that it goes to.
                    hand.edit.ticket.identity = identity;
                    let mut answer = Answer {
                        body: words.body.clone(),
                        preview: words.preview.clone(),
                        terms: words.terms.clone(),
                        files: files.clone(),
                        channel,
                        identity,
                        external_id: external_id.clone(),
                        then,
                        outcome: outcome.clone(),
                        promise,
                        on_merits,
                        other_way: act::other_way(hand.asked_way, by, agreed),
                        automatic,
                        acknowledges: None,
                    };
                    // Whoever is signed in at a chat waits before it like anybody else: their account is where they are now.
                    let is_there = kind == HandleKind::Account && hand.in_chat;
                    let hold = match desk.is_live(channel) || is_there {
                        true => 0,
                        false => hold,
                    };
                    // What may be undone must not have taken the acknowledgement's place.
                    if automatic && hold == 0 && desk.paper(channel).is_none() {
                        desk.go_instead(&hand, &mut answer);
                    }
                    hand.edit.hold = hold;
                    let (plan, entry) = if desk.paper(channel).is_some() {
                        act::write_letter(hand.edit, &answer)?
                    } else {
                        act::answer(hand.edit, answer)?
                    };
                    Ok((plan, Some(entry)))
                },
            )
            .await;
        match (result, reply.key) {
            // Pressed twice: the first press counts, and the second is told what the first was.
            (Err(error), Some(_)) => {
                let sent = self.already_sent(ticket, &sent_before, &said, automatic).await?;
                sent.ok_or(error)
            }
            (result, _) => result,
        }
    }

    /// How long an answer waits before it leaves, microseconds.
    fn window(&self, principal: &Principal, wished: Option<i64>) -> DeskResult<i64> {
        let longest = i64::from(domain::rules::LONGEST_UNDO) * SECOND;
        match (wished, principal) {
            (Some(wished), _) if !(0..=longest).contains(&wished) => {
                let reason = format!("an answer may wait {} s at most", longest / SECOND);
                Err(DeskError::invalid("undo_seconds", "out_of_range", reason))
            }
            (Some(wished), _) => Ok(wished),
            (None, Principal::Operator { .. }) => Ok(self.setup().rules.undo_window),
            (None, _) => Ok(0),
        }
    }

    /// The files that the writer has laid beside the answer being written.
    async fn files_of_draft(&self, principal: &Principal, ticket: &str) -> DeskResult<Vec<AttachmentRef>> {
        let Principal::Operator { id, .. } = *principal else {
            return Ok(Vec::new());
        };
        let ticket = ticket.to_owned();
        let files = self.store().read(move |r| match r.ticket_id(&ticket)? {
            Some(ticket) => r.draft_files(ticket, id),
            None => Ok(Vec::new()),
        });
        let beside = |file: &store::rows::DraftFile| file.kind == DraftKind::Reply;
        let files: Vec<store::rows::DraftFile> = files
            .await
            .map_err(|error: store::StoreError| DeskError::from(error))?;
        Ok(files.into_iter().filter(beside).map(|file| file.file).collect())
    }

    /// A Message-ID of ours: random, so that only who got the message can refer to it.
    pub(crate) fn new_message_id(&self) -> String {
        format!("{}@{}", domain::id::secret(24), self.options().message_domain)
    }

    pub(super) fn message_id_of(&self, ticket: &str, key: &str) -> String {
        use sha2::Digest as _;
        let digest = sha2::Sha256::digest(format!("{ticket}\n{key}\n{}", self.options().site));
        format!("{}@{}", hex::encode(&digest[..15]), self.options().message_domain)
    }

    /// An answer within the time for which the acknowledgement is held goes instead and says what that would have said: so far as
    /// it is still so once this is answered (`definitions.md` §11).
    fn go_instead(&self, hand: &InHand<'_>, answer: &mut Answer) {
        let Some(waits) = &hand.acknowledgement else {
            return;
        };
        let (ticket, setup) = (&hand.edit.ticket, hand.edit.setup);
        let left = act::left_by_automatic(&hand.edit, answer.then);
        let due = told(&left, setup);
        let facts = self.acknowledgement(ticket, &hand.client, due.as_ref(), waits.clone(), hand.edit.now);
        let body = &mut answer.body;
        for line in facts.facts() {
            body.text.push_str("\n\n");
            body.text.push_str(&line);
        }
        body.visible = body.text.len();
        answer.acknowledges = Some(Acknowledges { told: due });
    }

    async fn already_sent(
        &self,
        ticket: &str,
        external_id: &str,
        said: &str,
        automatic: bool,
    ) -> DeskResult<Option<Changed>> {
        let (ticket, external_id) = (ticket.to_owned(), external_id.to_owned());
        let found = self
            .store()
            .read(move |r| r.sent_entry(&ticket, &external_id))
            .await?;
        match found {
            None => Ok(None),
            // Facts may stand under what a program said.
            Some((version, entry, text)) if text == said || automatic && text.starts_with(said) => {
                Ok(Some(Changed {
                    version,
                    entry: Some(entry),
                    ends_after: None,
                }))
            }
            Some(_) => Err(DeskError::Conflict {
                code: "idempotency_key_reused",
                reason: "another answer was sent under this key; give each answer a key of its own".into(),
            }),
        }
    }

    /// Says that the client's last message needs no answer.
    ///
    /// # Errors
    /// See [`DeskError`]: no answer is waited for, the ticket changed.
    pub async fn answer_not_needed(
        &self,
        principal: &Principal,
        ticket: &str,
        based_on: Option<i64>,
    ) -> DeskResult<Changed> {
        self.edit(principal, ticket, based_on, |hand| {
            Ok((act::answer_not_needed(hand.edit)?, None))
        })
        .await
    }
}

/// Refuses what is no answer, and what only a program says.
fn check(principal: &Principal, reply: &Reply) -> DeskResult<()> {
    if reply.text.trim().is_empty() {
        return Err(DeskError::invalid("text", "required", "write an answer"));
    }
    if reply.text.len() > LONGEST {
        return Err(DeskError::invalid(
            "text",
            "too_long",
            "an answer may have 1 MB; attach the rest as a file",
        ));
    }
    if reply.automatic && !matches!(principal, Principal::Integration { .. }) {
        return Err(DeskError::invalid(
            "automatic",
            "not_a_program",
            "an automatic answer is a program's: one of our people answers in their own name",
        ));
    }
    Ok(())
}
