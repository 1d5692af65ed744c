//! An address under which somebody can be reached, with the spelling that makes two of them equal.

use crate::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// What kind of address a handle is. Doors choose it; nothing downstream branches on it.
    pub enum HandleKind {
        Email = "email",
        Phone = "phone",
        /// The host's own id of a client (account, CRM).
        Account = "account",
        /// A visitor of the site chat.
        Visitor = "visitor",
        Telegram = "telegram",
        Max = "max",
        Postal = "postal",
        /// Somebody behind a custom door: the door's path and the other side's id.
        External = "external",
    }
}

impl HandleKind {
    /// Where it stands on the ladder by which a message goes on that did not get through: first where a talk is held, then
    /// mail, then what costs money or time.
    #[must_use]
    pub const fn rung(self) -> u8 {
        match self {
            Self::Visitor | Self::Account | Self::Telegram | Self::Max | Self::External => 0,
            Self::Email => 1,
            Self::Phone => 2,
            Self::Postal => 3,
        }
    }
}

/// An address with the name it came with. Two handles are the same address when kind and value are equal.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Handle {
    pub kind: HandleKind,
    /// The spelling that identifies: a mail address in lower case, a telephone number in E.164.
    pub value: String,
    /// The name beside the address, as its owner wrote it; may be empty.
    pub name: String,
}

impl Handle {
    /// A handle whose value is already in its identifying spelling.
    #[must_use]
    pub fn new(kind: HandleKind, value: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            name: name.into(),
        }
    }

    /// A mail address. Case is folded as a whole: no mail system in use tells `A@x` from `a@x`.
    #[must_use]
    pub fn email(address: &str, name: &str) -> Self {
        Self::new(HandleKind::Email, address.trim().to_lowercase(), name.trim())
    }

    /// The identifying pair.
    #[must_use]
    pub fn key(&self) -> (HandleKind, String) {
        (self.kind, self.value.clone())
    }

    /// What to call its owner: the name, or the address where there is none.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            &self.value
        } else {
            &self.name
        }
    }
}
