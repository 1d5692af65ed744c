-- Paper that came and is not registered yet: its scan and its date of receipt, until somebody registers it.
CREATE TABLE paper (
    id BIGINT PRIMARY KEY NOT NULL,
    public_id TEXT NOT NULL UNIQUE,
    channel_id BIGINT NOT NULL,
    -- The same paper, however often it is put in.
    key TEXT NOT NULL UNIQUE,
    -- Date of receipt, YYYY-MM-DD.
    received TEXT NOT NULL,
    note TEXT NOT NULL,
    -- Why it was put in so late; or, of one that is set aside, why.
    reason TEXT NOT NULL,
    put_at BIGINT NOT NULL,
    put_by BIGINT NOT NULL,
    -- waiting, registered, aside
    state TEXT NOT NULL,
    letter_id BIGINT NOT NULL,
    ended_at BIGINT NOT NULL
);
CREATE INDEX paper_list ON paper (state, received, id);

CREATE TABLE paper_file (
    id BIGINT PRIMARY KEY NOT NULL,
    paper_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    blob TEXT NOT NULL
);
CREATE INDEX paper_file_paper ON paper_file (paper_id, id);
