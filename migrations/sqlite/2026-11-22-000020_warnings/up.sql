-- Steps before and after deadlines: when the next one of a clock comes, and what our people are told by them.
ALTER TABLE clock ADD COLUMN warn_at BIGINT NOT NULL DEFAULT 253402207200999999;
CREATE INDEX clock_warn ON clock (warn_at) WHERE warn_at < 253402207200999999;

-- What a warning wants done is found by the line it wrote.
CREATE INDEX clock_step_warned ON clock_step (entry_id) WHERE kind = 'warned';

CREATE TABLE notice (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL,
    -- One of our people; 0 for an address outside the desk.
    operator_id BIGINT NOT NULL,
    address TEXT NOT NULL,
    ticket_id BIGINT NOT NULL,
    clock_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    entry_id BIGINT NOT NULL,
    due BIGINT NOT NULL,
    at BIGINT NOT NULL,
    urgent BOOLEAN NOT NULL,
    -- Not told before this: the recipient's working hours.
    shown_from BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    mailed_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX notice_public ON notice (public_id);
CREATE INDEX notice_operator ON notice (operator_id, shown_from, id);
CREATE INDEX notice_unseen ON notice (operator_id, shown_from) WHERE seen_at = 253402207200999999;
CREATE INDEX notice_unsent ON notice (operator_id, address, shown_from) WHERE mailed_at = 253402207200999999;
CREATE INDEX notice_ticket ON notice (ticket_id);
