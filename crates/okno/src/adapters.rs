//! The adapters there are: one row for each kind of channel. The only place that knows a kind by name.

mod mail;

pub use mail::{
    MailAddresses, MailCopies, listener, mail_addresses, mail_way_out, submission, try_certificate,
};

use channel::form::Form;
use channel::{ChannelKind, Reread, Sink, no_settings};
use domain::HandleKind;
use std::sync::Arc;

/// What adapters are made from.
#[derive(Clone)]
pub struct Materials {
    /// The way out for mail, or in words why there is none.
    pub mail: Result<Arc<dyn Sink>, String>,
    /// Host names of relays whose word about times is believed.
    pub trusted_relays: Vec<String>,
}

/// A way out; `Ok(None)` where the kind has none, words where it should have one and cannot.
pub type WayOut = Result<Option<Arc<dyn Sink>>, String>;

/// How one kind of channel works.
pub struct Adapter {
    /// The code in `desk.toml`, and which settings are fit.
    pub kind: ChannelKind,
    /// What its way out reaches.
    pub reaches: &'static [HandleKind],
    /// Makes its way out.
    pub way_out: fn(&Materials) -> WayOut,
    /// Makes what reads its raw copies again, for the quarantine.
    pub reader: fn(&Materials) -> Option<Arc<dyn Reread>>,
}

/// All adapters.
pub const ADAPTERS: &[Adapter] = &[
    Adapter {
        kind: ChannelKind {
            code: mail::KIND,
            check: no_settings,
        },
        reaches: &[HandleKind::Email],
        way_out: |materials| materials.mail.clone().map(Some),
        reader: |materials| {
            let trusted_relays = materials.trusted_relays.clone();
            Some(Arc::new(MailCopies { trusted_relays }))
        },
    },
    // Requests of programs; answers leave by another channel or are fetched.
    Adapter {
        kind: ChannelKind {
            code: "api",
            check: no_settings,
        },
        reaches: &[],
        way_out: |_| Ok(None),
        reader: |_| None,
    },
    // Requests of the site's form; answers leave by mail.
    Adapter {
        kind: channel_form::CHANNEL_KIND,
        reaches: &[],
        way_out: |_| Ok(None),
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
