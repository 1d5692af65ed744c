//! Timeline entries with bodies, files and references.

use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::insert::insert_all;
use crate::schema::{attachment, body, entry, thread_ref};
use crate::tx::Tx;
use diesel::prelude::*;
use domain::entry::{AttachmentRef, Body, Bytes, Encoding, Entry, EntryKind, FileLoss};
use domain::plan::Plan;
use domain::{Actor, ChannelId, EntryId, Moment, TicketId};

#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = entry, treat_none_as_default_value = false)]
pub(crate) struct EntryRow {
    pub id: i64,
    pub public_id: String,
    pub ticket_id: i64,
    pub seq: i64,
    pub kind: String,
    pub occurred_at: i64,
    pub recorded_at: i64,
    pub actor_kind: String,
    pub actor_id: i64,
    pub channel_id: Option<i64>,
    pub code: String,
    pub params: String,
    pub preview: String,
    pub raw: String,
    pub trace: String,
}

impl From<&Entry> for EntryRow {
    fn from(e: &Entry) -> Self {
        Self {
            id: e.id.0,
            public_id: e.public_id.clone(),
            ticket_id: e.ticket.0,
            seq: e.seq,
            kind: e.kind.code().into(),
            occurred_at: e.occurred_at.as_micros(),
            recorded_at: e.recorded_at.as_micros(),
            actor_kind: e.actor.code().into(),
            actor_id: e.actor.id(),
            channel_id: e.channel.map(|id| id.0),
            code: e.code.clone(),
            params: e.params.to_string(),
            preview: e.preview.clone(),
            raw: e.raw.clone(),
            trace: e.trace.clone(),
        }
    }
}

impl EntryRow {
    pub(crate) fn into_entry(self) -> Result<Entry, StoreError> {
        Ok(Entry {
            id: EntryId(self.id),
            public_id: self.public_id,
            ticket: TicketId(self.ticket_id),
            seq: self.seq,
            kind: EntryKind::parse(&self.kind)?,
            occurred_at: Moment::from_micros(self.occurred_at),
            recorded_at: Moment::from_micros(self.recorded_at),
            actor: Actor::from_stored(&self.actor_kind, self.actor_id)?,
            channel: self.channel_id.map(ChannelId),
            code: self.code,
            params: serde_json::from_str(&self.params)?,
            preview: self.preview,
            raw: self.raw,
            trace: self.trace,
        })
    }
}

#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = body, treat_none_as_default_value = false)]
pub(crate) struct BodyRow {
    pub entry_id: i64,
    pub text: String,
    pub visible: i64,
    pub html: String,
    pub remote_images: i64,
}

impl BodyRow {
    fn of(entry: EntryId, b: &Body) -> Self {
        Self {
            entry_id: entry.0,
            text: b.text.clone(),
            visible: i64::try_from(b.visible).unwrap_or(i64::MAX),
            html: b.html.clone(),
            remote_images: b.remote_images,
        }
    }

    pub(crate) fn into_body(self) -> Body {
        // The mark lies inside the text by construction; a row edited by hand must not break the page.
        let mut visible = usize::try_from(self.visible)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        while !self.text.is_char_boundary(visible) {
            visible -= 1;
        }
        Body {
            text: self.text,
            visible,
            html: self.html,
            remote_images: self.remote_images,
        }
    }
}

#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = attachment, treat_none_as_default_value = false)]
pub(crate) struct AttachmentRow {
    pub id: i64,
    pub public_id: String,
    pub entry_id: i64,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub blob: String,
    pub start: i64,
    pub length: i64,
    pub encoding: String,
    pub content_id: String,
    pub inline: bool,
    /// What its door is asked for it by; empty for what is here.
    pub wanted: String,
    /// Why it could not be had; empty for what is here or to come.
    pub lost: String,
}

impl AttachmentRow {
    pub(crate) fn into_file(self) -> Result<AttachmentRef, StoreError> {
        let bytes = if !self.lost.is_empty() {
            Bytes::Lost(FileLoss::parse(&self.lost)?)
        } else if self.wanted.is_empty() {
            Bytes::Here
        } else {
            Bytes::Awaited(self.wanted)
        };
        Ok(AttachmentRef {
            name: self.name,
            media_type: self.media_type,
            size: self.size,
            blob: self.blob,
            start: self.start,
            length: self.length,
            encoding: Encoding::parse(&self.encoding)?,
            content_id: self.content_id,
            inline: self.inline,
            bytes,
        })
    }
}

/// Writes the timeline part of a plan.
pub(crate) fn insert(conn: &mut Conn, plan: &Plan) -> Result<(), StoreError> {
    insert_all!(
        conn,
        entry::table,
        plan.entries.iter().map(EntryRow::from).collect::<Vec<_>>()
    );
    insert_all!(
        conn,
        body::table,
        plan.bodies
            .iter()
            .map(|(id, b)| BodyRow::of(*id, b))
            .collect::<Vec<_>>()
    );
    let files = plan.attachments.iter().map(|new| {
        let file = &new.file;
        let (wanted, lost) = match &file.bytes {
            Bytes::Here => (String::new(), String::new()),
            Bytes::Awaited(by) => (by.clone(), String::new()),
            Bytes::Lost(why) => (String::new(), why.code().to_owned()),
        };
        AttachmentRow {
            id: new.id.0,
            public_id: domain::AttachmentId::new_public(),
            entry_id: new.entry.0,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
            blob: file.blob.clone(),
            start: file.start,
            length: file.length,
            encoding: file.encoding.code().into(),
            content_id: file.content_id.clone(),
            inline: file.inline,
            wanted,
            lost,
        }
    });
    insert_all!(conn, attachment::table, files.collect::<Vec<_>>());
    let references = plan.references.iter().map(|new| {
        (
            thread_ref::key.eq(new.key.clone()),
            thread_ref::ticket_id.eq(new.ticket.0),
            thread_ref::entry_id.eq(new.entry.0),
        )
    });
    // Another node may have taken in a message under the same id a moment ago: the first keeps it.
    insert_all!(conn, thread_ref::table, references.collect::<Vec<_>>(), or skip);
    Ok(())
}

impl Tx<'_> {
    /// Code and parameters of the newest line of a ticket with one of these codes.
    ///
    /// # Errors
    /// The store's own.
    pub fn last_line(
        &mut self,
        ticket: TicketId,
        codes: &[&str],
    ) -> Result<Option<(String, serde_json::Value)>, StoreError> {
        let row: Option<(String, String)> = on_each!(&mut *self.conn, |c| entry::table
            .filter(entry::ticket_id.eq(ticket.0))
            .filter(entry::code.eq_any(codes))
            .order((entry::occurred_at.desc(), entry::seq.desc()))
            .select((entry::code, entry::params))
            .first(c)
            .optional())?;
        row.map(|(code, params)| Ok((code, serde_json::from_str(&params)?)))
            .transpose()
    }
}
