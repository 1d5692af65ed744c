DROP TABLE mass_answer_ticket;
DROP TABLE mass_answer;
