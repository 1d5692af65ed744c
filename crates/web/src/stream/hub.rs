//! From events of the desk to frames for pages.

use crate::app::WebOptions;
use crate::assets;
use crate::console::show::{self, Reader};
use crate::console::view::{Page, RowStream};
use askama::Template as _;
use desk::Desk;
use desk::read::DeskReader;
use domain::event::{Event, EventType};
use domain::{Permission, Principal, TicketId, TokenId};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use words::Lang;

/// Frames a connection may be behind.
const BACKLOG: usize = 256;
/// Tickets changed at once from which on everybody fetches anew instead of getting so many rows.
const MANY: usize = 100;

/// How somebody looks: rows are rendered once for each.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Look {
    pub lang: Lang,
    /// IANA zone.
    pub zone: String,
}

/// Something that happened, ready for pages.
#[derive(Clone, Debug)]
pub enum Frame {
    /// A row as it is now, for each look; and the ticket's public id.
    Row {
        ticket: Arc<str>,
        /// Public id of the team it lies with: not everybody may see every team's.
        team: Option<Arc<str>>,
        rows: Arc<HashMap<Look, Arc<str>>>,
    },
    /// Lists or counts are not what they were.
    Changed,
    /// The client of a ticket, by public id, is typing.
    Typing(Arc<str>),
    /// A client calls.
    Ring(Arc<Ring>),
}

/// A call that rings.
#[derive(Clone, Debug, Deserialize)]
pub struct Ring {
    /// The exchange's own id of the call.
    pub call: String,
    /// In E.164.
    pub number: String,
    /// Log-in of whose telephone it is; empty: anybody's.
    pub to: String,
    /// Public id of the channel it came by; empty from a node that did not tell it yet.
    #[serde(default)]
    pub channel: String,
    /// RFC 3339.
    pub rang_at: String,
}

/// Where pages subscribe.
#[derive(Clone)]
pub struct Hub {
    frames: broadcast::Sender<Frame>,
    looks: Arc<Mutex<HashMap<Look, usize>>>,
    stop: CancellationToken,
}

/// A subscription; its look is rendered for as long as it lives.
pub struct Subscription {
    pub frames: broadcast::Receiver<Frame>,
    look: Look,
    hub: Hub,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut looks = self.hub.looks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = looks.get_mut(&self.look) {
            *count -= 1;
            if *count == 0 {
                looks.remove(&self.look);
            }
        }
    }
}

impl Hub {
    /// Starts the task; it ends when told to stop. To be called within a tokio runtime.
    #[must_use]
    pub fn start(desk: Desk, options: WebOptions, stop: CancellationToken) -> Self {
        let hub = Self {
            frames: broadcast::channel(BACKLOG).0,
            looks: Arc::default(),
            stop,
        };
        // Followed from here on, whenever the task gets its turn.
        let events = desk.tail().follow();
        tokio::spawn(hub.clone().run(desk, options, events));
        hub
    }

    /// Everything from now on, as somebody looks.
    #[must_use]
    pub fn subscribe(&self, look: Look) -> Subscription {
        *self
            .looks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(look.clone())
            .or_insert(0) += 1;
        Subscription {
            frames: self.frames.subscribe(),
            look,
            hub: self.clone(),
        }
    }

    /// Tells those who have a ticket open that its client is typing.
    pub fn typing(&self, ticket: &str) {
        self.send(Frame::Typing(Arc::from(ticket)));
    }

    /// Ends all streams.
    #[must_use]
    pub fn stop(&self) -> &CancellationToken {
        &self.stop
    }

    async fn run(self, desk: Desk, options: WebOptions, mut events: broadcast::Receiver<Arc<Vec<Event>>>) {
        loop {
            let received = tokio::select! {
                () = self.stop.cancelled() => return,
                received = events.recv() => received,
            };
            match received {
                Ok(_) if self.frames.receiver_count() == 0 => {}
                Ok(events) => self.pass_on(&desk, &options, &events).await,
                // Pages fetch anew: what was missed is in the store.
                Err(broadcast::error::RecvError::Lagged(_)) => self.send(Frame::Changed),
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }

    async fn pass_on(&self, desk: &Desk, options: &WebOptions, events: &[Event]) {
        let (rings, events): (Vec<&Event>, Vec<&Event>) = events
            .iter()
            .partition(|event| event.kind == EventType::CallRinging);
        for ring in rings {
            match Ring::deserialize(&ring.payload) {
                Ok(ring) => self.send(Frame::Ring(Arc::new(ring))),
                Err(error) => tracing::error!(%error, "a call that rings cannot be told"),
            }
        }
        if events.is_empty() {
            return;
        }
        let tickets: BTreeSet<TicketId> = events
            .into_iter()
            .filter(|event| shows(event.kind))
            .filter_map(|event| event.ticket)
            .collect();
        if tickets.len() <= MANY && !tickets.is_empty() {
            // What is pushed is what every operator may see.
            let everybody = Principal::Integration {
                id: TokenId(0),
                may: vec![Permission::TicketsRead],
            };
            match desk.read(&everybody) {
                Ok(reader) => self.rows(desk, &reader, options, tickets).await,
                Err(error) => tracing::error!(%error, "live rows cannot be read"),
            }
        }
        self.send(Frame::Changed);
    }

    async fn rows(
        &self,
        desk: &Desk,
        reader: &DeskReader,
        options: &WebOptions,
        tickets: BTreeSet<TicketId>,
    ) {
        let looks: Vec<Look> = self
            .looks
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .keys()
            .cloned()
            .collect();
        for ticket in tickets {
            let now = desk.now();
            let row = match reader.inbox_row(ticket, now).await {
                Ok(row) => row,
                Err(desk::DeskError::NotFound(_)) => continue,
                Err(error) => {
                    tracing::warn!(%error, "a changed row cannot be read; pages fetch anew");
                    continue;
                }
            };
            let mut rows = HashMap::new();
            for look in &looks {
                let page = Page {
                    lang: look.lang,
                    base: options.prefix.clone(),
                    assets: options.path(&assets::folder()),
                    ..Page::default()
                };
                let shown = show::row(&Reader::new(look.lang, &look.zone, now), &row, None, "");
                match (RowStream { page, row: shown }).render() {
                    Ok(html) => drop(rows.insert(look.clone(), Arc::from(html))),
                    Err(error) => tracing::error!(%error, "a row cannot be written"),
                }
            }
            self.send(Frame::Row {
                ticket: Arc::from(row.public_id),
                team: row.team.map(|team| Arc::from(team.public_id)),
                rows: Arc::new(rows),
            });
        }
    }

    /// Nobody may be looking: that is no fault.
    fn send(&self, frame: Frame) {
        self.frames.send(frame).ok();
    }
}

/// Whether a row can look different after it.
fn shows(kind: EventType) -> bool {
    !matches!(
        kind,
        EventType::ChannelChanged | EventType::SetupChanged | EventType::QuarantineChanged
    )
}
