//! The ceiling: the same mails in batches of the same sizes through the same parsing, text work, compression and rows,
//! with nothing around them. No protocol, no connections, nothing looked up, nothing decided, nobody answered. Text work
//! of the next batches goes on while one is committed, on all cores, and as many commits are in flight as the desk has.

use super::server::Mailbox;
use crate::failure::{Outcome, While as _};
use crate::mail::{Place as MailPlace, Pool, Script};
use crate::measure;
use crate::place::{Place, WallClock, door};
use channel::Sighting;
use channel_email::{Addresses as _, Envelope, ReturnPath, Rules};
use desk::fill::rows::{Author, Rows};
use desk::receive::bare::{Prepared, prepare};
use domain::intake::What;
use domain::plan::Plan;
use domain::ticket::Ticket;
use domain::{Actor, ChannelId, Moment, Now as _};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Store, StoreError};
use tokio::task::JoinHandle;

/// A batch that was parsed ahead.
type Parsed = Outcome<Vec<(MailPlace, Prepared)>>;

/// Batches whose text work is done ahead of the commit.
const AHEAD: usize = 4;

/// What is written down of a bare loop.
#[derive(Copy, Clone, Debug, Default)]
pub struct Bare {
    pub mails: u64,
    pub seconds: f64,
    /// Milliseconds per mail.
    pub cpu: f64,
    pub postgres_cpu: f64,
    pub statements: f64,
}

impl Bare {
    /// Mails a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.mails as f64 / self.seconds
    }
}

/// What all text work needs.
pub struct Kitchen {
    pub script: Script,
    pub pool: Pool,
    pub mailbox: Mailbox,
    pub objects: PathBuf,
}

impl Kitchen {
    /// Does the text work of one mail.
    ///
    /// # Errors
    /// The object store cannot be written.
    pub fn prepare(&self, place: MailPlace) -> Outcome<Prepared> {
        let mut bytes = Vec::new();
        self.script.write(place, &self.pool, &mut bytes);
        let size = bytes.len() as u64;
        let envelope = Envelope {
            sender: ReturnPath::Address(self.script.address(place)),
            recipients: vec![self.mailbox.address.clone()],
        };
        let rules = Rules {
            ours: &|address| self.mailbox.is_ours(address),
            trusted_relays: &[],
            authorities: &[],
        };
        let what = channel_email::parse(bytes, &envelope, &rules);
        let trace = format!("{:016x}", rand::random::<u64>());
        let sighting = Sighting {
            channel: self.mailbox.channel,
            size,
            what,
            trace,
        };
        prepare(sighting, &self.objects, &[]).during("writing an object")
    }
}

/// Mails in the order in which so many connections would send them.
pub fn places(connections: u32) -> impl Iterator<Item = MailPlace> {
    (0..u32::MAX).flat_map(move |turn| (0..connections).map(move |connection| MailPlace { connection, turn }))
}

/// What the loop remembers instead of looking it up.
struct Known {
    rows: Rows,
    tickets: HashMap<MailPlace, Ticket>,
    authors: HashMap<u64, Author>,
    channel: ChannelId,
}

impl Known {
    /// The rows of a batch.
    fn plan(&mut self, script: Script, batch: &[(MailPlace, Prepared)], now: Moment) -> Plan {
        let mut plan = Plan::default();
        for (place, Prepared { arrival, .. }) in batch {
            let What::Message(message) = &arrival.what else {
                continue;
            };
            let root = script.root(*place);
            if let Some(mut ticket) = self.tickets.remove(&root) {
                self.rows.message(&mut plan, &mut ticket, arrival, message, now);
                match plan.opened.iter_mut().find(|opened| opened.id == ticket.id) {
                    Some(opened) => opened.clone_from(&ticket),
                    None => drop(plan.changed.insert(ticket.id, ticket.clone())),
                }
                self.tickets.insert(root, ticket);
                continue;
            }
            let (rows, authors) = (&mut self.rows, &mut self.authors);
            let author = *authors
                .entry(script.client(*place))
                .or_insert_with(|| rows.author(&mut plan, &message.from, &message.guessed_lang));
            let (mut ticket, clocks) = rows.ticket(author, &message.title, &message.guessed_lang, now);
            // Numbered here, since a later reply writes the row again.
            ticket.number.serial = rows.id();
            rows.opened(&mut plan, &ticket, clocks, &arrival.trace);
            rows.message(&mut plan, &mut ticket, arrival, message, now);
            plan.opened.push(ticket.clone());
            self.tickets.insert(root, ticket);
        }
        plan
    }
}

/// Writes a batch like the desk does: one transaction, answered after its commit.
async fn write(
    store: Store,
    plan: Plan,
    batch: Arc<Vec<(MailPlace, Prepared)>>,
    channel: ChannelId,
) -> Result<(), StoreError> {
    store
        .write(Actor::System, move |tx| {
            let mut plan = plan.clone();
            let blobs: Vec<_> = batch
                .iter()
                .flat_map(|(_, prepared)| prepared.blobs.iter().cloned())
                .collect();
            tx.keep_blobs(&blobs)?;
            tx.apply(&mut plan)?;
            let node = tx.node.to_owned();
            tx.count_seen(&BTreeMap::from([(channel, batch.len() as i64)]), &node)
        })
        .await
}

/// Runs the loop for so many seconds, or until the mails are through.
///
/// # Errors
/// The store's own.
pub async fn run(
    parent: &Path,
    database: crate::place::Database,
    script: Script,
    connections: u32,
    batches: &[usize],
    seconds: f64,
) -> Outcome<Bare> {
    let place = Place::new(database, parent)?;
    let clock = Arc::new(WallClock);
    let store = place.store(clock.clone())?;
    let desk = place.desk(store.clone(), clock.clone()).await?;
    let channel = door(&desk, "email")?;
    let kitchen = Arc::new(Kitchen {
        script,
        pool: Pool::new(script.seed, 4_096),
        mailbox: Mailbox {
            address: channel.address.clone(),
            channel: channel.id,
        },
        objects: place.folder.join("objects"),
    });
    let lanes = if store.is_shared() { 2 } else { 1 };
    let mut known = Known {
        channel: channel.id,
        // Far above what the store itself hands out to jobs.
        rows: Rows::new(desk.setup(), channel, 2026, 1 << 40),
        tickets: HashMap::new(),
        authors: HashMap::new(),
    };
    let sizes: Vec<usize> = if batches.is_empty() {
        vec![1]
    } else {
        batches.to_vec()
    };
    let mut sizes = sizes.into_iter().cycle();
    let mut mails = places(connections);
    let mut ahead: VecDeque<JoinHandle<Parsed>> = VecDeque::new();
    let mut writes: VecDeque<JoinHandle<Result<(), StoreError>>> = VecDeque::new();
    let (begun, cpu, statements) = (Instant::now(), measure::process_cpu()?, store.statements());
    let postgres = place.port().map(measure::postgres_cpu).unwrap_or_default();
    let mut done = 0_u64;
    while begun.elapsed().as_secs_f64() < seconds {
        while ahead.len() < AHEAD {
            let batch: Vec<MailPlace> = mails.by_ref().take(sizes.next().unwrap_or(1)).collect();
            let kitchen = Arc::clone(&kitchen);
            ahead.push_back(tokio::task::spawn_blocking(move || {
                batch
                    .into_iter()
                    .map(|place| Ok((place, kitchen.prepare(place)?)))
                    .collect()
            }));
        }
        let Some(next) = ahead.pop_front() else { break };
        let batch = Arc::new(next.await??);
        let plan = known.plan(script, &batch, clock.now());
        if writes.len() == lanes
            && let Some(write) = writes.pop_front()
        {
            write.await??;
        }
        done += batch.len() as u64;
        writes.push_back(tokio::spawn(write(store.clone(), plan, batch, known.channel)));
    }
    for write in writes {
        write.await??;
    }
    let elapsed = begun.elapsed();
    let per_mail = |used: Duration| used.as_secs_f64() * 1_000.0 / done.max(1) as f64;
    let postgres = place
        .port()
        .map(measure::postgres_cpu)
        .unwrap_or_default()
        .saturating_sub(postgres);
    Ok(Bare {
        mails: done,
        seconds: elapsed.as_secs_f64(),
        cpu: per_mail(measure::process_cpu()?.saturating_sub(cpu)),
        postgres_cpu: per_mail(postgres),
        statements: (store.statements() - statements) as f64 / done.max(1) as f64,
    })
}
