package ai.hal9.engine.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** One row in COPY's binary format, apart from the request it came with. */
public final class Tuple {

  private final byte[] bytes;

  private Tuple(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The rows in an array that holds one after the other.
   *
   * @throws IllegalArgumentException when it holds something else
   */
  public static List<Tuple> split(byte[] rows) {
    var tuples = new ArrayList<Tuple>();
    var buffer = ByteBuffer.wrap(rows);
    try {
      while (buffer.hasRemaining()) {
        var start = buffer.position();
        var fields = buffer.getShort();
        if (fields != CopyRow.FIELDS) {
          throw new IllegalArgumentException("a row of " + fields + " fields");
        }
        for (var i = 0; i < fields; i++) {
          var length = buffer.getInt();
          buffer.position(Math.addExact(buffer.position(), length));
        }
        tuples.add(new Tuple(Arrays.copyOfRange(rows, start, buffer.position())));
      }
    } catch (BufferUnderflowException | ArithmeticException e) {
      throw new IllegalArgumentException("a row is cut off", e);
    }
    if (tuples.stream().anyMatch(tuple -> !CopyRow.wellFormed(tuple.bytes))) {
      throw new IllegalArgumentException("a row's fields have other sizes than a signal's");
    }
    return tuples;
  }

  /** The row's id. */
  public UUID id() {
    return CopyRow.id(bytes);
  }

  /** Its bytes; read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** The row as it would be read from the table. */
  public StoredRow row() {
    return new StoredRow(
        id(),
        CopyRow.neuron(bytes),
        Instant.ofEpochMilli(SignalIds.millis(id())),
        CopyRow.payload(bytes));
  }
}
