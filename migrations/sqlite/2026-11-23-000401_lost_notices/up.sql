-- A notice may be about a message of ours that no way is left for: then its clock is 0.
ALTER TABLE notice ADD COLUMN delivery_id BIGINT;
