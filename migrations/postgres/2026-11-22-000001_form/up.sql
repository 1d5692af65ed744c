-- Consents to the processing of personal data: who agreed to which text, when, by which door. A text is kept once, by
-- the SHA-256 of its bytes, for as long as somebody agreed to it.

CREATE TABLE consent_text (
    hash TEXT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE consent (
    id BIGINT PRIMARY KEY NOT NULL,
    client_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    -- What the desk calls the text by.
    version TEXT NOT NULL,
    lang TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    given_at BIGINT NOT NULL
);
CREATE INDEX consent_client ON consent (client_id, given_at);
CREATE INDEX consent_ticket ON consent (ticket_id);
