-- One writer takes blocks one after another as it is; both databases have the same list of migrations.
SELECT 1;
