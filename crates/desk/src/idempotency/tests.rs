//! The same request twice.

use super::{KEPT, Remembered};
use crate::DeskError;
use crate::fixture::empty_desk;
use domain::Actor;
use testkit::TestDatabase;

const SCOPE: &str = "tok_1 POST /api/v1/tickets 4711";

fn answer(body: &str) -> Remembered {
    Remembered {
        status: 201,
        body: body.into(),
    }
}

testkit::both_databases! {
    async fn an_answer_is_given_again_for_a_day(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        assert_eq!(desk.remembered(SCOPE, "a").await.unwrap(), None);
        desk.remember(Actor::System, SCOPE, "a", answer("{}"))
            .await
            .unwrap();
        clock.advance(KEPT - 1);
        assert_eq!(desk.remembered(SCOPE, "a").await.unwrap(), Some(answer("{}")));
        assert_eq!(
            desk.remembered("tok_2 POST /api/v1/tickets 4711", "a")
                .await
                .unwrap(),
            None
        );
        clock.advance(1);
        assert_eq!(
            desk.remembered(SCOPE, "a").await.unwrap(),
            None,
            "old, though nobody has swept it"
        );
        assert_eq!(
            desk.remember(Actor::System, SCOPE, "b", answer("new"))
                .await
                .unwrap(),
            answer("new")
        );
    }

    async fn a_key_stands_for_one_request(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        desk.remember(Actor::System, SCOPE, "a", answer("{}"))
            .await
            .unwrap();
        let other = desk.remembered(SCOPE, "b").await;
        assert!(
            matches!(
                other,
                Err(DeskError::Conflict {
                    code: "idempotency_key_reused",
                    ..
                })
            ),
            "{other:?}"
        );
        let other = desk.remember(Actor::System, SCOPE, "b", answer("{}")).await;
        assert!(
            matches!(
                other,
                Err(DeskError::Conflict {
                    code: "idempotency_key_reused",
                    ..
                })
            ),
            "{other:?}"
        );
    }

    async fn of_two_answers_at_the_same_time_the_first_stands(database: TestDatabase) {
        let (desk, _) = empty_desk(&database).await;
        let (one, two) = tokio::join!(
            desk.remember(Actor::System, SCOPE, "a", answer("one")),
            desk.remember(Actor::System, SCOPE, "a", answer("two"))
        );
        assert_eq!(one.unwrap(), two.unwrap());
    }

    async fn old_answers_are_swept(database: TestDatabase) {
        let (desk, clock) = empty_desk(&database).await;
        desk.remember(Actor::System, SCOPE, "a", answer("{}"))
            .await
            .unwrap();
        clock.advance(KEPT);
        desk.remember(Actor::System, "young", "a", answer("{}"))
            .await
            .unwrap();
        assert_eq!(desk.sweep_expired().await.unwrap().answers, 1);
        assert!(desk.remembered("young", "a").await.unwrap().is_some());
    }
}
