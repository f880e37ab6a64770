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
import java.util.List;
import java.util.stream.Collectors;

/** What a cluster's PostgreSQL primary holds, asked as its superuser. */
public final class SignalStore {

  private final String url;
  private final String superuserPassword;

  private SignalStore(String url, String superuserPassword) {
    this.url = url;
    this.superuserPassword = superuserPassword;
  }

  /**
   * Of whichever server is the primary when it is asked.
   *
   * @throws SimException when its password cannot be read
   */
  public static SignalStore of(ClusterState state, ClusterDirectory cluster) {
    var servers =
        state.postgres().stream()
            .map(server -> "127.0.0.1:" + server.port())
            .collect(Collectors.joining(","));
    var password = cluster.data().resolve("postgres/superuser.password");
    try {
      return new SignalStore(
          "jdbc:postgresql://%s/hal9?targetServerType=primary&hostRecheckSeconds=0"
              .formatted(servers),
          Files.readString(password).strip());
    } catch (IOException e) {
      throw new SimException(SimException.Code.STORAGE, "cannot read " + password, e);
    }
  }

  /** Every row whose content begins so. */
  public List<Audit.Row> beginning(String prefix) throws SQLException {
    var rows = new ArrayList<Audit.Row>();
    try (var connection = connect();
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

  /** A connection of the superuser, for what tests and faults do besides. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, "postgres", superuserPassword);
  }
}
