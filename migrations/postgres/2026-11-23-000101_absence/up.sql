-- Who of our people is away, from when until when, and who works for them meanwhile: one row a person, the newest statement.
CREATE TABLE absence (
    operator_id BIGINT PRIMARY KEY NOT NULL,
    -- 0: nobody.
    deputy_id BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);
