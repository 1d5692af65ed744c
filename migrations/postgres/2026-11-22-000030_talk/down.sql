DROP INDEX participant_identity;
