//! The shape of the stream; its behaviour is tested over a real server.

use super::sse::event;

#[test]
fn every_line_of_the_data_stands_on_a_line_of_its_own() {
    assert_eq!(event("row", "<a>\n<b>"), "event: row\ndata: <a>\ndata: <b>\n\n");
    assert_eq!(event("refresh", "{}"), "event: refresh\ndata: {}\n\n");
    assert_eq!(
        event("row", "a\r\nb"),
        "event: row\ndata: a\ndata: b\n\n",
        "a line feed cannot begin an event of its own"
    );
}
