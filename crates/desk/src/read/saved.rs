//! Saved views as their readers see them, with bounded counts; and the tags that can be offered.

use super::inbox::MOST_COUNTED;
use super::wanted::{Asking, list, my_teams};
use super::{Broken, DeskReader, Filter, View};
use crate::{DeskError, DeskResult};
use domain::Moment;
use domain::setup::Setup;
use store::rows::SavedView;

/// Views that are counted; the others are named.
const MOST_COUNTED_VIEWS: usize = 12;
/// Tags offered at once.
const MOST_TAGS: i64 = 20;

/// A saved view.
#[derive(Clone, Debug)]
pub struct SavedViewView {
    pub public_id: String,
    pub name: String,
    pub shared: bool,
    /// It belongs to whoever asks.
    pub mine: bool,
    pub position: i64,
    pub version: i64,
    /// What it asks for; broken where it names something that is gone.
    pub filter: Result<Filter, Broken>,
    /// Up to 1,001; nothing where it is not counted.
    pub count: Option<i64>,
}

impl DeskReader {
    /// The reader's own views and the shared ones, by place, counted.
    ///
    /// # Errors
    /// The store's own.
    pub async fn saved_views(&self, now: Moment) -> DeskResult<Vec<SavedViewView>> {
        let (setup, me) = (self.desk.setup(), self.me());
        self.snapshot(move |reader, scope| {
            let mut views: Vec<_> = reader
                .saved_views(me)?
                .into_iter()
                .map(|view| shown(&setup, view, me.map(|id| id.0)))
                .collect();
            if views.is_empty() {
                return Ok(views);
            }
            let teams = my_teams(reader, me, &[View::Team])?;
            let asking = Asking {
                me,
                teams: &teams,
                now,
                setup: &setup,
            };
            let (mut places, mut lists) = (Vec::new(), Vec::new());
            for (at, view) in views.iter().enumerate() {
                // A search is counted when it is opened: nobody waits for that on every page.
                let Ok(filter) = view.filter.as_ref() else {
                    continue;
                };
                if filter.text.is_some() || lists.len() == MOST_COUNTED_VIEWS {
                    continue;
                }
                if let Ok(wanted) = list(filter, &asking) {
                    places.push(at);
                    lists.push(wanted);
                }
            }
            let counts = reader.count_tickets(scope, &lists, MOST_COUNTED + 1)?;
            for (at, count) in places.into_iter().zip(counts) {
                if let Some(view) = views.get_mut(at) {
                    view.count = Some(count);
                }
            }
            Ok(views)
        })
        .await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where it is not there, or somebody else's own; the store's own.
    pub async fn saved_view(&self, public_id: &str) -> DeskResult<SavedViewView> {
        let (setup, me, public_id) = (self.desk.setup(), self.me(), public_id.to_owned());
        self.snapshot(move |reader, _scope| {
            let view = reader.saved_view(&public_id)?;
            let view = view.filter(|view| view.shared || Some(view.owner) == me);
            view.map(|view| shown(&setup, view, me.map(|id| id.0)))
                .ok_or(DeskError::NotFound("saved view"))
        })
        .await
    }

    /// Tags that begin so; at most twenty.
    ///
    /// # Errors
    /// The store's own.
    pub async fn tags(&self, beginning: &str) -> DeskResult<Vec<String>> {
        let beginning = text::clean_line(beginning, 60);
        self.snapshot(move |reader, _scope| Ok(reader.tags_like(&beginning, MOST_TAGS)?))
            .await
    }
}

fn shown(setup: &Setup, view: SavedView, me: Option<i64>) -> SavedViewView {
    SavedViewView {
        mine: Some(view.owner.0) == me,
        filter: Filter::read(&view.filter, setup),
        public_id: view.public_id,
        name: view.name,
        shared: view.shared,
        position: view.position,
        version: view.version,
        count: None,
    }
}
