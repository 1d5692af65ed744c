//! `okno demo`: prepares a desk at the first start, then serves it.

use crate::adapters::Materials;
use crate::cli::DemoArgs;
use crate::clock::SystemClock;
use crate::config::{self, Config, Place, Sources};
use crate::demo::{self, Catcher, DemoHost, DemoMail};
use crate::failure::{End, Failure};
use crate::node::Addresses;
use crate::open::How;
use crate::{log, node, open};
use channel::Sink;
use desk::fill::Step;
use domain::Now;
use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use store::{Store, StoreError};
use web::{DemoLogIn, Extras, MailCatcher};

const HOW: How = How {
    create: true,
    migrate: true,
    wait: true,
};

pub fn run(args: &DemoArgs) -> Result<End, Failure> {
    let config = settings(args)?;
    log::begin(config.log.format, &config.log.level)?;
    let outbox = args.data.join("outbox");
    super::block_on(async {
        prepared(&config, &outbox).await?;
        crowded(&config, args.tickets).await?;
        serve(&config, &outbox, &args.data).await?;
        Ok(End::Done)
    })
}

/// The default, the environment, and what a demo settles by itself. A file for a real desk is not for it.
fn settings(args: &DemoArgs) -> Result<Config, Failure> {
    let env = std::env::vars().collect();
    let database = args
        .database
        .clone()
        .unwrap_or_else(|| args.data.join("okno.db").display().to_string());
    let sources = Sources {
        place: Place::Nowhere,
        database: Some(database),
        env,
    };
    let mut config = config::load_from(&sources)?.config;
    config.data.objects = args.data.join("objects");
    config.http.listen = address(args.http, config.http.listen, "http")?;
    config.mail.listen = match config.mail.listen {
        Some(listen) => Some(address(args.mail, listen, "mail")?),
        None => args.mail,
    };
    if config.mail.hostname.is_empty() {
        "demo.example".clone_into(&mut config.mail.hostname);
    }
    if config.http.listen.port() == 0 {
        config.http.listen.set_port(free_port(config.http.listen)?);
    }
    let own_url = std::env::var_os("OKNO__HTTP__PUBLIC_URL").is_some();
    if !own_url {
        config.http.public_url = format!("http://{}", reachable(config.http.listen));
    }
    if std::env::var_os("OKNO__LOG__LEVEL").is_none() {
        "warn".clone_into(&mut config.log.level);
    }
    if std::env::var_os("OKNO__LOG__FORMAT").is_none() {
        config.log.format = config::LogFormat::Text;
    }
    Ok(config)
}

/// Everybody knows the passwords: others may reach a demo only when somebody says so on the command line.
fn address(given: Option<SocketAddr>, set: SocketAddr, what: &str) -> Result<SocketAddr, Failure> {
    match given {
        Some(given) => Ok(given),
        None if set.ip().is_loopback() => Ok(set),
        None => Err(Failure::said(format!(
            "OKNO__{}__LISTEN says {set}, where others can reach the demo, and everybody knows its passwords; if that is \
             meant, say --{what} {set}",
            what.to_uppercase()
        ))),
    }
}

/// Links are made before the port is open, so a port that the system chooses is chosen now.
fn free_port(listen: SocketAddr) -> Result<u16, Failure> {
    let port = std::net::TcpListener::bind(listen).and_then(|socket| socket.local_addr());
    port.map(|addr| addr.port())
        .map_err(|error| Failure::said(format!("cannot listen on {listen}: {error}")))
}

/// An address that a browser on this machine can open.
fn reachable(listen: SocketAddr) -> SocketAddr {
    if !listen.ip().is_unspecified() {
        return listen;
    }
    SocketAddr::from(([127, 0, 0, 1], listen.port()))
}

/// Prepares what is not prepared yet.
async fn prepared(config: &Config, outbox: &Path) -> Result<(), Failure> {
    let clock: Arc<dyn Now> = Arc::new(SystemClock);
    let settings = config.clone();
    let opened = tokio::task::spawn_blocking({
        let clock = Arc::clone(&clock);
        move || open::store(&settings, HOW, clock)
    });
    let store = opened.await.map_err(|error| Failure::said(error.to_string()))??;
    if demo::is_prepared(&store).await? {
        return Ok(());
    }
    drop(store);
    say(&format!("Preparing a desk in {} …\n", open::url(config)?));
    let shown = std::io::stdout().is_terminal();
    let mut progress = |done: usize, all: usize| {
        let last = done == all;
        if shown {
            let bar = "█".repeat(done * 30 / all) + &"░".repeat(30 - done * 30 / all);
            say(&format!(
                "\r  {bar} {done} of {all}{}",
                if last { "\n" } else { "" }
            ));
        } else if last || done.is_multiple_of(20) {
            say(&format!("  {done} of {all}\n"));
        }
    };
    let open = |clock| -> Result<Store, Failure> { open::store(config, HOW, clock) };
    demo::prepare(config, open, clock.now(), outbox, &mut progress).await
}

/// Makes up as many tickets as were asked for, unless that was done.
async fn crowded(config: &Config, tickets: u64) -> Result<(), Failure> {
    if tickets == 0 {
        return Ok(());
    }
    let _alone = open::serve_alone(config)?;
    let (store, desk) = open::both(config, HOW).await?;
    let made = demo::crowd::made(&store).await?;
    if made > 0 {
        say(&format!(
            "  {made} tickets were made up before; for another number remove the folder.\n"
        ));
        return Ok(());
    }
    say(&format!(
        "Making up {tickets} tickets; Ctrl-C leaves the desk as it was.\n"
    ));
    let begun = std::time::Instant::now();
    let shown = std::io::stdout().is_terminal();
    let mut told = std::time::Duration::ZERO;
    let progress = move |step| {
        let passed = begun.elapsed();
        let pause = std::time::Duration::from_millis(if shown { 200 } else { 5_000 });
        if passed.saturating_sub(told) < pause {
            return;
        }
        told = passed;
        let line = how_far(step, tickets, passed);
        say(&if shown {
            format!("\r\x1b[K  {line}")
        } else {
            format!("  {line}\n")
        });
    };
    let filled = demo::crowd::fill(store, desk, tickets, progress).await?;
    let end = if shown { "\r\x1b[K" } else { "" };
    say(&format!(
        "{end}  {} tickets in {:.0} s, {:.0} a second.\n",
        filled.tickets,
        filled.elapsed.as_secs_f64(),
        filled.rate()
    ));
    Ok(())
}

fn how_far(step: Step, tickets: u64, passed: std::time::Duration) -> String {
    match step {
        Step::Tickets(done) => {
            let rate = done as f64 / passed.as_secs_f64();
            let left = tickets.saturating_sub(done) as f64 / rate;
            format!("{done} of {tickets}, {rate:.0} a second, {left:.0} s left, then the indexes")
        }
        Step::Indexes(made, of) => format!("index {} of {of}", made + 1),
    }
}

async fn serve(config: &Config, outbox: &Path, data: &Path) -> Result<(), Failure> {
    let (store, desk) = open::both(config, HOW).await?;
    let clock: Arc<dyn Now> = Arc::new(SystemClock);
    let catcher = Arc::new(Catcher::open(outbox, Arc::clone(&clock))?);
    let mut materials = Materials::new(config, Ok(Arc::clone(&catcher) as Arc<dyn Sink>), clock);
    materials.secret = demo::secret;
    let log_ins = log_ins(&store).await?;
    let mail = Arc::new(DemoMail {
        catcher,
        desk: desk.clone(),
    }) as Arc<dyn MailCatcher>;
    let extras = Extras {
        catcher: Some(mail),
        host: Some(Arc::new(DemoHost)),
        secret: demo::secret,
        demo_log_ins: log_ins.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ..Extras::default()
    };
    let setup = desk.setup();
    let inboxes: Vec<String> = setup
        .channels
        .iter()
        .filter(|channel| !channel.address.is_empty())
        .map(|channel| channel.address.clone())
        .collect();
    let site = config.site();
    node::run(config, desk, materials, extras, |at| {
        say(&greeting(&site, at, &inboxes, &log_ins, data))
    })
    .await?;
    say("\nStopped. Everything is kept; the same command goes on with it.\n");
    Ok(())
}

/// Everybody who can log in.
async fn log_ins(store: &Store) -> Result<Vec<DemoLogIn>, Failure> {
    let people = store.read::<_, StoreError, _>(|r| r.operators()).await?;
    let active = people.into_iter().filter(|person| person.active);
    Ok(active
        .map(|person| DemoLogIn {
            login: person.login,
            password: demo::PASSWORD.to_owned(),
            name: person.name,
            role: person.role,
        })
        .collect())
}

fn greeting(site: &str, at: Addresses, inboxes: &[String], log_ins: &[DemoLogIn], data: &Path) -> String {
    let mail = match at.mail {
        Some(addr) => format!("{addr} (SMTP and LMTP), for {}", inboxes.join(", ")),
        None => "switched off".to_owned(),
    };
    let open = if at.http.ip().is_loopback() {
        String::new()
    } else {
        "\n  Others can reach this demo, and everybody knows its passwords.\n".to_owned()
    };
    let people: Vec<String> = log_ins
        .iter()
        .map(|who| format!("    {:<22} {}, {}", who.login, who.name, who.role))
        .collect();
    format!(
        "\n  Pages          {site}\n  Form           {site}/form/help\n  Chat           {site}/demo/site\n  Account        {site}/demo/account\n  Mail in        {mail}\n  Mail out       caught, nothing leaves: {site}/demo/mail\n  \
         Data           {}\n{open}\n  Log in with the password  {}\n{}\n\n  Stop with Ctrl-C.\n",
        data.display(),
        demo::PASSWORD,
        people.join("\n")
    )
}

/// Tells the person at the terminal; that nobody listens is no reason to stop.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        tracing::debug!(%error, "nobody reads what the demo says");
    }
}
