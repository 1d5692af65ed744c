//! Who and by which door: the two small marks that stand on every row and message.

/// A person as a list shows them: initials in a circle, the name on hover.
#[derive(Clone, Debug, Default)]
pub struct Face {
    pub initials: String,
    pub name: String,
    /// The signed-in operator: drawn in ink, so that one's own work is found at a glance.
    pub me: bool,
}

/// A channel as a small icon.
#[derive(Clone, Debug, Default)]
pub struct Door {
    /// Name of the symbol in `icons.svg`: `mail`, `form`, `chat`, `phone`, `letter`, `app`, `messenger`, `api`.
    pub icon: &'static str,
    /// «Почта», "E-mail".
    pub words: String,
}
