//! What this crate's own tests begin with: an open desk over a database of the test's own.

use crate::people::{NewOperator, Operator, PasswordCost};
use crate::{Desk, DeskOptions};
use channel::{ChannelKind, Checked};
use domain::{Actor, Role};
use std::sync::Arc;
use testkit::{TestClock, TestDatabase};

/// A Monday morning in Moscow, 12:00 there.
pub const MORNING: &str = "2026-03-02T09:00:00Z";
/// The password of everybody that [`hire`] adds.
pub const PASSWORD: &str = "correct horse";

/// Kinds of channels whose settings are nobody's business here.
const KINDS: [ChannelKind; 5] = [
    ChannelKind {
        code: "chat",
        by_hand: false,
        check: |_| Checked::default(),
    },
    ChannelKind {
        code: "phone",
        by_hand: false,
        check: |_| Checked::default(),
    },
    ChannelKind {
        code: "form",
        by_hand: false,
        check: |_| Checked::default(),
    },
    ChannelKind {
        code: "email",
        by_hand: false,
        check: |_| Checked::default(),
    },
    ChannelKind {
        code: "api",
        by_hand: false,
        check: |_| Checked::default(),
    },
];

/// A desk without a set-up, and its clock, which stands at [`MORNING`].
pub async fn empty_desk(database: &TestDatabase) -> (Desk, Arc<TestClock>) {
    let clock = Arc::new(TestClock::at(MORNING));
    let store = database.open(clock.clone());
    let options = DeskOptions {
        objects: std::env::temp_dir(),
        site: "https://desk.example".into(),
        message_domain: "desk.example".into(),
        password_cost: PasswordCost {
            memory_kib: 8,
            passes: 1,
        },
        kinds: KINDS.to_vec(),
    };
    let desk = Desk::open(store, clock.clone(), options)
        .await
        .expect("the desk opens");
    (desk, clock)
}

/// Adds somebody with [`PASSWORD`].
pub async fn hire(desk: &Desk, login: &str, role: Role) -> Operator {
    let new = NewOperator {
        login: login.into(),
        name: "Анна Ким".into(),
        role,
        password: Some(PASSWORD.into()),
        lang: "ru".into(),
        zone: "Europe/Moscow".into(),
        teams: Vec::new(),
    };
    desk.add_operator(Actor::System, new)
        .await
        .expect("the person is added")
}
