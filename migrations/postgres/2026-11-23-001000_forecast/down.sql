DROP INDEX clock_runs;
ALTER TABLE clock DROP COLUMN runs_in;
