-- One answer to everybody whom a problem concerns. Whom it is for is settled at the press; a job answers them in portions.
CREATE TABLE mass_answer (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL,
    problem_id BIGINT NOT NULL,
    -- The press of the button: pressed twice it is one answer.
    key TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    text TEXT NOT NULL,
    -- The state that each ticket goes to; empty: as it is.
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX mass_answer_public ON mass_answer (public_id);
CREATE UNIQUE INDEX mass_answer_key ON mass_answer (problem_id, key);
CREATE TABLE mass_answer_ticket (
    mass_answer_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    -- waiting, answered, refused
    fate TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (mass_answer_id, ticket_id)
);
CREATE INDEX mass_answer_ticket_fate ON mass_answer_ticket (mass_answer_id, fate, ticket_id);
