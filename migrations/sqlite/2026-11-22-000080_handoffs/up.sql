-- Words by which clients asked for a person, whatever automation was in charge: one for each message that said one.
CREATE TABLE handoff (
    entry_id INTEGER PRIMARY KEY NOT NULL,
    ticket_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX handoff_at ON handoff (at, channel_id);
