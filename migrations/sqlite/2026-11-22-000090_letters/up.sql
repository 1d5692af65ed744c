-- Paper, in and out: what the registers hold of it. Numbers begin anew every year, for each door and each way.
CREATE TABLE letter (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    entry_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    -- in, out
    way TEXT NOT NULL,
    year INTEGER NOT NULL,
    serial BIGINT NOT NULL,
    -- The number as it is told and printed.
    number TEXT NOT NULL,
    -- Who wrote, or to whom, and the address as it is written on paper.
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    their_number TEXT NOT NULL,
    -- Dates are YYYY-MM-DD; empty for none.
    their_date TEXT NOT NULL,
    postmark TEXT NOT NULL,
    -- Of receipt, or the date printed on a letter of ours.
    dated TEXT NOT NULL,
    -- The day it stands under in its register: of registration, or of dispatch; empty before.
    day TEXT NOT NULL,
    -- registered; prepared, dispatched, delivered, returned
    state TEXT NOT NULL,
    -- Of registration, or of dispatch.
    at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    tracking TEXT NOT NULL,
    reason TEXT NOT NULL,
    -- What is printed, as JSON; empty for what came.
    sheet TEXT NOT NULL,
    UNIQUE (channel_id, way, year, serial)
);
CREATE INDEX letter_ticket ON letter (ticket_id, id);
CREATE INDEX letter_entry ON letter (entry_id);
CREATE INDEX letter_day ON letter (way, day, id);
CREATE INDEX letter_identity ON letter (identity_id, id);

CREATE TABLE letter_seq (
    channel_id BIGINT NOT NULL,
    way TEXT NOT NULL,
    year INTEGER NOT NULL,
    next BIGINT NOT NULL,
    PRIMARY KEY (channel_id, way, year)
);
