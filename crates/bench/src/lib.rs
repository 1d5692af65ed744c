//! Measures what is promised about speed. Not part of the product.

pub mod api;
pub mod business;
pub mod chat;
pub mod failure;
pub mod figure;
pub mod fill;
pub mod http;
pub mod intake;
pub mod mail;
pub mod measure;
pub mod pages;
pub mod place;
pub mod recompute;
pub mod report;
pub mod run;
pub mod site;
pub mod timer;
