package ai.hal9.engine.migration;

/**
 * A column.
 *
 * @param name the same on both sides
 * @param nullable whether it may hold nothing
 * @param compared whether its content is compared when all is moved
 */
record Column(String name, Type type, boolean nullable, boolean compared) {

  /** What a column holds, as PostgreSQL does. */
  enum Type {
    UUID("uuid"),
    /** Microseconds since 1970. */
    TIME("bigint"),
    SMALLINT("smallint"),
    INTEGER("integer"),
    BIGINT("bigint"),
    TEXT("text"),
    JSON("jsonb");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }

    /** The type in which a value is sent as a parameter. */
    String sql() {
      return sql;
    }
  }

  static Column of(String name, Type type) {
    return new Column(name, type, false, true);
  }

  Column orNothing() {
    return new Column(name, type, true, compared);
  }

  Column uncompared() {
    return new Column(name, type, nullable, false);
  }

  /** An expression for its canonical text in PostgreSQL, where the table is called so. */
  String canonical(String table) {
    var value = table + "." + name;
    var text =
        switch (type) {
          case TIME -> "(extract(epoch FROM " + value + ") * 1000000)::bigint::text";
          case TEXT -> value;
          case UUID, SMALLINT, INTEGER, BIGINT, JSON -> value + "::text";
        };
    return nullable ? "coalesce(" + text + ", '')" : text;
  }
}
