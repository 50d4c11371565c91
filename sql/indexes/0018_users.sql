-- Accounts are unique, and found, whatever the case of their name and address.
--
-- Why:     Bob and bob are one player to every other player, and log-in ignores case.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0008_create_users
-- transactional: false

CREATE UNIQUE INDEX CONCURRENTLY uq_users_username_lower
ON users (lower(username));

COMMENT ON INDEX uq_users_username_lower IS
'Names differ by more than case; serves log-in by lower(username).';

CREATE UNIQUE INDEX CONCURRENTLY uq_users_email_lower
ON users (lower(email));

COMMENT ON INDEX uq_users_email_lower IS
'Addresses differ by more than case; serves log-in by lower(email).';
