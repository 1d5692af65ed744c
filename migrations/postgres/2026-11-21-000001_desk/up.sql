-- Portable columns: time as microseconds UTC, JSON and enums as text opaque to SQL, no NULL in a sort key
-- (253402207200999999 is "never"). Row ids are allocated before the insert from one number space.

-- Allocation --------------------------------------------------------------------------------------------------

CREATE TABLE id_block (
    name TEXT PRIMARY KEY NOT NULL,
    next BIGINT NOT NULL
);

CREATE TABLE number_seq (
    year INTEGER PRIMARY KEY NOT NULL,
    next BIGINT NOT NULL
);

-- Set-up ------------------------------------------------------------------------------------------------------

CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

CREATE TABLE brand (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    doc TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE team (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    doc TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE operator (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    -- The mail address, in lower case.
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- PHC string of argon2id; empty: cannot log in with a password.
    password_hash TEXT NOT NULL,
    lang TEXT NOT NULL,
    zone TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE team_member (
    team_id BIGINT NOT NULL,
    operator_id BIGINT NOT NULL,
    PRIMARY KEY (team_id, operator_id)
);
CREATE INDEX team_member_operator ON team_member (operator_id, team_id);

-- One row a version; rows are never changed but for `is_current`, and a policy's place among the current ones.
CREATE TABLE calendar (
    id BIGINT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    doc TEXT NOT NULL,
    is_current BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (name, version)
);

CREATE TABLE policy (
    id BIGINT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    doc TEXT NOT NULL,
    is_current BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (name, version)
);

CREATE TABLE channel (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    brand_id BIGINT NOT NULL,
    team_id BIGINT,
    doc TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    revision BIGINT NOT NULL
);

-- How a channel is doing, in words; and which node runs a pulling source.
CREATE TABLE channel_state (
    channel_id BIGINT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL,
    words TEXT NOT NULL,
    since BIGINT NOT NULL,
    node TEXT NOT NULL,
    leased_until BIGINT NOT NULL
);

-- Clients -----------------------------------------------------------------------------------------------------

CREATE TABLE client (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- IANA zone, empty while unknown.
    zone TEXT NOT NULL,
    segment TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE identity (
    id BIGINT PRIMARY KEY NOT NULL,
    client_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    name TEXT NOT NULL,
    -- How it is known to belong to the client: `received` (wrote from it), `stated`, `proved`.
    verified TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (kind, value)
);
CREATE INDEX identity_client ON identity (client_id);

-- When an identity was last told something automatically: at most three acknowledgements an hour to one address.
CREATE TABLE acknowledged (
    identity_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    PRIMARY KEY (identity_id, at, ticket_id)
);

-- Tickets -----------------------------------------------------------------------------------------------------

CREATE TABLE ticket (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    number_year INTEGER NOT NULL,
    number_serial BIGINT NOT NULL,
    brand_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    client_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    team_id BIGINT,
    assignee_id BIGINT,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT NOT NULL,
    topic TEXT NOT NULL,
    title TEXT NOT NULL,
    lang TEXT NOT NULL,
    outcome TEXT,
    occurred_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    lead_due BIGINT NOT NULL,
    told_due BIGINT NOT NULL,
    merged_into BIGINT,
    related_to BIGINT,
    last_words TEXT NOT NULL,
    last_speaker TEXT NOT NULL,
    link_secret TEXT NOT NULL,
    UNIQUE (number_year, number_serial)
);
CREATE INDEX ticket_link ON ticket (link_secret);
CREATE INDEX ticket_client ON ticket (client_id, id);
-- Lists. What is open, by leading due: as a whole, by team, by assignee, and what nobody has taken. A list that says
-- "nobody's" has an index of its own, since databases do not order what stands behind a NULL.
CREATE INDEX ticket_open ON ticket (lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL;
CREATE INDEX ticket_open_team ON ticket (team_id, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL;
CREATE INDEX ticket_open_assignee ON ticket (assignee_id, lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL AND assignee_id IS NOT NULL;
CREATE INDEX ticket_open_nobody ON ticket (lead_due, id) WHERE state NOT IN ('resolved', 'closed') AND merged_into IS NULL AND assignee_id IS NULL;
CREATE INDEX ticket_waiting ON ticket (lead_due, id) WHERE state = 'waiting_client' AND merged_into IS NULL;
-- What is done, and everything, by the last change.
CREATE INDEX ticket_done ON ticket (state, updated_at, id) WHERE state IN ('resolved', 'closed') AND merged_into IS NULL;
CREATE INDEX ticket_updated ON ticket (updated_at, id);
CREATE INDEX ticket_merged ON ticket (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ticket_related ON ticket (related_to) WHERE related_to IS NOT NULL;

CREATE TABLE ticket_tag (
    ticket_id BIGINT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (ticket_id, tag)
);
CREATE INDEX ticket_tag_tag ON ticket_tag (tag, ticket_id);

-- Who is in the talk on the client's side: thread hints are checked against these.
CREATE TABLE participant (
    ticket_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    PRIMARY KEY (ticket_id, identity_id)
);

CREATE TABLE entry (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    ticket_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    channel_id BIGINT,
    code TEXT NOT NULL,
    params TEXT NOT NULL,
    preview TEXT NOT NULL,
    raw TEXT NOT NULL,
    trace TEXT NOT NULL
);
CREATE UNIQUE INDEX entry_timeline ON entry (ticket_id, occurred_at, seq);

CREATE TABLE body (
    entry_id BIGINT PRIMARY KEY NOT NULL,
    text TEXT NOT NULL,
    visible BIGINT NOT NULL,
    html TEXT NOT NULL,
    remote_images BIGINT NOT NULL
);

CREATE TABLE attachment (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    entry_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    blob TEXT NOT NULL,
    start BIGINT NOT NULL,
    length BIGINT NOT NULL,
    encoding TEXT NOT NULL,
    content_id TEXT NOT NULL,
    inline BOOLEAN NOT NULL
);
CREATE INDEX attachment_entry ON attachment (entry_id);

-- Bytes by content (SHA-256, hexadecimal). Larger ones lie in the object store and have no data here.
CREATE TABLE blob (
    hash TEXT PRIMARY KEY NOT NULL,
    size BIGINT NOT NULL,
    -- `zstd` or `plain`.
    coding TEXT NOT NULL,
    data BYTEA,
    created_at BIGINT NOT NULL
);

-- Packed already: PostgreSQL need not try again.
ALTER TABLE blob ALTER COLUMN data SET STORAGE EXTERNAL;

-- External ids under which replies refer to messages of ours and theirs.
CREATE TABLE thread_ref (
    key TEXT PRIMARY KEY NOT NULL,
    ticket_id BIGINT NOT NULL,
    entry_id BIGINT NOT NULL
);
CREATE INDEX thread_ref_entry ON thread_ref (entry_id);

-- Intake ------------------------------------------------------------------------------------------------------

-- One row a sighting, with its fate.
CREATE TABLE ledger (
    id BIGINT PRIMARY KEY NOT NULL,
    channel_id BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    fate TEXT NOT NULL,
    reason TEXT NOT NULL,
    key TEXT NOT NULL,
    ticket_id BIGINT,
    entry_id BIGINT,
    size BIGINT NOT NULL,
    node TEXT NOT NULL,
    trace TEXT NOT NULL
);
-- Holds all that the balance counts, so that the rows themselves need not be read.
CREATE INDEX ledger_seen ON ledger (seen_at, id, channel_id, fate);

-- What the doors counted on their own.
CREATE TABLE door_count (
    channel_id BIGINT NOT NULL,
    node TEXT NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (channel_id, node)
);

-- The uniqueness of messages, apart from the ledger: a second sighting is a row there, not here.
CREATE TABLE message_key (
    channel_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    ticket_id BIGINT,
    entry_id BIGINT,
    PRIMARY KEY (channel_id, key)
);

CREATE TABLE quarantine (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    channel_id BIGINT NOT NULL,
    ledger_id BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    sender TEXT NOT NULL,
    title TEXT NOT NULL,
    raw TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by BIGINT,
    decided_at BIGINT NOT NULL
);
CREATE INDEX quarantine_state ON quarantine (state, arrived_at, id);

-- Clocks ------------------------------------------------------------------------------------------------------

CREATE TABLE clock (
    id BIGINT PRIMARY KEY NOT NULL,
    ticket_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    policy_id BIGINT,
    calendar_id BIGINT NOT NULL,
    target TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    due BIGINT NOT NULL,
    preliminary BOOLEAN NOT NULL,
    verdict TEXT NOT NULL,
    stopped_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    breach_recorded BOOLEAN NOT NULL
);
CREATE INDEX clock_ticket ON clock (ticket_id);
CREATE INDEX clock_next ON clock (next_at);
-- The supervisor's board: missed and not yet stopped.
CREATE INDEX clock_missed ON clock (due, id) WHERE verdict = 'missed' AND stopped_at = 253402207200999999;

CREATE TABLE clock_step (
    id BIGINT PRIMARY KEY NOT NULL,
    clock_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    entry_id BIGINT,
    reason TEXT NOT NULL,
    -- JSON of the new target and calendar, or empty.
    retarget TEXT NOT NULL
);
CREATE INDEX clock_step_clock ON clock_step (clock_id);

-- Out ---------------------------------------------------------------------------------------------------------

CREATE TABLE delivery (
    id BIGINT PRIMARY KEY NOT NULL,
    entry_id BIGINT NOT NULL,
    ticket_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    -- The id under which the other side sees it, the same for every attempt.
    external_id TEXT NOT NULL UNIQUE,
    fate TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX delivery_entry ON delivery (entry_id);
CREATE INDEX delivery_ticket ON delivery (ticket_id, id);

-- Done jobs are deleted in the transaction that records their result; dead ones stay.
CREATE TABLE job (
    id BIGINT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    dead BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    -- Who has it in hand.
    node TEXT NOT NULL,
    last_error TEXT NOT NULL,
    trace TEXT NOT NULL
);
CREATE INDEX job_due ON job (run_at, id) WHERE NOT dead;

CREATE TABLE event (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    ticket_id BIGINT,
    payload TEXT NOT NULL
);

-- People and programs at the door ---------------------------------------------------------------------------

CREATE TABLE session (
    -- SHA-256 of the cookie's secret.
    token_hash TEXT PRIMARY KEY NOT NULL,
    operator_id BIGINT NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX session_operator ON session (operator_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE api_token (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    token_hash TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- Permissions, separated by spaces.
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL
);

-- Failed log-ins of the last minutes, by login and by address.
CREATE TABLE login_failure (
    id BIGINT PRIMARY KEY NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX login_failure_subject ON login_failure (subject, at);
CREATE INDEX login_failure_at ON login_failure (at);

-- Answers already given to requests with an Idempotency-Key.
CREATE TABLE idempotency (
    -- Whose key it is, and for what: principal, method, path, key.
    scope TEXT PRIMARY KEY NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE audit (
    id BIGINT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at, id);

-- Search ------------------------------------------------------------------------------------------------------

-- Folded and stemmed words of one timeline entry.
CREATE TABLE search (
    entry_id BIGINT PRIMARY KEY NOT NULL,
    terms TSVECTOR NOT NULL
);
CREATE INDEX search_terms ON search USING gin (terms);
