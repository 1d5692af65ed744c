//! What is known of a client, changed. Another segment means other policies for what is open (`definitions.md` §8).

use super::follow::{announce, follow};
use super::hold;
use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use domain::client::{CallHours, Profile};
use domain::{HandleKind, Permission, Principal};
use std::collections::BTreeMap;
use store::Tx;

/// Characters of a segment.
const SEGMENT: usize = 40;
/// Characters of a name, or a company's.
const NAME: usize = 200;
/// Topics with a wish of their own.
const TOPICS: usize = 50;

/// What shall be different about a client. What is `None` stays; what is empty becomes unknown.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ClientPatch {
    pub name: Option<String>,
    /// ISO 639-1.
    pub lang: Option<String>,
    /// IANA zone.
    pub zone: Option<String>,
    /// Empty: in none.
    pub segment: Option<String>,
    pub company: Option<String>,
    pub no_calls: Option<bool>,
    /// `10:00-19:00`, in the client's zone.
    pub call_hours: Option<String>,
    /// By which kind of address the client likes to be answered, by topic; empty: about any other. All of them at once.
    pub wishes: Option<BTreeMap<String, HandleKind>>,
}

impl ClientPatch {
    /// The card with the patch laid over it.
    pub(super) fn over(&self, now: &Profile) -> DeskResult<Profile> {
        let line = |field: &str, given: &Option<String>, now: &str, most: usize| {
            let Some(given) = given else {
                return Ok(now.to_owned());
            };
            let clean = text::clean_line(given, most + 1);
            if clean.chars().count() > most {
                let reason = format!("at most {most} characters");
                return Err(DeskError::invalid(field, "too_long", reason));
            }
            Ok(clean)
        };
        let mut next = Profile {
            name: line("name", &self.name, &now.name, NAME)?,
            lang: line("lang", &self.lang, &now.lang, 8)?,
            zone: line("zone", &self.zone, &now.zone, 64)?,
            segment: line("segment", &self.segment, &now.segment, SEGMENT)?,
            company: line("company", &self.company, &now.company, NAME)?,
            no_calls: self.no_calls.unwrap_or(now.no_calls),
            call_hours: line("call_hours", &self.call_hours, &now.call_hours, 20)?,
        };
        if !next.zone.is_empty() && jiff::tz::TimeZone::get(&next.zone).is_err() {
            let reason = "write an IANA zone, as Europe/Moscow";
            return Err(DeskError::invalid("zone", "unknown", reason));
        }
        if self.lang.is_some() && !matches!(next.lang.as_str(), "" | "ru" | "en") {
            return Err(DeskError::invalid("lang", "unknown", "write ru or en"));
        }
        if !next.call_hours.is_empty() {
            let hours: CallHours = next
                .call_hours
                .parse()
                .map_err(|reason: &str| DeskError::invalid("call_hours", "invalid", reason))?;
            next.call_hours = hours.to_string();
        }
        if self.wishes.as_ref().is_some_and(|wishes| wishes.len() > TOPICS) {
            let reason = format!("at most {TOPICS} topics");
            return Err(DeskError::invalid("wishes", "too_many", reason));
        }
        Ok(next)
    }
}

impl Desk {
    /// Changes a client; deadlines of open tickets follow in the same commit, and none is put into the past.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for what cannot be; [`DeskError::NotFound`]; [`DeskError::Conflict`] for a client that is part
    /// of another; the store's own.
    pub async fn change_client(&self, principal: &Principal, id: &str, patch: ClientPatch) -> DeskResult<()> {
        require(principal, Permission::TicketsWrite)?;
        // What cannot be is told before anything is asked.
        patch.over(&Profile::default())?;
        let (id, setup, actor) = (id.to_owned(), self.setup(), principal.actor());
        is_listed(&setup, patch.segment.as_deref().unwrap_or_default())?;
        let written: Result<(), InWrite> = self
            .store()
            .write(actor, move |tx: &mut Tx<'_>| {
                let held = hold(tx, &id)?;
                let next = patch.over(&held.profile)?;
                if let Some(wishes) = &patch.wishes {
                    tx.set_wishes(held.id, wishes)?;
                }
                if next != held.profile {
                    tx.write_profile(held.id, &next)?;
                    follow(tx, &setup, held.id, &[&held.profile], &next)?;
                    let detail = changed(&held.profile, &next);
                    tx.audit("client.changed", &id, &detail)?;
                }
                announce(tx, &id);
                Ok(())
            })
            .await;
        Ok(written?)
    }
}

/// What changed, for the record: the segment in words, of personal data only that it changed.
fn changed(before: &Profile, after: &Profile) -> serde_json::Value {
    let mut fields = Vec::new();
    for (name, differs) in [
        ("name", before.name != after.name),
        ("lang", before.lang != after.lang),
        ("zone", before.zone != after.zone),
        ("company", before.company != after.company),
        ("no_calls", before.no_calls != after.no_calls),
        ("call_hours", before.call_hours != after.call_hours),
    ] {
        if differs {
            fields.push(name);
        }
    }
    serde_json::json!({ "fields": fields, "segment": [before.segment, after.segment] })
}

/// Refuses a segment that the desk's list does not have; a desk without a list takes any.
pub(crate) fn is_listed(setup: &domain::setup::Setup, segment: &str) -> DeskResult<()> {
    let listed = setup
        .segments
        .iter()
        .filter(|known| known.active)
        .map(|known| known.key.as_str());
    if segment.is_empty() || setup.segments.is_empty() || listed.clone().any(|key| key == segment) {
        return Ok(());
    }
    let reason = format!(
        "there is no such segment: use one of {}",
        listed.collect::<Vec<_>>().join(", ")
    );
    Err(DeskError::invalid("segment", "unknown", reason))
}
