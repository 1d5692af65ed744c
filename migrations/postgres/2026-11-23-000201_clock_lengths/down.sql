DROP INDEX ticket_resolved;
ALTER TABLE ticket DROP COLUMN resolved_at;
ALTER TABLE clock DROP COLUMN waited;
ALTER TABLE clock DROP COLUMN worked;
ALTER TABLE clock DROP COLUMN stop_recorded_at;
ALTER TABLE clock DROP COLUMN stop_entry_id;
