-- A neuron's state, and a number that only grows: who holds a larger one holds the newer state.
ALTER TABLE neurons ADD COLUMN state JSONB;
ALTER TABLE neurons ADD COLUMN state_version BIGINT NOT NULL DEFAULT 0;
