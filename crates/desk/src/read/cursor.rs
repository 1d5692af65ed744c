//! The place in a list from which its next page begins: opaque to whoever carries it.

use crate::DeskError;
use store::rows::Place;

/// A place in a list. It names the order it was made in: it means nothing in another.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Cursor {
    order: char,
    key: i64,
    id: i64,
}

impl Cursor {
    pub(super) fn new(order: char, key: i64, id: i64) -> Self {
        Self { order, key, id }
    }

    /// Cuts what was read one further than the page goes, and gives the place where the next page begins.
    pub(super) fn after_page<T>(
        order: char,
        read: &mut Vec<T>,
        page: i64,
        place: impl Fn(&T) -> Place,
    ) -> Option<Self> {
        let page = usize::try_from(page).unwrap_or(usize::MAX);
        if read.len() <= page {
            return None;
        }
        read.truncate(page);
        read.last()
            .map(place)
            .map(|last| Self::new(order, last.key, last.id))
    }

    /// The place, if it was made in this order.
    ///
    /// # Errors
    /// [`DeskError::Invalid`] naming the field `after`.
    pub(super) fn place(self, order: char) -> Result<Place, DeskError> {
        if self.order == order {
            Ok(Place {
                key: self.key,
                id: self.id,
            })
        } else {
            Err(DeskError::invalid(
                "after",
                "other_list",
                "this place belongs to another list; begin again without it",
            ))
        }
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{:x}.{:x}", self.order, self.key, self.id)
    }
}

impl std::str::FromStr for Cursor {
    type Err = DeskError;

    fn from_str(text: &str) -> Result<Self, DeskError> {
        let parsed = || {
            let mut letters = text.chars();
            let order = letters.next()?;
            let (key, id) = letters.as_str().split_once('.')?;
            let number = |hex: &str| u64::from_str_radix(hex, 16).ok().map(u64::cast_signed);
            Some(Self {
                order,
                key: number(key)?,
                id: number(id)?,
            })
        };
        parsed().ok_or_else(|| {
            DeskError::invalid(
                "after",
                "unknown",
                "take the value that the page before gave as the next one",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_being_carried() {
        for (key, id) in [(0, 0), (1, -1), (i64::MAX, i64::MIN), (1_776_000_000_000_000, 42)] {
            let cursor = Cursor::new('d', key, id);
            let carried: Cursor = cursor.to_string().parse().unwrap();
            assert_eq!(carried, cursor);
            assert_eq!(carried.place('d').unwrap(), Place { key, id });
            assert!(matches!(carried.place('u'), Err(DeskError::Invalid(_))));
        }
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in [
            "",
            "d",
            "d1",
            "d1.",
            "d.1",
            "dx.1",
            "d1.1.1",
            "d11111111111111111.1",
            "d-1.1",
            "1.1\n",
        ] {
            assert!(
                matches!(text.parse::<Cursor>(), Err(DeskError::Invalid(_))),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_page_that_is_full_to_the_brim_is_the_last() {
        let place = |n: &i64| Place { key: *n, id: *n };
        let mut exact = vec![1, 2];
        assert_eq!(Cursor::after_page('d', &mut exact, 2, place), None);
        let mut more = vec![1, 2, 3];
        assert_eq!(
            Cursor::after_page('d', &mut more, 2, place),
            Some(Cursor::new('d', 2, 2))
        );
        assert_eq!(more, [1, 2]);
    }
}
