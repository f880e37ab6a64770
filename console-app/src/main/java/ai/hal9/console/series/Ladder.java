package ai.hal9.console.series;

import ai.hal9.api.telemetry.LatencySum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * One source's cells in order, the older the coarser: as they came for {@link #FRESH}, then merged
 * into seconds, then into longer stretches. Merging is exact for distributions and growth; gauges
 * keep their mean, lowest and highest.
 */
final class Ladder {

  /** How long the coarsest cells are, in milliseconds. */
  static final long COARSEST = 300_000;

  private static final Duration FRESH = Duration.ofSeconds(90);

  private final List<Shelf> shelves =
      List.of(
          new Shelf(1, FRESH),
          new Shelf(1_000, Duration.ofMinutes(6)),
          new Shelf(5_000, Duration.ofMinutes(18)),
          new Shelf(30_000, Duration.ofHours(3)),
          new Shelf(COARSEST, Duration.ofDays(2)));

  /** Adds the newest cell, and hands on what has become old. */
  void add(Cell cell, LatencySum room) {
    shelves.getFirst().cells().add(cell);
    var now = cell.end();
    for (var i = 0; i + 1 < shelves.size(); i++) {
      var coarser = shelves.get(i + 1);
      for (var old = shelves.get(i).handOn(coarser.resolution(), now);
          !old.isEmpty();
          old = shelves.get(i).handOn(coarser.resolution(), now)) {
        coarser.cells().add(Cell.merged(old, coarser.resolution(), room));
      }
    }
    shelves.getLast().dropOld(now);
  }

  /** Drops the cells that begin before a moment; never those that are as they came. */
  void dropBefore(long moment) {
    shelves.stream().skip(1).forEach(shelf -> shelf.dropBefore(moment));
  }

  /** Drops the cells that end after a moment. */
  void dropAfter(long moment) {
    shelves.forEach(shelf -> shelf.cells().removeIf(cell -> cell.end() > moment));
  }

  /** Takes the newest cell back; it has not been merged yet. */
  void takeBack() {
    shelves.getFirst().cells().removeLast();
  }

  /** Whether so many of the newest cells are as they came. */
  boolean fresh(int count) {
    return shelves.getFirst().cells().size() > count;
  }

  Cell newest() {
    return first(shelves).getLast();
  }

  Cell oldest() {
    return first(shelves.reversed()).getFirst();
  }

  private static List<Cell> first(List<Shelf> shelves) {
    for (var shelf : shelves) {
      if (!shelf.cells().isEmpty()) {
        return shelf.cells();
      }
    }
    throw new NoSuchElementException("no cell yet");
  }

  /** The cells that begin in a stretch of time, in order. */
  List<Cell> part(long from, long to) {
    var found = new ArrayList<Cell>();
    for (var shelf : shelves.reversed()) {
      found.addAll(shelf.part(from, to));
    }
    return found;
  }

  /** The coarsest nominal length of those cells, in milliseconds; 0 where there is none. */
  long coarsest(long from, long to) {
    return shelves.stream().mapToLong(shelf -> shelf.coarsest(from, to)).max().orElse(0);
  }

  long bytes() {
    return shelves.stream()
        .flatMap(shelf -> shelf.cells().stream())
        .mapToLong(cell -> cell.bytes() + Long.BYTES)
        .sum();
  }
}
