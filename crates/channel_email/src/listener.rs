//! The mail port: accepts connections and brings complete mails to the intake. The protocol is `smtp`'s, the reading of
//! mail is `mime`'s; here are sockets, time and limits. A sender hears 250 only after the intake's commit.

pub mod config;
mod connection;
mod delivery;
mod network;
mod tls;

#[cfg(test)]
mod tests;

pub use crate::smtp::session::Addresses;
pub use channel::Counts;
pub use config::{ListenerConfig, Timeouts, Tls};
pub use network::{Network, NoNetwork};

use crate::smtp::{reply, session::Settings};
use async_trait::async_trait;
use channel::{Intake, Source, SourceError};
use connection::Connection;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// After an error of `accept` (no file descriptors left, most likely) connections get this long to end.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(100);

/// An SMTP and LMTP listener.
pub struct Listener {
    shared: Arc<Shared>,
    addr: SocketAddr,
    /// Bound and not yet running. A second run binds anew.
    bound: Mutex<Option<TcpListener>>,
}

/// What all connections of a listener share.
struct Shared {
    config: ListenerConfig,
    settings: Arc<Settings>,
    addresses: Arc<dyn Addresses>,
    tls: Option<tokio_rustls::TlsAcceptor>,
    counts: Arc<Counts>,
}

impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listener")
            .field("addr", &self.addr)
            .finish_non_exhaustive()
    }
}

impl Listener {
    /// Binds the port and reads the certificate. Connections wait until [`Source::run`].
    ///
    /// # Errors
    /// The port cannot be bound, or certificate or key cannot be read: in words for an administrator.
    pub async fn bind(
        config: ListenerConfig,
        addresses: Arc<dyn Addresses>,
    ) -> Result<(Self, SocketAddr), SourceError> {
        let tls = config.tls.as_ref().map(tls::acceptor).transpose()?;
        let (listener, addr) = listen(config.addr).await?;
        let settings = Arc::new(config.settings(tls.is_some()));
        let shared = Arc::new(Shared {
            config,
            settings,
            addresses,
            tls,
            counts: Arc::default(),
        });
        Ok((
            Self {
                shared,
                addr,
                bound: Mutex::new(Some(listener)),
            },
            addr,
        ))
    }

    /// What this listener saw, by its own count.
    #[must_use]
    pub fn counts(&self) -> Arc<Counts> {
        self.shared.counts.clone()
    }

    async fn listener(&self) -> Result<TcpListener, SourceError> {
        let bound = self.bound.lock().unwrap_or_else(PoisonError::into_inner).take();
        match bound {
            Some(listener) => Ok(listener),
            None => listen(self.addr).await.map(|(listener, _)| listener),
        }
    }
}

async fn listen(addr: SocketAddr) -> Result<(TcpListener, SocketAddr), SourceError> {
    let failed = |error: std::io::Error| SourceError {
        reason: format!("cannot listen for mail on {addr}: {error}; is the port taken by another program?"),
    };
    let listener = TcpListener::bind(addr).await.map_err(failed)?;
    let addr = listener.local_addr().map_err(failed)?;
    Ok((listener, addr))
}

#[async_trait]
impl Source for Listener {
    async fn run(&self, intake: Arc<dyn Intake>, stop: CancellationToken) -> Result<(), SourceError> {
        let listener = self.listener().await?;
        let places = Arc::new(Semaphore::new(self.shared.config.max_connections));
        let mut connections = JoinSet::new();
        tracing::info!(mail.addr = %self.addr, "listening for mail");
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(ended) = connections.join_next(), if !connections.is_empty() => log_panic(ended),
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => self.welcome(stream, peer, &intake, &stop, &places, &mut connections),
                    Err(error) => {
                        tracing::warn!(%error, "a mail connection could not be accepted");
                        tokio::time::sleep(PAUSE_AFTER_ERROR).await;
                    }
                },
            }
        }
        drop(listener);
        self.finish(connections).await;
        Ok(())
    }
}

impl Listener {
    fn welcome(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        intake: &Arc<dyn Intake>,
        stop: &CancellationToken,
        places: &Arc<Semaphore>,
        connections: &mut JoinSet<()>,
    ) {
        let Ok(place) = places.clone().try_acquire_owned() else {
            tracing::warn!(%peer, limit = self.shared.config.max_connections, "too many mail connections");
            connections.spawn(turn_away(stream, self.shared.config.timeouts.write));
            return;
        };
        let connection = Connection {
            shared: self.shared.clone(),
            intake: intake.clone(),
            stop: stop.clone(),
            peer,
        };
        connections.spawn(async move {
            connection.serve(stream).await;
            drop(place);
        });
    }

    /// Lets mails that are on their way come in, for as long as a stop may take.
    async fn finish(&self, mut connections: JoinSet<()>) {
        let all = async {
            while let Some(ended) = connections.join_next().await {
                log_panic(ended)
            }
        };
        if tokio::time::timeout(self.shared.config.timeouts.stop, all)
            .await
            .is_err()
        {
            // Their senders got no answer and will come again; what was committed will be known as a duplicate.
            tracing::warn!(
                connections = connections.len(),
                "mail connections were cut by the stop"
            );
            connections.shutdown().await;
        }
    }
}

fn log_panic(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(%error, "a mail connection failed; its sender got no answer and will come again");
    }
}

async fn turn_away(mut stream: TcpStream, patience: Duration) {
    let told = tokio::time::timeout(patience, stream.write_all(reply::TOO_MANY_CONNECTIONS.as_bytes())).await;
    if !matches!(told, Ok(Ok(()))) {
        tracing::debug!("a connection beyond the limit did not hear why it was closed");
    }
}
