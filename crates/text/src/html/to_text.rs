//! HTML as plain text for reading, searching and splitting off quotes. Never shown as HTML, so nothing here
//! guards against scripts; it only leaves out what no reader sees.

use super::entities::decode;
use super::marks::{Mark, is_close, mark};
use super::scan::{Scanner, Token};
use super::text_out::{MAX_TEXT, TextOut};

/// Open elements whose end matters; deeper ones are read as if they had no start.
const MAX_DEPTH: usize = 512;

/// Outlook's own line above another mail's header in plain text.
const OTHER_MAIL: &str = "________________________________";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    None,
    Quote,
    QuoteHead,
    Hidden,
    /// The number of the next item, if items are numbered.
    List(Option<u32>),
    Pre,
    /// The line on which its last cell began.
    Table(Option<usize>),
}

#[derive(Default)]
struct Reader {
    out: TextOut,
    open: Vec<(&'static str, Effect)>,
    quote: usize,
    hidden: usize,
    pre: usize,
    show_hidden: bool,
}

/// Readable plain text. Quotes keep their mark: lines that begin with `>`, from `blockquote` and from what Gmail,
/// Yahoo, Thunderbird and Proton call their quotes; a line of underscores above what Outlook appends; `-- ` above
/// a marked signature. At most 1 MiB; time proportional to the input; never panics. Text that is hidden by its
/// style is left out, unless there is no other.
pub fn html_to_text(html: &str) -> String {
    let text = read(html, false);
    if text.is_empty() { read(html, true) } else { text }
}

fn read(html: &str, show_hidden: bool) -> String {
    let mut reader = Reader {
        show_hidden,
        ..Reader::default()
    };
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(text) => reader.text(text),
            Token::Start(name) => reader.start(name, &scanner),
            Token::End(name) => reader.end(name),
        }
        if reader.out.is_full() {
            break;
        }
    }
    reader.out.finish()
}

/// Elements whose start and end are tracked.
const TRACKED: &[&str] = &[
    "blockquote",
    "div",
    "ol",
    "pre",
    "span",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];
/// Others that begin a new line, without or with a blank line before and after.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "center",
    "dd",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "li",
    "main",
    "nav",
    "section",
    "summary",
    "caption",
];
const PARAGRAPHS: &[&str] = &["p", "h1", "h2", "h3", "h4", "h5", "h6"];

fn known(names: &'static [&'static str], name: &str) -> Option<&'static str> {
    names.iter().find(|n| n.eq_ignore_ascii_case(name)).copied()
}

impl Reader {
    fn text(&mut self, raw: &str) {
        if self.hidden > 0 {
            return;
        }
        let raw = raw.get(..raw.floor_char_boundary(MAX_TEXT)).unwrap_or_default();
        let text = decode(raw, false);
        if self.pre > 0 {
            self.out.verbatim(&text)
        } else {
            self.out.text(&text)
        }
    }

    fn start(&mut self, name: &str, scanner: &Scanner<'_>) {
        if let Some(tag) = known(TRACKED, name) {
            self.start_tracked(tag, scanner);
        } else if let Some(tag) = known(PARAGRAPHS, name) {
            if tag == "p" && is_close(scanner) {
                self.out.line_break()
            } else {
                self.out.gap()
            }
        } else if let Some(tag) = known(BLOCKS, name) {
            self.out.line_break();
            if tag == "li" {
                self.item();
            }
        } else if name.eq_ignore_ascii_case("br") {
            self.out.new_line();
        } else if name.eq_ignore_ascii_case("hr") && self.hidden == 0 {
            self.out.rule("* * *");
        } else if name.eq_ignore_ascii_case("img") {
            self.image(scanner);
        }
    }

    fn start_tracked(&mut self, tag: &'static str, scanner: &Scanner<'_>) {
        let mark = mark(tag, scanner);
        match tag {
            "span" => {}
            "td" | "th" => self.cell(),
            "table" | "tr" => self.out.end_cells(),
            _ => self.out.line_break(),
        }
        if tag == "blockquote" {
            self.end_quote_heads();
        }
        if self.hidden == 0 {
            match mark {
                Mark::OtherMail => self.out.rule(OTHER_MAIL),
                Mark::Signature => self.out.rule("--"),
                _ => {}
            }
        }
        let effect = match (tag, mark) {
            (_, Mark::Hidden) if !self.show_hidden => Effect::Hidden,
            ("blockquote", _) | ("div", Mark::Quote) => Effect::Quote,
            ("div", Mark::QuoteHead) if !self.in_quote_head() => Effect::QuoteHead,
            ("ul", _) => Effect::List(None),
            ("ol", _) => Effect::List(Some(
                scanner.attr("start").and_then(|s| s.parse().ok()).unwrap_or(1),
            )),
            ("pre", _) => Effect::Pre,
            ("table" | "tr", _) => Effect::Table(None),
            _ => Effect::None,
        };
        if self.open.len() < MAX_DEPTH {
            self.open.push((tag, effect));
            self.apply(effect, true);
        }
    }

    fn end(&mut self, name: &str) {
        if let Some(tag) = known(TRACKED, name) {
            let Some(at) = self.open.iter().rposition(|(open, _)| *open == tag) else {
                return;
            };
            while self.open.len() > at {
                if let Some((_, effect)) = self.open.pop() {
                    self.apply(effect, false);
                }
            }
            match tag {
                "span" | "td" | "th" => {}
                "table" | "tr" => self.out.end_cells(),
                _ => self.out.line_break(),
            }
        } else if let Some(tag) = known(PARAGRAPHS, name) {
            if tag == "p" {
                self.out.line_break()
            } else {
                self.out.gap()
            }
        } else if known(BLOCKS, name).is_some() {
            self.out.line_break();
        }
    }

    /// Begins or ends what an element does to the text inside.
    fn apply(&mut self, effect: Effect, begins: bool) {
        let count = match effect {
            Effect::Quote | Effect::QuoteHead => &mut self.quote,
            Effect::Hidden => &mut self.hidden,
            Effect::Pre => &mut self.pre,
            Effect::None | Effect::List(_) | Effect::Table(_) => return,
        };
        *count = if begins {
            *count + 1
        } else {
            count.saturating_sub(1)
        };
        self.out.set_quote(self.quote);
    }

    fn in_quote_head(&self) -> bool {
        self.open.iter().any(|(_, effect)| *effect == Effect::QuoteHead)
    }

    /// A `blockquote` begins: the attribution above it ends, and its container is no longer a quote.
    fn end_quote_heads(&mut self) {
        let mut ended = 0;
        for (_, effect) in &mut self.open {
            if *effect == Effect::QuoteHead {
                *effect = Effect::None;
                ended += 1;
            }
        }
        for _ in 0..ended {
            self.apply(Effect::QuoteHead, false);
        }
    }

    fn cell(&mut self) {
        let row = self.open.iter_mut().rev().find_map(|(_, effect)| match effect {
            Effect::Table(since) => Some(since),
            _ => None,
        });
        match row {
            Some(since) => {
                self.out.next_cell(*since);
                *since = Some(self.out.next_text_line());
            }
            None => self.out.line_break(),
        }
    }

    fn item(&mut self) {
        let depth = self
            .open
            .iter()
            .filter(|(_, e)| matches!(e, Effect::List(_)))
            .count();
        let list = self.open.iter_mut().rev().find_map(|(_, effect)| match effect {
            Effect::List(number) => Some(number),
            _ => None,
        });
        let indent = "  ".repeat(depth.saturating_sub(1).min(8));
        let marker = match list {
            Some(Some(number)) => {
                let marker = format!("{indent}{number}. ");
                *number = number.saturating_add(1);
                marker
            }
            _ => format!("{indent}- "),
        };
        if self.hidden == 0 {
            self.out.set_marker(marker);
        }
    }

    /// Emoji are images in some mail programs; other images show what they say of themselves.
    fn image(&mut self, scanner: &Scanner<'_>) {
        let alt = decode(scanner.attr("alt").unwrap_or_default(), true);
        let alt = alt.trim();
        if self.hidden > 0 || alt.is_empty() {
            return;
        }
        if alt.chars().count() <= 4 && !alt.chars().any(char::is_alphanumeric) {
            self.out.text(alt);
        } else {
            self.out.text(&format!("[{alt}]"));
        }
    }
}
