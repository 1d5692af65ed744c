DROP TABLE chat_talk;
