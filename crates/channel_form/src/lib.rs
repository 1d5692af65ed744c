//! The public web form as a door: what a form asks, by its settings, and what a filled one says. Pure: pages show it,
//! the desk decides.

mod copy;
mod fill;
mod reread;
mod settings;
#[cfg(test)]
mod tests;

pub use reread::FormCopies;

use channel::form::{Filled, Form, FormSpec, Typed, Wrong};
use channel::{Attachment, ChannelKind, Checked};
use domain::Moment;
use serde_json::Value;

/// The kind's code in `desk.toml`.
pub const KIND: &str = "form";

/// What the set-up has to know of forms.
pub const CHANNEL_KIND: ChannelKind = ChannelKind {
    code: KIND,
    by_hand: false,
    check,
};

fn check(settings: &Value) -> Checked {
    settings::check(settings).1
}

/// The form.
#[derive(Copy, Clone, Debug, Default)]
pub struct WebForm;

impl Form for WebForm {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn spec(&self, settings: &Value) -> Option<FormSpec> {
        settings::check(settings).0
    }

    fn read(
        &self,
        spec: &FormSpec,
        typed: &Typed,
        files: Vec<Attachment>,
        at: Moment,
    ) -> Result<Filled, Vec<Wrong>> {
        fill::fill(spec, typed, files, at)
    }
}
