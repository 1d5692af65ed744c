//! A letter of ours as a PDF on A4: who writes and under which number at the left, to whom at the right, then subject, words and
//! signature. The face is embedded, so that it prints the same everywhere.

mod face;
mod layout;

use channel::letter::Sheet;
use face::Faces;
use krilla::Document;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::text::TextDirection;
#[cfg(test)]
pub use layout::wrap;
use layout::{Line, Pages};

/// A4, in points.
const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;

/// Lays the letter out.
///
/// # Errors
/// What could not be written; the faces are embedded, so that this is a defect and no matter of the letter.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, String> {
    let faces = Faces::load()?;
    let mut pages = Pages::new(&faces);
    pages.letter(sheet);
    let mut document = Document::new();
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
