//! A line that is cut without a word: a lid closed, a network left. No end of it comes; what is written to it stays unacknowledged.
//! It is given up soon, so that whoever was behind it counts as gone: TCP by itself goes on trying for a quarter of an hour
//! (RFC 9293 §3.8.3; RFC 5482).

use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use std::any::Any;
use std::time::Duration;

/// So long what was written may stay unacknowledged, or unsent because the other side takes nothing. A stream of events says
/// something every 20 seconds: the two together bound how long nobody knows.
const UNANSWERED: Duration = Duration::from_secs(30);

/// Bounds a connection that was just accepted.
pub fn bound(connection: &dyn Any, _: &mut Extensions) {
    let Some(stream) = connection.downcast_ref::<TcpStream>() else {
        return;
    };
    if let Err(error) = give_up_after(stream, UNANSWERED) {
        // It is given up later.
        tracing::debug!(%error, "a connection cannot be bounded");
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn give_up_after(stream: &TcpStream, after: Duration) -> std::io::Result<()> {
    socket2::SockRef::from(stream).set_tcp_user_timeout(Some(after))
}

/// Others have no such bound for one connection.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn give_up_after(_: &TcpStream, _: Duration) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_connection_is_given_up_when_nothing_is_acknowledged_for_half_a_minute() {
        use super::*;
        use tokio::net::TcpListener;

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (theirs, ours) = tokio::join!(
            TcpStream::connect(listener.local_addr().unwrap()),
            listener.accept()
        );
        let (_theirs, (ours, _)) = (theirs.unwrap(), ours.unwrap());
        bound(&ours, &mut Extensions::new());
        let bound = socket2::SockRef::from(&ours).tcp_user_timeout().unwrap();
        assert_eq!(bound, Some(Duration::from_secs(30)));
    }
}
