-- Which node runs the source of a channel, until when.
CREATE TABLE source_lease (
    channel_id BIGINT PRIMARY KEY NOT NULL,
    node TEXT NOT NULL,
    until BIGINT NOT NULL
);
