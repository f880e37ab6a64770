package ai.hal9.engine.migration;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row of SQLite, which keeps whatever it was given in any column: every cell is checked
 * here. Used by one thread.
 */
final class Cells {

  private static final char REPLACEMENT = '\uFFFD';
  private static final int BLOB_UUID = 16;
  private static final int PLAIN_UUID = 32;
  private static final int DASHED_UUID = 36;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final JsonbText json = new JsonbText();

  /**
   * A cell, as {@link UUID}, {@link Long}, {@link Integer}, {@link Short}, {@link String} or, for
   * JSON, the bytes of its text as PostgreSQL prints it.
   */
  @Nullable Object read(ResultSet row, int index, Column column) throws SQLException, RowRefusal {
    try {
      var value = value(row, index, column);
      if (value == null && !column.nullable()) {
        throw new RowRefusal("is missing");
      }
      return value;
    } catch (RowRefusal e) {
      throw new RowRefusal(column.name() + " " + e.reason());
    }
  }

  private @Nullable Object value(ResultSet row, int index, Column column)
      throws SQLException, RowRefusal {
    return switch (column.type()) {
      case UUID -> {
        var bytes = row.getBytes(index);
        yield bytes == null ? null : uuid(bytes, row.getObject(index) instanceof byte[]);
      }
      case TEXT -> {
        var bytes = row.getBytes(index);
        yield bytes == null ? null : text(bytes);
      }
      case JSON -> {
        var bytes = row.getBytes(index);
        yield bytes == null ? null : json(bytes);
      }
      case TIME -> {
        var time = row.getObject(index);
        yield time == null ? null : (Object) Times.micros(time);
      }
      case SMALLINT, INTEGER, BIGINT -> {
        var number = row.getObject(index);
        yield number == null ? null : number(number, column.type());
      }
    };
  }

  private static Object number(Object value, Column.Type type) throws RowRefusal {
    if (!(value instanceof Integer || value instanceof Long)) {
      throw new RowRefusal("is no whole number");
    }
    var number = ((Number) value).longValue();
    if (type == Column.Type.SMALLINT && number == (short) number) {
      return (short) number;
    }
    if (type == Column.Type.INTEGER && number == (int) number) {
      return (int) number;
    }
    if (type == Column.Type.BIGINT) {
      return number;
    }
    throw new RowRefusal("is too large");
  }

  /**
   * An id.
   *
   * @param blob whether SQLite keeps it as a blob, and not as text
   */
  static UUID uuid(byte[] bytes, boolean blob) throws RowRefusal {
    if (bytes.length == BLOB_UUID && blob) {
      var buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
    var dashed = bytes.length == DASHED_UUID;
    if (!dashed && bytes.length != PLAIN_UUID) {
      throw new RowRefusal("is no UUID");
    }
    var high = 0L;
    var low = 0L;
    var digits = 0;
    for (var i = 0; i < bytes.length; i++) {
      if (dashed && (i == 8 || i == 13 || i == 18 || i == 23)) {
        if (bytes[i] != '-') {
          throw new RowRefusal("is no UUID");
        }
        continue;
      }
      var digit = HexFormat.isHexDigit(bytes[i]) ? HexFormat.fromHexDigit(bytes[i]) : -1;
      if (digit < 0) {
        throw new RowRefusal("is no UUID");
      }
      if (digits++ < 16) {
        high = (high << 4) | digit;
      } else {
        low = (low << 4) | digit;
      }
    }
    return new UUID(high, low);
  }

  private byte[] json(byte[] bytes) throws RowRefusal {
    decode(bytes);
    return json.of(bytes);
  }

  private String text(byte[] bytes) throws RowRefusal {
    var text = decode(bytes);
    if (text.indexOf('\0') >= 0) {
      throw new RowRefusal("has U+0000, which PostgreSQL cannot hold");
    }
    return text;
  }

  private String decode(byte[] bytes) throws RowRefusal {
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    // either a byte was replaced, or the text has that character itself
    try {
      return decoder.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RowRefusal("is not UTF-8");
    }
  }
}
