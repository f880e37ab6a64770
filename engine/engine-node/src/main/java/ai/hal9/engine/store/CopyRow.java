package ai.hal9.engine.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A row of the signals table as a tuple of PostgreSQL's binary COPY format (documentation of COPY,
 * "Binary Format"): the number of fields, then each field's length and bytes.
 */
final class CopyRow {

  /** Signature, flags and length of the header's extension. */
  static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /** Ends the data. */
  static final byte[] TRAILER = {(byte) 0xFF, (byte) 0xFF};

  static final String COLUMNS = "id, neuron_id, timestamp, payload";

  static final int FIELDS = 4;
  private static final int UUID_BYTES = 16;
  private static final int LONG_BYTES = 8;
  private static final byte JSONB_VERSION = 1;
  private static final int ID_AT = 2 + 4;
  private static final int NEURON_AT = ID_AT + UUID_BYTES + 4;
  private static final int FIXED = NEURON_AT + UUID_BYTES + 4 + LONG_BYTES + 4 + 1;
  private static final long EPOCH_2000_MILLIS = 946_684_800_000L;

  private CopyRow() {}

  /** The tuple of a row whose time is its id's. */
  static byte[] encode(UUID id, UUID neuron, byte[] head, byte[] tail) {
    var payload = head.length + tail.length;
    return ByteBuffer.allocate(FIXED + payload)
        .putShort((short) FIELDS)
        .putInt(UUID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .putInt(UUID_BYTES)
        .putLong(neuron.getMostSignificantBits())
        .putLong(neuron.getLeastSignificantBits())
        .putInt(LONG_BYTES)
        .putLong((SignalIds.millis(id) - EPOCH_2000_MILLIS) * 1_000)
        .putInt(1 + payload)
        .put(JSONB_VERSION)
        .put(head)
        .put(tail)
        .array();
  }

  /** Whether the fields are as long as a signal's are. */
  static boolean wellFormed(byte[] tuple) {
    if (tuple.length < FIXED) {
      return false;
    }
    var buffer = ByteBuffer.wrap(tuple);
    return buffer.getInt(ID_AT - 4) == UUID_BYTES
        && buffer.getInt(NEURON_AT - 4) == UUID_BYTES
        && buffer.getInt(NEURON_AT + UUID_BYTES) == LONG_BYTES;
  }

  /** The id in a tuple. */
  static UUID id(byte[] tuple) {
    var buffer = ByteBuffer.wrap(tuple);
    return new UUID(buffer.getLong(ID_AT), buffer.getLong(ID_AT + LONG_BYTES));
  }

  /** The neuron in a tuple. */
  static UUID neuron(byte[] tuple) {
    var buffer = ByteBuffer.wrap(tuple);
    return new UUID(buffer.getLong(NEURON_AT), buffer.getLong(NEURON_AT + LONG_BYTES));
  }

  /** The payload's text in a tuple. */
  static String payload(byte[] tuple) {
    return new String(tuple, FIXED, tuple.length - FIXED, StandardCharsets.UTF_8);
  }
}
