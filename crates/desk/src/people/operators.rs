//! Our people: adding one, and the lists that pages choose from.

use super::{Operator, login_of, password};
use crate::desk::require;
use crate::error::{Field, InWrite};
use crate::kept::Kept;
use crate::people::authority;
use crate::{Desk, DeskError, DeskResult};
use domain::event::{EventType, NewEvent};
use domain::id::Ids as _;
use domain::{Actor, Moment, OperatorId, Permission, Principal, Role, TeamId};
use serde_json::json;
use std::sync::Arc;
use store::{StoreError, Tx};

/// Somebody to be added.
#[derive(Clone)]
pub struct NewOperator {
    /// The mail address.
    pub login: String,
    pub name: String,
    pub role: Role,
    /// Without one the person cannot log in until it is set.
    pub password: Option<String>,
    /// Language of the pages, as a code.
    pub lang: String,
    /// IANA zone in which times are shown.
    pub zone: String,
    pub teams: Vec<TeamId>,
}

/// Our people as last read.
pub(crate) type People = Kept<(), Arc<Vec<Operator>>, 1>;

impl Desk {
    /// Adds one of our people.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] with every field that is wrong; [`DeskError::Conflict`] (`login_taken`);
    /// [`DeskError::Forbidden`] unless the actor administers the desk.
    pub async fn add_operator(&self, actor: Actor, new: NewOperator) -> DeskResult<Operator> {
        let login = login_of(&new.login);
        self.check(&new, &login)?;
        let hash = match &new.password {
            Some(password) => Some(password::hash(password, self.options().password_cost).await?),
            None => None,
        };
        let run = move |tx: &mut Tx<'_>| -> Result<Operator, InWrite> {
            authority::require_administrator(tx)?;
            if tx.operators()?.iter().any(|known| known.login == login) {
                return Err(taken(&login).into());
            }
            let operator = Operator {
                id: OperatorId(tx.next_id()),
                public_id: OperatorId::new_public(),
                login: login.clone(),
                name: new.name.clone(),
                role: new.role,
                lang: new.lang.clone(),
                zone: new.zone.clone(),
                active: true,
                version: 1,
                teams: sorted(&new.teams),
            };
            tx.put_operator(&operator)?;
            if let Some(hash) = &hash {
                tx.set_password_hash(operator.id, hash)?;
            }
            for team in &operator.teams {
                tx.join_team(*team, operator.id)?;
            }
            let detail = json!({ "role": operator.role, "password": hash.is_some() });
            tx.audit("operator.created", &operator.login, &detail)?;
            announce(tx);
            Ok(operator)
        };
        Ok(self.store().write(actor, run).await?)
    }

    fn check(&self, new: &NewOperator, login: &str) -> DeskResult<()> {
        let mut wrong = Vec::new();
        let mut note = |field: &str, code, reason: Option<String>| {
            wrong.extend(reason.map(|reason| Field {
                field: field.into(),
                code,
                reason,
            }));
        };
        note("login", "invalid", super::unfit_login(login));
        note("name", "invalid", unfit_name(&new.name));
        note("lang", "unknown", unfit_lang(&new.lang));
        note("zone", "unknown", unfit_zone(&new.zone));
        note(
            "password",
            "weak",
            new.password
                .as_ref()
                .and_then(|given| password::unfit(given, login)),
        );
        note("teams", "unknown", self.unknown_team(&new.teams));
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(DeskError::Invalid(wrong))
        }
    }

    pub(super) fn unknown_team(&self, teams: &[TeamId]) -> Option<String> {
        let setup = self.setup();
        let unknown = teams.iter().any(|id| setup.team(*id).is_none());
        unknown.then(|| "there is no such team: choose from those of the desk".into())
    }

    /// Our people, for choosing one: those who can be given work, or all who ever were here.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] for clients and visitors.
    pub async fn operators(&self, principal: &Principal, with_former: bool) -> DeskResult<Vec<Operator>> {
        require(principal, Permission::TicketsRead)?;
        let (epoch, now) = (self.epoch(), self.now());
        let kept = epoch.and_then(|epoch| self.people().get(&(), epoch, now));
        let all = match kept {
            Some(all) => all,
            None => {
                let read = self.store().read::<_, StoreError, _>(|r| r.operators());
                let all = Arc::new(read.await?);
                if let Some(epoch) = epoch {
                    self.people().put((), epoch, now, Arc::clone(&all));
                }
                all
            }
        };
        let wanted = all.iter().filter(|operator| with_former || operator.active);
        Ok(wanted.cloned().collect())
    }

    /// Our people as far as they were read a moment ago and nothing happened since; nobody otherwise.
    pub(crate) fn known_people(&self, now: Moment) -> Arc<Vec<Operator>> {
        let kept = self.epoch().and_then(|epoch| self.people().get(&(), epoch, now));
        kept.unwrap_or_default()
    }
}

pub(super) fn unfit_name(name: &str) -> Option<String> {
    let fits = !name.trim().is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    (!fits).then(|| "give a name of at most 100 characters on one line".into())
}

pub(super) fn unfit_lang(lang: &str) -> Option<String> {
    (!super::lang_is_spoken(lang)).then(|| "the pages speak ru and en: choose one".into())
}

pub(super) fn unfit_zone(zone: &str) -> Option<String> {
    (!super::zone_exists(zone)).then(|| "use a name of the IANA database, such as Europe/Moscow".into())
}

pub(super) fn sorted(teams: &[TeamId]) -> Vec<TeamId> {
    let mut teams = teams.to_vec();
    teams.sort_unstable();
    teams.dedup();
    teams
}

/// Pages that show names and teams are behind.
pub(super) fn announce(tx: &mut Tx<'_>) {
    tx.announce(NewEvent {
        kind: EventType::SetupChanged,
        ticket: None,
        payload: json!({}),
    });
}

fn taken(login: &str) -> DeskError {
    DeskError::Conflict {
        code: "login_taken",
        reason: format!("somebody has the login {login} already: change that person, or use another login"),
    }
}
