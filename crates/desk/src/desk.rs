//! The desk itself: the store, the present set-up, the sinks, and what keeps them together.

use crate::error::{DeskError, DeskResult};
use crate::receive::{self, IntakeQueue};
use channel::Sink;
use domain::setup::Setup;
use domain::{ChannelId, Moment, Now, Permission, Principal};
use std::collections::HashMap;
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
    sinks: RwLock<HashMap<ChannelId, Arc<dyn Sink>>>,
    tail: crate::tail::Tail,
    intake: IntakeQueue,
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
        // A database of many writers fills the wait of one commit with the next batch.
        let (intake, run_intake) = receive::start(if store.is_shared() { 2 } else { 1 });
        let inner = Inner {
            store,
            clock,
            options,
            setup: RwLock::new(Arc::new(Setup::default())),
            sinks: RwLock::default(),
            tail,
            intake,
        };
        let desk = Self { inner: Arc::new(inner) };
        run_intake(WeakDesk(Arc::downgrade(&desk.inner)));
        desk.reload_setup().await?;
        Ok(desk)
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

    pub(crate) fn set_setup(&self, setup: Setup) {
        *self.inner.setup.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(setup);
    }

    /// The tail of events: who follows it learns of every commit, of any process.
    #[must_use]
    pub fn tail(&self) -> &crate::tail::Tail {
        &self.inner.tail
    }

    /// Gives a channel the adapter that brings its messages out.
    pub fn set_sink(&self, channel: ChannelId, sink: Arc<dyn Sink>) {
        self.inner.sinks.write().unwrap_or_else(PoisonError::into_inner).insert(channel, sink);
    }

    pub(crate) fn sink(&self, channel: ChannelId) -> Option<Arc<dyn Sink>> {
        self.inner.sinks.read().unwrap_or_else(PoisonError::into_inner).get(&channel).cloned()
    }

    /// How many statements the store has run; tests bound what a page may cost by it.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.inner.store.statements()
    }
}

/// Refuses a principal without the permission.
pub(crate) fn require(principal: &Principal, permission: Permission) -> DeskResult<()> {
    if principal.may(permission) { Ok(()) } else { Err(DeskError::Forbidden(permission)) }
}
