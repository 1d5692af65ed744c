DROP TABLE notice;
DROP INDEX clock_step_warned;
DROP INDEX clock_warn;
ALTER TABLE clock DROP COLUMN warn_at;
