-- A notice may be about a paper that was not registered in time: then its ticket is 0.
ALTER TABLE notice ADD COLUMN paper_id BIGINT;
