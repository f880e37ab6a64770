package ai.hal9.console.series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Cells of about one resolution, in order.
 *
 * @see Ladder
 */
final class Shelf {

  private final long resolution;
  private final long kept;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * An empty shelf.
   *
   * @param resolution how long its cells are, in milliseconds; 1 leaves them as they come
   * @param kept how long they stay before they are handed on
   */
  Shelf(long resolution, Duration kept) {
    this.resolution = resolution;
    this.kept = kept.toMillis();
  }

  List<Cell> cells() {
    return cells;
  }

  /**
   * Takes out the oldest cells that together fill one stretch of a coarser shelf and have stayed
   * long enough; none when there are none.
   */
  List<Cell> handOn(long coarser, long now) {
    if (cells.isEmpty()) {
      return List.of();
    }
    var end = (Math.floorDiv(cells.getFirst().start(), coarser) + 1) * coarser;
    if (end > now - kept) {
      return List.of();
    }
    var whole = cells.subList(0, firstFrom(end));
    var taken = List.copyOf(whole);
    whole.clear();
    return taken;
  }

  /** Drops what has stayed too long. */
  void dropOld(long now) {
    dropBefore(now - kept);
  }

  /** Drops the cells that begin before a moment. */
  void dropBefore(long moment) {
    cells.subList(0, firstFrom(moment)).clear();
  }

  long resolution() {
    return resolution;
  }

  /** The cells that begin in a stretch of time. */
  List<Cell> part(long from, long to) {
    return cells.subList(firstFrom(from), firstFrom(to));
  }

  /** The coarsest nominal length of those cells, in milliseconds; 0 where there is none. */
  long coarsest(long from, long to) {
    var coarsest = 0L;
    for (int i = firstFrom(from), end = firstFrom(to); i < end; i++) {
      coarsest = Math.max(coarsest, cells.get(i).grain());
    }
    return coarsest;
  }

  private int firstFrom(long moment) {
    var low = 0;
    var high = cells.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (cells.get(middle).start() < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
