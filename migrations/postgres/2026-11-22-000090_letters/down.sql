DROP TABLE letter_seq;
DROP TABLE letter;
