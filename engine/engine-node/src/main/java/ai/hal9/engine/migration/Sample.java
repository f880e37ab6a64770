package ai.hal9.engine.migration;

import ai.hal9.api.signal.Layer;
import ai.hal9.engine.neuron.Neuron;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a SQLite file with the tables that can be moved, filled by chance from a seed. */
final class Sample {

  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final long SPREAD_MILLIS = 180L * 24 * 3_600 * 1_000;
  private static final int PLAYERS = 5;
  private static final int ROUNDS = 4;
  private static final int IN_PLAY = 10;
  private static final int BATCH = 10_000;
  private static final List<String> NEURONS =
      List.of("L4-strategic", "L3-design", "L2-implementation");
  private static final String WORDS = "How should the cache be sized for a busy Monday? ";

  private final Connection connection;
  private final SplittableRandom random;

  private Sample(Connection connection, long seed) {
    this.connection = connection;
    this.random = new SplittableRandom(seed);
  }

  /** Makes a file: {@code FILE SIGNALS USERS GAMES SEED}. */
  static int write(List<String> words, PrintStream out) throws SQLException, IOException {
    if (words.size() != 5) {
      throw MigrationException.usage("sample FILE SIGNALS USERS GAMES SEED");
    }
    var file = Path.of(words.getFirst());
    if (Files.exists(file)) {
      throw MigrationException.usage(file + " is there already");
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        var statement = connection.createStatement();
        var schema = Sample.class.getResourceAsStream("/ai/hal9/engine/migration/source.sql")) {
      statement.execute("PRAGMA journal_mode = OFF");
      statement.execute("PRAGMA synchronous = OFF");
      if (schema == null) {
        throw new IOException("source.sql is missing");
      }
      statement.executeUpdate(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
      connection.setAutoCommit(false);
      var sample = new Sample(connection, Long.parseLong(words.get(4)));
      sample.neurons();
      sample.users(Integer.parseInt(words.get(2)));
      sample.signals(Long.parseLong(words.get(1)));
      sample.games(Integer.parseInt(words.get(3)));
      connection.commit();
    } catch (NumberFormatException e) {
      throw MigrationException.usage("sample FILE SIGNALS USERS GAMES SEED");
    }
    out.println(file.toAbsolutePath());
    return 0;
  }

  private void neurons() throws SQLException {
    try (var insert = prepare("neurons", 5)) {
      for (var i = 0; i < NEURONS.size(); i++) {
        var layer = List.of(Layer.L4, Layer.L3, Layer.L2).get(i);
        add(insert, neuron(i), NEURONS.get(i), layer.name(), text(FIRST), text(FIRST));
      }
      insert.executeBatch();
    }
  }

  private static String neuron(int number) {
    return Neuron.of(NEURONS.get(number), Layer.L4, List.of()).storedId().toString();
  }

  private void users(int count) throws SQLException {
    try (var insert = prepare("users", 6)) {
      for (var i = 0; i < count; i++) {
        var time = FIRST.plusMillis(random.nextLong(SPREAD_MILLIS));
        add(
            insert,
            id(time).toString(),
            "user-" + i,
            "User " + i,
            "$2b$12$not-taken-over",
            time.getEpochSecond(),
            text(time));
        flush(insert, i);
      }
      insert.executeBatch();
    }
  }

  private void signals(long count) throws SQLException {
    try (var insert = prepare("signals", 4)) {
      for (var i = 0L; i < count; i++) {
        // in the order of time, as they came
        var time = FIRST.plusMillis(SPREAD_MILLIS / Math.max(1, count) * i);
        var payload =
            "{\"content\":\"%s\",\"layer\":\"L4\",\"user_id\":\"user-%d\",\"answer\":\"%s\",\"confidence\":0.%d}"
                .formatted(
                    WORDS.repeat(1 + random.nextInt(3)),
                    random.nextInt(1_000),
                    WORDS.repeat(2),
                    10 + random.nextInt(89));
        add(insert, id(time).toString(), neuron(random.nextInt(3)), text(time), payload);
        flush(insert, i);
      }
      insert.executeBatch();
    }
  }

  private void games(int count) throws SQLException {
    try (var games = prepare("games", 10);
        var players = prepare("players", 6);
        var actions = prepare("actions", 5);
        var rounds = prepare("rounds", 6)) {
      for (var i = 0; i < count; i++) {
        var time = FIRST.plusMillis(random.nextLong(SPREAD_MILLIS));
        var game = id(time).toString();
        var over = i % IN_PLAY != 0;
        var played = over ? ROUNDS : ROUNDS - 1;
        add(
            games,
            game,
            text(time),
            "game " + i,
            over ? "finished" : "active",
            3,
            PLAYERS,
            ROUNDS,
            null,
            ROUNDS,
            over ? text(time.plusSeconds(60)) : null);
        var seats = Stream.generate(() -> id(time).toString()).limit(PLAYERS).toList();
        var scores = play(game, time, played, seats, actions, rounds);
        for (var p = 0; p < PLAYERS; p++) {
          add(players, game, seats.get(p), "player-" + p, "playing", scores[p], text(time));
        }
        flush(games, i);
        flush(players, i);
        flush(actions, i);
        flush(rounds, i);
      }
      for (var insert : List.of(games, players, actions, rounds)) {
        insert.executeBatch();
      }
    }
  }

  /** Plays rounds of a game; returns the players' scores. */
  private int[] play(
      String game,
      Instant time,
      int count,
      List<String> seats,
      PreparedStatement actions,
      PreparedStatement rounds)
      throws SQLException {
    var scores = new int[PLAYERS];
    for (var round = 1; round <= count; round++) {
      var sides = random.ints(PLAYERS, 0, 2).toArray();
      var ones = Arrays.stream(sides).sum();
      // of five players fewer are on one side, or all are on the other
      var winner = ones == 0 || ones == PLAYERS ? -1 : ones < PLAYERS - ones ? 1 : 0;
      for (var p = 0; p < PLAYERS; p++) {
        scores[p] += sides[p] == winner ? 1 : 0;
        add(actions, game, round, seats.get(p), sides[p], time.toEpochMilli());
      }
      var won = winner < 0 ? null : (Object) winner;
      add(rounds, game, round, PLAYERS - ones, ones, won, text(time.plusSeconds(round)));
    }
    return scores;
  }

  /** A UUID of version 7 of a time. */
  private UUID id(Instant time) {
    return new UUID(
        (time.toEpochMilli() << 16) | 0x7000 | random.nextInt(0x1000),
        0x8000_0000_0000_0000L | (random.nextLong() >>> 2));
  }

  private static String text(Instant time) {
    return time.toString().replace('T', ' ').replace("Z", "");
  }

  private PreparedStatement prepare(String table, int columns) throws SQLException {
    return connection.prepareStatement(
        "INSERT INTO %s VALUES (%s)".formatted(table, "?, ".repeat(columns - 1) + "?"));
  }

  private static void add(PreparedStatement insert, @Nullable Object... values)
      throws SQLException {
    for (var i = 0; i < values.length; i++) {
      insert.setObject(i + 1, values[i]);
    }
    insert.addBatch();
  }

  private static void flush(PreparedStatement insert, long row) throws SQLException {
    if (row % BATCH == BATCH - 1) {
      insert.executeBatch();
    }
  }
}
