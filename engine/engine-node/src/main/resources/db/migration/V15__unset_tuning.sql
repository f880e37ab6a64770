-- The keys a change of the tuning found not set in its scope, and those it left so.
ALTER TABLE tuning_changes
    ADD COLUMN inherited TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN unset TEXT[] NOT NULL DEFAULT '{}';
