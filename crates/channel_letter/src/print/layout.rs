//! Lines of a letter on its pages: words wrapped at the margin, a new page where the last one is full.

use super::face::Faces;
use super::{HEIGHT, WIDTH};
use channel::letter::Sheet;

/// 25 mm for the binding at the left, 15 mm at the right, 20 mm above and below.
const LEFT: f32 = 70.9;
const RIGHT: f32 = 42.5;
const ABOVE: f32 = 56.7;
const BELOW: f32 = 56.7;
/// Where the addressee stands.
const MIDDLE: f32 = 320.0;
const BODY: f32 = 11.0;
const SMALL: f32 = 9.0;
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
}

impl<'a> Pages<'a> {
    pub fn new(faces: &'a Faces) -> Self {
        Self {
            faces,
            done: Vec::new(),
            page: Vec::new(),
            y: ABOVE,
        }
    }

    /// Everything a letter has.
    pub fn letter(&mut self, sheet: &Sheet) {
        let mut left: Vec<(bool, &str)> = Vec::new();
        left.extend(
            sheet
                .sender
                .iter()
                .enumerate()
                .map(|(at, line)| (at == 0, line.as_str())),
        );
        left.push((false, ""));
        left.push((false, &sheet.number));
        if !sheet.answers.is_empty() {
            left.push((false, &sheet.answers));
        }
        let right: Vec<(bool, &str)> = sheet
            .addressee
            .iter()
            .map(|line| (false, line.as_str()))
            .collect();
        let top = self.y;
        let after_left = self.column(&left, LEFT, MIDDLE - 20.0, SMALL, top);
        let after_right = self.column(&right, MIDDLE, WIDTH - RIGHT, BODY, top);
        self.y = after_left.max(after_right);
        self.gap(2.0);
        if !sheet.subject.is_empty() {
            self.words(&sheet.subject, BODY, true);
            self.gap(1.0);
        }
        self.words(&sheet.text, BODY, false);
        if !sheet.signature.is_empty() {
            self.gap(2.0);
            self.words(&sheet.signature, BODY, false);
        }
        if !sheet.footer.is_empty() {
            self.gap(2.0);
            self.words(&sheet.footer, SMALL, false);
        }
    }

    /// The pages, those after the first with their number.
    pub fn finish(mut self) -> Vec<Vec<Line>> {
        self.turn();
        for (at, page) in self.done.iter_mut().enumerate().skip(1) {
            page.push(Line {
                x: WIDTH / 2.0,
                y: ABOVE / 2.0,
                size: SMALL,
                bold: false,
                text: (at + 1).to_string(),
            });
        }
        self.done
    }

    /// Lines one under another; answers where the next would stand.
    fn column(&mut self, lines: &[(bool, &str)], from: f32, to: f32, size: f32, top: f32) -> f32 {
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
        let room = WIDTH - LEFT - RIGHT;
        for line in text.lines() {
            for text in wrap(line, room, |part| self.faces.width(part, size, bold)) {
                self.y += size * LEADING;
                if self.y > HEIGHT - BELOW {
                    self.turn();
                    self.y += size * LEADING;
                }
                let (x, y) = (LEFT, self.y);
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
        self.y += lines * BODY * LEADING;
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.y = ABOVE;
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
