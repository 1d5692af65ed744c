//! A talk in a chat: from its visitor's first word, through the queue for a first person, to its end. Says what a look at it
//! finds; knows nothing of streams and pages.

use crate::ticket::State;
use crate::{ChannelId, EntryId, Moment, TicketId, coded};

/// How long what may last in talks of a channel, microseconds.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct TalkTimes {
    /// Whoever is away for so long has left the queue.
    pub leaves: i64,
    /// Silence after an answer of ours until the visitor is reminded.
    pub idle: i64,
    /// Silence after it until the talk ends by itself; longer than `idle`.
    pub ends: i64,
}

coded! {
    /// How a talk ended.
    pub enum Ending {
        /// Its ticket was dealt with.
        Done = "done",
        /// Its visitor said nothing more after our answer.
        Idle = "idle",
        /// Its visitor left the queue before anybody answered.
        Abandoned = "abandoned",
    }
}

/// A talk that has not ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Talk {
    /// Its first message.
    pub id: EntryId,
    pub ticket: TicketId,
    pub channel: ChannelId,
    pub began_at: Moment,
    /// The visitor's newest word.
    pub said_at: Moment,
    /// The first answer of a person; `None` while it waits in the queue.
    pub answered_at: Option<Moment>,
    /// Our newest answer.
    pub spoke_at: Option<Moment>,
    /// Since when the visitor is away; `None` while a page of theirs is open.
    pub left_at: Option<Moment>,
    /// When the visitor was last reminded that we wait.
    pub reminded_at: Option<Moment>,
    /// As the channel had them when it began: a change of settings moves no talk that is under way.
    pub times: TalkTimes,
}

/// What happens to talks with a change of their tickets.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum TalkNews {
    /// The visitor said something by a conversational door: it goes on, or begins.
    Said {
        ticket: TicketId,
        entry: EntryId,
        channel: ChannelId,
        at: Moment,
        times: TalkTimes,
    },
    /// One of our people answered, by whatever door.
    Answered {
        ticket: TicketId,
        entry: EntryId,
        at: Moment,
    },
    /// The ticket is dealt with: nobody waits for a first answer on it any more.
    Done { ticket: TicketId, at: Moment },
}

/// What a look at a talk finds.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Look {
    /// Nothing, until something else happens.
    Nothing,
    /// Nothing before that instant.
    Again(Moment),
    Remind,
    /// It has ended, when, and how.
    Ended(Ending, Moment),
}

impl Talk {
    /// Whether it waits for a first person.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.answered_at.is_none()
    }

    /// What a look finds, its ticket being in that state. "By" includes the instant, so it is over only after it.
    #[must_use]
    pub fn look(&self, state: State, now: Moment) -> Look {
        let Some(spoke_at) = self.spoke_at.filter(|_| !self.waits()) else {
            return self.look_at_queue(state, now);
        };
        if self.said_at > spoke_at {
            return Look::Nothing;
        }
        let (idle_at, ends_at) = (
            spoke_at.saturating_add(self.times.idle),
            spoke_at.saturating_add(self.times.ends),
        );
        if now <= idle_at {
            return Look::Again(idle_at);
        }
        if state.is_done() {
            return Look::Ended(Ending::Done, idle_at);
        }
        if now > ends_at {
            return Look::Ended(Ending::Idle, ends_at);
        }
        if self.reminded_at.is_some_and(|at| at >= spoke_at) {
            return Look::Again(ends_at);
        }
        Look::Remind
    }

    fn look_at_queue(&self, state: State, now: Moment) -> Look {
        if state.is_done() {
            return Look::Ended(Ending::Done, now);
        }
        match self.left_at {
            None => Look::Nothing,
            Some(left_at) => {
                let gone_at = left_at.saturating_add(self.times.leaves);
                if now > gone_at {
                    // It is over since its visitor went, whenever that is found out.
                    Look::Ended(Ending::Abandoned, left_at)
                } else {
                    Look::Again(gone_at)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ending, Look, Talk, TalkTimes};
    use crate::ticket::State;
    use crate::time::{MINUTE, SECOND};
    use crate::{ChannelId, EntryId, Moment, TicketId};

    fn at(minutes: i64) -> Moment {
        Moment::from_micros(minutes * MINUTE)
    }

    fn waiting() -> Talk {
        Talk {
            id: EntryId(1),
            ticket: TicketId(2),
            channel: ChannelId(3),
            began_at: at(0),
            said_at: at(0),
            answered_at: None,
            spoke_at: None,
            left_at: None,
            reminded_at: None,
            times: TalkTimes {
                leaves: 2 * MINUTE,
                idle: 5 * MINUTE,
                ends: 10 * MINUTE,
            },
        }
    }

    fn answered() -> Talk {
        Talk {
            answered_at: Some(at(1)),
            spoke_at: Some(at(1)),
            ..waiting()
        }
    }

    #[test]
    fn whoever_is_there_waits_for_ever() {
        assert_eq!(waiting().look(State::New, at(100_000)), Look::Nothing);
    }

    #[test]
    fn whoever_left_the_queue_has_left_it_when_they_went() {
        let left = Talk {
            left_at: Some(at(7)),
            ..waiting()
        };
        assert_eq!(left.look(State::New, at(9)), Look::Again(at(9)));
        let over = Look::Ended(Ending::Abandoned, at(7));
        assert_eq!(left.look(State::New, at(9).saturating_add(1)), over);
        let done = Look::Ended(Ending::Done, at(9));
        assert_eq!(left.look(State::Resolved, at(9)), done);
    }

    #[test]
    fn silence_after_an_answer_is_reminded_of_once_and_ends_the_talk() {
        let talk = answered();
        assert_eq!(talk.look(State::Open, at(6)), Look::Again(at(6)));
        let later = at(6).saturating_add(SECOND);
        assert_eq!(talk.look(State::Open, later), Look::Remind);
        let reminded = Talk {
            reminded_at: Some(later),
            ..talk.clone()
        };
        assert_eq!(reminded.look(State::Open, later), Look::Again(at(11)));
        // After an outage both are due: a reminder that nobody has time to follow is none.
        let over = Look::Ended(Ending::Idle, at(11));
        assert_eq!(talk.look(State::Open, at(12)), over);
        assert_eq!(reminded.look(State::Open, at(12)), over);
    }

    #[test]
    fn who_answers_us_is_not_idle_and_what_is_solved_is_not_reminded_of() {
        let spoke = Talk {
            said_at: at(2),
            ..answered()
        };
        assert_eq!(spoke.look(State::Open, at(60)), Look::Nothing);
        let done = Look::Ended(Ending::Done, at(6));
        assert_eq!(answered().look(State::Resolved, at(7)), done);
    }
}
