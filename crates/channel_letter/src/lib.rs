//! Paper as a door: what a registrar enters, postal addresses in one spelling, numbers of the registers, and letters of ours
//! laid out as PDF. Pure; the registers are the desk's.

mod address;
mod print;
mod read;
mod settings;
mod sink;
mod template;
#[cfg(test)]
mod tests;

pub use sink::ByHand;

use channel::inbound::{Attachment, Message};
use channel::letter::{Entered, Paper, Sheet, Way, Wrong};
use channel::{ChannelKind, SettingFault};
use domain::Moment;
use domain::ticket::TicketNumber;
use serde_json::Value;
use settings::Settings;
use std::sync::Arc;
use template::Template;

/// The kind's code in `desk.toml`.
pub const KIND: &str = "letter";

/// What the set-up has to know of paper.
pub const CHANNEL_KIND: ChannelKind = ChannelKind {
    code: KIND,
    by_hand: true,
    check: settings::check,
};

/// One door for paper.
#[derive(Clone, Debug)]
pub struct Post {
    settings: Settings,
}

impl Post {
    /// A door with its own settings.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(settings: &Value) -> Result<Self, String> {
        let settings =
            settings::read(settings).map_err(|fault| format!("{}: {}", fault.field, fault.reason))?;
        Ok(Self { settings })
    }
}

impl Paper for Post {
    fn number(&self, way: Way, number: TicketNumber) -> String {
        match way {
            Way::In => self.settings.incoming.show(number),
            Way::Out => self.settings.outgoing.show(number),
        }
    }

    fn address(&self, text: &str) -> Option<String> {
        address::spelled(text)
    }

    fn read(&self, entered: Entered, received: Moment) -> Result<Box<Message>, Vec<Wrong>> {
        read::read(entered, received)
    }

    fn scan(&self, files: Vec<Attachment>) -> Result<Vec<Attachment>, Vec<Wrong>> {
        read::scan(files)
    }

    fn sender(&self) -> Vec<String> {
        self.settings.sender.lines().map(str::to_owned).collect()
    }

    fn print(&self, sheet: &Sheet) -> Result<Vec<u8>, String> {
        print::pdf(sheet, &self.settings.layout)
    }

    fn signature(&self) -> Vec<String> {
        let lines = self.settings.layout.signature.lines();
        lines.map(str::to_owned).collect()
    }

    fn layout(&self) -> Value {
        serde_json::to_value(&self.settings.layout).unwrap_or_default()
    }

    fn with_layout(&self, layout: &Value) -> Result<Arc<dyn Paper>, Vec<SettingFault>> {
        let read: Template = channel::read_settings(layout).map_err(|wrong| {
            let field = wrong.field.as_str();
            vec![template::fault(field, wrong.code, &wrong.reason)]
        })?;
        let faults = settings::layout_faults(&read);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut other = self.clone();
        other.settings.layout = read;
        Ok(Arc::new(other))
    }
}
