//! What tests need of the house: a database of their own, a clock to move, a desk, messages, a door out.

// A test that cannot be set up has failed, and should say so at once.
#![allow(clippy::panic)]

mod clock;
mod database;
mod desk;
mod many;
mod message;
mod pushed;
mod sink;
pub mod vendor;

pub use channel_inapp::sign as host_token;
pub use clock::{TestClock, moment};
pub use database::TestDatabase;
pub use desk::{
    BEGIN, DESK_TOML, KINDS, TestDesk, account_door, chat_door, form_door, form_reader, open_desk, phone_door,
};
pub use many::many_tickets;
pub use message::{MessageBuilder, bounce, message};
pub use sink::TestSink;
