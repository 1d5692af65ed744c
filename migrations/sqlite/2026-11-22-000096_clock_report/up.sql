-- What became of deadlines within a span is counted by these, whatever the number of clocks.
CREATE INDEX clock_stopped ON clock (stopped_at) WHERE stopped_at < 253402207200999999;
CREATE INDEX clock_missed_at ON clock (due) WHERE verdict = 'missed';
CREATE INDEX clock_step_called_off ON clock_step (at) WHERE kind IN ('cancel', 'move');
