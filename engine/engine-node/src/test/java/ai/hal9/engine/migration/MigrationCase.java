package ai.hal9.engine.migration;

import ai.hal9.engine.config.NodeConfig;
import ai.hal9.engine.store.TestStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A SQLite file, a database, and migrations from one into the other. */
abstract class MigrationCase {

  static final String NEURON = "8a6f1b52-6a0e-3c5b-9d4e-0d7b3a5c1e2f";

  static final String COUNTED =
      "SELECT %s FROM games g JOIN players p ON p.game_id = g.id WHERE g.status = 'finished'";

  @TempDir Path folder = Path.of("");
  Path file = Path.of("");
  NodeConfig.Database database = new NodeConfig.Database("", "", null);

  /** What a run said. */
  record Said(int exit, String out, String err) {}

  @BeforeEach
  void prepare() throws SQLException {
    file = folder.resolve("source.sqlite");
    database = TestStores.database();
  }

  static String id(int number) {
    return "3f2b8c1e-5d4a-4b6c-8e7f-%012d".formatted(number);
  }

  void sample(int signals, int users, int games) throws SQLException, IOException {
    Sample.write(
        List.of(file.toString(), "" + signals, "" + users, "" + games, "1"),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }

  List<String> words(String... more) {
    var words = new ArrayList<String>();
    words.addAll(List.of("--from", file.toString(), "--to", database.url()));
    words.addAll(List.of("--username", database.username()));
    words.addAll(List.of("--password-file", String.valueOf(database.passwordFile())));
    words.addAll(List.of(more));
    return words;
  }

  Said run(String... more) {
    return said(words(more));
  }

  /** Into the cluster of a node's configuration. */
  Said moved(Path config, String... more) {
    var words = new ArrayList<String>();
    words.addAll(List.of("--from", file.toString(), "--config", config.toString()));
    words.addAll(List.of(more));
    return said(words);
  }

  static Said said(List<String> words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var exit =
        MigrationProcess.run(
            words,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  String target(String sql) throws SQLException {
    try (var connection = TestStores.connect(database);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }

  void change(String sql) throws SQLException {
    try (var connection = TestStores.connect(database);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  String source(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }

  void write(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
