//! One connection: moves bytes between socket and session, waits with limits. Knows no command and no reply code.

use super::{Shared, delivery};
use crate::smtp::reply;
use crate::smtp::session::{Session, Step};
use channel::Intake;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

/// Bytes read at a time: a typical mail in one or two reads.
const CHUNK: usize = 16 << 10;

pub(super) struct Connection {
    pub shared: Arc<Shared>,
    pub intake: Arc<dyn Intake>,
    pub stop: CancellationToken,
    pub peer: SocketAddr,
}

/// Why the talk stopped.
#[derive(Debug)]
enum End {
    Closed,
    StartTls,
    /// The other side went away, or was too slow.
    Lost(&'static str),
}

/// What a wait for bytes brought.
enum Heard {
    Bytes(usize),
    Nothing(&'static str),
    Stopping,
    TooSlow,
}

impl Connection {
    pub async fn serve(self, mut stream: TcpStream) {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "replies on this connection may lag");
        }
        let mut session = Session::new(self.shared.settings.clone(), self.shared.addresses.clone());
        let mut end = self.talk(&mut stream, &mut session).await;
        if let End::StartTls = end {
            end = self.secure(stream, &mut session).await;
        }
        if let End::Lost(why) = end {
            tracing::debug!(peer = %self.peer, why, "mail connection lost");
        }
    }

    async fn secure(&self, stream: TcpStream, session: &mut Session) -> End {
        let Some(tls) = &self.shared.tls else {
            return End::Lost("TLS was asked for, but there is no certificate");
        };
        match timeout(self.shared.config.timeouts.tls, tls.accept(stream)).await {
            Ok(Ok(mut stream)) => {
                session.secured();
                self.talk(&mut stream, session).await
            }
            Ok(Err(_)) => End::Lost("TLS handshake failed"),
            Err(_) => End::Lost("TLS handshake took too long"),
        }
    }

    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: &mut S, session: &mut Session) -> End {
        let mut chunk = vec![0_u8; CHUNK];
        let mut begun: Option<Instant> = None;
        loop {
            if !self.flush(stream, session).await {
                return End::Lost("a reply was not taken");
            }
            begun = session.is_receiving().then(|| begun.unwrap_or_else(Instant::now));
            let read = match self.listen(stream, session, &mut chunk, begun).await {
                Heard::Bytes(read) => read,
                Heard::Nothing(why) => return End::Lost(why),
                Heard::Stopping => return self.farewell(stream, session, reply::STOPPING).await,
                Heard::TooSlow => return self.farewell(stream, session, reply::TOO_SLOW).await,
            };
            let mut input = &chunk[..read];
            match self.digest(session, &mut input).await {
                Step::StartTls => {
                    // What came after the command was sent in clear, perhaps by somebody in between (RFC 3207 §6).
                    let flushed = self.flush(stream, session).await;
                    return if flushed {
                        End::StartTls
                    } else {
                        End::Lost("a reply was not taken")
                    };
                }
                Step::Close => return self.hang_up(stream, session).await,
                Step::Read | Step::Deliver(_) => {}
            }
        }
    }

    /// Feeds the session until it wants to read or to end; delivers mails on the way.
    async fn digest(&self, session: &mut Session, input: &mut &[u8]) -> Step {
        loop {
            match session.ingest(input) {
                Step::Deliver(mail) => {
                    let verdicts = delivery::bring(&self.shared, &self.intake, *mail, self.peer).await;
                    session.answer(&verdicts);
                }
                step => return step,
            }
        }
    }

    async fn listen<S: AsyncRead + Unpin>(
        &self,
        stream: &mut S,
        session: &Session,
        chunk: &mut [u8],
        begun: Option<Instant>,
    ) -> Heard {
        let patience = self.patience(begun);
        tokio::select! {
            biased;
            () = self.stop.cancelled(), if !session.is_receiving() => Heard::Stopping,
            read = timeout(patience, stream.read(chunk)) => match read {
                Ok(Ok(0)) => Heard::Nothing("closed by the other side"),
                Ok(Ok(read)) => Heard::Bytes(read),
                Ok(Err(_)) => Heard::Nothing("broken"),
                Err(_) => Heard::TooSlow,
            },
        }
    }

    fn patience(&self, begun: Option<Instant>) -> Duration {
        let timeouts = &self.shared.config.timeouts;
        match begun {
            None => timeouts.command,
            Some(begun) => timeouts
                .data
                .min(timeouts.message.saturating_sub(begun.elapsed())),
        }
    }

    async fn farewell<S: AsyncWrite + Unpin>(
        &self,
        stream: &mut S,
        session: &mut Session,
        why: &'static str,
    ) -> End {
        session.close(why);
        self.hang_up(stream, session).await
    }

    async fn hang_up<S: AsyncWrite + Unpin>(&self, stream: &mut S, session: &mut Session) -> End {
        let flushed = self.flush(stream, session).await;
        let closed = timeout(self.shared.config.timeouts.write, stream.shutdown()).await;
        if flushed && matches!(closed, Ok(Ok(()))) {
            End::Closed
        } else {
            End::Lost("the farewell was not taken")
        }
    }

    async fn flush<S: AsyncWrite + Unpin>(&self, stream: &mut S, session: &mut Session) -> bool {
        let out = session.output();
        if out.is_empty() {
            return true;
        }
        let write = async {
            stream.write_all(out).await?;
            stream.flush().await
        };
        let written = timeout(self.shared.config.timeouts.write, write).await;
        out.clear();
        matches!(written, Ok(Ok(())))
    }
}
