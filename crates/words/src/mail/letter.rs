//! What every letter has: a name, a language, three parts; and what can go wrong with it.

use std::fmt;

use crate::Lang;

/// A letter ready to be addressed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rendered {
    /// One line without control characters, fit for a header once encoded (RFC 2047).
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The letters there are: the name under which a brand replaces one.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub enum Name {
    Acknowledgement,
    OperatorReply,
    DueCorrection,
    Closed,
    PersonExpected,
    Resolved,
    Reminder,
    PasswordReset,
    Invitation,
    LinkRenewal,
    Deadlines,
}

impl Name {
    pub const ALL: [Name; 11] = [
        Name::Acknowledgement,
        Name::OperatorReply,
        Name::DueCorrection,
        Name::Closed,
        Name::PersonExpected,
        Name::Resolved,
        Name::Reminder,
        Name::PasswordReset,
        Name::Invitation,
        Name::LinkRenewal,
        Name::Deadlines,
    ];

    /// The name in configuration and in the folder of templates.
    pub const fn code(self) -> &'static str {
        match self {
            Name::Acknowledgement => "acknowledgement",
            Name::OperatorReply => "operator_reply",
            Name::DueCorrection => "due_correction",
            Name::Closed => "closed",
            Name::PersonExpected => "person_expected",
            Name::Resolved => "resolved",
            Name::Reminder => "reminder",
            Name::PasswordReset => "password_reset",
            Name::Invitation => "invitation",
            Name::LinkRenewal => "link_renewal",
            Name::Deadlines => "deadlines",
        }
    }

    /// The letter of a name.
    pub fn parse(code: &str) -> Option<Name> {
        Name::ALL.into_iter().find(|name| name.code() == code)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A brand's own wording. A part left out stays as it ships.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Custom {
    pub subject: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
}

/// The parts of a letter, each a template of its own. The suffix decides the escaping.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub(super) enum Part {
    Subject,
    Text,
    Html,
}

impl Part {
    pub(super) const ALL: [Part; 3] = [Part::Subject, Part::Text, Part::Html];

    pub(super) const fn suffix(self) -> &'static str {
        match self {
            Part::Subject => "subject.txt",
            Part::Text => "txt",
            Part::Html => "html",
        }
    }
}

impl Custom {
    pub(super) fn part(&self, part: Part) -> Option<&str> {
        match part {
            Part::Subject => self.subject.as_deref(),
            Part::Text => self.text.as_deref(),
            Part::Html => self.html.as_deref(),
        }
    }
}

/// Why a letter could not be written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MailError {
    /// A fault in what ships with Okno; a release has none.
    #[error("built-in letter: {0}; this is a fault of Okno, please report it")]
    BuiltIn(String),
    /// The wording has a fault: it does not parse, or names something the letter does not have.
    #[error(
        "the wording of \"{name}\" ({lang}, brand \"{brand}\"): {detail}; correct the template or remove it to use the built-in one"
    )]
    Template {
        brand: String,
        lang: Lang,
        name: Name,
        detail: String,
    },
    /// A link that is neither `https:` nor `http:` is never sent to anybody.
    #[error(
        "\"{0}\" is not a web address: set the public address of the desk to one that starts with https://"
    )]
    Link(String),
}
