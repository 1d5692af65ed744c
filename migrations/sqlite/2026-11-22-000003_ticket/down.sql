DROP TABLE account_link;
DROP TABLE ticket_merge;
DROP TABLE draft_file;
DROP TABLE draft;
DROP TABLE held_answer;
