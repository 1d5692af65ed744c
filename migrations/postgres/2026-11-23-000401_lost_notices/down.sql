DELETE FROM notice WHERE delivery_id IS NOT NULL;
ALTER TABLE notice DROP COLUMN delivery_id;
