//! Writes the attributes of a tag that foreign HTML may keep, and moves images aside.
//! Part of `bound`; judges no link and no style.

use super::bound::Bounded;
use super::entities::{decode, push_value};
use super::images::{Source, keep_aside, source};
use super::policy::{self, Tag};
use super::scan::Scanner;

/// Bytes of an embedded image; longer ones disappear.
const MAX_IMAGE: usize = 512 * 1024;
/// Bytes of any other attribute; longer ones disappear.
const MAX_VALUE: usize = 8 * 1024;

impl Bounded {
    pub(super) fn write_attributes(&mut self, tag: &Tag, scanner: &Scanner<'_>) {
        let own = policy::own_attrs(tag.name);
        let mut seen: Vec<&str> = Vec::new();
        for (name, value) in &scanner.attrs {
            let allowed = policy::COMMON_ATTRS
                .iter()
                .chain(own)
                .find(|n| n.eq_ignore_ascii_case(name));
            let Some(name) = allowed.filter(|n| !n.starts_with("data-")) else {
                continue;
            };
            if seen.contains(name) || value.len() > MAX_VALUE || (*name == "class" && !is_quote_class(value))
            {
                continue;
            }
            seen.push(name);
            self.attribute_as_written(name, value);
        }
        if tag.name == "img" {
            self.image(scanner);
        }
    }

    fn attribute_as_written(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        for c in value.chars() {
            match c {
                '"' => self.html.push_str("&quot;"),
                '\0' => {}
                c => self.html.push(c),
            }
        }
        self.html.push('"');
    }

    /// An image keeps its address where no browser follows it.
    fn image(&mut self, scanner: &Scanner<'_>) {
        let fits = |v: &&str| {
            v.len()
                <= if v.starts_with("data:") {
                    MAX_IMAGE
                } else {
                    MAX_VALUE
                }
        };
        let written = |name| scanner.attr(name).filter(fits).map(|v| decode(v, true));
        let found = written("src").and_then(|v| source(&v)).or_else(|| {
            let cid = written("data-cid").map(|v| Source::Cid(v.trim().to_owned()));
            cid.or_else(|| written("data-remote-src").and_then(|v| source(&v)))
        });
        let (name, value) = match found {
            Some(Source::Cid(cid)) if !cid.is_empty() => {
                if !self.cids.contains(&cid) {
                    self.cids.push(cid.clone());
                }
                ("data-cid", cid)
            }
            Some(Source::Remote(url)) if keep_aside(&url) => {
                self.remote_images += 1;
                ("data-remote-src", url)
            }
            _ => return,
        };
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        push_value(&mut self.html, &value);
        self.html.push('"');
    }
}

fn is_quote_class(value: &str) -> bool {
    value
        .split_ascii_whitespace()
        .any(|class| policy::QUOTE_CLASSES.contains(&class))
}
