//! Opening tickets by the JSON API on kept connections, durable; the client runs in the same process, on the same cores.

use crate::failure::{Failure, Outcome};
use crate::figure::{Asked, Figure};
use crate::http::{Pace, closed_loop};
use crate::mail::{Lang, prose};
use crate::measure;
use crate::place::{Database, Place, WallClock};
use crate::run::Settings;
use crate::site::Site;
use domain::{Actor, Permission};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use std::sync::Arc;
use std::time::Duration;

const NAME: &str = "api";
const CONNECTIONS: u64 = 64;

/// Measures creation.
///
/// # Errors
/// An answer was not 201, or the ledger is wrong afterwards.
pub async fn bench(database: Database, settings: &Settings) -> Outcome<Vec<Figure>> {
    let place = Place::new(database, &settings.data)?;
    let clock = Arc::new(WallClock);
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock).await?;
    let scopes = [Permission::IntakeWrite, Permission::TicketsRead];
    let token = desk.create_token(Actor::System, "bench", &scopes, None).await?;
    let site = Site::start(&desk)?;
    let mut rng = StdRng::seed_from_u64(settings.seed);
    let texts: Vec<String> = (0..256).map(|_| prose(&mut rng, Lang::Russian, 500)).collect();
    let secret = token.secret.expose().to_owned();
    let request = move |connection: u64, turn: u64| {
        let number = connection * 1_000_000 + turn;
        let text = texts
            .get(usize::try_from(number % 256).unwrap_or_default())
            .map_or("", String::as_str);
        let body = serde_json::json!({
            "client": { "email": format!("client{number}@example.net"), "name": "Анна Смирнова" },
            "title": format!("Вопрос по заказу {number}"),
            "text": text,
        })
        .to_string();
        let head = format!(
            "POST /api/v1/tickets HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {secret}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            "127.0.0.1",
            body.len()
        );
        [head.into_bytes(), body.into_bytes()].concat()
    };
    let pace = Pace {
        connections: CONNECTIONS,
        warm_up: Duration::from_secs(2),
        measured: Duration::from_secs_f64(settings.seconds * 2.0 / 3.0),
    };
    let sync = measure::fdatasync(&settings.data)?;
    let found = closed_loop(site.addr, pace, 201, request).await?;
    site.stop().await?;
    let balances = store.read(|reader| reader.ledger_balance()).await?;
    if let Some((channel, balance)) = balances.iter().find(|(_, balance)| !balance.adds_up()) {
        return Err(Failure::Other(format!(
            "the ledger of channel {channel} is wrong: {balance:?}"
        )));
    }
    let asked = if database == Database::Sqlite {
        3_000.0
    } else {
        1_500.0
    };
    let figure = |name: &str, value: f64, unit: &str| {
        Figure::new(NAME, format!("{CONNECTIONS} connections: {name}"), value, unit)
    };
    Ok(vec![
        Figure::new(NAME, "one fdatasync of 4 kB, median", sync.p50, "ms"),
        figure("tickets opened", found.rate, "/s").asked(Asked::AtLeast(asked)),
        figure("processor time per ticket, client included", found.cpu, "ms"),
        figure("201 after the request, p50", found.answers.p50, "ms"),
        figure("201 after the request, p99", found.answers.p99, "ms"),
    ])
}
