package ai.hal9.engine.store;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;

/** Tells failures apart by SQLSTATE (PostgreSQL's documentation, appendix A). */
final class SqlFailures {

  private static final String DATA_EXCEPTION = "22";
  private static final String CONSTRAINT_VIOLATION = "23";
  private static final String LIMIT_EXCEEDED = "54";

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String CHECK_VIOLATION = "23514";

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String CONNECTION_EXCEPTION = "08";
  private static final String INSUFFICIENT_RESOURCES = "53";
  private static final String OPERATOR_INTERVENTION = "57P";
  private static final String SYSTEM_ERROR = "58";
  private static final String INTERNAL_ERROR = "XX";

  private SqlFailures() {}

  /** Whether the row is stored already, by an attempt whose outcome was unknown. */
  static boolean alreadyThere(SQLException e) {
    return UNIQUE_VIOLATION.equals(e.getSQLState());
  }

  /** Whether the month of a row has no partition. */
  static boolean ofPartition(SQLException e) {
    return CHECK_VIOLATION.equals(e.getSQLState()) && !SlotFence.stopped(e);
  }

  /** Whether a lock was waited for as long as {@code lock_timeout} lets. */
  static boolean lockNotAvailable(SQLException e) {
    return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
  }

  /** Whether a row is at fault, so that trying again is of no use. */
  static boolean ofData(SQLException e) {
    var state = e.getSQLState();
    return state != null
        && !CHECK_VIOLATION.equals(state)
        && (state.startsWith(DATA_EXCEPTION)
            || state.startsWith(CONSTRAINT_VIOLATION)
            || state.startsWith(LIMIT_EXCEEDED));
  }

  /** Whether PostgreSQL or the way to it is at fault: gone, out of room, or broken. */
  static boolean ofServer(SQLException e) {
    var state = e.getSQLState();
    return state != null
        && (state.startsWith(CONNECTION_EXCEPTION)
            || state.startsWith(INSUFFICIENT_RESOURCES)
            || state.startsWith(OPERATOR_INTERVENTION)
            || state.startsWith(SYSTEM_ERROR)
            || state.startsWith(INTERNAL_ERROR));
  }

  /** Whether it leaves open what became of a statement that had been sent: the way broke. */
  static boolean ofWay(SQLException e) {
    var state = e.getSQLState();
    return state == null
        || state.startsWith(CONNECTION_EXCEPTION)
        || state.startsWith(OPERATOR_INTERVENTION);
  }

  /** What it comes down to, on one line. */
  static String reason(Throwable e) {
    var root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().map(String::strip).collect(joining(" "));
  }
}
