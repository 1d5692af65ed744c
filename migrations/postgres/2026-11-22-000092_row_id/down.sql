INSERT INTO id_block (name, next) SELECT 'rows', last_value + 32768 FROM row_id
    ON CONFLICT (name) DO UPDATE SET next = excluded.next;
DROP SEQUENCE row_id;
