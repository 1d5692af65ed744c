//! The two faces of a letter, and how wide words are in them.

use krilla::text::Font;
use ttf_parser::Face;

/// Regular and bold.
pub struct Faces {
    regular: (Font, Face<'static>),
    bold: (Font, Face<'static>),
}

impl Faces {
    pub fn load() -> Result<Self, String> {
        Ok(Self {
            regular: load(dejavu::serif::regular())?,
            bold: load(dejavu::serif::bold())?,
        })
    }

    pub fn font(&self, bold: bool) -> Font {
        self.of(bold).0.clone()
    }

    /// Width in points; what the face lacks is as wide as its box.
    pub fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        let face = &self.of(bold).1;
        let units: u32 = text
            .chars()
            .map(|c| {
                u32::from(
                    face.glyph_index(c)
                        .and_then(|glyph| face.glyph_hor_advance(glyph))
                        .unwrap_or(1_200),
                )
            })
            .sum();
        // Advances of a line fit 16 bits many times over; the cast rounds nothing that is seen.
        #[allow(clippy::cast_precision_loss)]
        let units = units as f32;
        units * size / f32::from(face.units_per_em())
    }

    fn of(&self, bold: bool) -> &(Font, Face<'static>) {
        if bold { &self.bold } else { &self.regular }
    }
}

fn load(bytes: &'static [u8]) -> Result<(Font, Face<'static>), String> {
    let font = Font::new(bytes.to_vec().into(), 0).ok_or("an embedded face cannot be read")?;
    let face = Face::parse(bytes, 0).map_err(|error| error.to_string())?;
    Ok((font, face))
}
