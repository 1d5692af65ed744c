//! The desk itself: the store, the present set-up, the sinks, and what keeps them together.

use crate::error::{DeskError, DeskResult};
use crate::receive::{self, IntakeQueue};
use channel::letter::Paper;
use channel::{ChannelKind, Fetch, Files, Hook, Reread, Sink, Tell};
use domain::setup::Setup;
use domain::ticket::Ticket;
use domain::{ChannelId, HandleKind, Moment, Now, Permission, Principal};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use store::Store;

/// What the binary settles once.
#[derive(Clone, Debug)]
pub struct DeskOptions {
    /// Folder for bytes too large for the database.
    pub objects: PathBuf,
    /// Public address of the pages, without a trailing slash: for links in messages.
    pub site: String,
    /// Right part of the Message-IDs we make.
    pub message_domain: String,
    /// What working out the hash of a password costs.
    pub password_cost: crate::people::PasswordCost,
    /// The kinds of channels there are adapters for: others are refused when a set-up is applied.
    pub kinds: Vec<ChannelKind>,
}

/// A door that leads out.
struct WayOut {
    reaches: Vec<HandleKind>,
    sink: Arc<dyn Sink>,
}

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Now>,
    options: DeskOptions,
    setup: RwLock<Arc<Setup>>,
    /// Held while the set-up is read and put in place: of two readers the later one has the later state.
    reloading: tokio::sync::Mutex<()>,
    sinks: RwLock<HashMap<ChannelId, WayOut>>,
    /// Doors whose clients are there while we write: answers leave at once.
    live: RwLock<HashSet<ChannelId>>,
    /// Who reads raw copies of a channel again.
    readers: RwLock<HashMap<ChannelId, Arc<dyn Reread>>>,
    /// Doors for paper: what goes out by them is carried by hand.
    papers: RwLock<HashMap<ChannelId, Arc<dyn Paper>>>,
    /// Who gets documents from elsewhere.
    fetcher: RwLock<Option<Arc<dyn Fetch>>>,
    /// Who tells other systems what happened.
    teller: RwLock<Option<Arc<dyn Tell>>>,
    /// Who takes what is pushed to a channel.
    hooks: RwLock<HashMap<ChannelId, Arc<dyn Hook>>>,
    /// Who hands over files that a channel's messages only name.
    files: RwLock<HashMap<ChannelId, Arc<dyn Files>>>,
    tail: crate::tail::Tail,
    intake: IntakeQueue,
    templates: words::mail::Templates,
    rails: crate::read::Rails,
    lists: crate::read::Lists,
    people: crate::people::People,
    sessions: crate::people::Sessions,
    marks: crate::seen::Marks,
}

/// A desk that does not keep itself alive: for tasks that end with it.
#[derive(Clone)]
pub(crate) struct WeakDesk(Weak<Inner>);

impl WeakDesk {
    /// The desk, if somebody still holds it.
    pub fn upgrade(&self) -> Option<Desk> {
        self.0.upgrade().map(|inner| Desk { inner })
    }
}

impl Desk {
    /// Opens the desk over a store and reads its set-up.
    ///
    /// # Errors
    /// The store is away, or a stored set-up cannot be understood.
    pub async fn open(store: Store, clock: Arc<dyn Now>, options: DeskOptions) -> DeskResult<Self> {
        let tail = crate::tail::Tail::new();
        let templates =
            words::mail::Templates::built_in().map_err(|error| DeskError::Internal(error.to_string()))?;
        // A database of many writers fills the wait of one commit with the next batch.
        let (intake, run_intake) = receive::start(if store.is_shared() { 2 } else { 1 });
        let inner = Inner {
            store,
            clock,
            options,
            setup: RwLock::new(Arc::new(Setup::default())),
            reloading: tokio::sync::Mutex::new(()),
            sinks: RwLock::default(),
            live: RwLock::default(),
            readers: RwLock::default(),
            papers: RwLock::default(),
            fetcher: RwLock::default(),
            teller: RwLock::default(),
            hooks: RwLock::default(),
            files: RwLock::default(),
            tail,
            intake,
            templates,
            rails: crate::read::Rails::default(),
            lists: crate::read::Lists::default(),
            people: crate::people::People::default(),
            sessions: crate::people::Sessions::default(),
            marks: crate::seen::Marks::default(),
        };
        let desk = Self {
            inner: Arc::new(inner),
        };
        run_intake(WeakDesk(Arc::downgrade(&desk.inner)));
        // Before anything else is read: what changes from here on is told.
        let last = desk.store().read(|reader| reader.last_event()).await?;
        desk.tail().reached(last);
        desk.reload_setup().await?;
        Ok(desk)
    }

    /// The wording of letters.
    pub(crate) fn templates(&self) -> &words::mail::Templates {
        &self.inner.templates
    }

    /// The numbers last counted.
    pub(crate) fn rails(&self) -> &crate::read::Rails {
        &self.inner.rails
    }

    pub(crate) fn lists(&self) -> &crate::read::Lists {
        &self.inner.lists
    }

    pub(crate) fn people(&self) -> &crate::people::People {
        &self.inner.people
    }

    pub(crate) fn sessions(&self) -> &crate::people::Sessions {
        &self.inner.sessions
    }

    /// How far people have read, and it is not written down yet.
    pub(crate) fn marks(&self) -> &crate::seen::Marks {
        &self.inner.marks
    }

    pub(crate) fn intake_queue(&self) -> &IntakeQueue {
        &self.inner.intake
    }

    /// The store below; for use cases only.
    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.inner.clock.now()
    }

    /// What the binary settled.
    #[must_use]
    pub fn options(&self) -> &DeskOptions {
        &self.inner.options
    }

    /// The set-up as it is now.
    #[must_use]
    pub fn setup(&self) -> Arc<Setup> {
        Arc::clone(&self.inner.setup.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// A turn to read the set-up and put it in place.
    pub(crate) async fn reloading(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.inner.reloading.lock().await
    }

    pub(crate) fn set_setup(&self, setup: Setup) {
        *self.inner.setup.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(setup);
    }

    /// The tail of events: who follows it learns of every commit, of any process.
    #[must_use]
    pub fn tail(&self) -> &crate::tail::Tail {
        &self.inner.tail
    }

    /// Gives a channel the adapter that brings its messages out, and says which addresses it reaches.
    pub fn set_sink(&self, channel: ChannelId, reaches: &[HandleKind], sink: Arc<dyn Sink>) {
        let way = WayOut {
            reaches: reaches.to_vec(),
            sink,
        };
        self.inner
            .sinks
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(channel, way);
    }

    /// Says that a channel's clients are there while we write: an answer by it leaves at once and cannot be undone.
    pub fn set_live(&self, channel: ChannelId) {
        let mut live = self.inner.live.write().unwrap_or_else(PoisonError::into_inner);
        live.insert(channel);
    }

    pub(crate) fn is_live(&self, channel: ChannelId) -> bool {
        let live = self.inner.live.read().unwrap_or_else(PoisonError::into_inner);
        live.contains(&channel)
    }

    /// Says that a channel is a door for paper.
    pub fn set_paper(&self, channel: ChannelId, paper: Arc<dyn Paper>) {
        let mut papers = self.inner.papers.write().unwrap_or_else(PoisonError::into_inner);
        papers.insert(channel, paper);
    }

    /// The door for paper, if the channel is one.
    pub(crate) fn paper(&self, channel: ChannelId) -> Option<Arc<dyn Paper>> {
        let papers = self.inner.papers.read().unwrap_or_else(PoisonError::into_inner);
        papers.get(&channel).cloned()
    }

    /// Says who gets documents from elsewhere.
    pub fn set_fetcher(&self, fetcher: Arc<dyn Fetch>) {
        let mut place = self.inner.fetcher.write().unwrap_or_else(PoisonError::into_inner);
        *place = Some(fetcher);
    }

    pub(crate) fn fetcher(&self) -> Option<Arc<dyn Fetch>> {
        let place = self.inner.fetcher.read().unwrap_or_else(PoisonError::into_inner);
        place.clone()
    }

    /// Says who tells other systems what happened.
    pub fn set_teller(&self, teller: Arc<dyn Tell>) {
        let mut place = self.inner.teller.write().unwrap_or_else(PoisonError::into_inner);
        *place = Some(teller);
    }

    pub(crate) fn teller(&self) -> Option<Arc<dyn Tell>> {
        let place = self.inner.teller.read().unwrap_or_else(PoisonError::into_inner);
        place.clone()
    }

    /// Gives a channel the adapter that reads its raw copies again.
    pub fn set_reader(&self, channel: ChannelId, reader: Arc<dyn Reread>) {
        self.inner
            .readers
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(channel, reader);
    }

    /// Gives a channel the adapter that takes what is pushed to it, or takes it away.
    pub fn set_hook(&self, channel: ChannelId, hook: Option<Arc<dyn Hook>>) {
        let mut hooks = self.inner.hooks.write().unwrap_or_else(PoisonError::into_inner);
        match hook {
            Some(hook) => drop(hooks.insert(channel, hook)),
            None => drop(hooks.remove(&channel)),
        }
    }

    /// The adapter that takes what is pushed to the channel of a kind under a path.
    #[must_use]
    pub fn hook(&self, kind: &str, path: &str) -> Option<Arc<dyn Hook>> {
        let setup = self.setup();
        let hooks = self.inner.hooks.read().unwrap_or_else(PoisonError::into_inner);
        setup
            .channels
            .iter()
            .filter(|channel| channel.enabled && channel.kind == kind)
            .find(|channel| channel.settings.get("path").and_then(|own| own.as_str()) == Some(path))
            .and_then(|channel| hooks.get(&channel.id).cloned())
    }

    /// Gives a channel the adapter that hands over its files, or takes it away.
    pub fn set_files(&self, channel: ChannelId, files: Option<Arc<dyn Files>>) {
        let mut all = self.inner.files.write().unwrap_or_else(PoisonError::into_inner);
        match files {
            Some(files) => drop(all.insert(channel, files)),
            None => drop(all.remove(&channel)),
        }
    }

    pub(crate) fn files_of(&self, channel: ChannelId) -> Option<Arc<dyn Files>> {
        let files = self.inner.files.read().unwrap_or_else(PoisonError::into_inner);
        files.get(&channel).cloned()
    }

    pub(crate) fn reader_of(&self, channel: ChannelId) -> Option<Arc<dyn Reread>> {
        let readers = self.inner.readers.read().unwrap_or_else(PoisonError::into_inner);
        readers.get(&channel).cloned()
    }

    pub(crate) fn sink(&self, channel: ChannelId) -> Option<Arc<dyn Sink>> {
        let sinks = self.inner.sinks.read().unwrap_or_else(PoisonError::into_inner);
        sinks.get(&channel).map(|way| Arc::clone(&way.sink))
    }

    /// The door by which a client of this ticket can be reached: its own if it leads there, else another of the same
    /// brand, else any.
    pub(crate) fn way_out(&self, ticket: &Ticket, kind: HandleKind) -> Option<ChannelId> {
        let setup = self.setup();
        let sinks = self.inner.sinks.read().unwrap_or_else(PoisonError::into_inner);
        let leads = |id: &ChannelId| sinks.get(id).is_some_and(|way| way.reaches.contains(&kind));
        if leads(&ticket.channel) {
            return Some(ticket.channel);
        }
        let others = || {
            setup
                .channels
                .iter()
                .filter(|channel| channel.enabled && leads(&channel.id))
        };
        others()
            .find(|channel| channel.brand == ticket.brand)
            .or_else(|| others().next())
            .map(|channel| channel.id)
    }

    /// Kinds of addresses that a channel leads to at the moment by itself; paper is only ever chosen.
    pub(crate) fn reachable(&self) -> BTreeSet<HandleKind> {
        let setup = self.setup();
        let sinks = self.inner.sinks.read().unwrap_or_else(PoisonError::into_inner);
        let open = setup.channels.iter().filter(|channel| channel.enabled);
        let ways = open
            .filter(|channel| self.paper(channel.id).is_none())
            .filter_map(|channel| sinks.get(&channel.id));
        ways.flat_map(|way| way.reaches.iter().copied()).collect()
    }

    /// Whether a door leads to addresses of a kind at the moment.
    pub(crate) fn leads_to(&self, channel: ChannelId, kind: HandleKind) -> bool {
        let sinks = self.inner.sinks.read().unwrap_or_else(PoisonError::into_inner);
        sinks.get(&channel).is_some_and(|way| way.reaches.contains(&kind))
    }

    /// Leaves the database whole in its own file; for the end of an orderly stop.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn settle_store(&self) -> DeskResult<()> {
        Ok(self.inner.store.checkpoint()?)
    }

    /// Jobs that wait and jobs that were given up, and how late the timer is, in microseconds.
    ///
    /// # Errors
    /// The store is away.
    pub async fn work_waiting(&self) -> DeskResult<(store::rows::JobCounts, i64)> {
        let now = self.now();
        Ok(self
            .inner
            .store
            .read::<_, store::StoreError, _>(move |r| {
                let late = now.as_micros().saturating_sub(r.next_wake()?.as_micros()).max(0);
                Ok((r.job_counts()?, late))
            })
            .await?)
    }

    /// Messages of the last 24 hours that asked for a person.
    ///
    /// # Errors
    /// The store is away.
    pub async fn handoffs_today(&self) -> DeskResult<i64> {
        let now = self.now();
        let from = now.saturating_sub(domain::time::DAY);
        let counted = self
            .inner
            .store
            .read::<_, store::StoreError, _>(move |r| r.handoffs(from, now))
            .await?;
        Ok(counted.into_iter().map(|(_, count)| count).sum())
    }

    /// Promises of the database about itself that are broken, each in words; reads whole tables.
    ///
    /// # Errors
    /// The store is away.
    pub async fn broken_promises(&self) -> DeskResult<Vec<String>> {
        let broken = self
            .inner
            .store
            .read::<_, store::StoreError, _>(|reader| reader.verify())
            .await?;
        let told = broken
            .into_iter()
            .map(|one| format!("{}: {}", one.promise, one.rows));
        Ok(told.collect())
    }

    /// How many statements the store has run; tests bound what a page may cost by it.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.inner.store.statements()
    }
}

/// Refuses a principal without the permission.
pub(crate) fn require(principal: &Principal, permission: Permission) -> DeskResult<()> {
    if principal.may(permission) {
        Ok(())
    } else {
        Err(DeskError::Forbidden(permission))
    }
}
