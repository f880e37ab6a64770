package ai.hal9.engine.migration;

import java.util.List;
import java.util.stream.Collectors;

/** What becomes of rows that cannot be moved. */
@FunctionalInterface
interface Refusals {

  /** Stops at them. */
  Refusals STOP =
      rows -> {
        if (!rows.isEmpty()) {
          throw MigrationException.failed(
              """
              %d rows cannot be moved; what was moved before them stays, and is not moved again:
              %s
              --dry-run finds all such rows; --skip-bad FILE writes them to a file and moves the rest
              """
                  .formatted(
                      rows.size(),
                      rows.stream()
                          .limit(20)
                          .map(row -> "  " + row)
                          .collect(Collectors.joining("\n")))
                  .strip());
        }
      };

  /** Forgets them. */
  Refusals COUNT = rows -> {};

  /** Takes the rows of a chunk, before the chunk is written. */
  void add(List<RefusedRow> rows);
}
