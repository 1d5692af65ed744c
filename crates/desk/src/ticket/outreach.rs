//! A conversation that we begin: to an address typed or found, by a door that leads there.

use super::files::NewFile;
use super::words::body_text;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, Field, InWrite};
use domain::act::{self, Answer, Beginning, Outreach};
use domain::intake::Wanted;
use domain::plan::Plan;
use domain::setup::{Channel, Setup};
use domain::ticket::State;
use domain::{Handle, HandleKind, IdentityId, Permission, Principal};
use store::Tx;
use words::Lang;

/// Characters of a subject.
const TITLE: usize = 300;
/// Bytes of the text.
const LONGEST: usize = 1 << 20;

/// A conversation to begin.
#[derive(Clone, Debug)]
pub struct Conversation {
    pub to: Handle,
    /// Public id or name of a channel; one that leads there by default.
    pub channel: Option<String>,
    pub title: String,
    pub text: String,
    pub files: Vec<NewFile>,
    /// Language of the letter around the words; the client's own by default.
    pub lang: Option<String>,
    /// Whose turn it is afterwards: the client's by default.
    pub then: Option<State>,
    /// Whoever writes is responsible for it.
    pub take: bool,
    /// The same key begins it once.
    pub key: Option<String>,
}

/// A conversation that was begun.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Begun {
    /// Public id of the ticket.
    pub ticket: String,
    pub number: String,
    /// Public id of our message.
    pub entry: String,
}

impl Desk {
    /// Writes to a client first. The ticket has no first response; the client's reply starts the next one.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] with every field that is wrong; [`DeskError::Conflict`] (`no_recipient`) where no channel
    /// leads to the address; see [`DeskError`].
    pub async fn begin_conversation(&self, principal: &Principal, new: Conversation) -> DeskResult<Begun> {
        require(principal, Permission::TicketsWrite)?;
        check(&new)?;
        let channel = self.way_to(&new)?;
        let words = body_text(&new.text);
        let title = text::clean_line(&new.title, TITLE);
        let (files, blobs) = self.put_files_aside(new.files).await?;
        let external_id = match &new.key {
            Some(key) => self.message_id_of("conversation", key),
            None => self.new_message_id(),
        };
        let (setup, actor) = (self.setup(), principal.actor());
        let assignee = match principal {
            Principal::Operator { id, .. } if new.take => Some(*id),
            _ => None,
        };
        let (to, then, lang) = (new.to, new.then.unwrap_or(State::WaitingClient), new.lang);
        let begun = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| -> Result<Begun, InWrite> {
                if let Some((ticket, number, entry)) = tx.conversation_of(&external_id)? {
                    return Ok(Begun {
                        ticket,
                        number: setup.number.show(number),
                        entry,
                    });
                }
                tx.keep_blobs(&blobs)?;
                let wanted = Wanted {
                    handles: [to.key()].into(),
                    ..Wanted::default()
                };
                let known = tx.intake_facts(&wanted)?.handles.remove(&to.key());
                let theirs = known.as_ref().map(|known| known.lang.clone());
                let brand = setup.brand(channel.brand).map(|brand| brand.lang.clone());
                let beginning = Beginning {
                    channel: channel.clone(),
                    to: to.clone(),
                    known,
                    client: None,
                    title: title.clone(),
                    lang: first_of([lang.clone(), theirs, brand]),
                    team: None,
                    assignee,
                    then,
                };
                let outreach = Outreach {
                    beginning,
                    message: Answer {
                        body: words.body.clone(),
                        preview: words.preview.clone(),
                        terms: format!("{} {}", text::term_text(&title), words.terms),
                        files: files.clone(),
                        channel: channel.id,
                        identity: IdentityId(0),
                        external_id: external_id.clone(),
                        then: None,
                        outcome: None,
                        promise: None,
                        on_merits: false,
                        other_way: None,
                        automatic: false,
                        acknowledges: None,
                    },
                };
                let now = tx.now;
                let mut plan = act::reach_out(outreach, &setup, now, actor, tx)?;
                tx.apply(&mut plan)?;
                begun(&plan, &setup)
            });
        Ok(begun.await?)
    }

    /// The door that was asked for, or the first that leads to the address.
    fn way_to(&self, new: &Conversation) -> DeskResult<Channel> {
        let ways = self.ways_to(new.to.kind);
        let wanted = |channel: &&Channel| match &new.channel {
            Some(name) => channel.public_id == *name || channel.name == *name,
            None => true,
        };
        ways.iter()
            .find(wanted)
            .cloned()
            .ok_or_else(|| DeskError::Conflict {
                code: "no_recipient",
                reason: format!(
                    "no channel asked for leads to an address of the kind {}",
                    new.to.kind
                ),
            })
    }

    /// The doors by which addresses of a kind can be reached, in the order of the set-up.
    #[must_use]
    pub fn ways_to(&self, kind: HandleKind) -> Vec<Channel> {
        let setup = self.setup();
        let leads = |channel: &&Channel| channel.enabled && self.leads_to(channel.id, kind);
        setup.channels.iter().filter(leads).cloned().collect()
    }
}

/// The first language that is named, else the house's.
fn first_of(known: [Option<String>; 3]) -> String {
    let named = known.into_iter().flatten().find(|lang| !lang.is_empty());
    named.unwrap_or_else(|| Lang::default().code().to_owned())
}

/// What a plan has begun.
fn begun(plan: &Plan, setup: &Setup) -> Result<Begun, InWrite> {
    let nothing = |what: &str| DeskError::Internal(format!("no {what}"));
    let opened = plan.opened.first().ok_or_else(|| nothing("ticket was opened"))?;
    let line = plan
        .entries
        .first()
        .ok_or_else(|| nothing("message was written"))?;
    Ok(Begun {
        ticket: opened.public_id.clone(),
        number: setup.number.show(opened.number),
        entry: line.public_id.clone(),
    })
}

fn check(new: &Conversation) -> DeskResult<()> {
    let mut wrong = Vec::new();
    let mut note = |field: &str, code, reason: &str, bad: bool| {
        if bad {
            wrong.push(Field {
                field: field.into(),
                code,
                reason: reason.into(),
            });
        }
    };
    note(
        "to",
        "required",
        "give an address to write to",
        new.to.value.trim().is_empty(),
    );
    note(
        "title",
        "required",
        "give a subject: the client sees it first",
        new.title.trim().is_empty(),
    );
    note("text", "required", "write a message", new.text.trim().is_empty());
    note(
        "text",
        "too_long",
        "a message may have 1 MB; attach the rest as a file",
        new.text.len() > LONGEST,
    );
    let unspoken = new
        .lang
        .as_ref()
        .is_some_and(|lang| !crate::people::lang_is_spoken(lang));
    note("lang", "unknown", "letters speak ru and en: choose one", unspoken);
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(DeskError::Invalid(wrong))
    }
}
