//! What hangs on the lines of a timeline: their words, files, deliveries.

use crate::cached::{Cache as _, padded};
use crate::conn::{Conn, on_each};
use crate::error::StoreError;
use crate::rows::entry::AttachmentRow;
use crate::rows::read_timeline::{DeliveryLine, LetterOut, StoredFile, TextBody};
use crate::schema::{attachment, body, delivery, identity, letter};
use diesel::prelude::*;
use domain::delivery::DeliveryFate;
use domain::{ChannelId, DeliveryId, Handle, HandleKind, Moment};
use std::collections::HashMap;

/// The words of a message as a row: text, visible bytes, whether there is HTML, remote images.
pub(super) type BodyRow = (String, i64, bool, i64);

/// Words of lines, and which of them have files or deliveries: where there are none, none are looked for.
#[derive(Default)]
pub(super) struct Hanging {
    pub bodies: HashMap<i64, TextBody>,
    pub files: Vec<i64>,
    pub deliveries: Vec<i64>,
}

impl Hanging {
    /// Of lines of which nothing is known yet.
    pub(super) fn of(conn: &mut Conn, ids: &[i64]) -> Result<Self, StoreError> {
        Ok(Self {
            bodies: bodies(conn, ids)?,
            files: ids.to_vec(),
            deliveries: ids.to_vec(),
        })
    }
}

pub(super) fn text_body((text, visible, has_html, remote_images): BodyRow) -> TextBody {
    // The mark lies inside the text by construction; a row edited by hand must not break the page.
    let visible = usize::try_from(visible).unwrap_or(usize::MAX);
    let visible = text.floor_char_boundary(visible);
    TextBody {
        text,
        visible,
        has_html,
        remote_images,
    }
}

fn bodies(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, TextBody>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String, i64, bool, i64)> = on_each!(conn, |c| body::table
        .filter(body::entry_id.eq_any(padded(ids)))
        .select((
            body::entry_id,
            body::text,
            body::visible,
            body::html.ne(""),
            body::remote_images
        ))
        .cached()
        .load(c))?;
    let text_body = |(id, text, visible, has_html, remote_images)| {
        let row = (text, visible, has_html, remote_images);
        (id, text_body(row))
    };
    Ok(rows.into_iter().map(text_body).collect())
}

pub(super) fn files(conn: &mut Conn, ids: &[i64]) -> Result<HashMap<i64, Vec<StoredFile>>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<AttachmentRow> = on_each!(conn, |c| attachment::table
        .filter(attachment::entry_id.eq_any(padded(ids)))
        .order((attachment::entry_id, attachment::id))
        .select(AttachmentRow::as_select())
        .cached()
        .load(c))?;
    let mut files: HashMap<i64, Vec<StoredFile>> = HashMap::new();
    for row in rows {
        let (entry, public_id) = (row.entry_id, row.public_id.clone());
        let file = row.into_file()?;
        files
            .entry(entry)
            .or_default()
            .push(StoredFile { public_id, file });
    }
    Ok(files)
}

/// A delivery with the address it goes to.
type DeliveryRow = (
    i64,
    i64,
    i64,
    String,
    i32,
    String,
    String,
    i64,
    (String, String, String),
    Option<(String, String, String, String, String)>,
);

pub(super) fn deliveries(
    conn: &mut Conn,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<DeliveryLine>>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<DeliveryRow> = on_each!(conn, |c| delivery::table
        .inner_join(identity::table.on(identity::id.eq(delivery::identity_id)))
        .left_join(letter::table.on(letter::id.eq(delivery::id)))
        .filter(delivery::entry_id.eq_any(padded(ids)))
        .order((delivery::entry_id, delivery::id))
        .select((
            delivery::id,
            delivery::entry_id,
            delivery::channel_id,
            delivery::fate,
            delivery::attempts,
            delivery::status,
            delivery::reason,
            delivery::updated_at,
            (identity::kind, identity::value, identity::name),
            (
                letter::public_id,
                letter::number,
                letter::state,
                letter::day,
                letter::tracking,
            )
                .nullable(),
        ))
        .cached()
        .load(c))?;
    let mut deliveries: HashMap<i64, Vec<DeliveryLine>> = HashMap::new();
    for (id, entry, channel, fate, attempts, status, reason, updated_at, (kind, value, name), letter) in rows
    {
        deliveries.entry(entry).or_default().push(DeliveryLine {
            id: DeliveryId(id),
            channel: ChannelId(channel),
            to: Handle::new(HandleKind::parse(&kind)?, value, name),
            fate: DeliveryFate::parse(&fate)?,
            attempts,
            status,
            reason,
            updated_at: Moment::from_micros(updated_at),
            letter: letter.map(|(public_id, number, state, day, tracking)| LetterOut {
                public_id,
                number,
                state,
                day,
                tracking,
            }),
        });
    }
    Ok(deliveries)
}
