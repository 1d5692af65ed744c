//! Gives every channel its way out, and again when the set-up changes. How a channel is doing is said in words.

mod sources;
#[cfg(test)]
mod tests;

use crate::adapters::{self, Adapter, Materials};
use async_trait::async_trait;
use channel::{Delivered, DeliveryError, Outbound, Sink};
use desk::Desk;
use domain::ChannelId;
use domain::event::EventType;
use domain::setup::Channel;
use sources::Sources;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// The channels of a node.
#[derive(Clone)]
pub struct Channels {
    desk: Desk,
    materials: Materials,
    /// Channels as they were wired last.
    wired: Arc<Mutex<HashMap<ChannelId, Channel>>>,
    sources: Arc<Mutex<Sources>>,
}

impl Channels {
    pub fn new(desk: Desk, materials: Materials) -> Self {
        Self {
            desk,
            materials,
            wired: Arc::default(),
            sources: Arc::default(),
        }
    }

    /// Follows the set-up until told to stop.
    pub async fn run(self, stop: CancellationToken) {
        self.follow(stop).await;
        let tasks = self.sources().stop_all();
        sources::ended(tasks).await;
    }

    fn sources(&self) -> std::sync::MutexGuard<'_, Sources> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn follow(&self, stop: CancellationToken) {
        let mut news = self.desk.tail().follow();
        // What changed between the first wiring and here.
        self.refresh();
        loop {
            let changed = tokio::select! {
                () = stop.cancelled() => return,
                news = news.recv() => match news {
                    Ok(events) => events.iter().any(|event| event.kind == EventType::SetupChanged),
                    Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => return,
                },
            };
            if changed {
                self.refresh();
            }
        }
    }

    /// Wires what is new or different.
    pub fn refresh(&self) {
        let setup = self.desk.setup();
        let mut wired = self.wired.lock().unwrap_or_else(PoisonError::into_inner);
        for channel in &setup.channels {
            if wired.get(&channel.id) != Some(channel) {
                self.wire(channel);
                wired.insert(channel.id, channel.clone());
            }
        }
    }

    fn wire(&self, channel: &Channel) {
        let name = channel.name.as_str();
        if !channel.enabled {
            tracing::info!(channel = name, "switched off: nothing comes in, nothing goes out");
            self.sources().stop(channel.id);
            self.desk.set_hook(channel.id, None);
            return self.close(channel.id, "the channel is switched off");
        }
        let adapter = match adapters::of_kind(&channel.kind) {
            Ok(adapter) => adapter,
            Err(reason) => {
                tracing::error!(channel = name, reason, "the channel does not work");
                return self.close(channel.id, &reason);
            }
        };
        if let Some(reader) = (adapter.reader)(&self.materials) {
            self.desk.set_reader(channel.id, reader);
        }
        match adapters::paper(channel) {
            Ok(Some(paper)) => self.desk.set_paper(channel.id, paper),
            Ok(None) => {}
            Err(reason) => return self.close(channel.id, &reason),
        }
        self.wire_in(adapter, channel);
        match (adapter.way_out)(&self.materials, channel) {
            Ok(Some(sink)) => {
                tracing::info!(
                    channel = name,
                    kind = adapter.kind.code,
                    address = channel.address,
                    "works"
                );
                self.desk.set_sink(channel.id, adapter.reaches, sink);
                if adapter.live {
                    self.desk.set_live(channel.id);
                }
            }
            Ok(None) => tracing::info!(
                channel = name,
                kind = adapter.kind.code,
                "works, with no way out of its own"
            ),
            Err(reason) => {
                tracing::warn!(channel = name, reason, "messages come in, nothing goes out");
                self.close(channel.id, &reason);
            }
        }
    }

    /// What pulls for a channel, and what is pushed to it.
    fn wire_in(&self, adapter: &Adapter, channel: &Channel) {
        let name = channel.name.as_str();
        match (adapter.hook)(&self.materials, channel) {
            Ok(hook) => self.desk.set_hook(channel.id, hook),
            Err(reason) => {
                tracing::error!(channel = name, reason, "nothing can be pushed to the channel");
                self.desk.set_hook(channel.id, None);
            }
        }
        match (adapter.files)(&self.materials, channel) {
            Ok(files) => self.desk.set_files(channel.id, files),
            Err(reason) => {
                tracing::error!(channel = name, reason, "files of the channel wait");
                self.desk.set_files(channel.id, None);
            }
        }
        match (adapter.source)(&self.materials, channel) {
            Ok(Some(source)) => self.sources().start(&self.desk, channel.id, source),
            Ok(None) => self.sources().stop(channel.id),
            Err(reason) => {
                tracing::error!(channel = name, reason, "nothing comes in by the channel");
                self.sources().stop(channel.id);
            }
        }
    }

    /// Answers go another way or are refused with the reason; what was queued waits.
    fn close(&self, channel: ChannelId, reason: &str) {
        self.desk.set_sink(
            channel,
            &[],
            Arc::new(Closed {
                reason: reason.to_owned(),
            }),
        );
    }
}

/// In the place of a way out that is closed.
struct Closed {
    reason: String,
}

#[async_trait]
impl Sink for Closed {
    async fn deliver(&self, _message: &Outbound) -> Result<Delivered, DeliveryError> {
        Err(DeliveryError::Temporary {
            reason: self.reason.clone(),
            retry_after: None,
        })
    }
}
