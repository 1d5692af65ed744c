//! The administrators' first page: the doors and their state in words.

use super::{Door, Page};

/// One channel.
#[derive(Clone, Debug, Default)]
pub struct ChannelState {
    pub door: Door,
    /// Path of the page that says how its letters look; empty for what is no paper.
    pub layout: String,
    pub name: String,
    /// «support@example.org», «127.0.0.1:2525».
    pub address: String,
    /// «Работает», «Не удаётся войти: неверный пароль».
    pub words: String,
    pub well: bool,
    /// What to do, when not well.
    pub advice: String,
    /// «последнее письмо 2 мин назад».
    pub since: String,
    pub exact: String,
}

/// A line about the installation.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    pub label: String,
    pub value: String,
    /// What to do, where something is wrong; empty when it is well.
    pub advice: String,
}

/// `/admin`.
#[derive(Clone, Debug, Default, askama::Template)]
#[template(path = "pages/admin.html")]
pub struct AdminPage {
    pub page: Page,
    pub channels: Vec<ChannelState>,
    /// Database, version, time, calendars known through.
    pub facts: Vec<Fact>,
}
