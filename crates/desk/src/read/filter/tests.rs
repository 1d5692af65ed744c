use super::*;
use domain::setup::Setup;
use proptest::prelude::*;

fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
    query
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn a_filter_is_read_and_written_alike() {
    let asked = pairs(&[
        ("view", "all"),
        ("state", "open"),
        ("kind", "complaint"),
        ("priority", "urgent"),
        ("assignee", "nobody"),
        ("topic", "cards"),
        ("tag", "a & b"),
        ("client", "cli_1"),
        ("company", "ООО «Ромашка»"),
        ("created_from", "2026-04-01"),
        ("updated_to", "2026-04-14T10:00:00+03:00"),
        ("due", "90m"),
        ("order", "oldest"),
    ]);
    let filter = Filter::parse(&asked, &Setup::default()).unwrap();
    assert_eq!(filter.pairs(), asked);
    assert!(filter.query().contains("tag=a%20%26%20b"), "{filter}");
    assert!(filter.narrows() && !Filter::of(View::Mine).narrows());
}

#[test]
fn what_is_wrong_is_told_with_the_choices_and_the_rest_is_kept() {
    let asked = pairs(&[
        ("state", "lost"),
        ("colour", "red"),
        ("field.contract", "7"),
        ("due", "soon"),
        ("tag", "vip"),
        ("kind", ""),
    ]);
    let broken = Filter::parse(&asked, &Setup::default()).unwrap_err();
    let told: Vec<_> = broken
        .faults
        .iter()
        .map(|fault| (fault.name.as_str(), fault.unknown_name))
        .collect();
    assert_eq!(
        told,
        [
            ("state", false),
            ("colour", true),
            ("field.contract", false),
            ("due", false)
        ]
    );
    assert!(
        broken.faults[0].reason.contains("new, open, waiting_client"),
        "{:?}",
        broken.faults[0]
    );
    assert!(broken.faults[1].reason.contains("created_from"));
    assert_eq!(
        *broken.mended,
        Filter {
            tag: Some("vip".into()),
            ..Filter::default()
        }
    );
}

proptest! {
    #[test]
    fn whatever_stands_in_an_address_is_read_or_refused(name in "[a-z_.]{0,12}", value in "\\PC{0,20}") {
        let asked = vec![(name, value)];
        if let Ok(filter) = Filter::parse(&asked, &Setup::default()) {
            let again = Filter::parse(&filter.pairs(), &Setup::default()).unwrap();
            prop_assert_eq!(again, filter);
        }
    }

    #[test]
    fn a_span_is_written_as_short_as_it_can_be_and_read_again(minutes in 1i64..60 * 24 * 366) {
        let due = DueWithin::Within(minutes * domain::time::MINUTE);
        prop_assert_eq!(DueWithin::parse(&due.to_string()), Some(due));
    }
}
