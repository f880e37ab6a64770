package ai.hal9.sim.fault;

import ai.hal9.sim.SimException;
import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterState;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What a cluster's PostgreSQL primaries hold, one a shard, asked as their superuser. */
public final class SignalStore {

  private final List<Shard> shards;

  /** One PostgreSQL. */
  private record Shard(String url, String superuserPassword) {

    Connection connect() throws SQLException {
      return DriverManager.getConnection(url, "postgres", superuserPassword);
    }
  }

  private SignalStore(List<Shard> shards) {
    this.shards = List.copyOf(shards);
  }

  /**
   * Of every shard, whichever of its servers is the primary when it is asked.
   *
   * @throws SimException when a password cannot be read
   */
  public static SignalStore of(ClusterState state, ClusterDirectory cluster) {
    var stores =
        state.postgres().stream()
            .collect(
                Collectors.groupingBy(
                    ClusterState.Store::store, LinkedHashMap::new, Collectors.toList()));
    return new SignalStore(
        stores.entrySet().stream()
            .map(store -> shard(store.getKey(), store.getValue(), cluster))
            .toList());
  }

  private static Shard shard(
      String store, List<ClusterState.Store> servers, ClusterDirectory cluster) {
    var hosts =
        servers.stream()
            .map(server -> "127.0.0.1:" + server.port())
            .collect(Collectors.joining(","));
    var password = cluster.data().resolve(store).resolve("superuser.password");
    try {
      return new Shard(
          "jdbc:postgresql://%s/hal9?targetServerType=primary&hostRecheckSeconds=0"
              .formatted(hosts),
          Files.readString(password).strip());
    } catch (IOException e) {
      throw new SimException(SimException.Code.STORAGE, "cannot read " + password, e);
    }
  }

  /** Every row whose content begins so; one that lies on two shards is there twice. */
  public List<Audit.Row> beginning(String prefix) throws SQLException {
    return beginningByShard(prefix).stream().flatMap(List::stream).toList();
  }

  /** The rows whose content begins so, of each shard, the first shard's first. */
  List<List<Audit.Row>> beginningByShard(String prefix) throws SQLException {
    var rows = new ArrayList<List<Audit.Row>>();
    for (var shard : shards) {
      rows.add(beginning(prefix, shard));
    }
    return rows;
  }

  private static List<Audit.Row> beginning(String prefix, Shard shard) throws SQLException {
    var rows = new ArrayList<Audit.Row>();
    try (var connection = shard.connect();
        var query =
            connection.prepareStatement(
                "SELECT id::text, payload->>'content' FROM signals"
                    + " WHERE starts_with(payload->>'content', ?)")) {
      query.setString(1, prefix);
      var found = query.executeQuery();
      while (found.next()) {
        rows.add(new Audit.Row(found.getString(1), found.getString(2)));
      }
    }
    return rows;
  }

  /** A connection of the first shard's superuser, for what tests and faults do besides. */
  public Connection connect() throws SQLException {
    return shards.getFirst().connect();
  }
}
