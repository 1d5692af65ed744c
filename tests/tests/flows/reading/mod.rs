//! What pages read, on both databases, by way of the desk: nothing here looks into tables.

mod board;
mod files;
mod follow_up;
mod inbox;
mod ledger;
mod plans;
mod search;
mod ticket;

use desk::read::{InboxPage, InboxQuery, View};
use desk::ticket::{Change, Reply};
use desk::{Desk, DeskResult};
use domain::Principal;
use domain::ticket::State;
use testkit::{MessageBuilder, TestDesk};

/// Opens a ticket; its public id.
async fn open(desk: &TestDesk, message: MessageBuilder) -> String {
    let receipt = desk.take(message).await;
    receipt.ticket.expect("a message opens a ticket").public_id
}

/// What a reader sees of a list.
async fn inbox(desk: &TestDesk, reader: &Principal, query: InboxQuery) -> DeskResult<InboxPage> {
    desk.desk.read(reader)?.inbox(query).await
}

/// The titles of a view's first page.
async fn titles(desk: &TestDesk, reader: &Principal, view: View) -> Vec<String> {
    let page = inbox(desk, reader, InboxQuery::of(view, desk.now())).await;
    page.expect("the inbox reads")
        .rows
        .into_iter()
        .map(|row| row.title)
        .collect()
}

async fn change(desk: &Desk, by: &Principal, ticket: &str, change: Change) {
    desk.change(by, ticket, change).await.expect("the ticket changes");
}

async fn answer(desk: &Desk, by: &Principal, ticket: &str, text: &str, then: Option<State>) {
    let reply = Reply {
        text: text.into(),
        then,
        ..Reply::default()
    };
    desk.reply(by, ticket, reply).await.expect("the answer goes out");
}

/// The public id of one of our people, as pages name them.
async fn public_id(desk: &TestDesk, of: &Principal) -> String {
    let Principal::Operator { id, .. } = of else {
        panic!("not one of our people")
    };
    let people = desk.desk.operators(of, false).await.expect("people are listed");
    people
        .into_iter()
        .find(|person| person.id == *id)
        .expect("is on the list")
        .public_id
}
