//! The made-up mail is what it is said to be.

use super::{Place, Pool, Script};
use channel::{Inbound, What};
use channel_email::{Envelope, ReturnPath, Rules};

const SCRIPT: Script = Script { seed: 7 };

fn places(count: u32) -> impl Iterator<Item = Place> {
    (0..count).map(|number| Place {
        connection: number % 20,
        turn: number / 20,
    })
}

fn written(pool: &Pool, place: Place) -> Vec<u8> {
    let mut mail = Vec::new();
    SCRIPT.write(place, pool, &mut mail);
    mail
}

#[test]
fn the_same_seed_gives_the_same_mails() {
    let (first, second) = (Pool::new(7, 50), Pool::new(7, 50));
    for place in places(200) {
        assert_eq!(written(&first, place), written(&second, place));
    }
}

#[test]
fn about_a_third_are_replies_to_earlier_mails_of_the_same_client() {
    let replies: Vec<Place> = places(20_000)
        .filter(|place| SCRIPT.parent(*place).is_some())
        .collect();
    assert!((6_000..7_000).contains(&replies.len()), "{}", replies.len());
    for reply in replies {
        let parent = SCRIPT.parent(reply).expect("it is a reply");
        assert_eq!(parent.connection, reply.connection);
        assert!(parent.turn + 3 <= reply.turn || parent.turn == 0);
        assert_eq!(SCRIPT.address(parent), SCRIPT.address(reply));
    }
}

#[test]
fn sizes_lie_around_seven_kilobytes() {
    let pool = Pool::new(7, 2_000);
    let sizes: Vec<usize> = places(4_000).map(|place| written(&pool, place).len()).collect();
    let mean = sizes.iter().sum::<usize>() / sizes.len();
    assert!((5_500..9_000).contains(&mean), "{mean}");
    assert!(sizes.iter().all(|size| (200..250_000).contains(size)));
}

#[test]
fn every_mail_is_understood_as_a_message_of_its_sender() {
    let pool = Pool::new(7, 300);
    let rules = Rules {
        ours: &|address| address == "desk@example.com",
        trusted_relays: &[],
        authorities: &[],
    };
    for place in places(600) {
        let envelope = Envelope {
            sender: ReturnPath::Address(SCRIPT.address(place)),
            recipients: vec!["desk@example.com".into()],
        };
        let What::Understood(Inbound::Message(message)) =
            channel_email::parse(written(&pool, place), &envelope, &rules)
        else {
            panic!("the mail at {place:?} is not understood");
        };
        assert_eq!(message.from.value, SCRIPT.address(place));
        assert_eq!(message.external_ids.first(), Some(&SCRIPT.message_id(place)));
        assert!(!message.title.contains('\u{fffd}'), "{}", message.title);
    }
}

#[test]
fn no_line_begins_with_a_dot() {
    let pool = Pool::new(7, 500);
    for place in places(1_000) {
        assert!(!written(&pool, place).windows(2).any(|pair| pair == b"\n."));
    }
}
