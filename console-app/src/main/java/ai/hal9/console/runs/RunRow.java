package ai.hal9.console.runs;

import ai.hal9.sim.load.LoadEnding;
import ai.hal9.sim.load.Validity;
import ai.hal9.sim.report.SavedReport;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A run's key figures as columns. */
final class RunRow {

  static final String INSERT =
      "insert into run (name, scenario, executor, cluster, target, nodes, version,"
          + " tuning_version, started_at, window_ms, ending, valid, verdict, steered,"
          + " completed, failed, dropped, throughput, p50_us, p95_us, p99_us, has_page,"
          + " fingerprint)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final int LONGEST_NAME = 200;

  private RunRow() {}

  /** Sets the values of {@link #INSERT}. */
  static void fill(
      PreparedStatement run, SavedReport report, RunReportText text, String fingerprint)
      throws SQLException {
    var plan = report.scenario();
    var setup = report.setup();
    var counts = report.counts();
    var values =
        new @Nullable Object[] {
          name(plan.name()),
          name(plan.name()),
          plan.executor(),
          name(setup.cluster()),
          cut(report.target(), 500),
          cut(setup.topology().getOrDefault("nodes", ""), 50),
          cut(setup.version(), 100),
          setup.tuningVersion(),
          report.startedAt().atOffset(ZoneOffset.UTC),
          report.window().toMillis(),
          report.ending().name(),
          report.generator().validity() instanceof Validity.Valid,
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

  static RunSummary summary(ResultSet row) throws SQLException {
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

  /** As much of a name as is kept. */
  static String name(String text) {
    return cut(text.strip(), LONGEST_NAME);
  }

  static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
