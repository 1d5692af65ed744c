use super::*;

#[test]
fn the_embedded_vocabulary_has_no_faults() {
    assert_eq!(check(), Ok(()));
}
