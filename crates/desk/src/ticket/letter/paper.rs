//! Paper is scanned when it comes and registered later: the scan waits with its date of receipt, and registering it is the
//! same write as ever, once, whoever presses.

use super::seen::{scanned, told};
use super::{NAME, REASON, ReceivedLetter};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::jobs::paper_due::look_when_due;
use crate::ticket::NewFile;
use channel::{Attachment, Content};
use domain::act::Letter;
use domain::id::Ids as _;
use domain::plan::Plan;
use domain::time::NEVER;
use domain::{Actor, LetterId, Moment, PaperId, Permission, Principal};
use jiff::civil::Date;
use std::sync::Arc;
use store::rows::{PaperFile, PaperRow};
use store::{Scope, Tx};

/// Paper that came, scanned and not read.
#[derive(Clone, Debug)]
pub struct NewPaper {
    /// Public id or name of a door for paper; left out: the first.
    pub channel: Option<String>,
    pub received: Date,
    /// What whoever registers it should know: who brought it, in which pile it lies.
    pub note: String,
    pub scan: Vec<NewFile>,
    /// Why it is put in so late.
    pub reason: String,
    /// The same paper, however often it is put in.
    pub key: String,
}

impl Desk {
    /// Puts a scan in, to be registered later; its public id.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] with what is wrong, as where a letter is registered; see [`DeskError`].
    pub async fn put_paper(&self, principal: &Principal, new: NewPaper) -> DeskResult<String> {
        require(principal, Permission::TicketsWrite)?;
        let (channel, door) = self.paper_door(new.channel.as_deref())?;
        let now = self.now();
        let reason = text::clean_line(&new.reason, REASON);
        let dates = Letter {
            received: new.received,
            postmark: None,
            their_number: String::new(),
            their_date: None,
            registered_at: now,
            reason: reason.clone(),
        };
        self.check_dates(principal, &dates, self.date_here(now), now)?;
        let scan = door
            .scan(new.scan.into_iter().map(scanned).collect())
            .map_err(told)?;
        let scan = scan.into_iter().filter_map(kept).collect();
        let (files, blobs) = self.put_files_aside(scan).await?;
        let files: Vec<PaperFile> = files
            .into_iter()
            .map(|file| PaperFile {
                name: file.name,
                media_type: file.media_type,
                size: file.size,
                blob: file.blob,
            })
            .collect();
        let row = PaperRow {
            id: PaperId(0),
            public_id: PaperId::new_public(),
            channel,
            key: text::clean_line(&new.key, REASON),
            received: new.received.to_string(),
            note: text::clean_line(&new.note, NAME * 2),
            reason,
            put_at: now,
            put_by: by(principal.actor()),
            state: "waiting".into(),
            letter: LetterId(0),
            ended_at: NEVER,
        };
        let due = self.paper_due(&row).map(|due| due.at);
        let (put, blobs) = (Arc::new((row, files)), Arc::new(blobs));
        let written: Result<String, InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                let (row, files) = &*put;
                tx.keep_blobs(&blobs)?;
                let row = PaperRow {
                    id: PaperId(tx.next_id()),
                    ..row.clone()
                };
                let known = tx.put_paper(&row, files)?;
                if let Some(due) = due.filter(|_| known.id == row.id) {
                    let mut plan = Plan::default();
                    plan.jobs.push(look_when_due(row.id, due));
                    tx.apply(&mut plan)?;
                }
                Ok(known.public_id)
            })
            .await;
        Ok(written?)
    }

    /// Sets a paper aside that is none of ours, or was scanned twice. It stays, with the reason, and may still be registered.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Conflict`] where it is registered; [`DeskError::Invalid`] without a reason.
    pub async fn set_paper_aside(&self, principal: &Principal, paper: &str, reason: &str) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        let (paper, reason) = (paper.to_owned(), text::clean_line(reason, REASON));
        if reason.is_empty() {
            let why = "say why it is not registered: scanned twice, not addressed to us";
            return Err(DeskError::invalid("reason", "required", why));
        }
        let (desk, scope) = (self.clone(), self.scope_of(principal));
        let written: Result<(), InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                let found = tx.hold_paper(&paper)?;
                let found = found.filter(|paper| desk.paper_lies_within(&scope, paper));
                let found = found.ok_or(DeskError::NotFound("paper"))?;
                if found.state == "registered" {
                    return Err(DeskError::Conflict {
                        code: "conflict",
                        reason: "this paper is registered: what is registered stays".into(),
                    }
                    .into());
                }
                tx.paper_moved(&PaperRow {
                    state: "aside".into(),
                    reason: reason.clone(),
                    ended_at: tx.now,
                    ..found
                })?;
                Ok(())
            })
            .await;
        Ok(written?)
    }

    /// Gives a letter what the paper has that it is: door, date of receipt, scan, and the key that lets it be registered once.
    /// When it was put in; `None` for a letter that is no such paper.
    pub(super) async fn take_up_paper(
        &self,
        principal: &Principal,
        new: &mut ReceivedLetter,
    ) -> DeskResult<Option<Moment>> {
        let Some(public_id) = new.paper.clone() else {
            return Ok(None);
        };
        let found = self.store().read(move |reader| reader.paper(&public_id)).await?;
        let scope = self.scope_of(principal);
        let found = found.filter(|(paper, _)| self.paper_lies_within(&scope, paper));
        let (paper, files) = found.ok_or(DeskError::NotFound("paper"))?;
        let setup = self.setup();
        let door = setup.channels.iter().find(|channel| channel.id == paper.channel);
        new.channel = door.map(|door| door.public_id.clone());
        new.received = (paper.received.parse())
            .map_err(|_| DeskError::Internal(format!("paper {} has no date", paper.public_id)))?;
        if new.reason.is_empty() && paper.state == "waiting" {
            new.reason.clone_from(&paper.reason);
        }
        new.key = format!("paper:{}", paper.public_id);
        new.scan.clear();
        for file in files {
            new.scan.push(NewFile {
                bytes: self.blob(&file.blob).await?,
                name: file.name,
                media_type: file.media_type,
            });
        }
        Ok(Some(paper.put_at))
    }

    /// Whether a paper may be seen: it lies with the team of its door until it is somebody's ticket.
    pub(crate) fn paper_lies_within(&self, scope: &Scope, paper: &PaperRow) -> bool {
        let setup = self.setup();
        let door = setup.channel(paper.channel);
        scope.admits_team(door.and_then(|door| door.team))
    }
}

fn by(actor: Actor) -> i64 {
    match actor {
        Actor::Operator(id) => id.0,
        _ => 0,
    }
}

fn kept(file: Attachment) -> Option<NewFile> {
    let Content::Bytes(bytes) = file.content else {
        return None;
    };
    Some(NewFile {
        name: file.name,
        media_type: file.media_type,
        bytes,
    })
}
