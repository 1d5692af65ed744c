//! How clients' pages look: the form's logo and one colour, over the desk's own. The colour comes as a style sheet of this
//! site, since pages allow no style inside.

use super::form::Opened;
use crate::app::App;
use crate::problem::{Answer, Code, Problem};
use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use domain::ChannelId;

/// A logo and the address of a style sheet; empty for none.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pub logo: String,
    pub css: String,
}

impl Look {
    /// Of a form.
    #[must_use]
    pub fn of(app: &App, form: &Opened) -> Self {
        let spec = &form.spec;
        Self {
            logo: spec.logo.clone(),
            css: if spec.colour.is_empty() {
                String::new()
            } else {
                // Another colour has another address: the sheet may be kept.
                let digits = spec.colour.trim_start_matches('#');
                app.options.path(&format!("/form/{}/{digits}.css", spec.path))
            },
        }
    }

    /// Of the channel a request came by, where it is a form.
    #[must_use]
    pub fn of_channel(app: &App, channel: ChannelId) -> Self {
        let setup = app.desk.setup();
        let form = setup
            .channel(channel)
            .and_then(|channel| super::form::opened(app, channel));
        form.map(|form| Self::of(app, &form)).unwrap_or_default()
    }
}

#[get("/form/{path}/{colour}.css")]
async fn get_colour(app: web::Data<App>, path: web::Path<(String, String)>) -> Answer {
    let (path, _) = path.into_inner();
    let form = super::form::find(&app, &path)?;
    if form.spec.colour.is_empty() {
        return Err(Problem::new(Code::NotFound));
    }
    let css = format!(
        ".public{{--brand:{};--on-brand:{}}}\n",
        form.spec.colour,
        readable_on(&form.spec.colour)
    );
    Ok(HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(css))
}

/// Black or white on a colour; empty where there is none.
#[must_use]
pub fn readable_on_or_empty(colour: &str) -> &'static str {
    if colour.is_empty() {
        ""
    } else {
        readable_on(colour)
    }
}

/// Black or white, whichever is easier to read on `#rrggbb` (WCAG 2.2, relative luminance).
fn readable_on(colour: &str) -> &'static str {
    let part = |at: usize| {
        let value = colour
            .get(at..at + 2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .unwrap_or_default();
        let share = f64::from(value) / 255.0;
        if share <= 0.04045 {
            share / 12.92
        } else {
            ((share + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
    // Where black and white are as far apart: (L + 0.05) / 0.05 = 1.05 / (L + 0.05).
    if luminance > 0.179 { "#000000" } else { "#ffffff" }
}

/// Puts the style sheets in their place.
pub fn configure(cfg: &mut web::ServiceConfig) {
    cfg.service(get_colour);
}

#[cfg(test)]
mod tests {
    use super::readable_on;

    #[test]
    fn words_on_a_colour_can_be_read() {
        for (colour, words) in [
            ("#0a5c8a", "#ffffff"),
            ("#ffdd2d", "#000000"),
            ("#000000", "#ffffff"),
            ("#FFFFFF", "#000000"),
        ] {
            assert_eq!(readable_on(colour), words, "{colour}");
        }
    }
}
