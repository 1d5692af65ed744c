//! The custom door and SMS, wired: other systems by signed requests, telephones by whatever gateway the settings describe.

use super::Adapter;
use channel::{Hook, Sink};
use channel_sms::SmsSink;
use channel_webhook::{CustomHook, CustomSink};
use domain::HandleKind;
use std::sync::Arc;

/// Whatever signs.
pub const CUSTOM: Adapter = Adapter {
    kind: channel_webhook::CHANNEL_KIND,
    reaches: &[HandleKind::External],
    live: false,
    way_out: |materials, channel| {
        let now = Arc::clone(&materials.now);
        let sink = CustomSink::new(&channel.settings, materials.secret, materials.http.clone()?, now)?;
        Ok(sink.map(|sink| Arc::new(sink) as Arc<dyn Sink>))
    },
    hook: |materials, channel| {
        let counts = materials.counts(channel_webhook::KIND);
        let hook = CustomHook::new(channel.id, &channel.settings, materials.secret, counts)?;
        Ok(Some(Arc::new(hook) as Arc<dyn Hook>))
    },
    source: |_, _| Ok(None),
    files: |_, _| Ok(None),
    reader: |_| None,
};

/// A gateway; nothing comes in by it.
pub const SMS: Adapter = Adapter {
    kind: channel_sms::CHANNEL_KIND,
    reaches: &[HandleKind::Phone],
    live: false,
    way_out: |materials, channel| {
        let now = Arc::clone(&materials.now);
        let sink = SmsSink::new(&channel.settings, materials.secret, materials.http.clone()?, now)?;
        Ok(Some(Arc::new(sink)))
    },
    hook: |_, _| Ok(None),
    source: |_, _| Ok(None),
    files: |_, _| Ok(None),
    reader: |_| None,
};
