//! What every page of the console has: language, addresses, who looks at it, the rail.

use words::Lang;

/// The frame of a page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub lang: Lang,
    /// Path prefix of the installation: empty, or `/okno`.
    pub base: String,
    /// Address of the assets of this build: `{base}/assets/{tree hash}`.
    pub assets: String,
    /// Token that every form sends back.
    pub csrf: String,
    /// Nonce of this answer's Content-Security-Policy, for the one style sheet that Turbo makes; may be empty.
    pub nonce: String,
    pub title: String,
    /// The name of the desk.
    pub desk: String,
    pub user: Option<Me>,
    /// Which room the page is in: `inbox`, `notices`, `supervisor`, `ledger`, `quarantine`, `calls`, `letters`, `admin`, `mail`, `docs`.
    pub here: &'static str,
    pub views: Vec<ViewLink>,
    pub saved: Vec<SavedLink>,
    /// How much waits in quarantine; empty for none.
    pub quarantine: String,
    /// How many notices were not seen; empty for none.
    pub notices: String,
    /// The desk has a telephone.
    pub telephone: bool,
    /// The desk has a door for paper.
    pub paper: bool,
    /// The server's clock at rendering, milliseconds since 1970 UTC: scripts correct their own by it.
    pub now_ms: i64,
    /// The event the page is as new as, at least.
    pub since: i64,
    pub theme: Theme,
    /// What the last action did, told once.
    pub flash: Option<Flash>,
    /// Path and query of this page without the prefix, to come back to after changing the language.
    pub path: String,
}

impl Page {
    /// The words of a key in the page's language.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        words::t(self.lang, key)
    }

    /// A symbol of `icons.svg` as markup. `name` comes from code, never from data.
    #[must_use]
    pub fn icon(&self, name: &'static str) -> String {
        format!(
            r#"<svg class="icon" aria-hidden="true" focusable="false"><use href="{}/icons.svg#{name}"/></svg>"#,
            self.assets
        )
    }

    /// Plain text in pieces, its links apart.
    #[must_use]
    pub fn pieces<'a>(&self, text: &'a str) -> Vec<super::Piece<'a>> {
        super::pieces(text)
    }

    /// The words scripts need, as JSON that is safe inside a `<script>` element.
    #[must_use]
    pub fn script_words(&self) -> String {
        super::lang::script_words(self.lang)
    }
}

/// The signed-in operator.
#[derive(Clone, Debug, Default)]
pub struct Me {
    pub name: String,
    pub initials: String,
    pub role: String,
    pub supervisor: bool,
    pub admin: bool,
    /// A demo desk: the page of caught mail exists.
    pub demo: bool,
}

/// A view in the rail.
#[derive(Clone, Debug, Default)]
pub struct ViewLink {
    /// `mine`, `team`, `unassigned`, `due`, `overdue`, `waiting`, `all`.
    pub code: &'static str,
    pub words: String,
    /// Bounded: «12», «1000+»; empty for none.
    pub count: String,
    pub here: bool,
    /// Colours the count: only what is overdue may be.
    pub late: bool,
}

/// A saved view in the rail.
#[derive(Clone, Debug, Default)]
pub struct SavedLink {
    pub path: String,
    pub words: String,
    /// Bounded; empty for none.
    pub count: String,
    pub here: bool,
    pub shared: bool,
    /// It names something that is gone.
    pub broken: bool,
}

/// Which palette.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The value of `data-theme`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What the last action did.
#[derive(Clone, Debug, Default)]
pub struct Flash {
    pub words: String,
    /// Something went wrong: stays until dismissed.
    pub problem: bool,
    /// Path of a POST that undoes it, without the prefix; empty where it cannot be undone.
    pub undo: String,
}
