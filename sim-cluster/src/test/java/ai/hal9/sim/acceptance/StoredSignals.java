package ai.hal9.sim.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.hal9.sim.cluster.ClusterDirectory;
import ai.hal9.sim.cluster.ClusterState;
import ai.hal9.sim.fault.Audit;
import ai.hal9.sim.fault.SignalStore;
import java.sql.SQLException;

/** What a cluster's PostgreSQL primary, whichever server that is, has stored. */
final class StoredSignals {

  private final SignalStore store;

  static StoredSignals of(ClusterState state, ClusterDirectory cluster) {
    return new StoredSignals(SignalStore.of(state, cluster));
  }

  private StoredSignals(SignalStore store) {
    this.store = store;
  }

  /** Fails unless every acknowledged signal is there once, under its id, with its content. */
  void assertHolds(SignalClients clients) throws SQLException {
    var audit = Audit.of(clients.ledger().entries(), store.beginning(clients.prefix()));
    assertThat(audit.examples()).as("lost or doubled").isEmpty();
    assertThat(audit.kept()).isTrue();
    assertThat(audit.acknowledged()).isEqualTo(clients.acknowledged());
  }

  /** Ends every connection of everyone else; answers how many there were. */
  int terminateAllConnections() throws SQLException {
    try (var connection = store.connect();
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
    try (var connection = store.connect();
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
    try (var connection = store.connect();
        var query =
            connection.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity WHERE usename = ? AND datname = 'hal9'")) {
      query.setString(1, user);
      var counted = query.executeQuery();
      counted.next();
      return counted.getInt(1);
    }
  }
}
