//! Stories told from door to answer, on both databases, with a clock that the test moves.

// All of this is test code; clippy knows only functions marked as tests by that name.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod acknowledgement;
mod after_a_call;
mod answers;
mod backup;
mod calendar_hours;
mod chat_queue;
mod client_merge;
mod clock_report;
mod clocks;
mod custom_door;
mod drafts;
mod examples;
mod filling;
mod forecast;
mod handoff;
mod intake;
mod labels;
mod ladder;
mod letters;
mod letters_out;
mod links;
mod merge;
mod merge_rule;
mod messengers;
mod must_not_happen;
mod official;
mod official_feed;
mod one_person;
mod outreach;
mod people;
mod promises;
mod quarantine;
mod reading;
mod recount;
mod retention;
mod row_ids;
mod scopes;
mod segment;
mod side_tasks;
mod split;
mod stated_address;
mod statutory;
mod threading;
mod told;
mod undo;
mod waiting;
mod warnings;
mod way;
mod webhooks;
mod withdrawal;
