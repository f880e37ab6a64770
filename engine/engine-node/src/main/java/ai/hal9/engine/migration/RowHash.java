package ai.hal9.engine.migration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Checksums of rows, as {@link MovedTable#hash} has PostgreSQL compute them. */
final class RowHash {

  private static final byte SEPARATOR = 31;

  private final List<Column> columns;
  private final MessageDigest md5;
  private final Bytes text = new Bytes(1 << 12);

  RowHash(List<Column> columns) {
    this.columns = columns;
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The checksum of a row. */
  long of(Tuples tuples, int row) {
    text.clear();
    for (var i = 0; i < columns.size(); i++) {
      if (columns.get(i).compared()) {
        if (text.length() > 0) {
          text.put(SEPARATOR);
        }
        switch (tuples.value(row, i)) {
          case null -> {}
          case byte[] json -> text.put(json);
          case String value -> text.put(value.getBytes(StandardCharsets.UTF_8));
          case Object value -> text.ascii(value.toString());
        }
      }
    }
    md5.update(text.array(), 0, text.length());
    return ByteBuffer.wrap(md5.digest()).getLong();
  }
}
