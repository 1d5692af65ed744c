use super::keep;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

#[tokio::test(start_paused = true)]
async fn a_task_that_fails_is_started_again_until_the_stop() {
    let (mut tasks, stop, starts) = (
        JoinSet::new(),
        CancellationToken::new(),
        Arc::new(AtomicUsize::new(0)),
    );
    let count = Arc::clone(&starts);
    let third = stop.clone();
    keep(&mut tasks, "test", &stop, move |stop| {
        let (start, third) = (count.fetch_add(1, Ordering::Relaxed), third.clone());
        async move {
            match start {
                0 => panic!("the first start fails"),
                1 => {}
                _ => {
                    third.cancel();
                    stop.cancelled().await;
                }
            }
        }
    });
    assert!(tasks.join_next().await.is_some_and(|ended| ended.is_ok()));
    assert_eq!(starts.load(Ordering::Relaxed), 3);
}
