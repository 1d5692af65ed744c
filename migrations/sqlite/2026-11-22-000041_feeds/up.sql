-- Addresses from which official calendars are fetched, and how that went last.
CREATE TABLE calendar_feed (
    id INTEGER PRIMARY KEY NOT NULL,
    -- Name of the calendar.
    calendar TEXT NOT NULL,
    url TEXT NOT NULL,
    every_days INTEGER NOT NULL,
    tried_at BIGINT NOT NULL,
    -- Why the last time went wrong; empty when it did not.
    problem TEXT NOT NULL
);
CREATE UNIQUE INDEX calendar_feed_calendar ON calendar_feed (calendar);
