package ai.hal9.engine.store;

import ai.hal9.engine.shard.SlotMask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.util.PSQLException;

/**
 * Keeps rows of slots that lie elsewhere, or are about to, out of a shard: a constraint on its
 * signals, so that no node can write them whatever map it goes by. To put it up waits for every
 * transaction that writes signals to end, so that what was added before is there to be copied.
 */
public final class SlotFence {

  private static final String CONSTRAINT = "signals_slots";
  private static final int TRIES = 100;
  private static final long PAUSE_NANOS = 50_000_000;

  private SlotFence() {}

  /** A change that needs the table for itself for a moment. */
  @FunctionalInterface
  public interface Change {
    void on(Connection connection) throws SQLException;
  }

  /** Lets a shard take rows of these slots alone from now on. */
  public static void raise(Connection connection, SlotMask taken) throws SQLException {
    alone(
        connection,
        open -> {
          try (var statement = open.createStatement();
              var note =
                  open.prepareStatement(
                      "INSERT INTO shard_fence (slots) VALUES (?)"
                          + " ON CONFLICT (one) DO UPDATE SET slots = excluded.slots")) {
            statement.execute("ALTER TABLE signals DROP CONSTRAINT IF EXISTS " + CONSTRAINT);
            statement.execute(
                """
                ALTER TABLE signals ADD CONSTRAINT %s
                CHECK (get_bit('\\x%s'::bytea, hal9_slot(id)) = 1) NOT VALID
                """
                    .formatted(CONSTRAINT, taken.hex()));
            note.setBytes(1, taken.bytes());
            note.executeUpdate();
          }
        });
  }

  /** The slots whose rows the shard takes; empty when it takes all. */
  public static Optional<SlotMask> taken(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement("SELECT slots FROM shard_fence");
        var row = query.executeQuery()) {
      return row.next() ? Optional.of(SlotMask.of(row.getBytes(1))) : Optional.empty();
    }
  }

  /** Whether a row was kept out. */
  public static boolean stopped(SQLException e) {
    return e instanceof PSQLException postgres
        && postgres.getServerErrorMessage() != null
        && CONSTRAINT.equals(postgres.getServerErrorMessage().getConstraint());
  }

  /**
   * Makes a change in a transaction that does not wait for its locks for long, since all who write
   * would wait behind it; tries again until it got them.
   */
  public static void alone(Connection connection, Change change) throws SQLException {
    for (var i = 1; ; i++) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("SET LOCAL lock_timeout = '200ms'");
        change.on(connection);
        connection.commit();
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (!SqlFailures.lockNotAvailable(e) || i == TRIES) {
          throw e;
        }
      } finally {
        connection.setAutoCommit(true);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
