//! The web server as in service, on a free port of this machine.

use crate::failure::{Failure, Outcome, While as _};
use channel::chat::Chat;
use desk::Desk;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use web::{Extras, WebOptions};

/// A running web server with what has to run beside it.
pub struct Site {
    pub addr: SocketAddr,
    stop: CancellationToken,
    handle: Box<dyn FnOnce() -> Stopping>,
}

type Stopping = std::pin::Pin<Box<dyn Future<Output = std::io::Result<()>>>>;

impl Site {
    /// Starts server, tail and timer.
    ///
    /// # Errors
    /// No port is free.
    pub fn start(desk: &Desk) -> Outcome<Self> {
        Self::serve(desk, None)
    }

    /// Starts them with jobs, and with chats.
    ///
    /// # Errors
    /// No port is free.
    pub fn with_jobs(desk: &Desk, chat: Arc<dyn Chat>) -> Outcome<Self> {
        let site = Self::serve(desk, Some(chat))?;
        let (desk, stop) = (desk.clone(), site.stop.clone());
        tokio::spawn(async move { desk.run_jobs(stop).await });
        Ok(site)
    }

    fn serve(desk: &Desk, chat: Option<Arc<dyn Chat>>) -> Outcome<Self> {
        let stop = CancellationToken::new();
        let options = WebOptions {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            ..WebOptions::default()
        };
        let extras = Extras {
            stop: stop.clone(),
            version: "bench".into(),
            chat,
            ..Extras::default()
        };
        let (server, addr) = web::serve(desk.clone(), options, extras).during("binding the web server")?;
        let handle = server.handle();
        let serving = tokio::spawn(server);
        let (tail, tail_stop) = (desk.clone(), stop.clone());
        tokio::spawn(async move { tail.run_tail(tail_stop).await });
        let (timer, timer_stop) = (desk.clone(), stop.clone());
        tokio::spawn(async move { timer.run_timer(timer_stop).await });
        let end = move || -> Stopping {
            Box::pin(async move {
                handle.stop(true).await;
                serving.await.map_err(std::io::Error::other)?
            })
        };
        Ok(Self {
            addr,
            stop,
            handle: Box::new(end),
        })
    }

    /// Ends all of them.
    ///
    /// # Errors
    /// The server had failed.
    pub async fn stop(self) -> Outcome<()> {
        self.stop.cancel();
        (self.handle)()
            .await
            .map_err(|error| Failure::Io("serving".into(), error))
    }
}
