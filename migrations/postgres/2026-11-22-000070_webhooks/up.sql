-- Webhooks: addresses of other systems that are told what happens. The secret itself is never here: the row names the
-- variable of the environment that holds it.
CREATE TABLE webhook (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    secret_env TEXT NOT NULL,
    -- Codes of the events that are pushed, separated by spaces.
    events TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    -- The last event that was looked at.
    cursor BIGINT NOT NULL,
    -- Since when nothing gets through, until when it is left alone, and why; never, zero and empty while it works.
    failing_since BIGINT NOT NULL,
    retry_at BIGINT NOT NULL,
    problem TEXT NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
-- What is to be pushed where, in the order of events, and what became of it.
CREATE TABLE webhook_delivery (
    id BIGINT PRIMARY KEY NOT NULL,
    webhook_id BIGINT NOT NULL,
    -- Negative for a trial.
    event_id BIGINT NOT NULL,
    -- Those of one ticket go one after another; zero where an event belongs to none.
    ticket_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    -- queued, delivered, failed
    fate TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    status INTEGER NOT NULL,
    reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    tried_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX webhook_delivery_event ON webhook_delivery (webhook_id, event_id);
CREATE INDEX webhook_delivery_strand ON webhook_delivery (webhook_id, fate, ticket_id, event_id);
CREATE INDEX webhook_delivery_created ON webhook_delivery (fate, created_at);
