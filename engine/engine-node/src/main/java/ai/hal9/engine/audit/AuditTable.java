package ai.hal9.engine.audit;

import ai.hal9.api.tuning.TuningOrigin;
import ai.hal9.api.tuning.TuningOrigin.Authority;
import ai.hal9.api.tuning.TuningScope;
import ai.hal9.api.tuning.TuningVersion;
import ai.hal9.engine.store.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code tuning_changes}; every method may throw {@code StoreException}. */
final class AuditTable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  /** A cluster's change is told by all its nodes, and again after a restart. */
  private static final String INSERT =
      """
      INSERT INTO tuning_changes (cluster, scope, version, changed_at, node, authority, who, why,
        before, after, revert_at, inherited, unset)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String PAGE =
      """
      SELECT id, scope, version, changed_at, node, authority, who, why, before, after, revert_at,
        inherited, unset
      FROM tuning_changes
      WHERE cluster = ? AND (?::text IS NULL OR scope = ?)
        AND (?::text IS NULL OR jsonb_exists(after, ?)) AND (changed_at, id) < (?, ?)
      ORDER BY changed_at DESC, id DESC LIMIT ?
      """;

  private final Database database;
  private final String cluster;

  AuditTable(Database database, String cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /** Adds a change unless it is there. */
  void add(TuningVersion line) {
    var _ =
        database.ask(
            "audit-add",
            connection -> {
              try (var insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, cluster);
                insert.setString(2, lower(line.scope()));
                insert.setLong(3, line.version());
                insert.setObject(4, time(line.time()));
                insert.setString(5, line.origin().node());
                insert.setString(6, lower(line.origin().authority()));
                insert.setString(7, line.who());
                insert.setString(8, line.why());
                insert.setString(9, JSON.writeValueAsString(new TreeMap<>(line.before())));
                insert.setString(10, JSON.writeValueAsString(new TreeMap<>(line.after())));
                insert.setObject(11, line.revertAt() == null ? null : time(line.revertAt()));
                insert.setArray(12, array(connection, line.inherited()));
                insert.setArray(13, array(connection, line.unset()));
                return insert.executeUpdate();
              }
            });
  }

  /** The changes that a question is about, of this cluster. */
  AuditPage page(AuditQuery query) {
    return database.ask("audit-page", connection -> page(connection, query));
  }

  private AuditPage page(Connection connection, AuditQuery query) throws SQLException {
    try (var select = connection.prepareStatement(PAGE)) {
      fill(select, query);
      try (var result = select.executeQuery()) {
        var changes = new ArrayList<TuningVersion>();
        AuditCursor last = null;
        while (result.next()) {
          if (changes.size() == query.limit()) {
            return new AuditPage(changes, last);
          }
          var change = change(result);
          changes.add(change);
          last = new AuditCursor(change.time(), result.getLong("id"));
        }
        return new AuditPage(changes, null);
      }
    }
  }

  /** One row more than asked for tells whether there is a next page. */
  private void fill(PreparedStatement select, AuditQuery query) throws SQLException {
    var scope = query.scope() == null ? null : lower(query.scope());
    var before = query.before();
    select.setString(1, cluster);
    select.setString(2, scope);
    select.setString(3, scope);
    select.setString(4, query.parameter());
    select.setString(5, query.parameter());
    select.setObject(6, before == null ? OffsetDateTime.MAX : time(before.time()));
    select.setLong(7, before == null ? Long.MAX_VALUE : before.id());
    select.setInt(8, query.limit() + 1);
  }

  private static TuningVersion change(ResultSet row) throws SQLException {
    return new TuningVersion(
        row.getLong("version"),
        TuningScope.valueOf(upper(row.getString("scope"))),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getString("who"),
        row.getString("why"),
        JSON.readValue(row.getString("before"), TEXTS),
        JSON.readValue(row.getString("after"), TEXTS),
        instant(row.getObject("revert_at", OffsetDateTime.class)),
        new TuningOrigin(
            row.getString("node"), Authority.valueOf(upper(row.getString("authority")))),
        keys(row.getArray("inherited")),
        keys(row.getArray("unset")));
  }

  private static Array array(Connection connection, Set<String> keys) throws SQLException {
    return connection.createArrayOf("text", keys.stream().sorted().toArray());
  }

  private static Set<String> keys(Array array) throws SQLException {
    return Set.of((String[]) array.getArray());
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
