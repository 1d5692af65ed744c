//! Talks in chats: begun, answered, merged and ended.

use crate::cached::{Cache as _, padded};
use crate::conn::{for_update, on_each};
use crate::error::StoreError;
use crate::rows::insert::insert_all;
use crate::schema::{chat_talk, entry, job};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::event::{EventType, NewEvent};
use domain::job::JobKind;
use domain::plan::NewMerge;
use domain::talk::{Ending, Talk, TalkNews, TalkTimes};
use domain::time::NEVER;
use domain::{ChannelId, EntryId, Moment, TicketId};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = chat_talk, treat_none_as_default_value = false)]
struct Row {
    id: i64,
    ticket_id: i64,
    channel_id: i64,
    began_at: i64,
    said_at: i64,
    answered_at: i64,
    answer_id: i64,
    spoke_at: i64,
    left_at: i64,
    reminded_at: i64,
    ended_at: i64,
    ending: String,
    leaves_after: i64,
    idle_after: i64,
    ends_after: i64,
}

pub(super) fn unless_never(at: i64) -> Option<Moment> {
    Some(Moment::from_micros(at)).filter(|at| *at != NEVER)
}

impl From<Row> for Talk {
    fn from(row: Row) -> Self {
        Self {
            id: EntryId(row.id),
            ticket: TicketId(row.ticket_id),
            channel: ChannelId(row.channel_id),
            began_at: Moment::from_micros(row.began_at),
            said_at: Moment::from_micros(row.said_at),
            answered_at: unless_never(row.answered_at),
            spoke_at: unless_never(row.spoke_at),
            left_at: unless_never(row.left_at),
            reminded_at: unless_never(row.reminded_at),
            times: TalkTimes {
                leaves: row.leaves_after,
                idle: row.idle_after,
                ends: row.ends_after,
            },
        }
    }
}

/// Talks that have not ended.
#[diesel::dsl::auto_type(no_type_alias)]
fn open() -> _ {
    let never: i64 = NEVER.as_micros();
    chat_talk::ended_at.eq(never)
}

/// Those of them that wait for a first person.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn waiting() -> _ {
    let never: i64 = NEVER.as_micros();
    chat_talk::ended_at
        .eq(never)
        .and(chat_talk::answered_at.eq(never))
}

impl Tx<'_> {
    /// Writes what becomes of talks with the changes of a plan.
    pub(crate) fn talks(&mut self, news: &[TalkNews], merges: &[NewMerge]) -> Result<(), StoreError> {
        for merge in merges {
            // The talk goes on where its ticket went; its first message says where it came from.
            on_each!(&mut *self.conn, |c| diesel::update(
                chat_talk::table
                    .filter(chat_talk::ticket_id.eq(merge.absorbed.0))
                    .filter(open())
            )
            .set(chat_talk::ticket_id.eq(merge.survivor.0))
            .cached()
            .execute(c))?;
        }
        if news.is_empty() {
            return Ok(());
        }
        let tickets: BTreeSet<i64> = news.iter().map(|one| ticket_of(one).0).collect();
        let tickets: Vec<i64> = tickets.into_iter().collect();
        let rows: Vec<Row> = on_each!(&mut *self.conn, |c| chat_talk::table
            .filter(chat_talk::ticket_id.eq_any(padded(&tickets)))
            .filter(open())
            .select(Row::as_select())
            .cached()
            .load(c))?;
        // More than one where tickets with talks became one.
        let mut known: BTreeMap<TicketId, Vec<Talk>> = BTreeMap::new();
        for talk in rows.into_iter().map(Talk::from) {
            known.entry(talk.ticket).or_default().push(talk);
        }
        let (mut begun, mut said) = (Vec::new(), Vec::new());
        let (mut looks, mut moved) = (Vec::new(), BTreeSet::new());
        for one in news {
            let talks = known.entry(ticket_of(one)).or_default();
            match *one {
                TalkNews::Said { .. } if !talks.is_empty() => said.extend(talks.iter().map(|talk| talk.id.0)),
                TalkNews::Said {
                    ticket,
                    entry,
                    channel,
                    at,
                    times,
                } => {
                    let talk = begin(ticket, entry, channel, at, times);
                    moved.insert(talk.channel);
                    looks.push((talk.id.0, at.saturating_add(times.leaves)));
                    begun.push(row_of(&talk));
                    talks.push(talk);
                }
                TalkNews::Answered { entry, at, .. } => {
                    for talk in talks.iter() {
                        if talk.waits() {
                            moved.insert(talk.channel);
                        }
                        self.talk_answered(talk, entry, at)?;
                        looks.push((talk.id.0, at.saturating_add(talk.times.idle)));
                    }
                }
                TalkNews::Done { at, .. } => {
                    for talk in talks.iter().filter(|talk| talk.waits()) {
                        moved.insert(talk.channel);
                        self.end(talk.id, Ending::Done, at)?;
                    }
                    talks.retain(|talk| !talk.waits());
                }
            }
        }
        insert_all!(&mut *self.conn, chat_talk::table, begun);
        self.talks_go_on(&said)?;
        self.look_at_talks(looks)?;
        moved.into_iter().for_each(|channel| self.queue_moved(channel));
        Ok(())
    }

    /// Their visitors said something.
    fn talks_go_on(&mut self, talks: &[i64]) -> Result<(), StoreError> {
        if talks.is_empty() {
            return Ok(());
        }
        let now = self.now.as_micros();
        on_each!(&mut *self.conn, |c| diesel::update(
            chat_talk::table.filter(chat_talk::id.eq_any(padded(talks)))
        )
        .set(chat_talk::said_at.eq(now))
        .cached()
        .execute(c))?;
        Ok(())
    }

    fn talk_answered(&mut self, talk: &Talk, entry: EntryId, at: Moment) -> Result<(), StoreError> {
        let row = chat_talk::table.find(talk.id.0);
        if talk.waits() {
            on_each!(&mut *self.conn, |c| diesel::update(row)
                .set((
                    chat_talk::answered_at.eq(at.as_micros()),
                    chat_talk::answer_id.eq(entry.0),
                    chat_talk::spoke_at.eq(at.as_micros())
                ))
                .cached()
                .execute(c))?;
        } else {
            on_each!(&mut *self.conn, |c| diesel::update(row)
                .set(chat_talk::spoke_at.eq(at.as_micros()))
                .cached()
                .execute(c))?;
        }
        Ok(())
    }

    /// Looks at talks so much later than an instant that "by" includes it.
    pub(super) fn look_at_talks(&mut self, looks: Vec<(i64, Moment)>) -> Result<(), StoreError> {
        let now = self.now.as_micros();
        let rows: Vec<_> = looks
            .into_iter()
            .map(|(talk, at)| {
                (
                    job::id.eq(self.ids.take()),
                    job::kind.eq(JobKind::LookAtTalk.code()),
                    job::subject.eq(talk),
                    job::run_at.eq(at.saturating_add(1).as_micros()),
                    job::attempts.eq(0),
                    job::dead.eq(false),
                    job::created_at.eq(now),
                    job::leased_until.eq(0),
                    job::node.eq(""),
                    job::last_error.eq(""),
                    job::trace.eq(""),
                )
            })
            .collect();
        insert_all!(&mut *self.conn, job::table, rows);
        Ok(())
    }

    pub(super) fn queue_moved(&mut self, channel: ChannelId) {
        self.announce(NewEvent {
            kind: EventType::QueueMoved,
            ticket: None,
            payload: serde_json::json!({ "channel": channel.0 }),
        });
    }

    /// A talk that has not ended, in hand.
    ///
    /// # Errors
    /// The store's own.
    pub fn open_talk(&mut self, id: EntryId) -> Result<Option<Talk>, StoreError> {
        let wanted = chat_talk::table.filter(chat_talk::id.eq(id.0)).filter(open());
        let row: Vec<Row> = for_update!(&mut *self.conn, wanted.select(Row::as_select()), |locked, c| {
            locked.load(c)
        })?;
        Ok(row.into_iter().next().map(Talk::from))
    }

    /// Whether a ticket's client is in a talk that has not ended.
    ///
    /// # Errors
    /// The store's own.
    pub fn is_in_talk(&mut self, ticket: TicketId) -> Result<bool, StoreError> {
        let talks = chat_talk::table
            .filter(chat_talk::ticket_id.eq(ticket.0))
            .filter(open());
        Ok(on_each!(&mut *self.conn, |c| diesel::select(
            diesel::dsl::exists(talks)
        )
        .get_result(c))?)
    }

    /// Ends a talk; whoever waits behind it moves up.
    ///
    /// # Errors
    /// The store's own.
    pub fn end_talk(&mut self, talk: &Talk, ending: Ending, at: Moment) -> Result<(), StoreError> {
        self.end(talk.id, ending, at)?;
        if talk.waits() {
            self.queue_moved(talk.channel);
        }
        Ok(())
    }

    fn end(&mut self, id: EntryId, ending: Ending, at: Moment) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(chat_talk::table.find(id.0))
            .set((
                chat_talk::ended_at.eq(at.as_micros()),
                chat_talk::ending.eq(ending.code())
            ))
            .cached()
            .execute(c))?;
        Ok(())
    }

    /// The visitor of a talk was reminded; it is looked at again when it would end.
    ///
    /// # Errors
    /// The store's own.
    pub fn talk_reminded(&mut self, talk: &Talk, ends_at: Moment) -> Result<(), StoreError> {
        on_each!(&mut *self.conn, |c| diesel::update(
            chat_talk::table.find(talk.id.0)
        )
        .set(chat_talk::reminded_at.eq(self.now.as_micros()))
        .cached()
        .execute(c))?;
        self.look_at_talks(vec![(talk.id.0, ends_at)])
    }

    /// Merges that are taken back give their talks back; an answer that was undone leaves its talk in the queue.
    pub(crate) fn talks_taken_back(
        &mut self,
        unmerged: &[(TicketId, TicketId)],
        forgotten: &[EntryId],
    ) -> Result<(), StoreError> {
        let never = NEVER.as_micros();
        for (absorbed, survivor) in unmerged {
            let there: Vec<i64> = on_each!(&mut *self.conn, |c| chat_talk::table
                .inner_join(entry::table.on(entry::id.eq(chat_talk::id)))
                .filter(chat_talk::ticket_id.eq(survivor.0))
                .filter(open())
                .filter(entry::ticket_id.eq(absorbed.0))
                .select(chat_talk::id)
                .load(c))?;
            if there.is_empty() {
                continue;
            }
            on_each!(&mut *self.conn, |c| diesel::update(
                chat_talk::table.filter(chat_talk::id.eq_any(padded(&there)))
            )
            .set(chat_talk::ticket_id.eq(absorbed.0))
            .cached()
            .execute(c))?;
        }
        let answers: Vec<i64> = forgotten.iter().map(|id| id.0).collect();
        if !answers.is_empty() {
            on_each!(&mut *self.conn, |c| diesel::update(
                chat_talk::table
                    .filter(open())
                    .filter(chat_talk::answer_id.eq_any(padded(&answers)))
            )
            .set((
                chat_talk::answered_at.eq(never),
                chat_talk::answer_id.eq(0),
                chat_talk::spoke_at.eq(never)
            ))
            .cached()
            .execute(c))?;
        }
        Ok(())
    }
}

fn ticket_of(news: &TalkNews) -> TicketId {
    match news {
        TalkNews::Said { ticket, .. } | TalkNews::Answered { ticket, .. } | TalkNews::Done { ticket, .. } => {
            *ticket
        }
    }
}

fn begin(ticket: TicketId, entry: EntryId, channel: ChannelId, at: Moment, times: TalkTimes) -> Talk {
    Talk {
        id: entry,
        ticket,
        channel,
        began_at: at,
        said_at: at,
        answered_at: None,
        spoke_at: None,
        // Until a page of theirs says that it is there.
        left_at: Some(at),
        reminded_at: None,
        times,
    }
}

fn row_of(talk: &Talk) -> Row {
    let or_never = |at: Option<Moment>| at.unwrap_or(NEVER).as_micros();
    Row {
        id: talk.id.0,
        ticket_id: talk.ticket.0,
        channel_id: talk.channel.0,
        began_at: talk.began_at.as_micros(),
        said_at: talk.said_at.as_micros(),
        answered_at: or_never(talk.answered_at),
        answer_id: 0,
        spoke_at: or_never(talk.spoke_at),
        left_at: or_never(talk.left_at),
        reminded_at: or_never(talk.reminded_at),
        ended_at: NEVER.as_micros(),
        ending: String::new(),
        leaves_after: talk.times.leaves,
        idle_after: talk.times.idle,
        ends_after: talk.times.ends,
    }
}
