package ai.hal9.engine.migration;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row's checksum. */
@FunctionalInterface
interface RowHash {

  /** Of rows that are not compared. */
  RowHash NONE = (columns, row) -> 0;

  long of(List<Column> columns, @Nullable Object[] row);

  /** As {@link MovedTable#hash} has PostgreSQL compute it. Used by one thread. */
  final class Md5 implements RowHash {

    private static final byte SEPARATOR = 31;

    private final MessageDigest md5;
    private final Bytes text = new Bytes(1 << 12);

    Md5() {
      try {
        md5 = MessageDigest.getInstance("MD5");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public long of(List<Column> columns, @Nullable Object[] row) {
      text.clear();
      for (var i = 0; i < row.length; i++) {
        if (columns.get(i).compared()) {
          if (text.length() > 0) {
            text.put(SEPARATOR);
          }
          switch (row[i]) {
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
}
