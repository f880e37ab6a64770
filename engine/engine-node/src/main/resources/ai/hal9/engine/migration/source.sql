-- What hal9 migrate reads: the product's tables as a SQLite file holds them.
CREATE TABLE users (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL
);
CREATE TABLE neurons (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    layer TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL
);
CREATE TABLE signals (
    id TEXT PRIMARY KEY,
    neuron_id TEXT NOT NULL,
    timestamp DATETIME NOT NULL,
    payload TEXT
);
CREATE TABLE games (
    id TEXT PRIMARY KEY,
    created_at DATETIME NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    min_players INTEGER NOT NULL,
    max_players INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    round_ms INTEGER,
    round INTEGER NOT NULL,
    finished_at DATETIME
);
CREATE TABLE players (
    game_id TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    score INTEGER NOT NULL,
    joined_at DATETIME NOT NULL,
    PRIMARY KEY (game_id, id)
);
CREATE TABLE actions (
    game_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    player_id TEXT NOT NULL,
    side INTEGER NOT NULL,
    acted_at DATETIME NOT NULL,
    PRIMARY KEY (game_id, round, player_id)
);
CREATE TABLE rounds (
    game_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    zeros INTEGER NOT NULL,
    ones INTEGER NOT NULL,
    winner INTEGER,
    closed_at DATETIME NOT NULL,
    PRIMARY KEY (game_id, round)
);
