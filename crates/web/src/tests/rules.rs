//! Small rules that must hold for whatever a stranger sends.

use crate::console::page::{escape, own_path};
use crate::openapi::methods_of;
use crate::request::RequestInfo;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::web::Query;
use proptest::prelude::*;
use std::collections::HashMap;

proptest! {
    #[test]
    fn a_path_to_go_on_to_never_leaves_the_house(path in "\\PC*", slashes in "[/\\\\]{0,3}") {
        let path = format!("{slashes}{path}");
        let own = own_path(&path);
        prop_assert!(own.starts_with('/') && !own.starts_with("//") && !own.contains('\\'), "{own}");
        prop_assert!(own == path || own == "/inbox");
    }

    #[test]
    fn an_escaped_text_is_a_value_of_a_query_and_nothing_else(text in "\\PC*") {
        let escaped = escape(&text);
        prop_assert!(escaped.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~%".contains(&b)));
        let pairs = format!("q={escaped}");
        let query = Query::<HashMap<String, String>>::from_query(&pairs).unwrap();
        let read = query.into_inner();
        prop_assert_eq!(&read["q"], &text);
    }

    #[test]
    fn an_id_from_outside_is_taken_only_where_it_fits_into_a_log(given in "[ -~]{0,80}") {
        let mut headers = HeaderMap::new();
        headers.insert(HeaderName::from_static("x-request-id"), HeaderValue::from_str(&given).unwrap());
        let trace = RequestInfo::of(&headers).trace;
        prop_assert!((8..=64).contains(&trace.len()));
        prop_assert!(trace.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{trace}");
    }

    #[test]
    fn an_address_that_is_none_has_no_methods(path in "/[a-z]{1,9}/[a-z0-9/{}]{0,30}") {
        prop_assume!(!path.starts_with("/api/"));
        prop_assert!(methods_of(&path).is_empty());
    }
}

#[test]
fn methods_are_those_of_the_address() {
    assert_eq!(methods_of("/api/v1/tickets"), ["GET", "POST"]);
    assert_eq!(methods_of("/api/v1/tickets/tkt_1/closure"), ["PUT", "DELETE"]);
    assert!(methods_of("/api/v1/tickets/").is_empty());
    assert!(methods_of("/api/v1/tickets/a/b/c").is_empty());
}
