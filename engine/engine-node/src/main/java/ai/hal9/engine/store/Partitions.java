package ai.hal9.engine.store;

import ai.hal9.engine.store.PartitionCatalogue.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of all partitioned tables ahead of time, and drops those that are older than
 * is kept. Nodes take turns through an advisory lock; a partition is built aside and then attached,
 * and detached before it is dropped, which holds up no writer. One whose dropping was broken off is
 * attached again when it is to be kept after all.
 */
public final class Partitions {

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final long LOCK = 0x4841_4C39_5041_5254L;

  /** How long dropping waits for others' transactions, which holds up whoever makes partitions. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How long one who needs a partition now waits for others' transactions to take it back. */
  private static final Duration PROMPT = Duration.ofMillis(200);

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int TURNS = 200;

  /** Rows so far from now come from a clock that is wrong. */
  private static final Duration FAR = Duration.ofDays(366);

  private Partitions() {}

  /**
   * Makes what is missing of the instant's months and quarters and the next ones, in UTC.
   *
   * @return the names of those made, or attached again
   */
  static List<String> ensure(Connection connection, Instant now) throws SQLException {
    var wanted = new ArrayList<Wanted>();
    for (var table : PartitionedTable.ALL) {
      for (var i = 0; i <= table.ahead(); i++) {
        wanted.add(new Wanted(table, table.start(now, i)));
      }
    }
    return make(connection, wanted);
  }

  /** Whether there are any. */
  static boolean any(Connection connection) throws SQLException {
    return !PartitionCatalogue.attached(connection, PartitionedTable.ALL.getFirst()).isEmpty();
  }

  /** Makes what is missing of the months or quarters of a table that hold these times. */
  public static void hold(Connection connection, String name, Collection<Instant> times)
      throws SQLException {
    var table = table(name);
    var _ =
        make(
            connection,
            new TreeSet<>(times.stream().map(table::start).toList())
                .stream().map(start -> new Wanted(table, start)).toList());
  }

  /**
   * The same for rows that were refused for want of a partition.
   *
   * @return false, and nothing is made, where a time is further than a year from PostgreSQL's own,
   *     or somebody else's long transaction keeps one detached
   */
  static boolean holdIfLikely(Connection connection, String name, Collection<Instant> times)
      throws SQLException {
    var now = DatabaseTime.of(connection);
    if (times.stream().anyMatch(time -> Duration.between(now, time).abs().compareTo(FAR) > 0)) {
      return false;
    }
    try {
      hold(connection, name, times);
      return true;
    } catch (SQLException e) {
      // Trying on would hold up all rows that wait behind these.
      if (SqlFailures.lockNotAvailable(e)) {
        return false;
      }
      throw e;
    }
  }

  /** What the month or quarter of a table is called that holds a time. */
  public static String name(String name, Instant time) {
    var table = table(name);
    return table.partition(table.start(time));
  }

  private static PartitionedTable table(String name) {
    return PartitionedTable.ALL.stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no partitions"));
  }

  private record Wanted(PartitionedTable table, LocalDate start) {
    String name() {
      return table.partition(start);
    }
  }

  /** Nobody waits for a turn where nothing is missing, or nothing is any more. */
  private static List<String> make(Connection connection, List<Wanted> wanted) throws SQLException {
    for (var i = 0; i < TURNS; i++) {
      if (missing(connection, wanted).isEmpty()) {
        return List.of();
      }
      var made = madeNow(connection, wanted, PROMPT);
      if (made.isPresent()) {
        return made.get();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new SQLException(
        "no partition can be made: another node has been at it for "
            + PAUSE.multipliedBy(TURNS).toSeconds()
            + " s");
  }

  private static List<Wanted> missing(Connection connection, List<Wanted> wanted)
      throws SQLException {
    var missing = new ArrayList<Wanted>();
    for (var each : wanted) {
      if (PartitionCatalogue.state(connection, each.table(), each.name()) != State.ATTACHED) {
        missing.add(each);
      }
    }
    return missing;
  }

  /** The names of what was missing and is made; empty when it is not this node's turn. */
  private static Optional<List<String>> madeNow(
      Connection connection, List<Wanted> wanted, Duration patience) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      if (!locked(statement, "pg_try_advisory_xact_lock")) {
        connection.commit();
        return Optional.empty();
      }
      var missing = missing(connection, wanted);
      for (var each : missing) {
        attach(
            statement,
            each,
            PartitionCatalogue.state(connection, each.table(), each.name()),
            patience);
      }
      connection.commit();
      return Optional.of(missing.stream().map(Wanted::name).toList());
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Makes it, or takes the rows back that it has. */
  private static void attach(Statement statement, Wanted wanted, State state, Duration patience)
      throws SQLException {
    var table = wanted.table();
    if (state == State.MISSING) {
      statement.execute(
          "CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
              .formatted(wanted.name(), table.name()));
    } else {
      statement.execute("SET LOCAL lock_timeout = '" + patience.toMillis() + "ms'");
      if (state == State.DETACHING) {
        statement.execute(
            "ALTER TABLE %s DETACH PARTITION %s FINALIZE".formatted(table.name(), wanted.name()));
      }
    }
    statement.execute(
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
            .formatted(
                table.name(),
                wanted.name(),
                midnight(wanted.start()),
                midnight(table.end(wanted.start()))));
    if (state != State.MISSING) {
      LOG.info("{} was detached and is attached again", wanted.name());
    }
  }

  /**
   * Drops the partitions of a table that end before the last so many began; all are kept when it is
   * 0. The last ones are counted from the time or, where that is older, from the newest row. Those
   * that are kept and had been detached are attached again. Does nothing while another node is at
   * it, and leaves for later what somebody else's long transaction holds up, a backup's for
   * instance.
   *
   * @return the names of those dropped
   */
  static List<String> drop(Connection connection, PartitionedTable table, Instant now, int kept)
      throws SQLException {
    if (!lock(connection)) {
      return List.of();
    }
    var dropped = new ArrayList<String>();
    try (var statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '" + PATIENCE.toMillis() + "ms'");
      // Every name of a partition sorts after its table's.
      var oldest = kept == 0 ? table.name() : oldest(connection, table, now, kept);
      takeBack(connection, table, oldest);
      drop(connection, statement, table, oldest, dropped);
    } catch (SQLException e) {
      if (!SqlFailures.lockNotAvailable(e)) {
        throw e;
      }
      LOG.info(
          "what is older than is kept of {} is dropped later: {}", table.name(), e.getMessage());
    } finally {
      unlock(connection);
    }
    return dropped;
  }

  /** Attaches again, one by one, what is kept and not seen. */
  private static void takeBack(Connection connection, PartitionedTable table, String oldest)
      throws SQLException {
    var unseen =
        Stream.concat(
                PartitionCatalogue.attached(connection, table).stream()
                    .filter(PartitionCatalogue.Attached::detaching)
                    .map(PartitionCatalogue.Attached::name),
                PartitionCatalogue.alone(connection, table).stream())
            .filter(name -> table.owns(name) && name.compareTo(oldest) >= 0)
            .toList();
    for (var name : unseen) {
      try {
        var _ = madeNow(connection, List.of(new Wanted(table, table.start(name, 0))), PATIENCE);
      } catch (SQLException e) {
        if (connection.isClosed()) {
          throw e;
        }
        LOG.warn(
            "{} is kept, but its rows are not seen: it cannot be attached to {}, and is tried again later: {}",
            name,
            table.name(),
            e.getMessage());
      }
    }
  }

  private static void drop(
      Connection connection,
      Statement statement,
      PartitionedTable table,
      String oldest,
      List<String> dropped)
      throws SQLException {
    for (var partition : PartitionCatalogue.attached(connection, table)) {
      var name = partition.name();
      if (table.owns(name) && name.compareTo(oldest) < 0) {
        // A detaching that was interrupted must be finished, not begun again.
        statement.execute(
            "ALTER TABLE %s DETACH PARTITION %s %s"
                .formatted(
                    table.name(), name, partition.detaching() ? "FINALIZE" : "CONCURRENTLY"));
        statement.execute("DROP TABLE " + name);
        LOG.info("{} is older than is kept and was dropped", name);
        dropped.add(name);
      }
    }
    // Whoever detached these was ended before it dropped them. What is being made is never seen
    // here: it is made and attached in one transaction, under the same lock.
    for (var name : PartitionCatalogue.alone(connection, table)) {
      if (table.owns(name) && name.compareTo(oldest) < 0) {
        statement.execute("DROP TABLE " + name);
        LOG.info("{} is older than is kept, was detached before and was dropped", name);
        dropped.add(name);
      }
    }
  }

  /** The name of the oldest partition that is kept. */
  private static String oldest(Connection connection, PartitionedTable table, Instant now, int kept)
      throws SQLException {
    var byTime = table.partition(table.start(now, -kept));
    for (var partition : PartitionCatalogue.attached(connection, table).reversed()) {
      var name = partition.name();
      if (table.owns(name)
          && !partition.detaching()
          && PartitionCatalogue.filled(connection, name)) {
        var byRows = table.partition(table.start(name, -kept));
        return byRows.compareTo(byTime) < 0 ? byRows : byTime;
      }
    }
    return byTime;
  }

  private static boolean lock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return locked(statement, "pg_try_advisory_lock");
    }
  }

  private static boolean locked(Statement statement, String function) throws SQLException {
    try (var result = statement.executeQuery("SELECT %s(%d)".formatted(function, LOCK))) {
      return result.next() && result.getBoolean(1);
    }
  }

  private static void unlock(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      try (var statement = connection.createStatement()) {
        statement.execute("RESET lock_timeout");
        statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private static String midnight(LocalDate day) {
    return day + " 00:00:00+00";
  }
}
