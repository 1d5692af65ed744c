-- Files that a door names and has not handed over yet: what it asks for them by, and why one could not be had.
ALTER TABLE attachment ADD COLUMN wanted TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN lost TEXT NOT NULL DEFAULT '';
