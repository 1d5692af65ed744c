DROP INDEX clock_step_called_off;
DROP INDEX clock_missed_at;
DROP INDEX clock_stopped;
