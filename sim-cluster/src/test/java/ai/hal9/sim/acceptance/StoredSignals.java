package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterState;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a cluster's PostgreSQL primary, whichever server that is, has stored. */
final class StoredSignals {

  private final String url;
  private final String superuserPassword;

  static StoredSignals of(ClusterState state, ClusterDirectory cluster) throws IOException {
    var servers =
        state.postgres().stream()
            .map(store -> "127.0.0.1:" + store.port())
            .collect(Collectors.joining(","));
    return new StoredSignals(
        "jdbc:postgresql://%s/hal9?targetServerType=primary&hostRecheckSeconds=0"
            .formatted(servers),
        Files.readString(cluster.data().resolve("postgres/superuser.password")).strip());
  }

  private StoredSignals(String url, String superuserPassword) {
    this.url = url;
    this.superuserPassword = superuserPassword;
  }

  /** Fails unless every acknowledged signal is there once, under its id, with its content. */
  void assertHolds(SignalClients clients) throws SQLException {
    var rows = new HashMap<String, List<String>>();
    try (var connection = connect();
        var query =
            connection.prepareStatement(
                "SELECT id::text, payload->>'content' FROM signals"
                    + " WHERE payload->>'content' LIKE ? || '%'")) {
      query.setString(1, clients.prefix());
      var found = query.executeQuery();
      while (found.next()) {
        rows.computeIfAbsent(found.getString(1), id -> new ArrayList<>()).add(found.getString(2));
      }
    }
    var acknowledged = clients.contentById();
    var missing =
        acknowledged.entrySet().stream()
            .filter(signal -> !List.of(signal.getValue()).equals(rows.get(signal.getKey())))
            .map(Map.Entry::toString)
            .limit(10)
            .toList();
    assertThat(missing).as("acknowledged, but not stored once with its content").isEmpty();
    var contents = rows.values().stream().flatMap(List::stream).toList();
    var acknowledgedContents = Set.copyOf(acknowledged.values());
    assertThat(contents.stream().filter(acknowledgedContents::contains).count())
        .as("rows of acknowledged contents")
        .isEqualTo(acknowledged.size());
  }

  /** Ends every connection of everyone else; answers how many there were. */
  int terminateAllConnections() throws SQLException {
    try (var connection = connect();
        var ended =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND datname = 'hal9'")) {
      ended.next();
      return ended.getInt(1);
    }
  }

  /** Standbys that commits wait for. */
  int synchronousStandbys() throws SQLException {
    try (var connection = connect();
        var counted =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FROM pg_stat_replication"
                        + " WHERE sync_state IN ('sync', 'quorum')")) {
      counted.next();
      return counted.getInt(1);
    }
  }

  /** Connections a user has, as PostgreSQL counts them. */
  int connections(String user) throws SQLException {
    try (var connection = connect();
        var query =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = ? AND datname = 'hal9'")) {
      query.setString(1, user);
      var counted = query.executeQuery();
      counted.next();
      return counted.getInt(1);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, "postgres", superuserPassword);
  }
}
