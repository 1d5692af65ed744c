//! A running node: everything that works beside the requests, started together and stopped in order. Knows no command.

mod channels;
mod keep;
mod signals;
mod sweep;

use crate::adapters::{self, Materials};
use crate::config::{Config, Metrics};
use crate::failure::Failure;
use crate::open;
use actix_web::dev::ServerHandle;
use channel::{Intake, Source as _};
use channel_email::Listener;
use channels::Channels;
use desk::Desk;
use keep::keep;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::{Extras, MetricsAccess, WebOptions};

/// How long a stop may take.
const STOP: Duration = Duration::from_secs(10);

/// Where a node listens.
#[derive(Copy, Clone, Debug)]
pub struct Addresses {
    pub http: SocketAddr,
    pub mail: Option<SocketAddr>,
}

/// Runs until a signal says stop: then doors close, what is in hand is finished, and the node is gone. `ready` is
/// called once every port is open.
///
/// # Errors
/// A port cannot be bound, another process serves the same file, or the database is away before anything began.
pub async fn run(
    config: &Config,
    desk: Desk,
    materials: Materials,
    mut extras: Extras,
    ready: impl FnOnce(Addresses),
) -> Result<(), Failure> {
    let _alone = open::serve_alone(config)?;
    let stop = CancellationToken::new();
    signals::watch(&stop)?;
    desk.ensure_setup().await?;
    match &materials.http {
        Ok(http) => desk.set_fetcher(Arc::new(http.clone())),
        Err(error) => {
            tracing::error!(%error, "other systems cannot be asked over TLS: calendars are not fetched")
        }
    }
    if let Some(teller) = materials.teller() {
        desk.set_teller(teller);
    }
    let mail = adapters::listener(config, &desk).await?;
    extras.stop = stop.clone();
    extras
        .doors
        .extend(mail.iter().map(|(listener, _)| ("mail", listener.counts() as _)));
    extras.doors.extend(materials.tallies());
    extras.form = Some(adapters::form());
    extras.chat = Some(adapters::chat());
    extras.phone = Some(adapters::phone());
    extras.account = Some(adapters::account());
    let options = web_options(config);
    let listen = options.listen;
    let (server, http) = web::serve(desk.clone(), options, extras).map_err(|error| {
        Failure::said(format!(
            "cannot listen for pages on {listen}: {error}; is the port taken by another program?"
        ))
    })?;
    let handle = server.handle();
    let mut tasks = JoinSet::new();
    background(&mut tasks, &desk, materials, config.data.raw_days, &stop);
    let addresses = Addresses {
        http,
        mail: mail.as_ref().map(|(_, addr)| *addr),
    };
    if let Some((listener, _)) = mail {
        take_mail(&mut tasks, listener, &desk, &stop);
    }
    let mut serving = tokio::spawn(server);
    tracing::info!(http = %addresses.http, mail = addresses.mail.map(tracing::field::display), node = config.node_name(), "ready");
    ready(addresses);
    tokio::select! {
        () = stop.cancelled() => {}
        ended = &mut serving => {
            stop.cancel();
            return Err(Failure::said(format!("the web server ended by itself: {ended:?}")));
        }
    }
    tracing::info!("stopping: no new work, finishing what is in hand");
    finish(&handle, tasks).await;
    if let Err(error) = desk.settle_store() {
        // The log beside the file holds the rest; the next start reads it.
        tracing::warn!(%error, "the database file is not whole without its log");
    }
    tracing::info!("stopped");
    Ok(())
}

/// Opens the mail port, and again should it close by itself.
fn take_mail(tasks: &mut JoinSet<()>, listener: Listener, desk: &Desk, stop: &CancellationToken) {
    let (listener, desk) = (Arc::new(listener), desk.clone());
    keep(tasks, "mail", stop, move |stop| {
        let (listener, intake) = (Arc::clone(&listener), Arc::new(desk.clone()) as Arc<dyn Intake>);
        async move {
            if let Err(error) = listener.run(intake, stop).await {
                tracing::error!(%error, "no mail comes in");
            }
        }
    });
}

/// Lets everything end that was told to stop.
async fn finish(pages: &ServerHandle, mut tasks: JoinSet<()>) {
    let all = async {
        pages.stop(true).await;
        while tasks.join_next().await.is_some() {}
    };
    if tokio::time::timeout(STOP, all).await.is_err() {
        // Nothing is lost: what was not committed was not acknowledged, and the leases of jobs run out.
        tracing::warn!(
            tasks = tasks.len(),
            "some work was cut by the stop; it is done again after the start"
        );
    }
}

fn background(
    tasks: &mut JoinSet<()>,
    desk: &Desk,
    materials: Materials,
    raw_days: u32,
    stop: &CancellationToken,
) {
    let channels = Channels::new(desk.clone(), materials);
    channels.refresh();
    let each = |desk: &Desk| desk.clone();
    let of = each(desk);
    keep(tasks, "tail", stop, move |stop| {
        let desk = of.clone();
        async move { desk.run_tail(stop).await }
    });
    let of = each(desk);
    keep(tasks, "timer", stop, move |stop| {
        let desk = of.clone();
        async move { desk.run_timer(stop).await }
    });
    let of = each(desk);
    keep(tasks, "jobs", stop, move |stop| {
        let desk = of.clone();
        async move { desk.run_jobs(stop).await }
    });
    let of = each(desk);
    keep(tasks, "webhooks", stop, move |stop| {
        let desk = of.clone();
        async move { desk.run_webhooks(stop).await }
    });
    let of = each(desk);
    keep(tasks, "sweep", stop, move |stop| {
        sweep::run(of.clone(), raw_days, stop)
    });
    keep(tasks, "channels", stop, move |stop| channels.clone().run(stop));
}

fn web_options(config: &Config) -> WebOptions {
    WebOptions {
        listen: config.http.listen,
        prefix: config.http.prefix.clone(),
        public_url: config.site(),
        secure_cookies: config.http.public_url.starts_with("https://"),
        behind_proxy: config.http.behind_proxy,
        metrics: match config.http.metrics {
            Metrics::Loopback => MetricsAccess::Loopback,
            Metrics::All => MetricsAccess::All,
        },
        workers: config.http.workers,
        max_upload: config.http.max_upload,
        ..WebOptions::default()
    }
}
