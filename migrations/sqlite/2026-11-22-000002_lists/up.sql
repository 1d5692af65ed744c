-- Lists: what was decided about the quarantine, saved views, known tags, custom fields, what was seen; and an index
-- behind every filter by which a list of a million is opened.

-- Why something was rejected, in the words of whoever did it; empty otherwise.
ALTER TABLE quarantine ADD COLUMN decision TEXT NOT NULL DEFAULT '';

-- A filter under a name, kept as the query of its address.
CREATE TABLE saved_view (
    id INTEGER PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    owner_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    filter TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX saved_view_owner ON saved_view (owner_id, position, id);

-- Every tag there ever was, so that those that fit can be offered. Folded text is ordered byte by byte everywhere.
CREATE TABLE tag (
    name TEXT PRIMARY KEY NOT NULL,
    folded TEXT NOT NULL
);
CREATE INDEX tag_folded ON tag (folded, name);
INSERT INTO tag (name, folded) SELECT DISTINCT tag, lower(tag) FROM ticket_tag;

-- Values of the desk's own fields. The key orders numbers and dates, and finds texts.
CREATE TABLE ticket_field (
    ticket_id BIGINT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    sort_key BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, field)
);
CREATE INDEX ticket_field_value ON ticket_field (field, sort_key, ticket_id);

-- How far an operator has read a ticket.
CREATE TABLE ticket_seen (
    operator_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (operator_id, ticket_id)
);

-- Open tickets by leading due, within what filters ask for. Values that most tickets have are left out: a list of those
-- fills its page from the general index at once.
DROP INDEX ticket_waiting;
CREATE INDEX ticket_open_state ON ticket (state, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL;
CREATE INDEX ticket_open_team_state ON ticket (team_id, state, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL;
CREATE INDEX ticket_open_channel ON ticket (channel_id, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL;
CREATE INDEX ticket_open_topic ON ticket (topic, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL AND topic <> '';
CREATE INDEX ticket_open_kind ON ticket (kind, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL AND kind <> 'question';
CREATE INDEX ticket_open_priority ON ticket (priority, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL AND priority <> 'normal';
-- By the day they came.
CREATE INDEX ticket_open_created ON ticket (created_at, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL;
CREATE INDEX ticket_created ON ticket (created_at, id);
