//! What tests need of the house.

mod database;

pub use database::TestDatabase;
