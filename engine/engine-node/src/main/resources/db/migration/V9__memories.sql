-- What neurons remember. Embeddings are kept as arrays: pgvector, where it is there, takes them so.
CREATE TABLE memories (
    id UUID PRIMARY KEY,
    neuron_id UUID NOT NULL REFERENCES neurons(id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    embedding REAL[],
    created_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    search TSVECTOR GENERATED ALWAYS AS (to_tsvector('english', content)) STORED
);

CREATE INDEX idx_memories_search ON memories USING GIN (search);
CREATE INDEX idx_memories_neuron ON memories(neuron_id, id DESC);

-- Grows in the transaction that adds to a neuron's memories: what was found before it is old then.
CREATE TABLE memory_versions (
    neuron_id UUID PRIMARY KEY REFERENCES neurons(id) ON DELETE CASCADE,
    version BIGINT NOT NULL
);
