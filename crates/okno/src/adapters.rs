//! The adapters there are: one row for each kind of channel. The only place that knows a kind by name.

mod bots;
mod custom;
mod mail;
mod materials;

pub use materials::Materials;

pub use mail::{
    MailAddresses, MailCopies, listener, mail_addresses, mail_way_out, submission, try_certificate,
};

use channel::account::Account;
use channel::chat::Chat;
use channel::form::Form;
use channel::letter::Paper;
use channel::phone::Phone;
use channel::{ChannelKind, Files, Hook, Reread, Sink, Source, no_settings};
use domain::HandleKind;
use domain::setup::Channel;
use std::sync::Arc;

/// A way out; `Ok(None)` where the kind has none, words where it should have one and cannot.
pub type WayOut = Result<Option<Arc<dyn Sink>>, String>;

/// What takes what is pushed; as [`WayOut`].
pub type PushedTo = Result<Option<Arc<dyn Hook>>, String>;

/// What pulls, or listens; as [`WayOut`].
pub type Pulls = Result<Option<Arc<dyn Source>>, String>;

/// What hands over files that were only named; as [`WayOut`].
pub type HandsOver = Result<Option<Arc<dyn Files>>, String>;

/// How one kind of channel works.
pub struct Adapter {
    /// The code in `desk.toml`, and which settings are fit.
    pub kind: ChannelKind,
    /// What its way out reaches.
    pub reaches: &'static [HandleKind],
    /// Its clients are there while we write.
    pub live: bool,
    /// Makes its way out from the channel's own settings.
    pub way_out: fn(&Materials, &Channel) -> WayOut,
    /// Makes what takes what is pushed to it.
    pub hook: fn(&Materials, &Channel) -> PushedTo,
    /// Makes what pulls, or listens, for it alone.
    pub source: fn(&Materials, &Channel) -> Pulls,
    /// Makes what hands over files that its messages only name.
    pub files: fn(&Materials, &Channel) -> HandsOver,
    /// Makes what reads its raw copies again, for the quarantine.
    pub reader: fn(&Materials) -> Option<Arc<dyn Reread>>,
}

/// All adapters.
pub const ADAPTERS: &[Adapter] = &[
    Adapter {
        kind: ChannelKind {
            code: mail::KIND,
            by_hand: false,
            check: no_settings,
        },
        reaches: &[HandleKind::Email],
        live: false,
        way_out: |materials, _| materials.mail.clone().map(Some),
        hook: |_, _| Ok(None),
        source: |_, _| Ok(None),
        files: |_, _| Ok(None),
        reader: |_| Some(Arc::new(MailCopies)),
    },
    // Requests of programs; answers leave by another channel or are fetched.
    Adapter {
        kind: ChannelKind {
            code: "api",
            by_hand: false,
            check: no_settings,
        },
        reaches: &[],
        live: false,
        way_out: |_, _| Ok(None),
        hook: |_, _| Ok(None),
        source: |_, _| Ok(None),
        files: |_, _| Ok(None),
        reader: |_| None,
    },
    // Talks with whoever is on the site; what they do not see in time goes on by mail.
    Adapter {
        kind: channel_chat::CHANNEL_KIND,
        reaches: &[HandleKind::Visitor],
        live: true,
        way_out: |_, channel| Ok(Some(Arc::new(channel_chat::ChatSink::new(&channel.settings)?))),
        hook: |_, _| Ok(None),
        source: |_, _| Ok(None),
        files: |_, _| Ok(None),
        reader: |_| None,
    },
    // Calls, logged by hand or told by an exchange; they are answers themselves, and nothing else leaves by it.
    Adapter {
        kind: channel_phone::CHANNEL_KIND,
        reaches: &[],
        live: false,
        way_out: |_, _| Ok(None),
        hook: |_, _| Ok(None),
        source: |_, _| Ok(None),
        files: |_, _| Ok(None),
        reader: |_| None,
    },
    // Paper: registered by hand when it comes, carried by hand when it goes.
    Adapter {
        kind: channel_letter::CHANNEL_KIND,
        reaches: &[HandleKind::Postal],
        live: false,
        way_out: |_, _| Ok(Some(Arc::new(channel_letter::ByHand))),
        hook: |_, _| Ok(None),
        source: |_, _| Ok(None),
        files: |_, _| Ok(None),
        reader: |_| None,
    },
    // Bots of messengers, fetched from or pushed to.
    bots::TELEGRAM,
    bots::MAX,
    // Whatever signs what it pushes, and takes what is signed.
    custom::CUSTOM,
    custom::SMS,
    // The client's account and app: asked at the pages with tokens of the host.
    Adapter {
        kind: channel_inapp::CHANNEL_KIND,
        reaches: &[HandleKind::Account],
        live: false,
        way_out: |materials, channel| {
            let (http, now) = (materials.http.clone(), Arc::clone(&materials.now));
            let sink = channel_inapp::AccountSink::new(&channel.settings, materials.secret, http, now)?;
            Ok(Some(Arc::new(sink)))
        },
        hook: |_, _| Ok(None),
        source: |_, _| Ok(None),
        files: |_, _| Ok(None),
        reader: |_| None,
    },
    // Requests of the site's form; answers leave by mail.
    Adapter {
        kind: channel_form::CHANNEL_KIND,
        reaches: &[],
        live: false,
        way_out: |_, _| Ok(None),
        hook: |_, _| Ok(None),
        source: |_, _| Ok(None),
        files: |_, _| Ok(None),
        reader: |_| Some(Arc::new(channel_form::FormCopies)),
    },
];

/// What the set-up has to know of all kinds.
pub fn kinds() -> Vec<ChannelKind> {
    ADAPTERS.iter().map(|adapter| adapter.kind).collect()
}

/// What reads filled forms.
pub fn form() -> Arc<dyn Form> {
    Arc::new(channel_form::WebForm)
}

/// What reads visitors of chats.
pub fn chat() -> Arc<dyn Chat> {
    Arc::new(channel_chat::SiteChat)
}

/// What reads calls.
pub fn phone() -> Arc<dyn Phone> {
    Arc::new(channel_phone::Telephone)
}

/// What registers and prints paper, if the channel is for paper.
pub fn paper(channel: &Channel) -> Result<Option<Arc<dyn Paper>>, String> {
    if channel.kind != channel_letter::KIND {
        return Ok(None);
    }
    Ok(Some(Arc::new(channel_letter::Post::new(&channel.settings)?)))
}

/// What proves whose account asks.
pub fn account() -> Arc<dyn Account> {
    Arc::new(channel_inapp::HostAccount)
}

/// The adapter of a kind.
pub fn of_kind(kind: &str) -> Result<&'static Adapter, String> {
    ADAPTERS
        .iter()
        .find(|adapter| adapter.kind.code == kind)
        .ok_or_else(|| {
            let known: Vec<&str> = ADAPTERS.iter().map(|adapter| adapter.kind.code).collect();
            format!(
                "this Okno has no channels of the kind “{kind}”; it has {}",
                known.join(", ")
            )
        })
}
