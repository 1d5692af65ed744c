//! The limiter, by a clock that tests move.

use super::Limiter;
use domain::Moment;
use domain::time::SECOND;

#[test]
fn a_window_holds_so_many_and_the_next_one_as_many_again() {
    let limiter = Limiter::new(2, 10 * SECOND);
    let at = |seconds: i64| Moment::from_micros(seconds * SECOND);
    assert_eq!(limiter.count("a", at(0)), Ok(()));
    assert_eq!(limiter.count("a", at(4)), Ok(()));
    assert_eq!(limiter.count("a", at(5)), Err(5));
    assert_eq!(limiter.count("b", at(5)), Ok(()), "others are not concerned");
    assert_eq!(limiter.count("a", Moment::from_micros(10 * SECOND - 1)), Err(1));
    assert_eq!(limiter.count("a", at(10)), Ok(()));
}

#[test]
fn a_flood_of_addresses_does_not_fill_the_memory() {
    let limiter = Limiter::new(1, SECOND);
    for n in 0..30_000 {
        assert_eq!(limiter.count(n, Moment::from_micros(0)), Ok(()));
    }
    assert!(limiter.known() <= 10_000);
}
