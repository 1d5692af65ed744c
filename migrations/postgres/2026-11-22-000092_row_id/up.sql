-- Row ids: each write takes a block as it begins, so that ids go up in the order in which writes began, on all nodes.
-- The increment is PER_WRITE of the store's ids.rs. It begins far above the table, from which nodes of the version before go
-- on taking theirs while nodes are restarted one after another.
CREATE SEQUENCE row_id AS BIGINT INCREMENT BY 32768 MINVALUE 1;
SELECT setval('row_id', COALESCE((SELECT MAX(next) FROM id_block), 1) + 1099511627776, false);
