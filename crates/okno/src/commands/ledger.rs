//! `okno ledger`: everything seen at any door, by what became of it, and whether it adds up.

use crate::cli::Where;
use crate::config::Config;
use crate::failure::{End, Failure};
use crate::open::{self, How};
use domain::ChannelId;
use domain::ledger::Balance;
use domain::setup::Setup;
use serde::Serialize;
use std::collections::BTreeMap;
use store::StoreError;

/// What one door saw.
#[derive(Debug, Serialize)]
struct Line {
    channel: String,
    id: String,
    kind: String,
    adds_up: bool,
    #[serde(flatten)]
    balance: Balance,
}

/// What all doors saw.
#[derive(Debug, Serialize)]
struct Account {
    adds_up: bool,
    total: Balance,
    channels: Vec<Line>,
}

pub fn run(at: &Where, json: bool) -> Result<End, Failure> {
    tell(&super::settings(at)?, json)
}

/// The same, for a command that has read its settings.
pub fn tell(config: &Config, json: bool) -> Result<End, Failure> {
    let account = super::block_on(async {
        let (store, desk) = open::both(config, How::AS_IT_IS).await?;
        let doors = store.read::<_, StoreError, _>(|r| r.ledger_balance()).await?;
        Ok(account(&doors, &desk.setup()))
    })?;
    let text = if json {
        let text = serde_json::to_string_pretty(&account);
        text.map_err(|error| Failure::said(format!("the ledger cannot be written as JSON: {error}")))? + "\n"
    } else {
        table(&account)
    };
    super::print(&text)?;
    Ok(if account.adds_up { End::Done } else { End::Failed })
}

fn account(doors: &BTreeMap<ChannelId, Balance>, setup: &Setup) -> Account {
    let mut total = Balance::default();
    let mut channels = Vec::new();
    for channel in &setup.channels {
        let balance = doors.get(&channel.id).cloned().unwrap_or_default();
        channels.push(Line {
            channel: channel.name.clone(),
            id: channel.public_id.clone(),
            kind: channel.kind.clone(),
            adds_up: balance.adds_up(),
            balance,
        });
    }
    for balance in doors.values() {
        total.seen += balance.seen;
        total.opened += balance.opened;
        total.appended += balance.appended;
        total.duplicate += balance.duplicate;
        total.quarantined += balance.quarantined;
        total.rejected += balance.rejected;
    }
    // Two wrong doors must not make a right sum.
    let adds_up = doors.values().all(Balance::adds_up);
    Account {
        adds_up,
        total,
        channels,
    }
}

const HEAD: [&str; 7] = [
    "channel",
    "seen",
    "opened",
    "appended",
    "duplicate",
    "quarantined",
    "rejected",
];

fn table(account: &Account) -> String {
    let names = account.channels.iter().map(|line| line.channel.chars().count());
    let longest = names.max().unwrap_or_default().max(HEAD[0].len());
    let mut text = row(HEAD, longest, "");
    for line in &account.channels {
        text += &numbers(&line.channel, &line.balance, longest);
    }
    text += &numbers("total", &account.total, longest);
    let (seen, fates) = (account.total.seen, account.total.fates());
    let verdict = if account.adds_up {
        format!("It adds up: {seen} seen, each with a fate.")
    } else {
        format!(
            "It does NOT add up: {seen} seen, {fates} with a fate. Keep the database as it is and report this: something \
             was counted and not written down, or the other way round."
        )
    };
    text + "\n" + &verdict + "\n"
}

fn numbers(name: &str, b: &Balance, longest: usize) -> String {
    let counts = [
        b.seen,
        b.opened,
        b.appended,
        b.duplicate,
        b.quarantined,
        b.rejected,
    ];
    let [seen, opened, appended, duplicate, quarantined, rejected] = &counts.map(|count| count.to_string());
    let mark = if b.adds_up() { "" } else { "  does not add up" };
    row(
        [name, seen, opened, appended, duplicate, quarantined, rejected],
        longest,
        mark,
    )
}

fn row(cells: [&str; 7], longest: usize, mark: &str) -> String {
    let [name, seen, opened, appended, duplicate, quarantined, rejected] = cells;
    let pad = " ".repeat(longest.saturating_sub(name.chars().count()));
    format!(
        "{name}{pad}  {seen:>9}  {opened:>9}  {appended:>9}  {duplicate:>9}  {quarantined:>11}  {rejected:>9}{mark}\n"
    )
}
