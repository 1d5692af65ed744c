-- Content address of the PDF of a letter of ours as it left; empty before, and for letters that left before this was kept.
ALTER TABLE letter ADD COLUMN pdf TEXT NOT NULL DEFAULT '';
