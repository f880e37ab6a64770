package ai.hal9.console.runs;

import ai.hal9.sim.report.ReportReader;
import ai.hal9.sim.report.ReportReading;
import ai.hal9.sim.report.SavedReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs in an H2 file. What was deleted a day ago goes for good when the file is opened. */
final class H2RunStore implements RunStore {

  private static final int LONGEST_NOTES = 20_000;
  private static final Duration UNDOABLE = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final RunFile file;
  private final Pending pending;
  private final InstantSource clock;
  private final Expected expected = new Expected();
  private @Nullable Connection open;
  private volatile String notice = "";

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
              all.add(RunRow.summary(rows));
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
    try (var run = connection.prepareStatement(RunRow.INSERT, new String[] {"id"});
        var whole =
            connection.prepareStatement(
                "insert into run_report (run_id, report, page) values (?, ?, ?)")) {
      RunRow.fill(run, report, text, fingerprint);
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
    var kept = RunRow.name(name);
    if (!kept.isEmpty()) {
      change("update run set name = ? where id = ?", kept, List.of(id));
    }
  }

  @Override
  public void annotate(long id, String notes) {
    change("update run set notes = ? where id = ?", RunRow.cut(notes, LONGEST_NOTES), List.of(id));
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
  public Runnable expect() {
    return expected.one();
  }

  @Override
  public String notice() {
    return notice;
  }

  @Override
  public void close() {
    // not under this lock, which the changes need
    expected.await(PATIENCE);
    closeNow();
  }

  private synchronized void closeNow() {
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
}
