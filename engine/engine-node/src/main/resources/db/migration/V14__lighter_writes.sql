-- The primary key of actions begins with the same columns and finds what this index found; each
-- action wrote both. One index is left, by the name that operators know.
DROP INDEX idx_actions_game_round;
ALTER TABLE actions RENAME CONSTRAINT actions_pkey TO idx_actions_game_round;

-- A state is replaced often: with room in its page for the next version no index is written for it.
ALTER TABLE neurons SET (fillfactor = 50);
