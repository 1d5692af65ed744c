-- What stopped a clock, when that became known, and how long it took: in the clock's calendar without its pauses, and by the
-- wall. Empty where it has not stopped, or stopped before this was kept.
ALTER TABLE clock ADD COLUMN stop_entry_id BIGINT;
ALTER TABLE clock ADD COLUMN stop_recorded_at BIGINT;
ALTER TABLE clock ADD COLUMN worked BIGINT;
ALTER TABLE clock ADD COLUMN waited BIGINT;
-- When a ticket was last resolved; never, where nobody has resolved it since this is kept.
ALTER TABLE ticket ADD COLUMN resolved_at BIGINT NOT NULL DEFAULT 253402207200999999;
CREATE INDEX ticket_resolved ON ticket (resolved_at) WHERE resolved_at < 253402207200999999;
