package ai.hal9.engine.migration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows as tuples of COPY's binary format (PostgreSQL's documentation of COPY, "Binary Format"): the
 * number of fields, then each field's length and bytes.
 */
final class Tuples {

  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;
  private static final byte JSONB_VERSION = 1;
  private static final int NOTHING = -1;
  private static final int UUID_BYTES = 16;

  private final List<Column> columns;
  private final Bytes bytes;
  private final int[] starts;
  private int count;

  /**
   * None yet.
   *
   * @param most how many there may be
   * @param room for how many bytes there is room at once
   */
  Tuples(List<Column> columns, int most, int room) {
    this.columns = columns;
    this.bytes = new Bytes(room);
    this.starts = new int[most];
  }

  /** Adds a row, its cells as {@link Cells} reads them. */
  void add(@Nullable Object[] row) {
    starts[count++] = bytes.length();
    bytes.putShort(row.length);
    for (var i = 0; i < row.length; i++) {
      put(columns.get(i).type(), row[i]);
    }
  }

  private void put(Column.Type type, @Nullable Object value) {
    if (value == null) {
      bytes.putInt(NOTHING);
      return;
    }
    switch (type) {
      case UUID -> {
        var id = (UUID) value;
        bytes
            .putInt(UUID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
      }
      case TIME -> bytes.putInt(Long.BYTES).putLong((Long) value - EPOCH_2000_MICROS);
      case BIGINT -> bytes.putInt(Long.BYTES).putLong((Long) value);
      case INTEGER -> bytes.putInt(Integer.BYTES).putInt((Integer) value);
      case SMALLINT -> bytes.putInt(Short.BYTES).putShort((Short) value);
      case TEXT -> {
        var text = ((String) value).getBytes(StandardCharsets.UTF_8);
        bytes.putInt(text.length).put(text);
      }
      case JSON -> {
        var text = (byte[]) value;
        bytes.putInt(1 + text.length).put(JSONB_VERSION).put(text);
      }
    }
  }

  int count() {
    return count;
  }

  /** How many bytes they have. */
  int size() {
    return bytes.length();
  }

  /** Their bytes, one tuple after the other; what follows {@link #size} has no meaning. */
  byte[] array() {
    return bytes.array();
  }

  /** Whether these are the bytes of a row. */
  boolean is(int row, byte[] tuple, int from) {
    return Arrays.equals(bytes.array(), starts[row], end(row), tuple, from, tuple.length);
  }

  private int end(int row) {
    return row + 1 < count ? starts[row + 1] : bytes.length();
  }

  /** A cell, as it was added. */
  @Nullable Object value(int row, int column) {
    var fields = ByteBuffer.wrap(bytes.array());
    var at = starts[row] + Short.BYTES;
    for (var i = 0; i < column; i++) {
      at += Integer.BYTES + Math.max(0, fields.getInt(at));
    }
    var length = fields.getInt(at);
    at += Integer.BYTES;
    if (length == NOTHING) {
      return null;
    }
    return switch (columns.get(column).type()) {
      case UUID -> new UUID(fields.getLong(at), fields.getLong(at + Long.BYTES));
      case TIME -> fields.getLong(at) + EPOCH_2000_MICROS;
      case BIGINT -> fields.getLong(at);
      case INTEGER -> fields.getInt(at);
      case SMALLINT -> fields.getShort(at);
      case TEXT -> new String(bytes.array(), at, length, StandardCharsets.UTF_8);
      case JSON -> Arrays.copyOfRange(bytes.array(), at + 1, at + length);
    };
  }

  /** The same with the row's number before its fields. */
  Bytes numbered() {
    var numbered = new Bytes(bytes.length() + count * 2 * Integer.BYTES);
    for (var i = 0; i < count; i++) {
      numbered.putShort(1 + columns.size()).putInt(Integer.BYTES).putInt(i);
      var from = starts[i] + Short.BYTES;
      numbered.put(bytes.array(), from, end(i) - from);
    }
    return numbered;
  }
}
