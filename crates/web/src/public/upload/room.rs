//! The room for files on their way in: so many bytes in memory, however many senders there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of clients' files that may be in memory at once.
const ROOM: usize = 96 << 20;

/// What is left of the room.
#[derive(Debug)]
pub struct Room {
    left: Arc<AtomicUsize>,
}

impl Default for Room {
    fn default() -> Self {
        Self::of(ROOM)
    }
}

impl Room {
    /// A room of so many bytes.
    #[must_use]
    pub fn of(bytes: usize) -> Self {
        Self {
            left: Arc::new(AtomicUsize::new(bytes)),
        }
    }
}

/// What one sender takes of it; given back when dropped.
#[derive(Debug, Default)]
pub struct Share {
    taken: usize,
    of: Option<Arc<AtomicUsize>>,
}

impl Share {
    /// Takes so many bytes more; says whether there was room.
    pub fn grow(&mut self, room: &Room, bytes: usize) -> bool {
        let left = self.of.get_or_insert_with(|| Arc::clone(&room.left));
        let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(bytes)
        });
        if taken.is_ok() {
            self.taken += bytes;
        }
        taken.is_ok()
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if let Some(left) = &self.of {
            left.fetch_add(self.taken, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_back() {
        let room = Room::of(10);
        let (mut one, mut two) = (Share::default(), Share::default());
        assert!(one.grow(&room, 6) && one.grow(&room, 1));
        assert!(!two.grow(&room, 4), "there is room for three");
        drop(one);
        assert!(two.grow(&room, 10));
    }
}
