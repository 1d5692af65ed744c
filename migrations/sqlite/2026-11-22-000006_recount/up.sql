-- Running clocks counted anew after a correction of calendars or policies: proposed, confirmed by a person, done in
-- portions that can be followed.
CREATE TABLE recount (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL,
    -- JSON: which versions of calendars give way to which, and whether policies are chosen anew.
    what TEXT NOT NULL,
    -- What it is about, for people: names of calendars and policies.
    about TEXT NOT NULL,
    state TEXT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    flipped BIGINT NOT NULL,
    -- Tickets up to this one are done.
    after_ticket BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    why TEXT NOT NULL
);
CREATE UNIQUE INDEX recount_public ON recount (public_id);
