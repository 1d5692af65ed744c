-- One client: what is known of a person beside addresses, and how two records of one person became one.
ALTER TABLE client ADD COLUMN merged_into BIGINT;
-- The name with case, order of words and spelling of ё taken away; empty where there is none.
ALTER TABLE client ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
-- The company's name; empty for none. Companies are what clients say they belong to, not records of their own.
ALTER TABLE client ADD COLUMN company TEXT NOT NULL DEFAULT '';
ALTER TABLE client ADD COLUMN no_calls BOOLEAN NOT NULL DEFAULT FALSE;
-- When calls are welcome, «10:00-19:00» in the client's zone; empty: whenever.
ALTER TABLE client ADD COLUMN call_hours TEXT NOT NULL DEFAULT '';
CREATE INDEX client_name ON client (name_key, id) WHERE merged_into IS NULL AND name_key <> '';
CREATE INDEX client_company ON client (company, id) WHERE merged_into IS NULL AND company <> '';
CREATE INDEX client_merged ON client (merged_into) WHERE merged_into IS NOT NULL;

-- How a client likes to be answered: by which kind of address, about which topic (empty: about any other).
CREATE TABLE client_wish (
    id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    topic TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (client_id, topic)
);

-- An address that a client named as their own, where it is known as another's or nobody has checked it: evidence that
-- two records are of one person, and never more than that.
CREATE TABLE client_claim (
    id BIGINT PRIMARY KEY,
    client_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (client_id, kind, value)
);
CREATE INDEX client_claim_value ON client_claim (kind, value);

-- Merges of clients: who, into whom, by whom, on what evidence, and what they changed of the survivor's card.
CREATE TABLE client_merge (
    id BIGINT PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE,
    absorbed_id BIGINT NOT NULL,
    survivor_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    doc TEXT NOT NULL,
    undone_at BIGINT NOT NULL
);
CREATE INDEX client_merge_absorbed ON client_merge (absorbed_id, undone_at);
CREATE INDEX client_merge_survivor ON client_merge (survivor_id, undone_at);

-- Rows that a merge took over, so that taking it back returns exactly these; with the address a talk went on with.
CREATE TABLE client_moved (
    merge_id BIGINT NOT NULL,
    what TEXT NOT NULL,
    row_id BIGINT NOT NULL,
    address_id BIGINT NOT NULL,
    PRIMARY KEY (merge_id, what, row_id)
);

-- Two records that somebody said are of two people: not proposed again.
CREATE TABLE client_distinct (
    low_id BIGINT NOT NULL,
    high_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    PRIMARY KEY (low_id, high_id)
);
CREATE INDEX client_distinct_high ON client_distinct (high_id);
