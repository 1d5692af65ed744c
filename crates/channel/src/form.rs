//! A form that a client fills in: what it asks, what was typed, what is wrong with it. The site's form today; the same
//! form inside an account or an app asks by the same port. Knows no HTML and no words.

use crate::{Attachment, Message};
use domain::Moment;
use domain::intake::AnswerBy;
use domain::ticket::Kind;
use serde_json::Value;

/// What a form asks and how it looks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FormSpec {
    /// The last part of its address: `help`.
    pub path: String,
    /// Languages it is offered in, as codes; never empty.
    pub langs: Vec<String>,
    pub title: PerLang,
    pub intro: PerLang,
    pub name: Ask,
    pub phone: Ask,
    pub subject: Ask,
    /// Whether files may come along.
    pub files: bool,
    /// Kinds to choose from; empty where the kind is not asked.
    pub kinds: Vec<Kind>,
    /// Topics to choose from; empty where the topic is not asked.
    pub topics: Vec<Topic>,
    /// Ways of answering to choose from; one or none is no choice.
    pub answer_by: Vec<AnswerBy>,
    pub consent: Option<ConsentSpec>,
    /// Origins whose pages may show the form in a frame.
    pub embed: Vec<String>,
    /// `#rrggbb`; empty for the desk's own.
    pub colour: String,
    /// A path of this site or a `data:` picture; empty for none.
    pub logo: String,
    /// Posts in ten minutes: from one address, and to the form altogether.
    pub posts_of_address: u32,
    pub posts_of_form: u32,
}

/// Whether something is asked.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub enum Ask {
    #[default]
    No,
    Optional,
    Required,
}

/// A text in every language it is written in.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PerLang(pub Vec<(String, String)>);

impl PerLang {
    /// The text in that language; empty where there is none.
    #[must_use]
    pub fn get(&self, lang: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == lang);
        found.map_or("", |(_, text)| text.as_str())
    }
}

/// A topic to choose.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Topic {
    /// As it is written on the ticket and in policies.
    pub name: String,
    /// As clients read it; the name where it is empty.
    pub shown: PerLang,
}

/// The consent a client is asked for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ConsentSpec {
    pub version: String,
    pub text: PerLang,
}

/// What came with one press of Send, as it was typed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Typed {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub answer_by: String,
    pub kind: String,
    pub topic: String,
    pub subject: String,
    pub text: String,
    /// The version of the consent beside the tick; empty where it is not ticked.
    pub consent: String,
    /// The language of the page.
    pub lang: String,
    /// IANA zone that the browser told; empty for none.
    pub zone: String,
    /// The form's own token: one for each time the form was opened.
    pub token: String,
    /// The field that no person sees.
    pub trap: String,
}

/// What is wrong with a field.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Wrong {
    pub field: Field,
    pub what: Fault,
}

/// The fields of a form.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Field {
    Name,
    Email,
    Phone,
    AnswerBy,
    Kind,
    Topic,
    Subject,
    Text,
    Consent,
    Files,
    /// What makes a second sending the same.
    Key,
}

/// What can be wrong.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Fault {
    Required,
    /// More than so many characters.
    TooLong(usize),
    /// Characters that nobody can read or that make a page, not a name.
    Unfit,
    /// Not an address or a number of its kind.
    NotOne,
    /// None of what can be chosen.
    NoChoice,
    /// The text of the consent is another one by now.
    OldText,
}

/// What a filled form comes to.
#[derive(Clone, Debug)]
pub enum Filled {
    Message(Box<Message>),
    /// Filled by a program, by the look of it: for a person to see. `raw` holds what was sent.
    Suspect {
        key: String,
        reason: &'static str,
        raw: Vec<u8>,
        title: String,
    },
}

/// A door that is a form.
pub trait Form: Send + Sync {
    /// The kind of channels it opens.
    fn kind(&self) -> &'static str;

    /// What a channel's form asks; `None` where its settings cannot be read.
    fn spec(&self, settings: &Value) -> Option<FormSpec>;

    /// Reads what was typed. `at` is when the complete request was here.
    ///
    /// # Errors
    /// Every field that is wrong.
    fn read(
        &self,
        spec: &FormSpec,
        typed: &Typed,
        files: Vec<Attachment>,
        at: Moment,
    ) -> Result<Filled, Vec<Wrong>>;
}
