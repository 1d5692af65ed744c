//! A desk for a test: on its own database, with a clock to move, people to act as, and a door out to look into.

use crate::clock::TestClock;
use crate::database::TestDatabase;
use crate::sink::TestSink;
use channel::{ChannelKind, Intake, IntakeError, Receipt, Sighting, no_settings};
use desk::people::{NewOperator, PasswordCost};
use desk::read::{TicketView, View};
use desk::{Desk, DeskOptions};
use domain::{Actor, ChannelId, HandleKind, Moment, Now, Principal, Role};
use std::path::PathBuf;
use std::sync::Arc;

/// The desk of the worked examples: Moscow, office hours, one mail door, one door for programs.
pub const DESK_TOML: &str = include_str!("desk.toml");
/// When tests begin unless they say otherwise: a Tuesday morning of the worked examples.
pub const BEGIN: &str = "2026-04-14T09:30:00+03:00";

/// The kinds of channels a test may set up.
pub const KINDS: [ChannelKind; 11] = [
    ChannelKind {
        code: "email",
        by_hand: false,
        check: no_settings,
    },
    ChannelKind {
        code: "api",
        by_hand: false,
        check: no_settings,
    },
    channel_form::CHANNEL_KIND,
    channel_chat::CHANNEL_KIND,
    channel_phone::CHANNEL_KIND,
    channel_letter::CHANNEL_KIND,
    channel_messenger::TELEGRAM,
    channel_messenger::MAX,
    channel_webhook::CHANNEL_KIND,
    channel_sms::CHANNEL_KIND,
    channel_inapp::CHANNEL_KIND,
];

/// What reads filled forms, as the binary lends it to the pages.
#[must_use]
pub fn form_door() -> Arc<dyn channel::form::Form> {
    Arc::new(channel_form::WebForm)
}

/// What reads visitors of chats, as the binary lends it to the pages.
#[must_use]
pub fn chat_door() -> Arc<dyn channel::chat::Chat> {
    Arc::new(channel_chat::SiteChat)
}

/// What proves whose account asks, as the binary lends it to the pages.
#[must_use]
pub fn account_door() -> Arc<dyn channel::account::Account> {
    Arc::new(channel_inapp::HostAccount)
}

/// What reads calls, as the binary lends it to the pages.
#[must_use]
pub fn phone_door() -> Arc<dyn channel::phone::Phone> {
    Arc::new(channel_phone::Telephone)
}

/// What reads forms again that were set aside, as the binary does.
#[must_use]
pub fn form_reader() -> Arc<dyn channel::Reread> {
    Arc::new(channel_form::FormCopies)
}

/// A desk and everything a test needs around it.
pub struct TestDesk {
    pub desk: Desk,
    pub clock: Arc<TestClock>,
    pub sink: Arc<TestSink>,
    objects: PathBuf,
    // Dropped last: the desk lets go of its connections first.
    _database: TestDatabase,
}

impl TestDesk {
    /// The desk of [`DESK_TOML`].
    pub async fn new(database: TestDatabase) -> Self {
        Self::with(database, DESK_TOML).await
    }

    /// A desk with a set-up of the test's own.
    ///
    /// # Panics
    /// The desk cannot be opened or set up.
    pub async fn with(database: TestDatabase, toml: &str) -> Self {
        let clock = Arc::new(TestClock::at(BEGIN));
        let store = database.open(Arc::clone(&clock) as Arc<dyn Now>);
        let objects = std::env::temp_dir().join(format!("okno-objects-{}", domain::id::secret(12)));
        let desk = open_desk(store, Arc::clone(&clock) as Arc<dyn Now>, objects.clone()).await;
        desk.apply_setup(Actor::System, toml)
            .await
            .unwrap_or_else(|error| panic!("the set-up applies: {error}"));
        let sink = Arc::new(TestSink::default());
        send_into(&desk, &sink);
        Self {
            desk,
            clock,
            sink,
            objects,
            _database: database,
        }
    }

    /// Opens the same desk anew, after something else had its database for itself.
    ///
    /// # Panics
    /// The desk cannot be opened.
    pub async fn reopen(&mut self) {
        let clock = Arc::clone(&self.clock) as Arc<dyn Now>;
        let store = self._database.open(Arc::clone(&clock));
        let options = self.desk.options().clone();
        self.desk = Desk::open(store, clock, options)
            .await
            .unwrap_or_else(|error| panic!("the desk opens: {error}"));
        send_into(&self.desk, &self.sink);
    }

    /// The desk's database as another process sees it.
    #[must_use]
    pub fn another_store(&self) -> store::Store {
        self._database
            .open_as(Arc::clone(&self.clock) as Arc<dyn Now>, "another")
    }

    /// One of our people.
    ///
    /// # Panics
    /// The login is taken.
    pub async fn person(&self, name: &str, role: Role) -> Principal {
        let new = NewOperator {
            login: format!("{}@desk.example", name.to_lowercase()),
            name: name.into(),
            role,
            password: None,
            lang: "ru".into(),
            zone: "Europe/Moscow".into(),
            teams: Vec::new(),
        };
        let operator = self
            .desk
            .add_operator(Actor::System, new)
            .await
            .unwrap_or_else(|error| panic!("{name} joins: {error}"));
        Principal::Operator {
            id: operator.id,
            role,
        }
    }

    /// The door of that name.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    pub fn channel(&self, name: &str) -> ChannelId {
        let setup = self.desk.setup();
        let found = setup.channels.iter().find(|channel| channel.name == name);
        found.unwrap_or_else(|| panic!("no channel {name}")).id
    }

    /// Opens the way out of a chat, as the binary does.
    ///
    /// # Panics
    /// There is no such chat, or its settings make none.
    pub fn open_chat(&self, name: &str) -> ChannelId {
        let id = self.channel(name);
        let setup = self.desk.setup();
        let settings = setup.channel(id).map(|channel| channel.settings.clone());
        let sink = channel_chat::ChatSink::new(&settings.unwrap_or_default())
            .unwrap_or_else(|error| panic!("a chat: {error}"));
        self.desk.set_sink(id, &[HandleKind::Visitor], Arc::new(sink));
        self.desk.set_live(id);
        id
    }

    /// Opens a door for paper, as the binary does.
    ///
    /// # Panics
    /// There is no such door, or its settings make none.
    pub fn open_post(&self, name: &str) -> ChannelId {
        let id = self.channel(name);
        let setup = self.desk.setup();
        let settings = setup.channel(id).map(|channel| channel.settings.clone());
        let post = channel_letter::Post::new(&settings.unwrap_or_default())
            .unwrap_or_else(|error| panic!("a door for paper: {error}"));
        self.desk.set_paper(id, Arc::new(post));
        self.desk
            .set_sink(id, &[HandleKind::Postal], Arc::new(channel_letter::ByHand));
        id
    }

    /// The same desk as another node has it open.
    ///
    /// # Panics
    /// The desk cannot be opened.
    pub async fn node(&self, name: &str) -> Desk {
        let clock = Arc::clone(&self.clock) as Arc<dyn Now>;
        let store = self._database.open_as(Arc::clone(&clock), name);
        open_desk(store, clock, self.objects.clone()).await
    }

    /// Opens the way to clients' accounts, by the settings of a channel.
    ///
    /// # Panics
    /// There is no such channel, or its settings make none.
    pub fn open_account(&self, name: &str, secret: fn(&str) -> Option<String>) -> ChannelId {
        let id = self.channel(name);
        let setup = self.desk.setup();
        let settings = setup.channel(id).map(|channel| channel.settings.clone());
        let http = channel::http::Http::new(vec!["127.0.0.1".to_owned()]);
        let now = Arc::clone(&self.clock) as Arc<dyn domain::Now>;
        let sink = channel_inapp::AccountSink::new(&settings.unwrap_or_default(), secret, http, now)
            .unwrap_or_else(|error| panic!("an account: {error}"));
        self.desk.set_sink(id, &[HandleKind::Account], Arc::new(sink));
        id
    }

    /// Takes a sighting in.
    ///
    /// # Errors
    /// The intake's own.
    pub async fn accept(&self, sighting: Sighting) -> Result<Receipt, IntakeError> {
        self.desk.accept(sighting).await
    }

    /// Takes a message in that must be taken.
    ///
    /// # Panics
    /// It is not.
    pub async fn take(&self, message: crate::MessageBuilder) -> Receipt {
        let sighting = message.sighting(self);
        self.accept(sighting)
            .await
            .unwrap_or_else(|error| panic!("taken in: {error}"))
    }

    /// Lets the timer and the jobs do all that is due now.
    ///
    /// # Panics
    /// The store is away.
    pub async fn settle(&self) {
        self.desk
            .fire_due()
            .await
            .unwrap_or_else(|error| panic!("the timer: {error}"));
        self.desk
            .warn_due()
            .await
            .unwrap_or_else(|error| panic!("the warnings: {error}"));
        self.desk
            .feed_webhooks()
            .await
            .unwrap_or_else(|error| panic!("the webhooks: {error}"));
        self.desk
            .work_off_jobs()
            .await
            .unwrap_or_else(|error| panic!("the jobs: {error}"));
    }

    /// The ticket as a supervisor sees it now.
    ///
    /// # Panics
    /// There is none.
    pub async fn ticket(&self, public_id: &str) -> TicketView {
        let reader = self
            .desk
            .read(&Self::supervisor())
            .unwrap_or_else(|error| panic!("reads: {error}"));
        let view = reader.ticket(public_id, None, self.now()).await;
        view.unwrap_or_else(|error| panic!("ticket {public_id}: {error}"))
    }

    /// The public ids of a view's first page.
    ///
    /// # Panics
    /// The store is away.
    pub async fn inbox(&self, view: View) -> Vec<String> {
        let reader = self
            .desk
            .read(&Self::supervisor())
            .unwrap_or_else(|error| panic!("reads: {error}"));
        let page = reader.inbox(desk::read::InboxQuery::of(view, self.now())).await;
        page.unwrap_or_else(|error| panic!("inbox: {error}"))
            .rows
            .into_iter()
            .map(|row| row.public_id)
            .collect()
    }

    /// Somebody who may see everything and is nobody.
    #[must_use]
    pub fn supervisor() -> Principal {
        Principal::Operator {
            id: domain::OperatorId(0),
            role: Role::Supervisor,
        }
    }

    /// The present instant of the test.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }
}

/// Mail goes into the sink.
/// A desk over a store, as it is set up there.
///
/// # Panics
/// The desk cannot be opened.
pub async fn open_desk(store: store::Store, clock: Arc<dyn Now>, objects: PathBuf) -> Desk {
    let options = DeskOptions {
        objects,
        site: "https://desk.example".into(),
        message_domain: "desk.example".into(),
        password_cost: PasswordCost {
            memory_kib: 64,
            passes: 1,
        },
        kinds: KINDS.to_vec(),
    };
    Desk::open(store, clock, options)
        .await
        .unwrap_or_else(|error| panic!("the desk opens: {error}"))
}

fn send_into(desk: &Desk, sink: &Arc<TestSink>) {
    for channel in desk
        .setup()
        .channels
        .iter()
        .filter(|channel| channel.kind == "email")
    {
        desk.set_sink(
            channel.id,
            &[HandleKind::Email],
            Arc::clone(sink) as Arc<dyn channel::Sink>,
        );
    }
}

impl Drop for TestDesk {
    fn drop(&mut self) {
        // A test that kept no large bytes has no folder.
        if let Err(error) = std::fs::remove_dir_all(&self.objects)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            eprintln!("objects of a test were left behind: {error}");
        }
    }
}
