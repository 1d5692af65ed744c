-- The talks of an address, newest first: what a returning visitor of the chat is shown.
CREATE INDEX participant_identity ON participant (identity_id, ticket_id);
