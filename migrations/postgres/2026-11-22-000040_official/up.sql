-- Official updates of calendars: what a document announces, until a person has confirmed or rejected it.
CREATE TABLE calendar_update (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL,
    -- Name of the calendar it is about.
    calendar TEXT NOT NULL,
    -- Where it came from: the name of a file, or an address.
    source TEXT NOT NULL,
    -- Of what it announces: the same news are not proposed twice.
    digest TEXT NOT NULL,
    -- JSON: the days announced, and until when they are known.
    announced TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    -- Who brought it, then who decided.
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    why TEXT NOT NULL
);
CREATE UNIQUE INDEX calendar_update_public ON calendar_update (public_id);
CREATE INDEX calendar_update_calendar ON calendar_update (calendar, id);
