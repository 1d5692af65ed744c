//! Who has a talk open at the moment: one task follows the desk's tail and tells the streams of the tickets that changed. A
//! stream that cannot keep up misses nothing: being told at all means to read anew.

use desk::Desk;
use desk::read::{Queue, QueuePlace};
use domain::TicketId;
use domain::draft::DraftKind;
use domain::event::{Event, EventType};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

/// News that a stream may be behind; more of the same tell nothing more.
const BEHIND: usize = 8;
/// Streams of one visitor: some pages and some more that were lost on the way.
const STREAMS: usize = 8;

/// What a stream is told.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum News {
    /// Something was said, or became of what was said.
    Changed,
    /// One of our people begins to write or has stopped.
    Writing,
    /// One of our people has read what the visitor said.
    Read,
    /// The queue that the visitor waits in has moved.
    Queue,
}

/// Where streams subscribe.
#[derive(Clone, Default)]
pub struct Talks {
    streams: Arc<Mutex<Streams>>,
    /// The queues as they were when one of them moved last: read once for all who wait.
    queue: Arc<Mutex<Queue>>,
}

#[derive(Default)]
struct Streams {
    next: u64,
    by_visitor: HashMap<String, Vec<Stream>>,
    /// Visitors by the ticket that their talk is.
    by_ticket: HashMap<TicketId, Vec<String>>,
}

struct Stream {
    id: u64,
    news: mpsc::Sender<News>,
}

/// A stream; gone with its value.
pub struct Watch {
    pub news: mpsc::Receiver<News>,
    id: u64,
    visitor: String,
    tickets: Vec<TicketId>,
    talks: Talks,
}

impl Talks {
    /// Starts the task; it ends when told to stop. To be called within a tokio runtime.
    #[must_use]
    pub fn start(desk: Desk, stop: CancellationToken) -> Self {
        let talks = Self::default();
        // Followed from here on, whenever the task gets its turn.
        let events = desk.tail().follow();
        tokio::spawn(talks.clone().run(desk, events, stop));
        talks
    }

    /// Everything about a visitor's talk from now on; `None` where the visitor has too many streams.
    #[must_use]
    pub fn watch(&self, visitor: &str) -> Option<Watch> {
        let mut streams = self.lock();
        let id = streams.next;
        streams.next += 1;
        let (news, received) = mpsc::channel(BEHIND);
        let own = streams.by_visitor.entry(visitor.to_owned()).or_default();
        if own.len() >= STREAMS {
            return None;
        }
        own.push(Stream { id, news });
        Some(Watch {
            news: received,
            id,
            visitor: visitor.to_owned(),
            tickets: Vec::new(),
            talks: self.clone(),
        })
    }

    /// Tells a visitor's streams to read anew.
    pub fn changed(&self, visitor: &str) {
        self.lock().tell(visitor, News::Changed);
    }

    /// Tells those who have the talk of a ticket open.
    pub fn tell(&self, ticket: TicketId, news: News) {
        let streams = self.lock();
        for visitor in streams.by_ticket.get(&ticket).into_iter().flatten() {
            streams.tell(visitor, news);
        }
    }

    /// Where whoever waits on a ticket stands in the queue, as it moved last.
    #[must_use]
    pub fn place(&self, ticket: TicketId) -> Option<QueuePlace> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.places.get(&ticket).copied()
    }

    /// Whether a visitor has another page open on this node, beside the one that asks.
    #[must_use]
    pub fn has_others(&self, visitor: &str) -> bool {
        let streams = self.lock();
        streams.by_visitor.get(visitor).is_some_and(|own| own.len() > 1)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Streams> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(
        self,
        desk: Desk,
        mut events: broadcast::Receiver<Arc<Vec<Event>>>,
        stop: CancellationToken,
    ) {
        // Pages of a former run are gone; those that come back say so.
        if let Err(error) = desk.doubt_visitors().await {
            tracing::warn!(%error, "who still waits in the chats' queues is not known yet");
        }
        self.read_queue(&desk).await;
        loop {
            let received = tokio::select! {
                () = stop.cancelled() => return,
                received = events.recv() => received,
            };
            match received {
                Ok(events) => {
                    events.iter().for_each(|event| self.pass_on(event));
                    if events.iter().any(|event| event.kind == EventType::QueueMoved) {
                        self.read_queue(&desk).await;
                    }
                }
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    self.everybody();
                    self.read_queue(&desk).await;
                }
                Err(broadcast::error::RecvError::Closed) => return,
            }
        }
    }

    /// The queue has moved: one look at it serves all who wait.
    async fn read_queue(&self, desk: &Desk) {
        let queue = match desk.chat_queue().await {
            Ok(queue) => queue,
            Err(error) => {
                tracing::warn!(%error, "the chats' queues cannot be read; the next move tells them");
                return;
            }
        };
        let before = {
            let mut known = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *known, queue.clone())
        };
        for (ticket, place) in &queue.places {
            if before.places.get(ticket) != Some(place) {
                self.tell(*ticket, News::Queue);
            }
        }
        for ticket in before.places.keys().filter(|id| !queue.places.contains_key(id)) {
            self.tell(*ticket, News::Queue);
        }
    }

    fn pass_on(&self, event: &Event) {
        let news = match event.kind {
            // What ours write to each other is nothing of the visitor's.
            EventType::DraftChanged if event.payload["kind"] != DraftKind::Reply.code() => return,
            EventType::DraftChanged => News::Writing,
            EventType::NoteAdded
            | EventType::ClockBreached
            | EventType::ClockChanged
            | EventType::QueueMoved => return,
            _ => News::Changed,
        };
        if let Some(ticket) = event.ticket {
            self.tell(ticket, news);
        }
    }

    /// Events were missed: whoever is here reads anew.
    fn everybody(&self) {
        let streams = self.lock();
        for visitor in streams.by_visitor.keys() {
            streams.tell(visitor, News::Changed);
        }
    }
}

impl Streams {
    fn tell(&self, visitor: &str, news: News) {
        for stream in self.by_visitor.get(visitor).into_iter().flatten() {
            // A full queue holds news already: the stream will read anew.
            stream.news.try_send(news).ok();
        }
    }

    fn leave(&mut self, visitor: &str, tickets: &[TicketId]) {
        for ticket in tickets {
            let Some(visitors) = self.by_ticket.get_mut(ticket) else {
                continue;
            };
            if let Some(at) = visitors.iter().position(|known| known == visitor) {
                visitors.swap_remove(at);
            }
            if visitors.is_empty() {
                self.by_ticket.remove(ticket);
            }
        }
    }
}

impl Watch {
    /// It is about these tickets from now on; true where it was not before, so that what happened since it was read was
    /// not heard.
    pub fn is_about(&mut self, tickets: &[TicketId]) -> bool {
        if self.tickets == tickets {
            return false;
        }
        let mut streams = self.talks.lock();
        streams.leave(&self.visitor, &self.tickets);
        for ticket in tickets {
            let visitors = streams.by_ticket.entry(*ticket).or_default();
            visitors.push(self.visitor.clone());
        }
        drop(streams);
        self.tickets = tickets.to_vec();
        true
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut streams = self.talks.lock();
        streams.leave(&self.visitor, &self.tickets);
        if let Some(own) = streams.by_visitor.get_mut(&self.visitor) {
            own.retain(|stream| stream.id != self.id);
            if own.is_empty() {
                streams.by_visitor.remove(&self.visitor);
            }
        }
    }
}
