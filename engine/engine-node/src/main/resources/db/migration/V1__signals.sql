-- The tables of seed 1; a neuron's id is the name-based UUID of its configured name.
CREATE TABLE neurons (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    name TEXT NOT NULL UNIQUE,
    layer VARCHAR(10) NOT NULL,
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW()
);

CREATE INDEX idx_neurons_layer ON neurons(layer);
CREATE INDEX idx_neurons_created_at ON neurons(created_at DESC);

-- Partitions by month are made ahead by the nodes.
CREATE TABLE signals (
    id UUID DEFAULT gen_random_uuid(),
    neuron_id UUID NOT NULL,
    timestamp TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    payload JSONB,
    PRIMARY KEY (id, timestamp)
) PARTITION BY RANGE (timestamp);

-- The first answer to each idempotency key, for as long as a repeat gets it.
CREATE TABLE idempotency_keys (
    key TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    signal_id UUID NOT NULL,
    answer JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX idx_idempotency_keys_created_at ON idempotency_keys(created_at);
