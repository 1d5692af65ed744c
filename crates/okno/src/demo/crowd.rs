//! A demo at size: made-up tickets in the words of the demo's talks, besides the talks themselves. Once.

use super::script::talks;
use crate::failure::Failure;
use desk::Desk;
use desk::fill::{Filled, Filling, Mark, Phrase, Step};
use domain::time::HOUR;
use store::{Store, StoreError};

/// Key among the settings: how many tickets were made up.
const MARKER: &str = "demo.crowd";
/// Tickets of a thousand that are open: a day's work of a desk that lives.
const OPEN: u64 = 20;

/// How many tickets were made up before.
pub async fn made(store: &Store) -> Result<u64, Failure> {
    let settings = store
        .read::<_, StoreError, _>(|reader| reader.setup_rows())
        .await?
        .settings;
    let made = settings.get(MARKER).map(|made| made.parse()).transpose();
    Ok(made
        .map_err(|_| Failure::said("the demo's count of made-up tickets cannot be read"))?
        .unwrap_or_default())
}

/// Makes them up. Store and desk are closed for it, so that nobody else has the database open.
pub async fn fill(
    store: Store,
    desk: Desk,
    tickets: u64,
    mut progress: impl FnMut(Step) + Send + 'static,
) -> Result<Filled, Failure> {
    let (setup, now, url) = (desk.setup(), desk.now(), store.url().clone());
    let people = store
        .read::<_, StoreError, _>(|reader| reader.operators())
        .await?;
    let channel = setup
        .channels
        .iter()
        .find(|channel| channel.kind == "email")
        .cloned();
    let channel =
        channel.ok_or_else(|| Failure::said("the demo's desk has lost its mail; remove its folder"))?;
    let (phrases, answers) = said()?;
    let filling = Filling {
        tickets,
        messages: 3,
        open: OPEN,
        recent: 24 * HOUR,
        operators: people
            .into_iter()
            .filter(|person| person.active)
            .map(|person| person.id)
            .collect(),
        teams: setup.teams.iter().map(|team| team.id).collect(),
        phrases,
        answers,
        mark: Some(Mark {
            key: MARKER.into(),
            value: tickets.to_string(),
        }),
        seed: tickets,
    };
    drop((store, desk));
    let filling = tokio::task::spawn_blocking(move || {
        desk::fill::fill(&url, setup, channel, now, filling, &mut progress)
    });
    let filled = filling
        .await
        .map_err(|error| Failure::said(format!("filling ended early: {error}")))?;
    Ok(filled?)
}

/// What clients and operators of the talks say.
fn said() -> Result<(Vec<Phrase>, Vec<Phrase>), Failure> {
    let (mut phrases, mut answers) = (Vec::new(), Vec::new());
    for talk in talks()?.into_iter().filter(|talk| !talk.from.is_empty()) {
        let phrase = |text: String| Phrase {
            title: talk.subject.clone(),
            text,
        };
        for step in talk
            .steps
            .iter()
            .filter(|step| !["again", "bounce"].contains(&step.by.as_str()))
        {
            let Some(text) = step.text.clone() else { continue };
            if step.by == "client" {
                phrases.push(phrase(text));
            } else {
                answers.push(phrase(text));
            }
        }
        phrases.push(phrase(talk.text.clone()));
    }
    Ok((phrases, answers))
}
