//! How letters of ours look, changed on a page and looked at before: the part `layout` of a paper door's settings. A set-up file
//! that is applied later has the last word, as with everything.

use super::docs::{self, ChannelDoc};
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, Field, InWrite};
use crate::people::authority;
use channel::SettingFault;
use channel::letter::{Paper, Sheet};
use domain::event::{EventType, NewEvent};
use domain::{Permission, Principal};
use serde_json::{Value, json};
use std::sync::Arc;
use store::Tx;
use words::{Lang, t};

/// Where the layout lies among the settings.
const LAYOUT: &str = "layout";

/// The layout of a door for paper.
#[derive(Clone, Debug, PartialEq)]
pub struct LetterLayout {
    /// Public id and name of the door.
    pub channel: String,
    pub name: String,
    /// What was looked at: a change based on an older one is refused.
    pub revision: i64,
    pub layout: Value,
}

impl Desk {
    /// The layout of a door as it is, built-in values included.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] unless the principal administers the desk; [`DeskError::NotFound`] for what is no door for paper.
    pub async fn letter_layout(&self, principal: &Principal, channel: &str) -> DeskResult<LetterLayout> {
        require(principal, Permission::Administer)?;
        let paper = self.paper_of(channel)?;
        let rows = self
            .store()
            .read::<_, store::StoreError, _>(|r| r.setup_rows())
            .await?;
        let door = rows.channels.into_iter().find(|door| door.public_id == channel);
        let door = door.ok_or(DeskError::NotFound("channel"))?;
        Ok(LetterLayout {
            channel: door.public_id,
            name: door.name,
            revision: door.revision,
            layout: paper.layout(),
        })
    }

    /// A letter of no client's, as it would look.
    ///
    /// # Errors
    /// As [`Desk::letter_layout`]; [`DeskError::Invalid`] with everything that is wrong with the layout.
    pub async fn preview_letter_layout(
        &self,
        principal: &Principal,
        channel: &str,
        layout: &Value,
        lang: Lang,
    ) -> DeskResult<Vec<u8>> {
        require(principal, Permission::Administer)?;
        let paper = self.paper_of(channel)?.with_layout(layout).map_err(told)?;
        let sheet = self.sample(channel, paper.as_ref(), lang);
        let printed = tokio::task::spawn_blocking(move || paper.print(&sheet)).await;
        match printed {
            Ok(Ok(pdf)) => Ok(pdf),
            Ok(Err(error)) => Err(DeskError::Internal(error)),
            Err(panic) => Err(DeskError::Internal(panic.to_string())),
        }
    }

    /// Gives a door another layout; letters are printed by it from then on.
    ///
    /// # Errors
    /// As [`Desk::preview_letter_layout`]; [`DeskError::Conflict`] where the door is another one by now.
    pub async fn change_letter_layout(&self, principal: &Principal, changed: LetterLayout) -> DeskResult<()> {
        require(principal, Permission::Administer)?;
        self.paper_of(&changed.channel)?
            .with_layout(&changed.layout)
            .map_err(told)?;
        let written: Result<(), InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                authority::require_administrator(tx)?;
                let mut doors = tx.setup_rows()?.channels.into_iter();
                let found = doors.find(|door| door.public_id == changed.channel);
                let mut door = found.ok_or(DeskError::NotFound("channel"))?;
                if door.revision != changed.revision {
                    return Err(DeskError::Conflict {
                        code: "conflict",
                        reason: "the channel was changed meanwhile: look at it again".into(),
                    }
                    .into());
                }
                let mut doc: ChannelDoc = docs::read("channel", &door.name, &door.doc)?;
                if !doc.settings.is_object() {
                    doc.settings = json!({});
                }
                doc.settings[LAYOUT] = changed.layout.clone();
                door.doc = docs::write(&doc)?;
                door.revision += 1;
                tx.put_channel(&door)?;
                let what = json!({ "fields": [LAYOUT], "by": "page" });
                tx.audit("channel.changed", &door.name, &what)?;
                tx.announce(NewEvent {
                    kind: EventType::SetupChanged,
                    ticket: None,
                    payload: json!({}),
                });
                Ok(())
            })
            .await;
        written?;
        self.reload_setup().await
    }

    fn paper_of(&self, channel: &str) -> DeskResult<Arc<dyn Paper>> {
        let setup = self.setup();
        let door = setup.channels.iter().find(|door| door.public_id == channel);
        let paper = door.and_then(|door| self.paper(door.id));
        paper.ok_or(DeskError::NotFound("channel"))
    }

    fn sample(&self, channel: &str, paper: &dyn Paper, lang: Lang) -> Sheet {
        let setup = self.setup();
        let door = setup.channels.iter().find(|door| door.public_id == channel);
        let brand = door.and_then(|door| setup.brand(door.brand));
        let name = brand.map(|brand| brand.name.clone()).unwrap_or_default();
        let lines = |key: &str| t(lang, key).lines().map(str::to_owned).collect::<Vec<_>>();
        let (sender, signs) = (paper.sender(), paper.signature());
        let signed = brand.map(|brand| brand.signature_in(lang.code()).to_owned());
        Sheet {
            sender: if sender.is_empty() {
                vec![name.clone()]
            } else {
                sender
            },
            addressee: lines("letter-sample-addressee"),
            number: t(lang, "letter-sample-number"),
            answers: t(lang, "letter-sample-answers"),
            subject: t(lang, "letter-sample-subject"),
            text: t(lang, "letter-sample-text"),
            signature: if signs.is_empty() {
                signed.unwrap_or_default()
            } else {
                signs.join("\n")
            },
            footer: t(lang, "letter-sample-footer"),
            lang: lang.code().to_owned(),
        }
    }
}

fn told(wrong: Vec<SettingFault>) -> DeskError {
    let field = |one: SettingFault| Field {
        field: one.field,
        code: one.code,
        reason: one.reason,
    };
    DeskError::Invalid(wrong.into_iter().map(field).collect())
}
