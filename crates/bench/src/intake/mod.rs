//! LMTP intake beside a bare loop over the same mails, in one run.

mod bare;
mod check;
mod profile;
mod sender;
mod server;

pub use profile::run as profile;
pub use sender::run as send;

use crate::failure::Outcome;
use crate::figure::{Asked, Figure};
use crate::mail::Script;
use crate::measure;
use crate::place::{Database, Place};
use crate::run::Settings;
use server::{Run, Server};

const NAME: &str = "intake";
/// Seconds before anything is measured.
const WARM_UP: f64 = 3.0;

/// Runs both numbers of connections, each beside its bare loop.
///
/// # Errors
/// A part failed, or the ledger was wrong afterwards.
pub async fn bench(database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let sync = measure::fdatasync(&settings.data)?;
    let mut figures = vec![Figure::new(NAME, "one fdatasync of 4 kB, median", sync.p50, "ms")];
    for connections in [20, 200] {
        let run = receive(database, settings, connections, false).await?;
        let script = Script { seed: settings.seed };
        let seconds = settings.seconds / 2.0;
        let bare = bare::run(
            &settings.data,
            database,
            script,
            connections,
            &run.batches,
            seconds,
        )
        .await?;
        figures.extend(self::figures(database, connections, &run, &bare));
    }
    let told = receive(database, settings, 200, true).await?;
    let named = "200 connections, acknowledgements made and sent beside: mails taken in";
    figures.push(Figure::new(
        NAME,
        named,
        told.sent.measured as f64 / told.sent.seconds,
        "/s",
    ));
    Ok(figures)
}

/// One run of the sender, checked.
async fn receive(
    database: Database,
    settings: &Settings,
    connections: u32,
    acknowledged: bool,
) -> Outcome<Run> {
    let place = Place::new(database, &settings.data)?;
    let server = Server::start(&place).await?;
    if acknowledged {
        server.acknowledge();
    }
    let run = server
        .receive(connections, WARM_UP, settings.seconds, settings.seed)
        .await?;
    let script = Script { seed: settings.seed };
    check::check(&server, script, &run.sent.acknowledged, run.seen_by_the_door).await?;
    server.stop();
    Ok(run)
}

fn figures(database: Database, connections: u32, run: &Run, bare: &bare::Bare) -> Vec<Figure> {
    let figure = |name: &str, value: f64, unit: &str| {
        Figure::new(NAME, format!("{connections} connections: {name}"), value, unit)
    };
    let rate = run.sent.measured as f64 / run.sent.seconds;
    let batch = run.batches.iter().sum::<usize>() as f64 / run.batches.len().max(1) as f64;
    let guidance = if database == Database::Sqlite {
        2_500.0
    } else {
        1_200.0
    };
    vec![
        figure("mails taken in", rate, "/s").asked(Asked::AtLeast(guidance)),
        figure("bare loop", bare.rate(), "/s"),
        figure("intake ÷ bare loop", 100.0 * rate / bare.rate(), "%").asked(Asked::AtLeast(30.0)),
        figure("250 after the final dot, p50", run.sent.answer.p50, "ms"),
        figure("250 after the final dot, p99", run.sent.answer.p99, "ms"),
        figure("processor time of Okno per mail", run.cpu, "ms"),
        figure("processor time of PostgreSQL per mail", run.postgres_cpu, "ms"),
        figure("the same, bare loop", bare.cpu, "ms"),
        figure("the same, bare loop, PostgreSQL", bare.postgres_cpu, "ms"),
        figure("mails in a batch", batch, ""),
        figure("statements per mail", run.statements, ""),
        figure("the same, bare loop", bare.statements, ""),
        figure(
            "mean size of a mail",
            run.sent.measured_bytes as f64 / run.sent.measured.max(1) as f64 / 1_000.0,
            "kB",
        ),
        figure("put off with 4xx", run.sent.deferred as f64, ""),
        figure("peak memory", run.peak_memory, "MB").asked(Asked::AtMost(250.0)),
    ]
}
