package ai.hal9.engine.migration;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows that are written in one transaction, as tuples of COPY's binary format. */
final class Chunk {

  private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;
  private static final byte JSONB_VERSION = 1;
  private static final int UUID_BYTES = 16;

  private final MovedTable table;
  private final List<Column> columns;
  private final int[] keyIndexes;
  private final int timeIndex;
  private final Bytes tuples = new Bytes(1 << 16);
  private final List<RefusedRow> refused = new ArrayList<>();
  private final List<@Nullable Object[]> keys = new ArrayList<>();
  private final Set<Instant> days = new HashSet<>();
  private final long[] sourceRows;
  private final int[] starts;
  private final long[] hashes;
  private long lastDay = Long.MIN_VALUE;
  private int count;
  private long lastRow;

  Chunk(MovedTable table, int rows) {
    this.table = table;
    this.columns = table.columns();
    this.keyIndexes = table.key().stream().mapToInt(table::index).toArray();
    this.timeIndex = table.partitioned().isEmpty() ? -1 : table.index(table.partitioned());
    this.sourceRows = new long[rows];
    this.starts = new int[rows];
    this.hashes = new long[rows];
  }

  /** Adds a row; the chunk has room for it. */
  void add(long sourceRow, @Nullable Object[] row, RowHash hash) {
    sourceRows[count] = sourceRow;
    starts[count] = tuples.length();
    tuples.putShort(row.length);
    for (var i = 0; i < row.length; i++) {
      put(columns.get(i).type(), row[i]);
    }
    hashes[count] = hash.of(columns, row);
    var key = new @Nullable Object[keyIndexes.length];
    for (var i = 0; i < key.length; i++) {
      key[i] = row[keyIndexes[i]];
    }
    keys.add(key);
    if (timeIndex >= 0 && row[timeIndex] instanceof Long micros) {
      noteDay(Math.floorDiv(micros, ChronoUnit.DAYS.getDuration().toMillis() * 1_000));
    }
    count++;
    lastRow = sourceRow;
  }

  void refuse(RefusedRow row) {
    refused.add(row);
    lastRow = row.row();
  }

  private void noteDay(long day) {
    if (day != lastDay) {
      lastDay = day;
      days.add(Instant.EPOCH.plus(day, ChronoUnit.DAYS));
    }
  }

  private void put(Column.Type type, @Nullable Object value) {
    if (value == null) {
      tuples.putInt(-1);
      return;
    }
    switch (type) {
      case UUID -> {
        var id = (UUID) value;
        tuples
            .putInt(UUID_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
      }
      case TIME -> tuples.putInt(Long.BYTES).putLong((Long) value - EPOCH_2000_MICROS);
      case BIGINT -> tuples.putInt(Long.BYTES).putLong((Long) value);
      case INTEGER -> tuples.putInt(Integer.BYTES).putInt((Integer) value);
      case SMALLINT -> tuples.putInt(Short.BYTES).putShort((Short) value);
      case TEXT -> {
        var text = ((String) value).getBytes(StandardCharsets.UTF_8);
        tuples.putInt(text.length).put(text);
      }
      case JSON -> {
        var text = (byte[]) value;
        tuples.putInt(1 + text.length).put(JSONB_VERSION).put(text);
      }
    }
  }

  /** How many rows it holds, those refused apart. */
  int count() {
    return count;
  }

  /** How many it has taken in, those refused too. */
  int taken() {
    return count + refused.size();
  }

  /** How many bytes its tuples have. */
  int size() {
    return tuples.length();
  }

  Bytes tuples() {
    return tuples;
  }

  List<RefusedRow> refused() {
    return refused;
  }

  /** The rowid of its last row in the source. */
  long lastRow() {
    return lastRow;
  }

  /** Days of which it has rows, where the table has partitions. */
  Set<Instant> days() {
    return days;
  }

  /** A row's rowid in the source. */
  long sourceRow(int row) {
    return sourceRows[row];
  }

  long hash(int row) {
    return hashes[row];
  }

  /** The sum of all hashes, modulo 2^64. */
  long hash() {
    return Arrays.stream(hashes, 0, count).sum();
  }

  /** A row's key, to show. */
  String id(int row) {
    var key = keys.get(row);
    return String.valueOf(key[key.length > 1 && table.identity() > 1 ? 1 : 0]);
  }

  /** A column of the key, row by row. */
  @Nullable Object[] key(int column) {
    return keys.stream().map(key -> key[column]).toArray();
  }

  /** The tuples with the row's number in the chunk before their fields. */
  Bytes numbered() {
    var numbered = new Bytes(tuples.length() + count * 8);
    for (var i = 0; i < count; i++) {
      var end = i + 1 < count ? starts[i + 1] : tuples.length();
      numbered.putShort(1 + columns.size()).putInt(Integer.BYTES).putInt(i);
      numbered.put(tuples.array(), starts[i] + Short.BYTES, end - starts[i] - Short.BYTES);
    }
    return numbered;
  }
}
