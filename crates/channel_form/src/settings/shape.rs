//! How settings are written in `desk.toml`.

use channel::form::Ask;
use domain::WrittenNumber;
use domain::intake::AnswerBy;
use domain::ticket::Kind;
use serde::Deserialize;

/// `[channel.settings]` of a form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub path: String,
    #[serde(default)]
    pub title: Texts,
    #[serde(default)]
    pub intro: Texts,
    #[serde(default)]
    pub name: Asked,
    #[serde(default = "no")]
    pub phone: Asked,
    #[serde(default = "no")]
    pub subject: Asked,
    #[serde(default = "yes")]
    pub files: bool,
    #[serde(default)]
    pub kinds: Vec<Kind>,
    #[serde(default)]
    pub topics: Vec<TopicPart>,
    #[serde(default)]
    pub answer_by: Vec<AnswerBy>,
    pub consent: Option<ConsentPart>,
    #[serde(default)]
    pub embed: Vec<String>,
    #[serde(default)]
    pub colour: String,
    #[serde(default)]
    pub logo: String,
    pub posts_of_address: Option<WrittenNumber>,
    pub posts_of_form: Option<WrittenNumber>,
}

fn no() -> Asked {
    Asked::No
}

fn yes() -> bool {
    true
}

/// Whether something is asked.
#[derive(Copy, Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    No,
    #[default]
    Optional,
    Required,
}

impl From<Asked> for Ask {
    fn from(asked: Asked) -> Self {
        match asked {
            Asked::No => Self::No,
            Asked::Optional => Self::Optional,
            Asked::Required => Self::Required,
        }
    }
}

/// A text in both languages; either may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    #[serde(default)]
    pub ru: String,
    #[serde(default)]
    pub en: String,
}

/// A topic to choose.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicPart {
    /// As it is written on the ticket and in policies.
    pub name: String,
    /// As clients read it; left out: the name.
    #[serde(default)]
    pub ru: String,
    #[serde(default)]
    pub en: String,
}

/// The consent a client is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentPart {
    pub version: String,
    #[serde(default)]
    pub ru: String,
    #[serde(default)]
    pub en: String,
}

impl ConsentPart {
    /// The texts there are, by language.
    pub fn texts(&self) -> Vec<(String, &str)> {
        let both = [("ru", self.ru.as_str()), ("en", self.en.as_str())];
        both.into_iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(lang, text)| (lang.to_owned(), text.trim()))
            .collect()
    }
}
