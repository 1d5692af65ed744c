-- The calendar that a clock is counted in now: the one it began with, or that of its last change. What has least working time
-- left is the nearest due of some calendar, and is read by it.
ALTER TABLE clock ADD COLUMN runs_in BIGINT;
UPDATE clock SET runs_in = COALESCE((
    SELECT json_extract(step.retarget, '$[1]') FROM clock_step AS step
    WHERE step.clock_id = clock.id AND step.retarget <> '' AND step.kind NOT IN ('bound', 'warned')
    ORDER BY step.at DESC, step.recorded_at DESC, step.id DESC LIMIT 1
), calendar_id) WHERE next_at < 253402207200999999;
CREATE INDEX clock_runs ON clock (runs_in, next_at) WHERE next_at < 253402207200999999;
