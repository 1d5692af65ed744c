//! What all handlers share: the desk, the options, the numbers, the live hub.

use crate::catcher::MailCatcher;
use crate::console::lists::Lists;
use crate::metrics::Metrics;
use crate::public::{Chatted, Network, Posts, Room, Talks};
use crate::sample::SampleHost;
use crate::security::Limiter;
use crate::stream::Hub;
use channel::account::Account;
use channel::chat::Chat;
use channel::form::Form;
use channel::phone::Phone;
use channel::{Counts, Tally};
use desk::Desk;
use domain::Role;
use domain::time::MINUTE;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// How the web is set up. Read once, at the start.
#[derive(Clone, Debug)]
pub struct WebOptions {
    /// Port 0 takes a free one; [`crate::serve`] tells which.
    pub listen: SocketAddr,
    /// Path prefix of the installation: empty, or `/okno`.
    pub prefix: String,
    /// Public address with the prefix, without a trailing slash: `https://desk.example.org`.
    pub public_url: String,
    /// Cookies over TLS only. Set it wherever `public_url` is https.
    pub secure_cookies: bool,
    /// Take the client's address from the proxy's `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Who may read `/metrics`.
    pub metrics: MetricsAccess,
    pub workers: usize,
    /// Connections at once, of one worker.
    pub max_connections: usize,
    /// Bytes of a request with attachments.
    pub max_upload: usize,
}

impl Default for WebOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            prefix: String::new(),
            public_url: "http://127.0.0.1:8080".to_owned(),
            secure_cookies: false,
            behind_proxy: false,
            metrics: MetricsAccess::Loopback,
            workers: 2,
            max_connections: 5_000,
            max_upload: 25 << 20,
        }
    }
}

/// Who may read the numbers.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum MetricsAccess {
    /// Only from this machine.
    #[default]
    Loopback,
    All,
}

impl WebOptions {
    /// The public address of a path inside the installation.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.trim_end_matches('/'))
    }

    /// Where the browser goes inside the installation.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// A request's path without the prefix.
    #[must_use]
    pub fn inside<'a>(&self, path: &'a str) -> &'a str {
        path.strip_prefix(self.prefix.as_str()).unwrap_or(path)
    }

    /// Whether browsers come by TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Scheme, host and port of the public address.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        let host = self.public_url.find("://")? + 3;
        let end = self
            .public_url
            .get(host..)?
            .find('/')
            .map_or(self.public_url.len(), |at| host + at);
        self.public_url.get(..end)
    }
}

/// Gives the secret of a name.
pub type SecretOf = fn(&str) -> Option<String>;

/// What the binary may add.
#[derive(Clone)]
pub struct Extras {
    /// Where a demo's outgoing mail lies.
    pub catcher: Option<Arc<dyn MailCatcher>>,
    /// A demo's host, where clients are signed in.
    pub host: Option<Arc<dyn SampleHost>>,
    /// Offered on the log-in page of a demo.
    pub demo_log_ins: Vec<DemoLogIn>,
    pub version: String,
    /// Doors that count by themselves, by name.
    pub doors: Vec<(&'static str, Arc<dyn Tally>)>,
    /// Reads what is typed into public forms; without it there are none.
    pub form: Option<Arc<dyn Form>>,
    /// Reads what visitors of chats say; without it there are none.
    pub chat: Option<Arc<dyn Chat>>,
    /// Proves whose account asks; without it none does.
    pub account: Option<Arc<dyn Account>>,
    /// Reads calls; without it there are none.
    pub phone: Option<Arc<dyn Phone>>,
    /// The secret under a name, from the environment: secrets never stand in the set-up.
    pub secret: SecretOf,
    /// Ends the streams, so that a shutdown need not wait for them.
    pub stop: CancellationToken,
}

impl Default for Extras {
    fn default() -> Self {
        Self {
            catcher: None,
            host: None,
            demo_log_ins: Vec::new(),
            version: String::new(),
            doors: Vec::new(),
            form: None,
            chat: None,
            account: None,
            phone: None,
            secret: |name| std::env::var(name).ok().filter(|secret| !secret.is_empty()),
            stop: CancellationToken::default(),
        }
    }
}

/// Somebody of a demo, whose password is no secret.
#[derive(Clone, Debug)]
pub struct DemoLogIn {
    pub login: String,
    pub password: String,
    pub name: String,
    pub role: Role,
}

/// Shared by all workers.
pub struct App {
    pub desk: Desk,
    pub options: WebOptions,
    pub extras: Extras,
    pub metrics: Metrics,
    pub hub: Hub,
    /// What one address may do on pages without log-in.
    pub visitors: Limiter<IpAddr>,
    /// Private links that were none, by who tried them.
    pub guesses: Limiter<Network>,
    /// Posts to forms.
    pub form_posts: Limiter<Posts>,
    /// What visitors of chats send.
    pub chatted: Limiter<Chatted>,
    /// Who has a talk open.
    pub talks: Talks,
    /// Lists as they were made a moment ago.
    pub lists: Lists,
    /// Where clients' files are while they come in.
    pub uploads: Room,
    /// What the doors of these pages counted by themselves.
    pub doors: Doors,
}

/// The doors that stand here.
#[derive(Default)]
pub struct Doors {
    pub account: Counts,
    pub api: Counts,
    pub chat: Counts,
    pub form: Counts,
    pub phone: Counts,
    /// The client's private page.
    pub page: Counts,
}

impl Doors {
    /// Each by its name.
    pub fn all(&self) -> [(&'static str, &Counts); 6] {
        [
            ("inapp", &self.account),
            ("api", &self.api),
            ("chat", &self.chat),
            ("form", &self.form),
            ("phone", &self.phone),
            ("page", &self.page),
        ]
    }
}

/// Posts of one address to clients' pages in ten minutes.
const VISITOR_POSTS: u32 = 20;
/// Wrong links from one network in ten minutes: a person mistypes, a program guesses.
const GUESSES: u32 = 20;

impl App {
    pub(crate) fn new(desk: Desk, options: WebOptions, extras: Extras, hub: Hub, talks: Talks) -> Self {
        let metrics = Metrics::new(version(&extras));
        let visitors = Limiter::new(VISITOR_POSTS, 10 * MINUTE);
        let guesses = Limiter::new(GUESSES, 10 * MINUTE);
        // Each form has its own measure.
        let form_posts = Limiter::new(u32::MAX, 10 * MINUTE);
        // Each chat has its own measure, too.
        let chatted = Limiter::new(u32::MAX, 10 * MINUTE);
        Self {
            desk,
            options,
            extras,
            metrics,
            hub,
            visitors,
            guesses,
            form_posts,
            chatted,
            talks,
            lists: Lists::default(),
            uploads: Room::default(),
            doors: Doors::default(),
        }
    }

    /// The version of the running build.
    #[must_use]
    pub fn version(&self) -> &str {
        version(&self.extras)
    }
}

fn version(extras: &Extras) -> &str {
    if extras.version.is_empty() {
        env!("CARGO_PKG_VERSION")
    } else {
        &extras.version
    }
}
