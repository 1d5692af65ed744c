//! Doors of other systems, opened as the binary opens them: the custom door and a messenger's bot, which are pushed to, and the
//! gateway of SMS.

use crate::TestDesk;
use channel::Counts;
use channel::http::Http;
use channel_messenger::{Bot, Materials, Telegram};
use channel_sms::SmsSink;
use channel_webhook::CustomHook;
use domain::{ChannelId, HandleKind, Now};
use std::sync::Arc;

impl TestDesk {
    /// Opens what a custom door takes in.
    ///
    /// # Panics
    /// There is no such channel, or its settings make none.
    pub fn open_custom_door(
        &self,
        name: &str,
        secret: fn(&str) -> Option<String>,
    ) -> (ChannelId, Arc<Counts>) {
        let (id, counts) = (self.channel(name), Arc::new(Counts::default()));
        let hook = CustomHook::new(id, &self.settings_of(id), secret, Arc::clone(&counts))
            .unwrap_or_else(|error| panic!("a custom door: {error}"));
        self.desk.set_hook(id, Some(Arc::new(hook)));
        (id, counts)
    }

    /// Opens a bot of Telegram's that is pushed to.
    ///
    /// # Panics
    /// There is no such channel, or its settings make none.
    pub fn open_bot(&self, name: &str, secret: fn(&str) -> Option<String>) -> (ChannelId, Arc<Counts>) {
        let (id, counts) = (self.channel(name), Arc::new(Counts::default()));
        let materials = Materials {
            http: Http::new(vec!["127.0.0.1".to_owned()]).unwrap_or_else(|error| panic!("HTTP: {error}")),
            now: Arc::clone(&self.clock) as Arc<dyn Now>,
            secret,
            site: "https://desk.example".to_owned(),
            counts: Arc::clone(&counts),
        };
        let hook = Bot::new(Arc::new(Telegram), id, &self.settings_of(id), &materials)
            .and_then(|bot| bot.hook())
            .unwrap_or_else(|error| panic!("a bot: {error}"));
        let hook = hook.unwrap_or_else(|| panic!("this bot fetches"));
        self.desk.set_hook(id, Some(Arc::new(hook)));
        (id, counts)
    }

    /// Opens the way out by SMS.
    ///
    /// # Panics
    /// There is no such channel, or its settings make none.
    pub fn open_sms(&self, name: &str) -> ChannelId {
        let id = self.channel(name);
        let http = Http::new(vec!["127.0.0.1".to_owned()]).unwrap_or_else(|error| panic!("HTTP: {error}"));
        let now = Arc::clone(&self.clock) as Arc<dyn Now>;
        let sink = SmsSink::new(&self.settings_of(id), |_| None, http, now)
            .unwrap_or_else(|error| panic!("a gateway of SMS: {error}"));
        self.desk.set_sink(id, &[HandleKind::Phone], Arc::new(sink));
        id
    }

    fn settings_of(&self, id: ChannelId) -> serde_json::Value {
        let setup = self.desk.setup();
        setup
            .channel(id)
            .map(|channel| channel.settings.clone())
            .unwrap_or_default()
    }
}
