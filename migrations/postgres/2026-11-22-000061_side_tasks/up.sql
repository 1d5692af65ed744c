-- Side tasks: what another department or an outside party is asked, while the client keeps one operator. Whoever is asked
-- needs no account: the secret of the private link is all.
CREATE TABLE side_task (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    ticket_id BIGINT NOT NULL,
    clock_id BIGINT NOT NULL,
    -- Who is asked, as people call them, and where; empty: the link is handed over by other ways.
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    secret TEXT NOT NULL UNIQUE,
    question TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- asked, answered, withdrawn
    state TEXT NOT NULL,
    asked_by BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    answer TEXT NOT NULL,
    -- What became of the letter: queued, sent, failed; empty where there is none.
    sent TEXT NOT NULL,
    sent_reason TEXT NOT NULL
);
CREATE INDEX side_task_ticket ON side_task (ticket_id, id);
