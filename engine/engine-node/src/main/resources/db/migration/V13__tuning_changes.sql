-- Changes of the tuning, of every cluster that uses this database. Nothing deletes them.
CREATE TABLE tuning_changes (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cluster TEXT NOT NULL,
    scope TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL,
    node TEXT NOT NULL,
    authority TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL,
    before JSONB NOT NULL,
    after JSONB NOT NULL,
    revert_at TIMESTAMPTZ,
    -- Versions of a node begin anew when it starts.
    UNIQUE (cluster, scope, node, version, changed_at)
);

CREATE INDEX idx_tuning_changes_time ON tuning_changes(cluster, changed_at DESC, id DESC);
