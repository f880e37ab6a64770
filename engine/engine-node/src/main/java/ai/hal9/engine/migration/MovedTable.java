package ai.hal9.engine.migration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table, or a part of one, that is moved.
 *
 * @param label what it is called in checkpoints and for people
 * @param name in the source and in PostgreSQL
 * @param part which of the source's rows, as a condition; {@code true} for all
 * @param source what is read
 * @param derived what PostgreSQL holds beyond that
 * @param key the columns of the primary key in PostgreSQL
 * @param identity how many of the key's first columns alone tell a row
 * @param partitioned the column by whose time PostgreSQL has it in partitions; empty if it has none
 * @param belongs a condition on the source's row {@code t}: what it belongs to is there and is
 *     moved
 * @param rule checks a row and derives what is not read
 */
record MovedTable(
    String label,
    String name,
    String part,
    List<Column> source,
    List<Column> derived,
    List<String> key,
    int identity,
    String partitioned,
    String belongs,
    Rule rule) {

  /** Checks a row as a whole. */
  @FunctionalInterface
  interface Rule {
    /**
     * Refuses the row, or completes it.
     *
     * @param row the cells read, then the derived ones, which are to be set
     */
    void complete(@Nullable Object[] row) throws RowRefusal;
  }

  MovedTable {
    source = List.copyOf(source);
    derived = List.copyOf(derived);
    key = List.copyOf(key);
  }

  /** A part of it, by a condition on the source's row {@code t}. */
  MovedTable part(String partLabel, String condition) {
    return new MovedTable(
        partLabel, name, condition, source, derived, key, identity, partitioned, belongs, rule);
  }

  /** All columns in PostgreSQL, in the order of a row. */
  List<Column> columns() {
    return Stream.concat(source.stream(), derived.stream()).toList();
  }

  /** The names of all columns. */
  String names() {
    return columns().stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** Where a column is in a row. */
  int index(String column) {
    var columns = columns();
    for (var i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + " has no " + column);
  }

  /** The columns of the key. */
  List<Column> keys() {
    return key.stream().map(name -> columns().get(index(name))).toList();
  }

  /** The checksum of a row in PostgreSQL: the first 64 bits of its canonical text's MD5. */
  String hash(String table) {
    var text =
        columns().stream()
            .filter(Column::compared)
            .map(column -> column.canonical(table))
            .collect(Collectors.joining(" || chr(31) || "));
    return "('x' || left(md5(" + text + "), 16))::bit(64)::bigint";
  }

  /** That two rows have the same key, or the first columns of it. */
  static String same(List<String> columns, String one, String other) {
    return columns.stream()
        .map(column -> "%s.%s = %s.%s".formatted(one, column, other, column))
        .collect(Collectors.joining(" AND "));
  }
}
