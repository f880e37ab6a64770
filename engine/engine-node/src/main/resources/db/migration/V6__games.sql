-- Who may write for the games it owns: a node takes a new number at every start. Once fenced, none
-- of its transactions commits any more, since each holds this row for share.
CREATE TABLE game_owners (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node TEXT NOT NULL,
    started_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    fenced_at TIMESTAMPTZ
);

-- The tables of seed 3. Partitions by quarter are made ahead by the nodes; what belongs to a game
-- lies in the quarter of its creation, so that a quarter is dropped as a whole. Ids are UUIDv7, and
-- created_at is the id's time.
CREATE TABLE games (
    id UUID NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    owner BIGINT NOT NULL,
    min_players INTEGER NOT NULL,
    max_players INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    round_ms INTEGER,
    round INTEGER NOT NULL DEFAULT 0,
    finished_at TIMESTAMPTZ,
    PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

CREATE INDEX idx_games_status ON games(status, created_at);
CREATE INDEX idx_games_owner ON games(owner) WHERE status <> 'finished';

CREATE TABLE players (
    game_id UUID NOT NULL,
    game_created_at TIMESTAMPTZ NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    joined_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
    PRIMARY KEY (game_id, id, game_created_at)
) PARTITION BY RANGE (game_created_at);

CREATE INDEX idx_players_game ON players(game_id, status);
CREATE UNIQUE INDEX idx_players_name ON players(game_id, name, game_created_at);

-- At most one action of a player in a round.
CREATE TABLE actions (
    game_id UUID NOT NULL,
    game_created_at TIMESTAMPTZ NOT NULL,
    round INTEGER NOT NULL,
    player_id UUID NOT NULL,
    side SMALLINT NOT NULL,
    acted_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (game_id, round, player_id, game_created_at)
) PARTITION BY RANGE (game_created_at);

CREATE INDEX idx_actions_game_round ON actions(game_id, round);

-- A round is scored in the transaction that writes its row here, and so once.
CREATE TABLE rounds (
    game_id UUID NOT NULL,
    game_created_at TIMESTAMPTZ NOT NULL,
    round INTEGER NOT NULL,
    zeros INTEGER NOT NULL,
    ones INTEGER NOT NULL,
    winner SMALLINT,
    closed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (game_id, round, game_created_at)
) PARTITION BY RANGE (game_created_at);

-- Of finished games, by the players' names.
CREATE TABLE player_totals (
    name TEXT PRIMARY KEY,
    games BIGINT NOT NULL,
    score BIGINT NOT NULL
);

CREATE INDEX idx_player_totals_score ON player_totals(score DESC, name);

-- What happened in each minute, as each owner counted it.
CREATE TABLE game_analytics (
    minute TIMESTAMPTZ NOT NULL,
    owner BIGINT NOT NULL,
    games_created BIGINT NOT NULL,
    games_finished BIGINT NOT NULL,
    players_joined BIGINT NOT NULL,
    actions BIGINT NOT NULL,
    rounds BIGINT NOT NULL,
    ties BIGINT NOT NULL,
    PRIMARY KEY (minute, owner)
);
