package ai.hal9.engine.game;

import java.time.Instant;

/** What happened in all games of a cluster in a minute. */
public record MinuteOfGames(
    Instant minute,
    long gamesCreated,
    long gamesFinished,
    long playersJoined,
    long actions,
    long rounds,
    long ties) {}
