-- Characters are found by account, by system and by name in any case.
--
-- Why:     a player picks a character after log-in; the map shows who is in a system.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0009_create_characters
-- transactional: false

CREATE INDEX CONCURRENTLY idx_characters_user_id
ON characters (user_id);

CREATE UNIQUE INDEX CONCURRENTLY uq_characters_name_lower
ON characters (lower(name));

COMMENT ON INDEX uq_characters_name_lower IS
'Names differ by more than case; serves search by lower(name).';

CREATE INDEX CONCURRENTLY idx_characters_current_system_id
ON characters (current_system_id);

COMMENT ON INDEX idx_characters_current_system_id IS
'Who is in this system.';
