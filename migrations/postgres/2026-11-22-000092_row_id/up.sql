-- Row ids: each write takes a block as it begins, so that ids go up in the order in which writes began, on all nodes.
-- The increment is PER_WRITE of the store's ids.rs.
CREATE SEQUENCE row_id AS BIGINT INCREMENT BY 32768 MINVALUE 1;
SELECT setval('row_id', GREATEST((SELECT MAX(next) FROM id_block), 1), false);
