package ai.hal9.console.runs;

import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.report.ReportReader;
import ai.hal9.sim.report.ReportReading;
import ai.hal9.sim.report.SavedReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs in an H2 file. What was deleted a day ago goes for good when the file is opened. */
final class H2RunStore implements RunStore {

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_NOTES = 20_000;
  private static final Duration UNDOABLE = Duration.ofDays(1);

  private final RunFile file;
  private final Pending pending;
  private final InstantSource clock;
  private @Nullable Connection open;
  private String notice = "";

  H2RunStore(Path directory, InstantSource clock) {
    this.file = new RunFile(directory, clock);
    this.pending = new Pending(directory.resolve("pending-runs"), clock);
    this.clock = clock;
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private synchronized <T> T with(Work<T> work) {
    try {
      var connection = open;
      if (connection == null || connection.isClosed()) {
        var opened = file.open();
        connection = opened.connection();
        notice = opened.notice();
        open = connection;
        purge(connection);
        pending.takeInto(this::add);
      }
      return work.on(connection);
    } catch (SQLException e) {
      throw file.told(e);
    }
  }

  private void purge(Connection connection) throws SQLException {
    try (var update = connection.prepareStatement("delete from run where deleted_at < ?")) {
      update.setObject(1, clock.instant().minus(UNDOABLE).atOffset(ZoneOffset.UTC));
      update.executeUpdate();
    }
  }

  @Override
  public List<RunSummary> list() {
    return with(
        connection -> {
          try (var query =
                  connection.prepareStatement(
                      "select * from run where deleted_at is null order by started_at desc, id desc");
              var rows = query.executeQuery()) {
            var all = new ArrayList<RunSummary>();
            while (rows.next()) {
              all.add(summary(rows));
            }
            return all;
          }
        });
  }

  @Override
  public long add(RunReportText text) {
    var report =
        switch (ReportReader.read(text.json())) {
          case ReportReading.Accepted(var read) -> read;
          case ReportReading.Rejected(var why) ->
              throw new RunsException(RunsException.Code.NO_REPORT, why);
        };
    var fingerprint = Packing.fingerprint(text.json());
    return with(
        connection -> {
          var known = known(connection, fingerprint);
          return known.isPresent() ? known.get() : insert(connection, report, text, fingerprint);
        });
  }

  private static Optional<Long> known(Connection connection, String fingerprint)
      throws SQLException {
    try (var query = connection.prepareStatement("select id from run where fingerprint = ?")) {
      query.setString(1, fingerprint);
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        var id = rows.getLong(1);
        try (var back =
            connection.prepareStatement("update run set deleted_at = null where id = ?")) {
          back.setLong(1, id);
          back.executeUpdate();
        }
        return Optional.of(id);
      }
    }
  }

  private static long insert(
      Connection connection, SavedReport report, RunReportText text, String fingerprint)
      throws SQLException {
    connection.setAutoCommit(false);
    try (var run =
            connection.prepareStatement(
                "insert into run (name, scenario, executor, cluster, target, nodes, version,"
                    + " tuning_version, started_at, window_ms, ending, valid, verdict, steered,"
                    + " completed, failed, dropped, throughput, p50_us, p95_us, p99_us, has_page,"
                    + " fingerprint)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                new String[] {"id"});
        var whole =
            connection.prepareStatement(
                "insert into run_report (run_id, report, page) values (?, ?, ?)")) {
      fill(run, report, text, fingerprint);
      run.executeUpdate();
      long id;
      try (var keys = run.getGeneratedKeys()) {
        keys.next();
        id = keys.getLong(1);
      }
      whole.setLong(1, id);
      whole.setBytes(2, Packing.packed(text.json()));
      whole.setBytes(3, Packing.packed(text.page()));
      whole.executeUpdate();
      connection.commit();
      return id;
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static void fill(
      PreparedStatement run, SavedReport report, RunReportText text, String fingerprint)
      throws SQLException {
    var plan = report.scenario();
    var setup = report.setup();
    var counts = report.counts();
    var values =
        new @Nullable Object[] {
          cut(plan.name(), LONGEST_NAME),
          cut(plan.name(), LONGEST_NAME),
          plan.executor(),
          cut(setup.cluster(), LONGEST_NAME),
          cut(report.target(), 500),
          cut(setup.topology().getOrDefault("nodes", ""), 50),
          cut(setup.version(), 100),
          setup.tuningVersion(),
          report.startedAt().atOffset(ZoneOffset.UTC),
          report.window().toMillis(),
          report.ending().name(),
          report.generator().validity() instanceof ai.hal9.sim.load.Validity.Valid,
          verdict(report).name(),
          report.steerings().size(),
          counts.completed(),
          counts.failed(),
          counts.dropped(),
          report.throughput(),
          micros(report, 50),
          micros(report, 95),
          micros(report, 99),
          !text.page().isEmpty(),
          fingerprint
        };
    for (var i = 0; i < values.length; i++) {
      run.setObject(i + 1, values[i]);
    }
  }

  private static RunSummary.Verdict verdict(SavedReport report) {
    return !report.judged()
        ? RunSummary.Verdict.NONE
        : report.passed() ? RunSummary.Verdict.MET : RunSummary.Verdict.MISSED;
  }

  private static @Nullable Long micros(SavedReport report, double percentile) {
    var response = report.responseTime();
    return response.supports(percentile) ? (Long) response.micros(percentile) : null;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  @Override
  public Path setAside(RunReportText report) {
    return pending.keep(report);
  }

  @Override
  public Optional<RunReportText> report(long id) {
    return with(
        connection -> {
          try (var query =
              connection.prepareStatement("select report, page from run_report where run_id = ?")) {
            query.setLong(1, id);
            try (var rows = query.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      new RunReportText(
                          Packing.unpacked(rows.getBytes(1)), Packing.unpacked(rows.getBytes(2))))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public void rename(long id, String name) {
    var kept = cut(name.strip(), LONGEST_NAME);
    if (!kept.isEmpty()) {
      change("update run set name = ? where id = ?", kept, List.of(id));
    }
  }

  @Override
  public void annotate(long id, String notes) {
    change("update run set notes = ? where id = ?", cut(notes, LONGEST_NOTES), List.of(id));
  }

  @Override
  public void delete(List<Long> ids) {
    change(
        "update run set deleted_at = ? where id = ?",
        clock.instant().atOffset(ZoneOffset.UTC),
        ids);
  }

  @Override
  public void restore(List<Long> ids) {
    change("update run set deleted_at = ? where id = ?", null, ids);
  }

  private void change(String sql, @Nullable Object value, List<Long> ids) {
    with(
        connection -> {
          try (var update = connection.prepareStatement(sql)) {
            for (var id : ids) {
              update.setObject(1, value);
              update.setLong(2, id);
              update.executeUpdate();
            }
            return ids;
          }
        });
  }

  @Override
  public synchronized String notice() {
    return notice;
  }

  @Override
  public synchronized void close() {
    var connection = open;
    open = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw file.told(e);
      }
    }
  }

  private static RunSummary summary(ResultSet row) throws SQLException {
    return new RunSummary(
        row.getLong("id"),
        row.getString("name"),
        row.getString("notes"),
        row.getString("scenario"),
        row.getString("executor"),
        row.getString("cluster"),
        row.getString("nodes"),
        row.getString("version"),
        row.getLong("tuning_version"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        Duration.ofMillis(row.getLong("window_ms")),
        LoadEnding.valueOf(row.getString("ending")),
        row.getBoolean("valid"),
        RunSummary.Verdict.valueOf(row.getString("verdict")),
        row.getInt("steered"),
        row.getLong("completed"),
        row.getLong("failed"),
        row.getLong("dropped"),
        row.getDouble("throughput"),
        seconds(row, "p50_us"),
        seconds(row, "p95_us"),
        seconds(row, "p99_us"),
        row.getBoolean("has_page"));
  }

  private static double seconds(ResultSet row, String column) throws SQLException {
    var micros = row.getLong(column);
    return row.wasNull() ? Double.NaN : micros / 1e6;
  }
}
