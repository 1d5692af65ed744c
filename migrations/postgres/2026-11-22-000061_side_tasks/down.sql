DROP TABLE side_task;
