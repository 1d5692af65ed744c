-- What a person is in the middle of on a ticket, tickets that are one request, and links for our own people.

-- An answer that has not left yet and may be undone. Outlives its window until it is swept.
CREATE TABLE held_answer (
    entry_id BIGINT PRIMARY KEY NOT NULL,
    ticket_id BIGINT NOT NULL,
    delivery_id BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    -- What the ticket was before: JSON of states and outcome, never of words.
    before TEXT NOT NULL
);
CREATE INDEX held_answer_ticket ON held_answer (ticket_id, until);
CREATE INDEX held_answer_until ON held_answer (until);

-- What somebody is writing, one answer and one note of a person on a ticket.
CREATE TABLE draft (
    ticket_id BIGINT NOT NULL,
    operator_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, operator_id, kind)
);

CREATE TABLE draft_file (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    ticket_id BIGINT NOT NULL,
    operator_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    blob TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX draft_file_draft ON draft_file (ticket_id, operator_id, kind);

-- What a merge did, for undoing it: the pointer itself is `ticket.merged_into`.
CREATE TABLE ticket_merge (
    id BIGINT PRIMARY KEY NOT NULL,
    absorbed_id BIGINT NOT NULL,
    survivor_id BIGINT NOT NULL,
    -- The survivor's line about it; the steps that the merge made on clocks refer to it.
    entry_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- JSON: clocks that moved over, clocks that were started, what the survivor was before.
    doc TEXT NOT NULL,
    undone_at BIGINT NOT NULL
);
CREATE INDEX ticket_merge_absorbed ON ticket_merge (absorbed_id, undone_at);

-- A link by which one of our people sets a password. The secret itself goes out in a letter and is kept nowhere.
CREATE TABLE account_link (
    id BIGINT PRIMARY KEY NOT NULL,
    operator_id BIGINT NOT NULL,
    -- `invitation` or `password_reset`.
    purpose TEXT NOT NULL,
    -- SHA-256 of the secret, hexadecimal; empty until the letter is written.
    token_hash TEXT NOT NULL,
    -- Who invites; null where the person asked.
    asked_by BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    -- `queued`, `sent`, `failed`; and why it failed.
    fate TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX account_link_operator ON account_link (operator_id, purpose, created_at);
CREATE INDEX account_link_token ON account_link (token_hash);
CREATE INDEX account_link_expiry ON account_link (expires_at);
