//! The JSON API: one file an endpoint group, handlers `verb_resource`. A route is registered and described by the same
//! line, so there is none without a description.

mod absences;
mod auth;
mod body;
mod bulk;
mod calendar_updates;
mod calls;
mod client_shapes;
mod clients;
mod clocks;
mod closure;
mod companies;
mod consents;
mod conversations;
mod due;
mod handoffs;
mod house;
mod idempotency;
mod intake;
mod labels;
mod letters;
mod letters_out;
mod links;
mod merge;
mod messages;
mod notices;
mod number;
mod papers;
mod promises;
mod quarantine;
mod recounts;
mod replies;
mod reports;
mod shapes;
mod show;
mod side_tasks;
mod split;
mod stale;
mod statutory;
mod talks;
mod tickets;
mod told;
mod undo;
mod views;
mod webhooks;

use actix_web::web;
use utoipa::OpenApi;

macro_rules! endpoints {
    ($($handler:path),+ $(,)?) => {
        /// The description of every endpoint.
        #[derive(OpenApi)]
        #[openapi(paths($($handler),+), components(schemas(crate::problem::ProblemBody)))]
        pub struct Doc;

        /// Puts the endpoints in their place.
        pub fn configure(cfg: &mut web::ServiceConfig) {
            $(cfg.service($handler);)+
        }
    };
}

endpoints! {
    tickets::list_tickets,
    tickets::open_ticket,
    tickets::get_ticket,
    tickets::change_ticket,
    consents::list_consents,
    messages::add_message,
    messages::list_timeline,
    replies::create_reply,
    replies::create_note,
    calls::log_call,
    letters::register_letter,
    letters_out::list_letters,
    letters_out::get_letter_sheet,
    letters_out::dispatch_letter,
    letters_out::deliver_letter,
    letters_out::return_letter,
    papers::put_paper,
    papers::list_papers,
    papers::get_paper,
    papers::get_paper_file,
    papers::set_paper_aside,
    conversations::begin_conversation,
    conversations::send_again,
    merge::merge_ticket,
    merge::unmerge_ticket,
    split::split_message,
    links::list_links,
    links::link_ticket,
    links::unlink_ticket,
    links::answer_all,
    links::show_answer_to_all,
    undo::undo_reply,
    undo::dismiss_response,
    promises::create_promise,
    promises::release_promise,
    told::tell_by_voice,
    side_tasks::ask_side_task,
    side_tasks::list_side_tasks,
    side_tasks::answer_side_task,
    side_tasks::withdraw_side_task,
    statutory::register_ticket,
    statutory::extend_term,
    clocks::list_clocks,
    clocks::explain_miss,
    due::get_due,
    handoffs::count_handoffs,
    talks::count_talks,
    reports::count_clocks,
    companies::list_companies,
    companies::show_company,
    clients::get_client,
    clients::change_client,
    clients::upsert_client,
    clients::merge_client,
    clients::unmerge_client,
    clients::tell_clients_apart,
    notices::list_notices,
    notices::mark_notices_seen,
    recounts::try_setup,
    recounts::list_recounts,
    recounts::confirm_recount,
    recounts::dismiss_recount,
    calendar_updates::list_updates,
    calendar_updates::propose_update,
    calendar_updates::confirm_update,
    calendar_updates::reject_update,
    closure::close_ticket,
    closure::reopen_ticket,
    house::list_operators,
    absences::state_absence,
    absences::end_absence,
    house::list_teams,
    house::list_channels,
    house::get_ledger,
    house::get_board,
    bulk::create_bulk_change,
    labels::list_topics,
    labels::list_fields,
    labels::list_tags,
    views::list_views,
    views::save_view,
    views::get_view,
    views::change_view,
    views::delete_view,
    webhooks::list_webhooks,
    webhooks::add_webhook,
    webhooks::get_webhook,
    webhooks::change_webhook,
    webhooks::delete_webhook,
    webhooks::list_pushes,
    webhooks::try_webhook,
    webhooks::push_again,
    quarantine::list_quarantine,
    quarantine::decide_quarantined,
    quarantine::get_quarantined,
    quarantine::accept_quarantined,
    quarantine::reject_quarantined,
}
