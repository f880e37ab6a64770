package ai.hal9.engine.tuning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How many database connections the cluster may take. */
@FunctionalInterface
public interface ConnectionBudget {

  /** What is known now; empty while the database does not tell. */
  Optional<Room> room();

  /** Of several servers the one with the least room, as far as they tell. */
  static ConnectionBudget smallest(List<ConnectionBudget> servers) {
    return () ->
        servers.stream()
            .map(ConnectionBudget::room)
            .flatMap(Optional::stream)
            .min(Comparator.comparingInt(room -> room.serverMaximum() - room.reserve()));
  }

  /**
   * The terms of the sum.
   *
   * @param members nodes of the cluster, this one included
   * @param reserve connections nobody's pool may take
   * @param serverMaximum PostgreSQL's {@code max_connections}
   */
  record Room(int members, int reserve, int serverMaximum) {}
}
