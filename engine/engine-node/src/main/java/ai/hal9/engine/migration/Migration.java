package ai.hal9.engine.migration;

import ai.hal9.engine.migration.Checkpoints.Mark;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Moves one source, table by table. */
final class Migration {

  private static final int SHOWN = 20;

  private final Options options;
  private final Progress progress;
  private final SourceFile source;

  Migration(Options options, Progress progress, SourceFile source) {
    this.options = options;
    this.progress = progress;
    this.source = source;
  }

  /**
   * Reads and checks everything, and writes nothing.
   *
   * @param refusals where to write refused rows; may be nowhere
   */
  List<TableResult> rehearse(Refusals refusals) throws SQLException, InterruptedException {
    var results = new ArrayList<TableResult>();
    var tables = present(0);
    findUnmoved(tables);
    for (var table : tables) {
      var mark = Mark.NONE;
      try (var chunks = chunks(table, "checked " + table.label(), source.beforeFirst(table))) {
        for (var next = chunks.next(); next.isPresent(); next = chunks.next()) {
          var chunk = next.get();
          tell(chunk.refused(), mark.refused());
          refusals.add(chunk.refused());
          mark =
              new Mark(
                  chunk.lastRow(),
                  mark.moved() + chunk.count(),
                  0,
                  mark.refused() + chunk.refused().size(),
                  false);
          progress.done(chunk.taken(), chunk.lastRow());
        }
      }
      results.add(new TableResult(table.label(), mark, 0, progress.rate()));
    }
    return results;
  }

  /**
   * Moves everything.
   *
   * @param refusals takes the rows that cannot be moved
   * @throws MigrationException at a row that may not be left out, or is there with other content
   */
  List<TableResult> move(Destination destination, Refusals refusals)
      throws SQLException, InterruptedException {
    var results = new ArrayList<TableResult>();
    var tables = present(destination.owner());
    if (!destination.finished() || options.verify()) {
      findUnmoved(tables);
    }
    for (var part : tables.stream().flatMap(destination::parts).toList()) {
      var table = part.table();
      var mark = part.checkpoints().of(table);
      var rate = 0L;
      if (!mark.verified()) {
        mark = move(part, mark, refusals);
        rate = progress.rate();
      }
      var differing = options.verify() ? compare(part.target(), table) : 0;
      results.add(new TableResult(table.label(), mark, differing, rate));
      if (differing > 0) {
        return results;
      }
    }
    destination.finish();
    return results;
  }

  /**
   * Moves a table on from a mark. Each chunk is compared before it commits, the count at the end.
   */
  private Mark move(Destination.Part part, Mark from, Refusals refusals)
      throws SQLException, InterruptedException {
    var table = part.table();
    var after = from.rows() == 0 ? source.beforeFirst(table) : from.lastRow();
    if (from.rows() > 0) {
      progress.say("%s: going on after row %,d".formatted(table.label(), from.lastRow()));
    }
    Mark mark;
    try (var chunks = chunks(table, "moved " + table.label(), after);
        var mover = new Mover(part.target(), part.checkpoints(), table, from)) {
      for (var next = chunks.next(); next.isPresent(); next = chunks.next()) {
        var chunk = next.get();
        refusals.add(chunk.refused());
        mover.move(chunk);
        progress.done(chunk.taken(), chunk.lastRow());
      }
      mark = mover.finish();
    }
    var rows = source.count(table);
    if (rows != mark.rows()) {
      throw MigrationException.failed(
          "%s has %,d rows, and %,d were read".formatted(table.label(), rows, mark.rows()));
    }
    var whole = new Mark(mark.lastRow(), mark.moved(), mark.present(), mark.refused(), true);
    part.checkpoints().save(table, whole);
    return whole;
  }

  /** Games are moved last, and what belongs to one that is refused must not go before. */
  private void findUnmoved(List<MovedTable> tables) throws SQLException, InterruptedException {
    UnmovedRows.prepare(source);
    for (var name : MovedTables.OWNING) {
      for (var table : tables.stream().filter(each -> each.name().equals(name)).toList()) {
        var work = "looked at " + table.label();
        try (var chunks = chunks(table, work, source.beforeFirst(table))) {
          for (var next = chunks.next(); next.isPresent(); next = chunks.next()) {
            UnmovedRows.add(source, table, next.get());
            progress.done(next.get().taken(), next.get().lastRow());
          }
        }
      }
    }
  }

  private long compare(Target target, MovedTable table) throws SQLException, InterruptedException {
    var differing = 0L;
    try (var verifier = new Verifier(target.connection(), table);
        var chunks = chunks(table, "compared " + table.label(), source.beforeFirst(table))) {
      for (var next = chunks.next(); next.isPresent(); next = chunks.next()) {
        var rows = verifier.differing(next.get());
        tell(rows, differing);
        differing += rows.size();
        progress.done(next.get().taken(), next.get().lastRow());
      }
    }
    return differing;
  }

  private ChunkStream chunks(MovedTable table, String work, long after) throws SQLException {
    progress.begin(work, after, source.lastRow(table));
    return new ChunkStream(new ChunkReader(source, table, after, options.chunkRows()));
  }

  /** The tables that the source has; those it has must be whole. */
  private List<MovedTable> present(long owner) throws SQLException {
    var tables = new ArrayList<MovedTable>();
    var problems = new ArrayList<String>();
    for (var table : MovedTables.all(owner, new SecureRandom())) {
      if (source.has(table)) {
        tables.add(table);
        var missing = source.missing(table);
        if (!missing.isEmpty()) {
          problems.add("%s has no %s".formatted(table.name(), String.join(", ", missing)));
        }
      }
    }
    var names = tables.stream().map(MovedTable::name).collect(Collectors.toSet());
    if (tables.isEmpty()) {
      problems.add("it has none of the tables");
    }
    if (!names.contains("games")
        && List.of("players", "actions", "rounds").stream().anyMatch(names::contains)) {
      problems.add("it has no games for what belongs to them");
    }
    if (names.contains("actions") && !names.contains("players")) {
      problems.add("it has no players for its actions");
    }
    if (!problems.isEmpty()) {
      throw MigrationException.usage(
          "%s cannot be moved: %s (docs/tasks/migrate-from-sqlite.md has the tables)"
              .formatted(
                  source.path(), problems.stream().distinct().collect(Collectors.joining("; "))));
    }
    return tables;
  }

  private void tell(List<RefusedRow> rows, long before) {
    rows.stream().limit(Math.max(0, SHOWN - before)).forEach(row -> progress.say("  " + row));
    if (before < SHOWN && before + rows.size() > SHOWN) {
      progress.say("  … and more");
    }
  }
}
