//! Lines of a letter on its pages: words wrapped at the margin, a new page where the last one is full.

use super::face::Faces;
use super::{HEIGHT, MM, WIDTH};
use crate::template::{Align, Template};
use channel::letter::Sheet;

/// Where the addressee stands, where no window is asked for.
const MIDDLE: f32 = 320.0;
/// From line to line, in sizes.
const LEADING: f32 = 1.4;

/// A line in its place; `y` is its base, from the top.
#[derive(Clone, Debug)]
pub struct Line {
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub text: String,
}

/// The pages so far.
pub struct Pages<'a> {
    faces: &'a Faces,
    done: Vec<Vec<Line>>,
    page: Vec<Line>,
    y: f32,
    /// Where the words may stand, in points.
    left: f32,
    right: f32,
    above: f32,
    below: f32,
    text: f32,
    small: f32,
    /// At the foot of every page.
    foot: Vec<String>,
}

impl<'a> Pages<'a> {
    pub fn new(faces: &'a Faces, template: &Template) -> Self {
        let (margins, sizes) = (template.margins, template.sizes);
        let mut pages = Self {
            faces,
            done: Vec::new(),
            page: Vec::new(),
            y: margins.top * MM,
            left: margins.left * MM,
            right: WIDTH - margins.right * MM,
            above: margins.top * MM,
            below: HEIGHT - margins.bottom * MM,
            text: sizes.text,
            small: sizes.small,
            foot: Vec::new(),
        };
        let lines = template.footer.lines();
        let room = pages.right - pages.left;
        pages.foot = lines
            .flat_map(|line| wrap(line, room, |part| faces.width(part, sizes.small, false)))
            .collect();
        // Lines are few: the cast rounds nothing.
        #[allow(clippy::cast_precision_loss)]
        let lines = pages.foot.len() as f32;
        pages.below -= lines * sizes.small * LEADING;
        pages
    }

    /// Height of a page's words.
    pub fn room(&self) -> f32 {
        self.below - self.y
    }

    /// Everything a letter has.
    pub fn letter(&mut self, sheet: &Sheet, template: &Template) {
        let mut own: Vec<(bool, &str)> = Vec::new();
        if self.head(template) <= self.above {
            let sender = sheet.sender.iter().enumerate();
            own.extend(sender.map(|(at, line)| (at == 0, line.as_str())));
            own.push((false, ""));
        }
        own.push((false, &sheet.number));
        if !sheet.answers.is_empty() {
            own.push((false, &sheet.answers));
        }
        let to: Vec<(bool, &str)> = sheet
            .addressee
            .iter()
            .map(|line| (false, line.as_str()))
            .collect();
        let top = self.y;
        let (own_at, to_at, to_top, ends) = match template.address {
            None => ((self.left, MIDDLE - 20.0), (MIDDLE, self.right), top, top),
            Some(place) => {
                let (from, to) = template.beside(place);
                (
                    (from * MM, to * MM),
                    (place.left * MM, (place.left + place.width) * MM),
                    place.top * MM,
                    (place.top + place.height) * MM,
                )
            }
        };
        let after_own = self.column(&own, own_at, self.small, top);
        let after_to = self.column(&to, to_at, self.text, to_top);
        self.y = after_own.max(after_to).max(ends);
        self.gap(2.0);
        if !sheet.subject.is_empty() {
            self.words(&sheet.subject, self.text, true);
            self.gap(1.0);
        }
        self.words(&sheet.text, self.text, false);
        if !sheet.signature.is_empty() {
            self.gap(2.0);
            self.words(&sheet.signature, self.text, false);
        }
        if !sheet.footer.is_empty() {
            self.gap(2.0);
            self.words(&sheet.footer, self.small, false);
        }
    }

    /// What stands above everything; answers where it ends.
    pub fn head(&mut self, template: &Template) -> f32 {
        let size = self.text;
        let room = self.right - self.left;
        for (at, line) in template.letterhead.lines().enumerate() {
            for text in wrap(line, room, |part| self.faces.width(part, size, at == 0)) {
                self.y += size * LEADING;
                let free = room - self.faces.width(&text, size, at == 0);
                let x = match template.align {
                    Align::Left => self.left,
                    Align::Center => self.left + free / 2.0,
                    Align::Right => self.left + free,
                };
                self.page.push(Line {
                    x,
                    y: self.y,
                    size,
                    bold: at == 0,
                    text,
                });
            }
        }
        self.y
    }

    /// The pages, those after the first with their number.
    pub fn finish(mut self) -> Vec<Vec<Line>> {
        self.turn();
        for page in &mut self.done {
            let mut y = self.below;
            for text in &self.foot {
                y += self.small * LEADING;
                let free = self.right - self.left - self.faces.width(text, self.small, false);
                page.push(Line {
                    x: self.left + free / 2.0,
                    y,
                    size: self.small,
                    bold: false,
                    text: text.clone(),
                });
            }
        }
        for (at, page) in self.done.iter_mut().enumerate().skip(1) {
            page.push(Line {
                x: WIDTH / 2.0,
                y: self.above / 2.0,
                size: self.small,
                bold: false,
                text: (at + 1).to_string(),
            });
        }
        self.done
    }

    /// Lines one under another; answers where the next would stand.
    fn column(&mut self, lines: &[(bool, &str)], (from, to): (f32, f32), size: f32, top: f32) -> f32 {
        let mut y = top;
        for (bold, line) in lines {
            for text in wrap(line, to - from, |part| self.faces.width(part, size, *bold)) {
                y += size * LEADING;
                self.page.push(Line {
                    x: from,
                    y,
                    size,
                    bold: *bold,
                    text,
                });
            }
        }
        y
    }

    fn words(&mut self, text: &str, size: f32, bold: bool) {
        let room = self.right - self.left;
        for line in text.lines() {
            for text in wrap(line, room, |part| self.faces.width(part, size, bold)) {
                self.y += size * LEADING;
                if self.y > self.below {
                    self.turn();
                    self.y += size * LEADING;
                }
                let (x, y) = (self.left, self.y);
                self.page.push(Line {
                    x,
                    y,
                    size,
                    bold,
                    text,
                });
            }
        }
    }

    fn gap(&mut self, lines: f32) {
        self.y += lines * self.text * LEADING;
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.y = self.above;
    }
}

/// Breaks a line between words; a word wider than the room is broken where it has to be. An empty line stays one.
pub fn wrap(line: &str, room: f32, width: impl Fn(&str) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut now = String::new();
    for word in line.replace('\t', "    ").split(' ') {
        let longer = if now.is_empty() {
            word.to_owned()
        } else {
            format!("{now} {word}")
        };
        if width(&longer) <= room {
            now = longer;
            continue;
        }
        if !now.is_empty() {
            lines.push(std::mem::take(&mut now));
        }
        for c in word.chars() {
            now.push(c);
            if width(&now) > room && now.chars().count() > 1 {
                now.pop();
                lines.push(std::mem::replace(&mut now, c.to_string()));
            }
        }
    }
    lines.push(now);
    lines
}
