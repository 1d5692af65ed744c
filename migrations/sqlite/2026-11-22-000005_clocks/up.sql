-- Deadlines that were given as an instant (promises), what they are about, the message the client heard them in;
-- and every deadline that a client was told, so that told can be compared with kept.
ALTER TABLE clock ADD COLUMN given BIGINT;
ALTER TABLE clock ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE clock ADD COLUMN entry_id BIGINT;
ALTER TABLE clock ADD COLUMN excuse TEXT NOT NULL DEFAULT '';
ALTER TABLE clock ADD COLUMN excused BOOLEAN NOT NULL DEFAULT 0;

CREATE TABLE told (
    id INTEGER PRIMARY KEY NOT NULL,
    ticket_id BIGINT NOT NULL,
    clock_id BIGINT NOT NULL,
    due BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    entry_id BIGINT NOT NULL,
    -- The instant passed while we waited for the client: neither kept nor broken.
    suspended BOOLEAN NOT NULL
);
CREATE INDEX told_ticket ON told (ticket_id, told_at);
CREATE INDEX told_due ON told (due);
