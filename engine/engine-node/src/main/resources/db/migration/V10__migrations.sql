-- What has been moved here from SQLite files, and how far.
CREATE TABLE migrations (
    fingerprint TEXT PRIMARY KEY,
    path TEXT NOT NULL,
    owner BIGINT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    finished_at TIMESTAMPTZ
);

-- Written in the transaction that writes the rows.
CREATE TABLE migrated_tables (
    fingerprint TEXT NOT NULL REFERENCES migrations(fingerprint) ON DELETE CASCADE,
    name TEXT NOT NULL,
    last_row BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    present BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    verified BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (fingerprint, name)
);
