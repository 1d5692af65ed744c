//! What a warning wants done beside telling somebody: priority, team, tags (`definitions.md` §12). Done as a change like
//! anybody's, by Okno itself.

use super::change::{Change, change};
use super::edit::{Edit, Refusal};
use crate::clock::Action;
use crate::plan::Plan;

/// Does it. What is already so stays so; an empty plan where nothing is different.
///
/// # Errors
/// [`Refusal::Closed`].
pub fn escalate(edit: Edit<'_>, actions: &[Action], segment: &str) -> Result<Plan, Refusal> {
    let mut wanted = Change {
        segment: segment.to_owned(),
        ..Change::default()
    };
    for action in actions {
        match action {
            Action::RaisePriority(to) => {
                wanted.priority = wanted
                    .priority
                    .max(Some(*to))
                    .filter(|to| *to > edit.ticket.priority);
            }
            Action::Reassign(team) => {
                // A team that is gone takes nothing over.
                let name = edit.setup.team(*team).map(|team| team.name.clone());
                wanted.team = name.map(|name| Some((*team, name)));
            }
            Action::AddTag(tag) => wanted.add_tags.push(tag.clone()),
        }
    }
    change(edit, wanted)
}
