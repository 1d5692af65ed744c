//! Writes running text: white space collapsed, line breaks where blocks meet, quoted lines marked by `>`.
//! Knows nothing of tags.

/// Bytes of text; more is never read by anybody.
pub(super) const MAX_TEXT: usize = 1024 * 1024;

#[derive(Default)]
pub(super) struct TextOut {
    out: String,
    /// Line breaks owed before the next text: one, or two for a blank line.
    breaks: usize,
    space: bool,
    tab: bool,
    /// A no-break space on an otherwise empty line: a blank line that the author wanted.
    spacer: bool,
    quote: usize,
    written_quote: usize,
    marker: String,
    lines: usize,
    /// In a cell without text so far: blocks in it begin on its line.
    cell_begins: bool,
}

impl TextOut {
    pub(super) fn is_full(&self) -> bool {
        self.out.len() >= MAX_TEXT
    }

    /// The number of the line on which the next text stands.
    pub(super) fn next_text_line(&self) -> usize {
        self.lines + usize::from(self.breaks > 0 || self.out.is_empty())
    }

    pub(super) fn set_quote(&mut self, depth: usize) {
        if depth != self.quote {
            self.line_break();
        }
        self.quote = depth.min(9); // deeper marks tell a reader nothing
    }

    /// The next text begins a new line.
    pub(super) fn line_break(&mut self) {
        if self.cell_begins {
            return;
        }
        self.breaks = self.breaks.max(if self.spacer { 2 } else { 1 });
        self.spacer = false;
        self.space = false;
        self.tab = false;
    }

    /// The next text stands one line lower: a break that the author wrote.
    pub(super) fn new_line(&mut self) {
        if self.cell_begins {
            return;
        }
        self.breaks = (self.breaks + 1).min(2);
        self.space = false;
        self.tab = false;
    }

    /// A blank line comes before the next text.
    pub(super) fn gap(&mut self) {
        self.line_break();
        if !self.cell_begins {
            self.breaks = 2;
        }
    }

    /// The next text is a cell beside the one that began on line `since`, or below it if that had more lines.
    pub(super) fn next_cell(&mut self, since: Option<usize>) {
        if since == Some(self.lines) && !self.out.is_empty() {
            self.breaks = 0;
            self.spacer = false;
            self.tab = true;
        }
        self.cell_begins = true;
    }

    /// A row or table begins or ends.
    pub(super) fn end_cells(&mut self) {
        self.cell_begins = false;
        self.line_break();
    }

    /// Stands before the next text, on its line.
    pub(super) fn set_marker(&mut self, marker: String) {
        self.marker = marker;
    }

    /// Writes a line of its own, unless the last line says the same.
    pub(super) fn rule(&mut self, line: &str) {
        if self.out.ends_with(line) {
            return;
        }
        self.line_break();
        self.text(line);
        self.line_break();
    }

    /// Writes text whose white space means nothing but a space.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\u{A0}' => {
                    self.spacer |= self.breaks > 0 || self.out.is_empty();
                    self.space = true;
                }
                // Fillers that senders put behind the words meant for the list of mails.
                '\u{200B}' | '\u{FEFF}' | '\u{34F}' | '\u{AD}' | '\0' => {}
                '\u{200C}' if self.space => {}
                c if c.is_whitespace() => self.space = true,
                c => {
                    self.begin();
                    self.out.push(c);
                }
            }
        }
    }

    /// Writes text line by line as it stands.
    pub(super) fn verbatim(&mut self, text: &str) {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.new_line();
            }
            let line = line.trim_end();
            if !line.is_empty() {
                self.begin();
                self.out.extend(line.chars().filter(|c| *c != '\0'));
            }
        }
    }

    /// Settles what is owed before a visible character.
    fn begin(&mut self) {
        if self.breaks > 0 || self.out.is_empty() {
            self.start_line();
        } else if self.tab {
            self.out.push('\t');
        } else if self.space {
            self.out.push(' ');
        }
        self.breaks = 0;
        self.space = false;
        self.tab = false;
        self.spacer = false;
        self.cell_begins = false;
        if !self.marker.is_empty() {
            self.out.push_str(&self.marker);
            self.marker.clear();
        }
    }

    fn start_line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
            if self.breaks > 1 {
                let shared = self.quote.min(self.written_quote);
                self.out.extend(std::iter::repeat_n('>', shared));
                self.out.push('\n');
            }
        }
        if self.quote > 0 {
            self.out.extend(std::iter::repeat_n('>', self.quote));
            self.out.push(' ');
        }
        self.written_quote = self.quote;
        self.lines += 1;
    }

    pub(super) fn finish(mut self) -> String {
        self.out.truncate(self.out.floor_char_boundary(MAX_TEXT));
        self.out
    }
}
