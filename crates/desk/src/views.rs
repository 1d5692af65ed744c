//! Saved views: a filter kept under a name, one's own or for everybody. A view is its owner's; what is shared,
//! supervisors may change too.

use crate::Desk;
use crate::desk::require;
use crate::error::{DeskError, DeskResult, InWrite};
use crate::read::Filter;
use domain::id::Ids as _;
use domain::{OperatorId, Permission, Principal, SavedViewId};
use serde_json::json;
use store::Tx;
use store::rows::SavedView;

/// Characters of a name.
const NAME: usize = 60;
/// Views of one person.
const MOST: i64 = 50;
/// Places of the rail.
const PLACES: std::ops::RangeInclusive<i64> = 0..=1_000;

/// A view to be kept.
#[derive(Clone, Debug)]
pub struct NewView {
    pub name: String,
    pub shared: bool,
    pub position: i64,
    pub filter: Filter,
}

/// What shall be different; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct ViewPatch {
    pub based_on: Option<i64>,
    pub name: Option<String>,
    pub shared: Option<bool>,
    pub position: Option<i64>,
    pub filter: Option<Filter>,
}

impl Desk {
    /// Keeps a view; its public id.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] for a name or place that is unfit; [`DeskError::Forbidden`] for programs.
    pub async fn save_view(&self, principal: &Principal, new: NewView) -> DeskResult<String> {
        let owner = owner(principal)?;
        let (name, position) = (fit_name(&new.name)?, fit_place(new.position)?);
        let filter = new.filter.query();
        let saved: Result<String, InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                if tx.count_saved_views(owner)? >= MOST {
                    let reason = format!("you have {MOST} views: delete one first");
                    return Err(DeskError::invalid("name", "too_many", reason).into());
                }
                let view = SavedView {
                    id: SavedViewId(tx.next_id()),
                    public_id: SavedViewId::new_public(),
                    owner,
                    name: name.clone(),
                    shared: new.shared,
                    position,
                    filter: filter.clone(),
                    version: 1,
                };
                tx.put_saved_view(&view)?;
                tx.audit("view.created", &view.public_id, &json!({ "shared": view.shared }))?;
                Ok(view.public_id)
            })
            .await;
        Ok(saved?)
    }

    /// Changes a view; its new version.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it is not there, or not this person's to change; [`DeskError::Stale`].
    pub async fn change_view(
        &self,
        principal: &Principal,
        public_id: &str,
        patch: ViewPatch,
    ) -> DeskResult<i64> {
        let name = patch.name.as_deref().map(fit_name).transpose()?;
        let position = patch.position.map(fit_place).transpose()?;
        let filter = patch.filter.as_ref().map(Filter::query);
        let (id, who) = (public_id.to_owned(), principal.clone());
        let changed: Result<i64, InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                let old = changeable(tx, &who, &id)?;
                if let Some(based_on) = patch.based_on.filter(|version| *version != old.version) {
                    let current = old.version;
                    return Err(DeskError::Stale { current, based_on }.into());
                }
                let new = SavedView {
                    name: name.clone().unwrap_or(old.name),
                    shared: patch.shared.unwrap_or(old.shared),
                    position: position.unwrap_or(old.position),
                    filter: filter.clone().unwrap_or(old.filter),
                    version: old.version + 1,
                    ..old
                };
                tx.put_saved_view(&new)?;
                tx.audit("view.changed", &id, &json!({ "shared": new.shared }))?;
                Ok(new.version)
            })
            .await;
        Ok(changed?)
    }

    /// Takes a view away.
    ///
    /// # Errors
    /// As [`Desk::change_view`].
    pub async fn delete_view(&self, principal: &Principal, public_id: &str) -> DeskResult<()> {
        let (id, who) = (public_id.to_owned(), principal.clone());
        let deleted: Result<(), InWrite> = self
            .store()
            .write(principal.actor(), move |tx: &mut Tx<'_>| {
                let view = changeable(tx, &who, &id)?;
                tx.delete_saved_view(view.id)?;
                tx.audit("view.deleted", &id, &json!({ "name": view.name }))?;
                Ok(())
            })
            .await;
        Ok(deleted?)
    }
}

fn owner(principal: &Principal) -> DeskResult<OperatorId> {
    require(principal, Permission::TicketsRead)?;
    match principal {
        Principal::Operator { id, .. } => Ok(*id),
        _ => Err(DeskError::Conflict {
            code: "conflict",
            reason: "a view belongs to a person: save it from a session of the console".into(),
        }),
    }
}

/// A view, where this person may change it. A stranger's own is not there for anybody else.
fn changeable(tx: &mut Tx<'_>, who: &Principal, public_id: &str) -> Result<SavedView, InWrite> {
    let not_there = || InWrite::from(DeskError::NotFound("saved view"));
    let view = tx.saved_view(public_id)?.ok_or_else(not_there)?;
    let mine = matches!(who, Principal::Operator { id, .. } if *id == view.owner);
    if mine || (view.shared && who.may(Permission::Supervise)) {
        return Ok(view);
    }
    if view.shared {
        return Err(DeskError::Forbidden(Permission::Supervise).into());
    }
    Err(not_there())
}

fn fit_name(name: &str) -> DeskResult<String> {
    let name = text::clean_line(name, NAME);
    if name.is_empty() {
        return Err(DeskError::invalid("name", "required", "give the view a name"));
    }
    Ok(name)
}

fn fit_place(position: i64) -> DeskResult<i64> {
    if PLACES.contains(&position) {
        return Ok(position);
    }
    Err(DeskError::invalid(
        "position",
        "out_of_range",
        format!("{position} is not allowed: a place is 0 to 1000"),
    ))
}
