package ai.hal9.engine.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.hal9.engine.store.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationIT extends MigrationCase {

  private static final List<String> TABLES =
      List.of("users", "neurons", "signals", "games", "players", "actions", "rounds");
  private static final String TIMED = "019c6d2e-8b00-7000-8000-000000000001";

  @Test
  void everyTable_ofASample_isMovedOnce() throws Exception {
    sample(3_000, 20, 30);

    var first = run("--json");
    assertThat(first.err()).doesNotContain("hal9 migrate:");
    assertThat(first.exit()).isZero();
    assertThat(first.out()).contains("{\"table\":\"signals\",\"rows\":3000,\"moved\":3000,");
    for (var table : TABLES) {
      assertThat(target("SELECT count(*) FROM " + table))
          .as(table)
          .isEqualTo(source("SELECT count(*) FROM " + table));
    }
    assertThat(target("SELECT count(*) FROM users WHERE password_hash LIKE '$argon2id$%'"))
        .isEqualTo("20");
    assertThat(target("SELECT count(*) FROM games WHERE status = 'active'")).isEqualTo("3");
    assertThat(target("SELECT sum(games) FROM player_totals")).isEqualTo("135");
    assertThat(target("SELECT sum(score) FROM player_totals"))
        .isEqualTo(
            source(
                "SELECT sum(score) FROM players WHERE game_id IN"
                    + " (SELECT id FROM games WHERE status = 'finished')"));

    assertThat(run().exit()).isZero();
    assertThat(run("--verify").out()).contains("equal").doesNotContain("differ");
    assertThat(target("SELECT sum(games) FROM player_totals")).isEqualTo("135");
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("3000");
  }

  @Test
  void process_killedInTheMiddle_goesOnWhereItWas() throws Exception {
    sample(40_000, 5, 0);
    var process = started("--chunk-rows", "50");
    await().pollInterval(Duration.ofMillis(20)).until(() -> mark("last_row") > 2_000);
    process.destroyForcibly().waitFor();
    var moved = mark("moved");
    assertThat(moved).isBetween(2_000L, 39_999L);
    // the killed process' last transaction ends when PostgreSQL notices
    await().until(() -> target("SELECT count(*) FROM signals").equals("" + mark("moved")));

    await()
        .untilAsserted(
            () -> {
              var again = run();
              assertThat(again.exit()).as(again.err()).isZero();
            });
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("40000");
    assertThat(mark("moved")).isEqualTo(40_000);
    assertThat(mark("present")).isZero();
  }

  @Test
  void badRows_stopOrAreWrittenToAFile() throws Exception {
    bad();

    var stopped = run();
    assertThat(stopped.exit()).isEqualTo(1);
    assertThat(stopped.err()).contains("users, row 1 (" + id(7) + "): 'username'", "--skip-bad");
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("0");

    var refused = folder.resolve("refused.jsonl");
    var skipped = run("--skip-bad", refused.toString());
    assertThat(skipped.exit()).as(skipped.err()).isZero();
    assertThat(Files.readAllLines(refused).stream().map(line -> line.replaceAll(".*reason", "")))
        .hasSize(8)
        .anyMatch(line -> line.contains("id is no UUID"))
        .anyMatch(line -> line.contains("payload is not UTF-8"))
        .anyMatch(line -> line.contains("payload is no JSON"))
        .anyMatch(line -> line.contains("timestamp is no time that SQLite knows"))
        .anyMatch(line -> line.contains("timestamp is missing"))
        .anyMatch(line -> line.contains("timestamp is not the time in the id"))
        .anyMatch(line -> line.contains("what it belongs to is not in the source"))
        .anyMatch(line -> line.contains("username"));
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("2");
  }

  @Test
  void rowsOfRefusedGamesAndPlayers_areRefusedToo() throws Exception {
    sample(0, 0, 20);
    write("UPDATE games SET round = 99 WHERE rowid IN (11, 12)");
    write("UPDATE players SET status = 'gone' WHERE rowid = 1");

    var refused = folder.resolve("refused.jsonl");
    var skipped = run("--skip-bad", refused.toString(), "--chunk-rows", "7");
    assertThat(skipped.exit()).as(skipped.err()).isZero();
    assertThat(target("SELECT count(*) FROM games")).isEqualTo("18");
    assertThat(target("SELECT count(*) FROM players")).isEqualTo("89");
    for (var belonging : List.of("players", "actions", "rounds")) {
      assertThat(
              target(
                  "SELECT count(*) FROM %s WHERE game_id NOT IN (SELECT id FROM games)"
                      .formatted(belonging)))
          .as(belonging)
          .isEqualTo("0");
    }
    assertThat(
            target(
                "SELECT count(*) FROM actions a WHERE NOT EXISTS"
                    + " (SELECT FROM players p WHERE p.game_id = a.game_id AND p.id = a.player_id)"))
        .isEqualTo("0");
    assertThat(run("--skip-bad", refused.toString(), "--verify").out()).doesNotContain("differ,");
    assertThat(run("--dry-run").out()).containsPattern("players +100 +89 +0 +11");
  }

  @Test
  void dryRun_writesNothing() throws Exception {
    bad();

    var rehearsed = run("--dry-run");
    assertThat(rehearsed.exit()).isEqualTo(1);
    assertThat(rehearsed.err()).contains("signals, row 2 (no-uuid): id is no UUID");
    assertThat(rehearsed.out()).containsPattern("signals +8 +2 +0 +6");
    assertThat(target("SELECT to_regclass('signals')")).isEqualTo("null");
  }

  @Test
  void payloads_ofEveryForm_compareEqual() throws Exception {
    sample(0, 0, 0);
    var payloads =
        List.of(
            "{\"content\":1,\"b\":[],\"layer\":{},\"a\" : [1,2]}",
            "{\"a\":1,\"bb\":{\"y\":1,\"x\":2},\"a\":3,\"é\":4,\"zz\":5,\"Z\":6}",
            "[1e2, 1.50, -0.0, 1E-3, 1.50e1, -0, 123456789012345678901234567890, 1e-20, 0e5]",
            "\"\\u0041\\/\\b\\f\\n\\r\\t\\u0001\\u007f\\\"\\\\\\u00e9 \\ud83d\\ude00 '' \"",
            "{\"\":{\"\":[]},\" \":[null,true,false]}",
            "null");
    for (var i = 0; i < payloads.size(); i++) {
      write(
          "INSERT INTO signals VALUES ('%s', '%s', 1772368245.5, '%s')"
              .formatted(id(i).replace("-", ""), NEURON, payloads.get(i)));
    }
    write(
        "INSERT INTO signals VALUES (x'%s', '%s', 2461101.25, NULL)"
            .formatted(id(9).replace("-", ""), NEURON));

    var said = run();
    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("7");
  }

  @Test
  void json_ofAnyForm_isTakenAndPrintedAsPostgresqlDoes() throws Exception {
    var random = new SplittableRandom(7);
    var texts = Stream.generate(() -> RandomJson.text(random)).limit(5_000).toList();
    var printer = new JsonbText();
    var taken = 0;
    try (var connection = TestStores.connect(database);
        var query =
            connection.prepareStatement(
                """
                SELECT CASE WHEN pg_input_is_valid(t, 'jsonb') THEN t::jsonb::text END
                FROM unnest(?::text[]) WITH ORDINALITY AS texts(t, n) ORDER BY n
                """)) {
      query.setArray(1, connection.createArrayOf("text", texts.toArray()));
      try (var result = query.executeQuery()) {
        for (var text : texts) {
          result.next();
          var printed = Optional.ofNullable(result.getString(1));
          assertThat(printed(printer, text)).as(text).isEqualTo(printed);
          taken += printed.isPresent() ? 1 : 0;
        }
      }
    }
    assertThat(taken).isBetween(2_000, 4_800);
  }

  private static Optional<String> printed(JsonbText printer, String json) {
    try {
      return Optional.of(
          new String(printer.of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8));
    } catch (RowRefusal e) {
      return Optional.empty();
    }
  }

  @Test
  void rows_thatPostgresqlStoresOtherwise_areNotCommitted() throws Exception {
    sample(300, 0, 0);
    assertThat(run().exit()).isZero();
    change("DELETE FROM migrations");
    change("DELETE FROM signals");
    spoil(source("SELECT id FROM signals WHERE rowid = 250"));

    var spoilt = run("--chunk-rows", "100");
    assertThat(spoilt.exit()).isEqualTo(1);
    assertThat(spoilt.err()).contains("signals, row 250 (").contains("is different in PostgreSQL");
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("200");
  }

  @Test
  void rows_writtenIntoPagesThatWereFree_areFoundThere() throws Exception {
    sample(0, 0, 0);
    assertThat(run().exit()).isZero();
    change(
        """
        INSERT INTO users (id, username, display_name, password_hash, created_at, updated_at)
        SELECT gen_random_uuid(), 'other-' || n, repeat('x', 50), 'none', now(), now()
        FROM generate_series(1, 20000) n
        """);
    change("DELETE FROM users WHERE ctid < '(50,0)'");
    change("VACUUM users");
    var size = target("SELECT pg_relation_size('users')");
    Files.delete(file);
    sample(0, 300, 0);

    var moved = run("--json");
    assertThat(moved.exit()).as(moved.err()).isZero();
    assertThat(moved.out()).contains("\"table\":\"users\",\"rows\":300,\"moved\":300,");
    assertThat(target("SELECT pg_relation_size('users')")).isEqualTo(size);
  }

  @Test
  void row_twiceInTheSource_isWrittenOnce() throws Exception {
    var row = threeTimes();

    var once = run("--chunk-rows", "1", "--json");
    assertThat(once.exit()).as(once.err()).isZero();
    assertThat(once.out()).contains("\"table\":\"signals\",\"rows\":3,\"moved\":1,\"present\":2,");

    change("DELETE FROM migrations");
    write(row.formatted(2));
    var conflict = run("--chunk-rows", "1");
    assertThat(conflict.exit()).isEqualTo(1);
    assertThat(conflict.err()).contains("signals, row 4 (" + TIMED).contains("other content");
    assertThat(mark("present")).isEqualTo(3);
  }

  @Test
  void row_twiceAndStoredOtherwise_stopsBoth() throws Exception {
    threeTimes();
    assertThat(run().exit()).isZero();
    change("DELETE FROM migrations");
    change("DELETE FROM signals");
    spoil(TIMED);

    assertThat(run("--chunk-rows", "1").err()).contains("signals, row 1 (", "is different");
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("0");
  }

  /** A file that has one signal three times; what inserts it again, with some other content. */
  private String threeTimes() throws SQLException, IOException {
    sample(0, 0, 0);
    write("DROP TABLE signals");
    write("CREATE TABLE signals (id TEXT, neuron_id TEXT, timestamp DATETIME, payload TEXT)");
    var row =
        "INSERT INTO signals VALUES ('%s', '%s', %d, '{\"a\": %%d}')"
            .formatted(TIMED, NEURON, Long.parseLong(TIMED.replace("-", "").substring(0, 12), 16));
    for (var i = 0; i < 3; i++) {
      write(row.formatted(1));
    }
    return row;
  }

  /** Has PostgreSQL alter a signal as it is inserted. */
  private void spoil(String id) throws SQLException {
    change(
        """
        CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN NEW.payload := NEW.payload || ''{"x": 1}''; RETURN NEW; END';
        CREATE TRIGGER spoils BEFORE INSERT ON signals FOR EACH ROW
          WHEN (NEW.id = '%s') EXECUTE FUNCTION spoil()
        """
            .formatted(id));
  }

  @Test
  void rowids_below1_areMovedToo() throws Exception {
    sample(3, 0, 0);
    write("UPDATE signals SET rowid = rowid - 2");

    assertThat(run("--json").out()).contains("\"table\":\"signals\",\"rows\":3,\"moved\":3,");
  }

  @Test
  void source_changedInBetween_isRefusedUnlessBegunAnew() throws Exception {
    bad();
    assertThat(run().exit()).isEqualTo(1);
    write("DELETE FROM signals WHERE rowid <> 1");
    write("DELETE FROM users WHERE username = 'a b'");
    write("DELETE FROM players");

    var refused = run();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("has changed since its migration began", "--restart");

    var anew = run("--restart");
    assertThat(anew.exit()).as(anew.err()).isZero();
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("1");
  }

  @Test
  void finishedGames_ofAMigrationBegunAnew_countOnce() throws Exception {
    sample(0, 2, 30);
    var last = "(SELECT max(rowid) FROM games WHERE status = 'finished')";
    for (var belonging : List.of("players", "actions", "rounds")) {
      write(
          "DELETE FROM %s WHERE game_id = (SELECT id FROM games WHERE rowid = %s)"
              .formatted(belonging, last));
    }
    write("UPDATE games SET min_players = 0 WHERE rowid = " + last);
    assertThat(run("--chunk-rows", "5").exit()).isEqualTo(1);
    assertThat(target("SELECT count(*) FROM games")).isEqualTo("25");
    assertThat(target("SELECT count(*) FROM player_totals")).isEqualTo("0");

    write("DELETE FROM games WHERE min_players = 0");
    var anew = run("--restart");
    assertThat(anew.exit()).as(anew.err()).isZero();
    assertTotals();

    write("DELETE FROM users WHERE username = 'user-1'");
    assertThat(run("--restart").exit()).isZero();
    assertTotals();
  }

  @Test
  void finishedGames_ofAFileBroughtBackToWhatWasMoved_countOnce() throws Exception {
    sample(0, 2, 30);
    assertThat(run().exit()).isZero();
    var whole = Files.readAllBytes(file);
    Files.delete(file);
    Sample.write(
        List.of(file.toString(), "0", "0", "40", "2"),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    write("UPDATE games SET round = 99 WHERE status = 'active'");
    assertThat(run().exit()).isEqualTo(1);
    Files.write(file, whole);

    assertThat(run("--restart").exit()).isZero();
    assertThat(target("SELECT sum(games) FROM player_totals"))
        .isEqualTo(target(COUNTED.formatted("count(*)")));
    assertThat(target("SELECT sum(score) FROM player_totals"))
        .isEqualTo(target(COUNTED.formatted("sum(p.score)")));
  }

  /** The totals are those of the source's finished games. */
  private void assertTotals() throws SQLException {
    assertThat(target("SELECT sum(games) FROM player_totals"))
        .isEqualTo(source(COUNTED.formatted("count(*)")));
    assertThat(target("SELECT sum(score) FROM player_totals"))
        .isEqualTo(source(COUNTED.formatted("sum(p.score)")));
  }

  @Test
  void row_alteredInPostgresql_isFound() throws Exception {
    sample(2_000, 0, 0);
    assertThat(run().exit()).isZero();
    var id = source("SELECT id FROM signals WHERE rowid = 777");
    change("UPDATE signals SET payload = payload || '{\"x\": 1}' WHERE id = '" + id + "'");
    change(
        "DELETE FROM signals WHERE id = '%s'"
            .formatted(source("SELECT id FROM signals WHERE rowid = 778")));

    var compared = run("--verify");
    assertThat(compared.exit()).isEqualTo(1);
    assertThat(compared.err())
        .contains("signals, row 777 (" + id + "): is different in PostgreSQL")
        .contains("signals, row 778 (")
        .contains("is missing in PostgreSQL");
    assertThat(compared.out()).contains("2 differ");
  }

  @Test
  void rows_thereBefore_areNotDoubledAndNotOverwritten() throws Exception {
    sample(1_000, 10, 20);
    assertThat(run().exit()).isZero();
    change("DELETE FROM migrations");
    change("DELETE FROM signals WHERE id IN (SELECT id FROM signals LIMIT 300)");

    var again = run("--json");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("\"table\":\"signals\",\"rows\":1000,\"moved\":300,\"present\":700,");
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("1000");

    change("DELETE FROM migrations");
    change("UPDATE users SET display_name = 'Other' WHERE username = 'user-3'");
    change("DELETE FROM users WHERE username = 'user-4'");
    var conflict = run();
    assertThat(conflict.exit()).isEqualTo(1);
    assertThat(conflict.err()).contains("users, row 4 (").contains("with other content");
    assertThat(target("SELECT count(*) FROM users")).isEqualTo("9");
    assertThat(target("SELECT display_name FROM users WHERE username = 'user-3'"))
        .isEqualTo("Other");
  }

  @Test
  void id_withoutTime_thereAtAnotherTime_isAConflict() throws Exception {
    sample(0, 0, 0);
    var id = "3f2b8c1e-5d4a-4b6c-8e7f-9a0b1c2d3e4f";
    write("INSERT INTO signals VALUES ('%s', '%s', '2026-03-01', '{}')".formatted(id, NEURON));
    assertThat(run().exit()).isZero();
    change("DELETE FROM migrations");
    write("UPDATE signals SET timestamp = '2026-04-01'");

    var conflict = run();
    assertThat(conflict.exit()).isEqualTo(1);
    assertThat(conflict.err()).contains("signals, row 1 (" + id + ")");
    assertThat(target("SELECT count(*) FROM signals")).isEqualTo("1");
  }

  @Test
  void file_thatIsNoSource_isAUsageError() throws Exception {
    Files.writeString(file, "hello");
    assertThat(run().err()).contains("is no SQLite file");
    assertThat(run().exit()).isEqualTo(2);
    Files.delete(file);
    sample(1, 1, 1);
    write("ALTER TABLE signals DROP COLUMN payload");
    assertThat(run().exit()).isEqualTo(2);
    assertThat(run().err()).contains("signals has no payload");
  }

  private void bad() throws SQLException, IOException {
    sample(0, 0, 0);
    write("DROP TABLE signals");
    write("CREATE TABLE signals (id TEXT, neuron_id TEXT, timestamp DATETIME, payload TEXT)");
    var signals =
        List.of(
            "('%s', '%s', '2026-02-17 11:36:23', '{\"a\":1}')".formatted(id(1), NEURON),
            "('no-uuid', '%s', '2026-03-01', '{}')".formatted(NEURON),
            "('%s', '%s', '2026-03-01', CAST(x'7b22ff227d' AS TEXT))".formatted(id(2), NEURON),
            "('%s', '%s', '2026-03-01', '{\"a\":')".formatted(id(3), NEURON),
            "('%s', '%s', 'tomorrow', '{}')".formatted(id(4), NEURON),
            "('%s', '%s', NULL, '{}')".formatted(id(5), NEURON),
            "('%s', '%s', '2026-03-01', '{}')".formatted(TIMED, NEURON),
            "('%s', '%s', 1772368245, '{}')".formatted(id(6), NEURON));
    for (var signal : signals) {
      write("INSERT INTO signals VALUES " + signal);
    }
    write(
        "INSERT INTO users VALUES ('%s', 'a b', 'A B', NULL, 1772368245, 1772368245)"
            .formatted(id(7)));
    write(
        "INSERT INTO players VALUES ('%s', '%s', 'anna', 'playing', 0, '2026-03-01')"
            .formatted(TIMED, id(8)));
  }

  private Process started(String... more) throws IOException {
    var command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MigrationProcess.class.getName()),
                words(more).stream())
            .toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("process.log").toFile())
        .start();
  }

  private long mark(String column) throws SQLException {
    if (target("SELECT to_regclass('migrated_tables')").equals("null")) {
      return 0;
    }
    return Long.parseLong(
        target(
            "SELECT coalesce(sum(%s), 0) FROM migrated_tables WHERE name = 'signals'"
                .formatted(column)));
  }
}
