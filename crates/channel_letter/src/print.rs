//! A letter of ours as a PDF on A4, as its template has it: who writes and under which number, to whom, then subject, words and
//! signature. The face is embedded, so that it prints the same everywhere.

mod face;
mod layout;

use crate::template::{Template, fault};
use channel::SettingFault;
use channel::letter::Sheet;
use face::Faces;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::text::TextDirection;
use krilla::{Document, SerializeSettings};
#[cfg(test)]
pub use layout::wrap;
use layout::{Line, Pages};

/// A4, in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
/// Points of a millimetre.
const MM: f32 = 72.0 / 25.4;

/// Lays the letter out.
///
/// # Errors
/// What could not be written; the faces are embedded, so that this is a defect and no matter of the letter.
pub fn pdf(sheet: &Sheet, template: &Template) -> Result<Vec<u8>, String> {
    written(sheet, template, SerializeSettings::default())
}

/// What of a layout would be printed over something else.
pub fn collisions(template: &Template) -> Vec<SettingFault> {
    let Ok(faces) = Faces::load() else {
        return Vec::new();
    };
    let mut pages = Pages::new(&faces, template);
    let head = pages.head(template) / MM;
    let mut faults = Vec::new();
    if let Some(place) = template.address.filter(|place| place.top < head) {
        let reason = format!(
            "the letterhead ends {head:.0} mm from the top and would cover the window, which begins at {} mm",
            place.top
        );
        faults.push(fault("address.top", "invalid", &reason));
    }
    if pages.room() < LEAST * MM {
        let reason = format!("head, foot and margins leave less than {LEAST} mm of a page for the words");
        faults.push(fault("margins.bottom", "invalid", &reason));
    }
    faults
}

/// Room for words that a page has at least, in millimetres.
const LEAST: f32 = 100.0;

/// The same with the streams as they are asked for.
pub fn written(sheet: &Sheet, template: &Template, how: SerializeSettings) -> Result<Vec<u8>, String> {
    let faces = Faces::load()?;
    let mut pages = Pages::new(&faces, template);
    pages.letter(sheet, template);
    let mut document = Document::new_with(how);
    let metadata = Metadata::new()
        .title(sheet.subject.clone())
        .language(sheet.lang.clone());
    document.set_metadata(metadata);
    for lines in pages.finish() {
        let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or("a page has no size")?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for Line {
            x,
            y,
            size,
            bold,
            text,
        } in lines
        {
            let font = faces.font(bold);
            surface.draw_text(
                Point::from_xy(x, y),
                font,
                size,
                &text,
                false,
                TextDirection::Auto,
            );
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| format!("{error:?}"))
}
