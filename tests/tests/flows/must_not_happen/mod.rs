//! What other desks get wrong about deadlines, one test each. What is tested elsewhere is pointed at, not repeated:
//!
//! | must not happen | test |
//! |---|---|
//! | a reply or a resolution one second late, between two checks, counted as in time | `verdicts::one_second_late_is_late_however_seldom_somebody_looks` |
//! | the answer and the deadline one microsecond apart | `verdicts::one_microsecond_apart` |
//! | the wall clock is set while clocks run | `verdicts::a_wall_clock_that_is_set_changes_no_verdict_by_itself` |
//! | a restart exactly at the deadline loses or doubles the breach | `verdicts::a_restart_exactly_at_the_deadline` |
//! | pause and resume twice within one minute | `pauses::twice_within_one_minute` |
//! | reopened after a pause and instantly overdue | `pauses::reopened_and_not_instantly_overdue` |
//! | a holiday added after the deadline was computed | `recount::a_day_off_declared_late_moves_the_deadline_once_somebody_confirms_it` |
//! | priority raised midway | `clocks::priority_raised_and_lowered` |
//! | arrival at lunch of a split day, one second before closing | `arrivals::at_lunch_and_one_second_before_closing` |
//! | arrival on a day when the clocks are changed | `arrivals::in_the_hour_that_is_skipped_and_in_the_one_that_comes_twice` |
//! | around the clock, across midnight | `arrivals::around_the_clock_and_across_midnight` |
//! | a policy deleted while its clocks run | `recount::other_policies_are_followed_and_a_deleted_one_goes_on` |
//! | an update target shorter than the first-response target | `updates::an_update_never_comes_before_the_first_response` |
//! | a merged ticket that still escalates | `merged::a_merged_ticket_escalates_no_more` |
//! | a client's answer by another door that does not restart the clock | `doors::an_answer_by_another_door_restarts_the_clock` |
//! | a viewer in another zone than the server | `doors::a_viewer_in_another_zone_sees_the_same_instant` |
//! | notices at midnight | `warnings::a_notice_waits_for_the_working_hours_of_its_recipient_unless_it_is_urgent` |
//! | ten thousand overdue after an outage | `outage::all_that_fell_due_is_found_each_with_its_instant_and_one_letter_told` |
//! | what becomes known late leaves an open ticket paused, or undoes what was answered | `late_news` |
//! | another team moves a deadline | `late_news::another_team_moves_nothing` |
//! | bad input changes something | `desk`: `each_mistake_is_told_with_its_place_and_changes_nothing` |

mod arrivals;
mod doors;
mod late_news;
mod merged;
mod outage;
mod pauses;
mod updates;
mod verdicts;

use desk::read::ClockView;
use desk::ticket::Reply;
use domain::Principal;
use domain::clock::ClockKind;
use domain::ticket::State;
use testkit::{DESK_TOML, TestDesk, message};

/// A ticket that came at an instant.
async fn opened(desk: &TestDesk, at: &str) -> String {
    desk.clock.set(at);
    let taken = desk.take(message("anna@client.example", "Q", "Hello?")).await;
    taken.ticket.unwrap().public_id
}

async fn reply(desk: &TestDesk, by: &Principal, id: &str, at: &str, then: Option<State>) {
    desk.clock.set(at);
    let reply = Reply {
        text: "An answer.".into(),
        then,
        ..Reply::default()
    };
    desk.desk.reply(by, id, reply).await.unwrap();
}

/// The newest clock of a kind.
async fn clock(desk: &TestDesk, id: &str, kind: ClockKind) -> ClockView {
    let view = desk.ticket(id).await;
    view.clocks.into_iter().rfind(|clock| clock.kind == kind).unwrap()
}

/// How often the breach of a ticket's deadlines was written down.
async fn breaches(desk: &TestDesk, id: &str) -> usize {
    let view = desk.ticket(id).await;
    let lines = view.timeline.entries.iter();
    lines.filter(|entry| entry.code == "clock_breached").count()
}

/// The desk of the worked examples with something behind the target of its first response.
fn with(more: &str) -> String {
    let first = "kind = \"first_response\"\ntarget = { minutes = 120 }\n";
    DESK_TOML.replacen(first, &format!("{first}{more}"), 1)
}
