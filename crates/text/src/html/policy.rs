//! What foreign HTML may contain. Only lists: nothing here parses.

/// How a tag behaves while the input is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Has no content and no end tag.
    Void,
    /// Parsers re-open it behind every block that ends inside it, so few of them may be open at once.
    Formatting,
    /// An end tag inside a cell does not close what was opened outside its table.
    Cell,
    Table,
    TablePart,
    Other,
}

pub(super) struct Tag {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

const fn tag(name: &'static str, kind: Kind) -> Tag {
    Tag { name, kind }
}

/// Allowed tags in the order of their names. What is missing disappears, its content stays.
pub(super) static TAGS: [Tag; 75] = [
    tag("a", Kind::Formatting),
    tag("abbr", Kind::Other),
    tag("address", Kind::Other),
    tag("article", Kind::Other),
    tag("aside", Kind::Other),
    tag("b", Kind::Formatting),
    tag("bdi", Kind::Other),
    tag("bdo", Kind::Other),
    tag("big", Kind::Formatting),
    tag("blockquote", Kind::Other),
    tag("br", Kind::Void),
    tag("caption", Kind::Cell),
    tag("center", Kind::Other),
    tag("cite", Kind::Other),
    tag("code", Kind::Formatting),
    tag("col", Kind::Void),
    tag("colgroup", Kind::TablePart),
    tag("dd", Kind::Other),
    tag("del", Kind::Other),
    tag("details", Kind::Other),
    tag("dfn", Kind::Other),
    tag("div", Kind::Other),
    tag("dl", Kind::Other),
    tag("dt", Kind::Other),
    tag("em", Kind::Formatting),
    tag("figcaption", Kind::Other),
    tag("figure", Kind::Other),
    tag("font", Kind::Formatting),
    tag("footer", Kind::Other),
    tag("h1", Kind::Other),
    tag("h2", Kind::Other),
    tag("h3", Kind::Other),
    tag("h4", Kind::Other),
    tag("h5", Kind::Other),
    tag("h6", Kind::Other),
    tag("header", Kind::Other),
    tag("hr", Kind::Void),
    tag("i", Kind::Formatting),
    tag("img", Kind::Void),
    tag("ins", Kind::Other),
    tag("kbd", Kind::Other),
    tag("li", Kind::Other),
    tag("main", Kind::Other),
    tag("mark", Kind::Other),
    tag("nav", Kind::Other),
    tag("ol", Kind::Other),
    tag("p", Kind::Other),
    tag("pre", Kind::Other),
    tag("q", Kind::Other),
    tag("rp", Kind::Other),
    tag("rt", Kind::Other),
    tag("ruby", Kind::Other),
    tag("s", Kind::Formatting),
    tag("samp", Kind::Other),
    tag("section", Kind::Other),
    tag("small", Kind::Formatting),
    tag("span", Kind::Other),
    tag("strike", Kind::Formatting),
    tag("strong", Kind::Formatting),
    tag("sub", Kind::Other),
    tag("summary", Kind::Other),
    tag("sup", Kind::Other),
    tag("table", Kind::Table),
    tag("tbody", Kind::TablePart),
    tag("td", Kind::Cell),
    tag("tfoot", Kind::TablePart),
    tag("th", Kind::Cell),
    tag("thead", Kind::TablePart),
    tag("time", Kind::Other),
    tag("tr", Kind::TablePart),
    tag("tt", Kind::Formatting),
    tag("u", Kind::Formatting),
    tag("ul", Kind::Other),
    tag("var", Kind::Other),
    tag("wbr", Kind::Void),
];

/// Attributes every allowed tag may carry; `style` is cut down by the `style` module.
pub(super) const COMMON_ATTRS: &[&str] = &["align", "dir", "lang", "style", "title", "valign"];

const TABLE_ATTRS: &[&str] = &[
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "height",
    "rules",
    "summary",
    "width",
];
const CELL_ATTRS: &[&str] = &[
    "bgcolor", "colspan", "height", "nowrap", "rowspan", "scope", "width",
];

/// Further attributes of single tags. `src` is never among them: images are moved aside by `bound`.
pub(super) fn own_attrs(tag: &str) -> &'static [&'static str] {
    match tag {
        "a" => &["href"],
        "blockquote" | "div" => &["class"],
        "col" | "colgroup" => &["span", "width"],
        "details" => &["open"],
        "font" => &["color", "face", "size"],
        "hr" => &["color", "noshade", "size", "width"],
        "img" => &[
            "alt",
            "border",
            "data-cid",
            "data-remote-src",
            "height",
            "hspace",
            "vspace",
            "width",
        ],
        "li" => &["value"],
        "ol" => &["reversed", "start", "type"],
        "table" => TABLE_ATTRS,
        "td" | "th" => CELL_ATTRS,
        "tbody" | "tfoot" | "thead" | "tr" => &["bgcolor", "height"],
        "time" => &["datetime"],
        "ul" => &["type"],
        _ => &[],
    }
}

/// The only classes that survive: mail programs mark their quotes with them, and a page may want to fold those.
pub(super) const QUOTE_CLASSES: [&str; 5] = [
    "gmail_attr",
    "gmail_quote",
    "moz-cite-prefix",
    "protonmail_quote",
    "yahoo_quoted",
];

/// Schemes a link may have.
pub(super) const LINK_SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

impl Kind {
    /// Whether the search for the start tag of an end tag of this kind stops at an open `outer`.
    pub(super) fn is_held_by(self, outer: Kind) -> bool {
        match self {
            Kind::Table => false,
            Kind::Cell | Kind::TablePart => outer == Kind::Table,
            Kind::Void | Kind::Formatting | Kind::Other => matches!(outer, Kind::Table | Kind::Cell),
        }
    }
}

/// The tag of that name, in any case.
pub(super) fn find(name: &str) -> Option<&'static Tag> {
    let mut lower = [0u8; 10]; // the longest allowed name
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let index = TAGS.binary_search_by(|tag| tag.name.as_bytes().cmp(lower)).ok()?;
    TAGS.get(index)
}
