DROP TABLE calendar_update;
