-- Talks in a chat: who waits for a first person, in which order, and how each talk ended. Its id is its first message's.
CREATE TABLE chat_talk (
    id BIGINT PRIMARY KEY NOT NULL,
    ticket_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    began_at BIGINT NOT NULL,
    said_at BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    answer_id BIGINT NOT NULL,
    spoke_at BIGINT NOT NULL,
    left_at BIGINT NOT NULL,
    reminded_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    ending TEXT NOT NULL,
    leaves_after BIGINT NOT NULL,
    idle_after BIGINT NOT NULL,
    ends_after BIGINT NOT NULL
);
CREATE INDEX chat_talk_ticket ON chat_talk (ticket_id, ended_at);
CREATE INDEX chat_talk_queue ON chat_talk (ended_at, answered_at, channel_id, began_at);
CREATE INDEX chat_talk_began ON chat_talk (began_at, channel_id);
