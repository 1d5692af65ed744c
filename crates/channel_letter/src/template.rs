//! How letters of ours look: head, place of the address, margins, sizes, signature and foot. Millimetres from the upper left
//! corner of an A4 page; sizes of type in points. What is left out is as built in.

use channel::SettingFault;
use serde::{Deserialize, Serialize};

/// Of A4.
pub const WIDTH: f32 = 210.0;
/// Lines of the head, of the signature, of the foot, and characters of a line.
const LINES: usize = 8;
const LINE: usize = 100;
/// Margins, sizes of type.
const MARGINS: (f32, f32) = (5.0, 60.0);
const SIZES: (f32, f32) = (7.0, 16.0);
/// A window is no smaller, and lies within the upper part of a page.
const WINDOW: (f32, f32) = (50.0, 20.0);
const WINDOW_ENDS: f32 = 140.0;
/// Room beside the window for number and date.
const BESIDE: f32 = 40.0;

/// `[channel.settings.layout]`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Template {
    /// What stands above everything, one a line, in place of the sender's details; empty: those.
    pub letterhead: String,
    pub align: Align,
    /// The window of an envelope in which the address shows; left out: the address stands at the right of the sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Place>,
    pub margins: Margins,
    pub sizes: Sizes,
    /// Under the words, one a line; empty: the brand's signature.
    pub signature: String,
    /// At the foot of every page, one a line.
    pub footer: String,
}

/// Where the lines of the head stand.
#[derive(Copy, Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    Left,
    #[default]
    Center,
    Right,
}

/// A window.
#[derive(Copy, Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

/// Margins: 25 mm for the binding at the left.
#[derive(Copy, Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Margins {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
}

impl Default for Margins {
    fn default() -> Self {
        Self {
            left: 25.0,
            right: 15.0,
            top: 20.0,
            bottom: 20.0,
        }
    }
}

/// Sizes of type.
#[derive(Copy, Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sizes {
    /// Of subject, words, address and signature.
    pub text: f32,
    /// Of number, sender and foot.
    pub small: f32,
}

impl Default for Sizes {
    fn default() -> Self {
        Self {
            text: 11.0,
            small: 9.0,
        }
    }
}

impl Template {
    /// Everything that is wrong, below `layout`.
    #[must_use]
    pub fn faults(&self) -> Vec<SettingFault> {
        let mut faults = Vec::new();
        let texts = [
            ("letterhead", &self.letterhead),
            ("signature", &self.signature),
            ("footer", &self.footer),
        ];
        for (field, text) in texts {
            if text.lines().count() > LINES || text.lines().any(|line| line.chars().count() > LINE) {
                let reason = format!("at most {LINES} lines of {LINE} characters");
                faults.push(fault(field, "too_long", &reason));
            }
        }
        let (margins, sizes) = (self.margins, self.sizes);
        let numbers = [
            ("margins.left", margins.left, MARGINS, "mm"),
            ("margins.right", margins.right, MARGINS, "mm"),
            ("margins.top", margins.top, MARGINS, "mm"),
            ("margins.bottom", margins.bottom, MARGINS, "mm"),
            ("sizes.text", sizes.text, SIZES, "pt"),
            ("sizes.small", sizes.small, SIZES, "pt"),
        ];
        for (field, value, (least, most), unit) in numbers {
            if !(least..=most).contains(&value) {
                let reason = format!("write {least} to {most} {unit}");
                faults.push(fault(field, "out_of_range", &reason));
            }
        }
        if let Some(place) = self.address {
            self.window(place, &mut faults);
        }
        faults
    }

    fn window(&self, place: Place, faults: &mut Vec<SettingFault>) {
        let mut wrong = |field: &str, reason: String| {
            faults.push(fault(&format!("address.{field}"), "out_of_range", &reason));
        };
        let (width, height) = WINDOW;
        let ends = |from: f32, length: f32, most: f32| from >= 0.0 && from + length <= most;
        if !(width..=WIDTH).contains(&place.width) {
            wrong("width", format!("a window is at least {width} mm wide"));
        } else if !ends(place.left, place.width, WIDTH) {
            wrong(
                "left",
                format!("the window ends beside the page, which is {WIDTH} mm wide"),
            );
        } else if self.beside(place).1 - self.beside(place).0 < BESIDE {
            let reason = format!("leave {BESIDE} mm beside the window for number and date");
            wrong("width", reason);
        }
        if !(height..=WINDOW_ENDS).contains(&place.height) {
            wrong("height", format!("a window is at least {height} mm high"));
        } else if !ends(place.top, place.height, WINDOW_ENDS) {
            wrong(
                "top",
                format!("a window lies in the upper {WINDOW_ENDS} mm of the page"),
            );
        }
    }

    /// The wider side of a window, from and to.
    #[must_use]
    pub fn beside(&self, place: Place) -> (f32, f32) {
        /// Between the two.
        const GAP: f32 = 5.0;
        let left = (self.margins.left, place.left - GAP);
        let right = (place.left + place.width + GAP, WIDTH - self.margins.right);
        if left.1 - left.0 >= right.1 - right.0 {
            left
        } else {
            right
        }
    }
}

/// A fault below `layout`.
pub fn fault(field: &str, code: &'static str, reason: &str) -> SettingFault {
    SettingFault::new(&format!("layout.{field}"), code, reason)
}
