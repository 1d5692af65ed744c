//! From what is asked for to what the store reads: names become ids, days become instants, views become lists.

use super::inbox::{InboxQuery, MOST_ROWS, View, order_of};
use super::{Assigned, DayRange, DueWithin, FieldMatch, Filter, Order};
use crate::{DeskError, DeskResult};
use domain::absence::Away;
use domain::field::Wanted;
use domain::setup::Setup;
use domain::ticket::State;
use domain::{Moment, OperatorId, TeamId};
use store::Reader;
use store::rows::{FieldTest, ListQuery, Pile, SearchWords, Sorting, Whose};

/// Who asks, and when.
pub(super) struct Asking<'a> {
    pub me: Option<OperatorId>,
    pub teams: &'a [TeamId],
    pub now: Moment,
    pub setup: &'a Setup,
}

/// What is asked of the store, and how many rows the page has. One more is read: it tells whether there is a next page.
pub(super) fn wanted(
    reader: &mut Reader<'_>,
    query: &InboxQuery,
    setup: &Setup,
    me: Option<OperatorId>,
) -> DeskResult<(ListQuery, i64)> {
    let view = query.filter.view.unwrap_or(View::All);
    let teams = my_teams(reader, me, &[view])?;
    let asking = Asking {
        me,
        teams: &teams,
        now: query.now,
        setup,
    };
    let mut list = list(&query.filter, &asking)?;
    let limit = query.limit.clamp(1, MOST_ROWS);
    list.limit = limit + 1;
    list.after = query
        .after
        .map(|after| after.place(order_of(&list)))
        .transpose()?;
    Ok((list, limit))
}

/// What a filter asks for.
pub(super) fn list(filter: &Filter, asking: &Asking<'_>) -> DeskResult<ListQuery> {
    let mut list = list_of(filter.view.unwrap_or(View::All), asking);
    narrow(&mut list, filter, asking)?;
    Ok(list)
}

/// The teams of the reading operator, where a view asks for them.
pub(super) fn my_teams(
    reader: &mut Reader<'_>,
    me: Option<OperatorId>,
    views: &[View],
) -> DeskResult<Vec<TeamId>> {
    match me {
        Some(me) if views.contains(&View::Team) => Ok(reader.teams_of(me)?),
        _ => Ok(Vec::new()),
    }
}

/// What a view holds.
pub(super) fn list_of(view: View, asking: &Asking<'_>) -> ListQuery {
    let (now, me) = (asking.now, asking.me);
    let mut list = ListQuery::default();
    match view {
        View::Mine => {
            let instead = me.map_or(Vec::new(), |me| asking.setup.away_for(Some(me), now));
            list.whose = Some(with_absent(mine(me), instead));
        }
        View::Team => list.teams = Some(asking.teams.to_vec()),
        View::Unassigned => {
            let waits = asking.setup.away_for(None, now);
            list.whose = Some(with_absent(Whose::Nobody, waits));
        }
        View::DueSoon => {
            list.due_from = Some(now);
            list.due_before = Some(now.saturating_add(asking.setup.soon()));
        }
        // "By" includes the instant: what is due now is not late yet.
        View::Overdue => list.due_before = Some(now),
        View::WaitingClient => list.pile = Pile::Waiting,
        View::All => {}
        View::Resolved => list.pile = Pile::Done(Some(State::Resolved)),
        View::Closed => list.pile = Pile::Done(Some(State::Closed)),
        View::Everything => list.pile = Pile::Any,
    }
    list
}

/// And what lies with those who are away, as far as somebody else works on it (`definitions.md` §8).
fn with_absent(own: Whose, away: Vec<Away>) -> Whose {
    if away.is_empty() {
        return own;
    }
    let theirs = away.into_iter().map(Whose::For);
    Whose::OneOf(std::iter::once(own).chain(theirs).collect())
}

fn mine(me: Option<OperatorId>) -> Whose {
    me.map_or(Whose::Named(String::new()), Whose::Of)
}

/// Adds what else was asked for.
fn narrow(list: &mut ListQuery, filter: &Filter, asking: &Asking<'_>) -> DeskResult<()> {
    let setup = asking.setup;
    if let Some(wanted) = &filter.team {
        let team = setup.teams.iter().find(|team| team.public_id == *wanted);
        let team = team.ok_or_else(|| DeskError::invalid("team", "unknown", "there is no such team"))?;
        list.teams = Some(vec![team.id]);
    }
    if let Some(wanted) = &filter.channel {
        let channel = setup.channels.iter().find(|channel| channel.public_id == *wanted);
        let channel =
            channel.ok_or_else(|| DeskError::invalid("channel", "unknown", "there is no such channel"))?;
        list.channel = Some(channel.id);
    }
    if let Some(wanted) = &filter.brand {
        let brand = setup.brands.iter().find(|brand| brand.name == *wanted);
        let brand = brand.ok_or_else(|| DeskError::invalid("brand", "unknown", "there is no such brand"))?;
        list.brand = Some(brand.id);
    }
    match &filter.assignee {
        None => {}
        Some(Assigned::Nobody) => list.whose = Some(Whose::Nobody),
        Some(Assigned::Me) => list.whose = Some(mine(asking.me)),
        Some(Assigned::Person(id)) => list.whose = Some(Whose::Named(id.clone())),
    }
    (list.state, list.kind, list.priority) = (filter.state, filter.kind, filter.priority);
    list.topic.clone_from(&filter.topic);
    list.client.clone_from(&filter.client);
    list.company.clone_from(&filter.company);
    list.tag.clone_from(&filter.tag);
    list.fields = filter.fields.iter().map(field_test).collect();
    times(list, filter, asking)?;
    // A state that is done is not among what is open.
    if let Some(state) = filter
        .state
        .filter(|state| state.is_done() && list.pile == Pile::Open)
    {
        (list.pile, list.state) = (Pile::Done(Some(state)), None);
    }
    if let Some(words) = filter.text.as_deref().and_then(|text| search_words(text, setup)) {
        list.search = Some(words);
        if filter.view.unwrap_or(View::All) == View::All && filter.state.is_none() {
            list.pile = Pile::Any;
        }
    }
    list.sorting = sorting(list, filter)?;
    Ok(())
}

fn times(list: &mut ListQuery, filter: &Filter, asking: &Asking<'_>) -> DeskResult<()> {
    let (now, zone) = (asking.now, &asking.setup.zone);
    (list.created_from, list.created_before) = between("created", &filter.created, zone)?;
    (list.updated_from, list.updated_before) = between("updated", &filter.updated, zone)?;
    match filter.due {
        None => {}
        Some(DueWithin::Overdue) => list.due_before = Some(now),
        Some(DueWithin::Within(span)) => {
            list.due_from = Some(now);
            // "By" includes the instant.
            list.due_before = Some(now.saturating_add(span).saturating_add(1));
        }
    }
    Ok(())
}

/// Deadlines lead what is open; what is done is ordered by what happened to it.
fn sorting(list: &ListQuery, filter: &Filter) -> DeskResult<Option<Sorting>> {
    let open = matches!(list.pile, Pile::Open | Pile::Waiting);
    Ok(match filter.order {
        Some(Order::Due) if !open => {
            let reason = "what is done has no deadline: use one of updated, created, oldest";
            return Err(DeskError::invalid("order", "unfit", reason));
        }
        Some(Order::Due) => Some(Sorting::Due),
        Some(Order::Updated) => Some(Sorting::Updated),
        Some(Order::Created) => Some(Sorting::Created),
        Some(Order::Oldest) => Some(Sorting::Oldest),
        None if !filter.created.is_empty() => Some(Sorting::Created),
        None if !filter.updated.is_empty() => Some(Sorting::Updated),
        None => None,
    })
}

fn field_test(field: &FieldMatch) -> FieldTest {
    let (from, to) = match &field.wanted {
        Wanted::Is(value) => (value.key, value.key),
        Wanted::Between(from, to) => (
            from.as_ref().map_or(i64::MIN, |value| value.key),
            to.as_ref().map_or(i64::MAX, |value| value.key),
        ),
    };
    FieldTest {
        field: field.key.clone(),
        from,
        to,
    }
}

/// The instants of a range: a day begins at its midnight in the desk's zone, and the last day is included.
fn between(name: &str, range: &DayRange, zone: &str) -> DeskResult<(Option<Moment>, Option<Moment>)> {
    let wrong = |end: &str| {
        let reason = "write a day, 2026-04-14, or an instant with its offset, 2026-04-14T10:00:00+03:00";
        DeskError::invalid(&format!("{name}_{end}"), "invalid", reason)
    };
    let from = range
        .from
        .as_deref()
        .map(|text| instant(text, zone, 0).ok_or_else(|| wrong("from")))
        .transpose()?;
    let to = range
        .to
        .as_deref()
        .map(|text| instant(text, zone, 1).ok_or_else(|| wrong("to")))
        .transpose()?;
    Ok((from, to))
}

/// A day as its midnight, or the midnight so many days later; an instant as the first one that is not meant any more.
fn instant(text: &str, zone: &str, days: i64) -> Option<Moment> {
    if let Ok(at) = text.parse::<Moment>() {
        return Some(at.saturating_add(days.min(1)));
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    let day = day.checked_add(jiff::Span::new().days(days)).ok()?;
    let zone = if zone.is_empty() { "UTC" } else { zone };
    let midnight = day.at(0, 0, 0, 0).in_tz(zone).ok()?;
    Some(Moment::from_micros(midnight.timestamp().as_microsecond()))
}

/// What a text asks for; `None` where there is nothing in it to look for.
fn search_words(text: &str, setup: &Setup) -> Option<SearchWords> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let query = text::query(text);
    let plain = text.trim_start_matches(['№', '#', ' ', '\u{a0}', '\u{202f}']);
    // Punctuation alone leaves no words: such a search finds nothing, rather than everything.
    Some(SearchWords {
        all: query.all,
        prefix: query.prefix,
        number: setup.number.read(text).or_else(|| plain.parse().ok()),
    })
}
