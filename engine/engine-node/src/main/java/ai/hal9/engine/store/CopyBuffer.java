package ai.hal9.engine.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends batches by COPY in PostgreSQL's binary format; used by one thread. */
public final class CopyBuffer {

  private static final int CHUNK = 64 * 1024;

  private byte[] bytes = new byte[2 * CHUNK];
  private int length;

  CopyBuffer() {}

  /**
   * Writes the tuples of the first so many rows in one COPY, which is one transaction unless the
   * connection is in one.
   *
   * @param statement {@code COPY … FROM STDIN WITH (FORMAT BINARY)}
   */
  public void copy(Connection connection, String statement, PendingRow[] rows, int count)
      throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      length = 0;
      add(CopyRow.HEADER);
      for (var i = 0; i < count; i++) {
        add(rows[i].tuple());
        if (length >= CHUNK) {
          flush(copy);
        }
      }
      add(CopyRow.TRAILER);
      flush(copy);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /**
   * Writes tuples that stand one after the other in an array, in one COPY.
   *
   * @param statement {@code COPY … FROM STDIN WITH (FORMAT BINARY)}
   */
  public static void copy(Connection connection, String statement, byte[] tuples, int length)
      throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    try {
      copy.writeToCopy(CopyRow.HEADER, 0, CopyRow.HEADER.length);
      for (var at = 0; at < length; at += CHUNK) {
        copy.writeToCopy(tuples, at, Math.min(CHUNK, length - at));
      }
      copy.writeToCopy(CopyRow.TRAILER, 0, CopyRow.TRAILER.length);
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Takes a tuple that came by COPY. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes one.
     *
     * @param message its end is the tuple's
     * @param from where in it the tuple begins
     */
    void take(byte[] message, int from);
  }

  /**
   * Reads tuples, in one COPY.
   *
   * @param statement {@code COPY … TO STDOUT WITH (FORMAT BINARY)}
   */
  public static void read(Connection connection, String statement, Taker taker)
      throws SQLException {
    var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement);
    try {
      // the header comes with the first tuple, the trailer alone or with the header
      var from = CopyRow.HEADER.length;
      for (var next = copy.readFromCopy(); next != null; next = copy.readFromCopy()) {
        if (next.length - from > CopyRow.TRAILER.length) {
          taker.take(next, from);
        }
        from = 0;
      }
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void add(byte[] part) {
    if (length + part.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + part.length));
    }
    System.arraycopy(part, 0, bytes, length, part.length);
    length += part.length;
  }

  private void flush(CopyIn copy) throws SQLException {
    copy.writeToCopy(bytes, 0, length);
    length = 0;
    if (bytes.length > 16 * CHUNK) {
      bytes = new byte[2 * CHUNK];
    }
  }
}
