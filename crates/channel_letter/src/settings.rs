//! The settings of a door for paper: how its registers number letters, and how letters of ours begin.

use crate::print;
use crate::template::Template;
use channel::{Checked, SettingFault};
use domain::number::NumberFormat;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Lines of the sender's details.
const LINES: usize = 8;
/// Characters of a line.
const LINE: usize = 80;

/// `[channel.settings]` of a door for paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How letters that came are numbered; anew every year.
    #[serde(default = "incoming", deserialize_with = "format")]
    pub incoming: NumberFormat,
    /// How letters of ours are numbered; anew every year.
    #[serde(default = "outgoing", deserialize_with = "format")]
    pub outgoing: NumberFormat,
    /// Name, postal address, telephone: the head of a letter, one a line.
    #[serde(default)]
    pub sender: String,
    /// How letters of ours look.
    #[serde(default)]
    pub layout: Template,
}

fn format<'de, D: Deserializer<'de>>(from: D) -> Result<NumberFormat, D::Error> {
    let text = String::deserialize(from)?;
    text.parse().map_err(serde::de::Error::custom)
}

fn incoming() -> NumberFormat {
    "Вх-{serial}/{year}".parse().unwrap_or_default()
}

fn outgoing() -> NumberFormat {
    "Исх-{serial}/{year}".parse().unwrap_or_default()
}

/// Reads settings.
///
/// # Errors
/// Where their shape is wrong.
pub fn read(settings: &Value) -> Result<Settings, SettingFault> {
    channel::read_settings(settings)
}

/// Everything that is wrong.
pub fn check(settings: &Value) -> Checked {
    let faults = match read(settings) {
        Err(fault) => vec![fault],
        Ok(settings) => {
            let lines: Vec<&str> = settings.sender.lines().collect();
            let long = lines.len() > LINES || lines.iter().any(|line| line.chars().count() > LINE);
            let fault = SettingFault {
                field: "sender".to_owned(),
                code: "too_long",
                reason: format!("the head of a letter has at most {LINES} lines of {LINE} characters"),
            };
            let mut faults = if long { vec![fault] } else { Vec::new() };
            faults.extend(layout_faults(&settings.layout));
            faults
        }
    };
    Checked {
        faults,
        ..Checked::default()
    }
}

/// What is wrong with a layout, and with how its parts lie to one another.
pub fn layout_faults(layout: &Template) -> Vec<SettingFault> {
    let faults = layout.faults();
    if faults.is_empty() {
        print::collisions(layout)
    } else {
        faults
    }
}
