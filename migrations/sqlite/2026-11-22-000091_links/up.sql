-- Tickets that have to do with one another: related, a duplicate of another, caused by another.
CREATE TABLE linked_ticket (
    ticket_id BIGINT NOT NULL,
    other_id BIGINT NOT NULL,
    -- related, duplicate_of, caused_by
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, other_id)
);
CREATE INDEX linked_ticket_other ON linked_ticket (other_id, ticket_id);
