//! Bots of messengers, wired: one row a vendor.

use super::{Adapter, HandsOver, Materials, Pulls, PushedTo, WayOut};
use channel::Hook;
use channel_messenger::{Bot, Max, Telegram, Vendor};
use domain::HandleKind;
use domain::setup::Channel;
use std::sync::Arc;

/// Telegram.
pub const TELEGRAM: Adapter = Adapter {
    kind: channel_messenger::TELEGRAM,
    reaches: &[HandleKind::Telegram],
    live: false,
    way_out: |materials, channel| way_out(Arc::new(Telegram), materials, channel),
    hook: |materials, channel| hook(Arc::new(Telegram), materials, channel),
    source: |materials, channel| source(Arc::new(Telegram), materials, channel),
    files: |materials, channel| files(Arc::new(Telegram), materials, channel),
    reader: |_| None,
};

/// MAX.
pub const MAX: Adapter = Adapter {
    kind: channel_messenger::MAX,
    reaches: &[HandleKind::Max],
    live: false,
    way_out: |materials, channel| way_out(Arc::new(Max), materials, channel),
    hook: |materials, channel| hook(Arc::new(Max), materials, channel),
    source: |materials, channel| source(Arc::new(Max), materials, channel),
    files: |materials, channel| files(Arc::new(Max), materials, channel),
    reader: |_| None,
};

fn bot(vendor: Arc<dyn Vendor>, materials: &Materials, channel: &Channel) -> Result<Bot, String> {
    let own = channel_messenger::Materials {
        http: materials.http.clone()?,
        now: Arc::clone(&materials.now),
        secret: materials.secret,
        site: materials.site.clone(),
        counts: materials.counts(vendor.kind()),
    };
    Bot::new(vendor, channel.id, &channel.settings, &own)
}

fn way_out(vendor: Arc<dyn Vendor>, materials: &Materials, channel: &Channel) -> WayOut {
    Ok(Some(Arc::new(bot(vendor, materials, channel)?.sink())))
}

fn hook(vendor: Arc<dyn Vendor>, materials: &Materials, channel: &Channel) -> PushedTo {
    let hook = bot(vendor, materials, channel)?.hook()?;
    Ok(hook.map(|hook| Arc::new(hook) as Arc<dyn Hook>))
}

fn source(vendor: Arc<dyn Vendor>, materials: &Materials, channel: &Channel) -> Pulls {
    Ok(Some(Arc::new(bot(vendor, materials, channel)?.source())))
}

fn files(vendor: Arc<dyn Vendor>, materials: &Materials, channel: &Channel) -> HandsOver {
    Ok(Some(Arc::new(bot(vendor, materials, channel)?.files())))
}
