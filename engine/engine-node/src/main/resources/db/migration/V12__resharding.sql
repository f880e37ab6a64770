-- Where shards are that were added to a running cluster; the first shard's table alone counts.
CREATE TABLE shards (
    id INTEGER PRIMARY KEY,
    primary_url TEXT NOT NULL,
    username TEXT NOT NULL,
    password_file TEXT,
    replicas TEXT NOT NULL DEFAULT ''
);

-- What is being moved, and how far that is; the first shard's table alone counts. Slots are a mask
-- of 1,024 bits.
CREATE TABLE shard_moves (
    target INTEGER NOT NULL,
    source INTEGER NOT NULL,
    slots BYTEA NOT NULL,
    phase TEXT NOT NULL,
    partition TEXT NOT NULL DEFAULT '',
    last_id UUID,
    copied BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (target, source)
);

-- The slot of a signal: ten bits of its id, behind the variant.
CREATE FUNCTION hal9_slot(id UUID) RETURNS INTEGER
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((get_byte(uuid_send(id), 8) & 63) << 4) | (get_byte(uuid_send(id), 9) >> 4);

-- The slots whose rows this shard takes, where it does not take all: the same as the constraint
-- signals_slots says, for nodes to read.
CREATE TABLE shard_fence (
    one BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one),
    slots BYTEA NOT NULL
);

-- Rows of slots under way to another shard that were added since their copying began.
CREATE TABLE shard_outbox (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id UUID NOT NULL
);

CREATE FUNCTION hal9_note_moving() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO shard_outbox (id)
    SELECT id FROM added WHERE get_bit(decode(TG_ARGV[0], 'hex'), hal9_slot(id)) = 1;
    RETURN NULL;
END $$;

CREATE INDEX idx_idempotency_keys_signal_id ON idempotency_keys(signal_id);
