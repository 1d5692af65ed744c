//! Instants and wall times as people write them: read, written, and read again they are the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use worktime::{Moment, WallTime};

fuzz_target!(|written: &str| {
    if let Ok(moment) = written.parse::<Moment>() {
        assert_eq!(moment.to_string().parse::<Moment>().ok(), Some(moment));
    }
    if let Ok(wall) = written.parse::<WallTime>() {
        assert_eq!(wall.to_string().parse::<WallTime>().ok(), Some(wall));
    }
});
