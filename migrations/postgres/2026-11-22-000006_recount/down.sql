DROP TABLE recount;
