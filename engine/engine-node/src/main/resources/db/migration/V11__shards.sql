-- Which shard each of the 1,024 slots lies on; the newest version counts, the first shard's table
-- alone. The slot of a signal stands in its id, behind the variant.
CREATE TABLE shard_maps (
    version BIGINT PRIMARY KEY,
    strategy TEXT NOT NULL,
    owners SMALLINT[] NOT NULL CHECK (cardinality(owners) = 1024),
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW()
);
