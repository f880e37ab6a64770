package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.sim.telemetry.Increase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One source's past, cell by cell. */
final class Track {

  /** Snapshots kept whole, so that one which arrives late can still be put in its place. */
  private static final int REORDERED = 8;

  /** How many intervals times may be off before a clock counts as set back, and how long. */
  private static final int INTERVALS = 3;

  private static final long LEAST_APART = 2_000;

  /** About what a whole snapshot takes; most of its distributions are its cell's. */
  private static final long SNAPSHOT = 8_192;

  private final Dictionary counters = new Dictionary();
  private final Dictionary gauges = new Dictionary();
  private final Dictionary latencies = new Dictionary();
  private final Ladder cells = new Ladder();
  private final List<Gap> gaps = new ArrayList<>();
  private final ArrayDeque<Placed> recent = new ArrayDeque<>();
  private int restarts;
  private boolean cut;

  /** A stretch in which the source lived and was not heard, in milliseconds since the epoch. */
  record Gap(long from, long to) {}

  private record Placed(TelemetrySnapshot snapshot, long offset) {

    Instant time() {
      return snapshot.time().plusMillis(offset);
    }
  }

  Track(TelemetrySnapshot first, long offset, LatencySum room) {
    append(new Placed(first, offset), room);
  }

  /**
   * Takes in a snapshot.
   *
   * @param offset what is to be added to its times, in milliseconds
   * @param room for adding up distributions
   * @return from when on the past has changed by it, in milliseconds since the epoch
   */
  synchronized long add(TelemetrySnapshot snapshot, long offset, LatencySum room) {
    var placed = new Placed(snapshot, offset);
    return cut || after(placed, recent.getLast()) ? append(placed, room) : insert(placed, room);
  }

  /**
   * Whether a snapshot that follows the newest ends long before that one began: the clock that
   * times are on was set back.
   */
  synchronized boolean setBack(TelemetrySnapshot snapshot, long offset) {
    var last = recent.getLast().snapshot();
    var newer = !Increase.sameLife(last, snapshot) || snapshot.sequence() > last.sequence();
    var end = snapshot.time().toEpochMilli() + offset;
    return newer && end + apart(snapshot) < cells.newest().start();
  }

  /** A few intervals, in milliseconds: so far times may be off. */
  static long apart(TelemetrySnapshot snapshot) {
    return Math.max(INTERVALS * snapshot.interval().toMillis(), LEAST_APART);
  }

  /**
   * Forgets what is after a moment, where it reaches beyond another; what is told next is a new
   * beginning then.
   *
   * @return false where nothing would be left, and nothing was forgotten
   */
  synchronized boolean dropAfter(long moment, long beyond) {
    if (cells.newest().end() <= beyond) {
      return true;
    }
    if (cells.oldest().end() > moment) {
      return false;
    }
    cells.dropAfter(moment);
    gaps.removeIf(gap -> gap.to() > moment);
    cut = true;
    return true;
  }

  private static boolean after(Placed one, Placed other) {
    return Increase.sameLife(other.snapshot(), one.snapshot())
        ? one.snapshot().sequence() > other.snapshot().sequence()
        : one.time().isAfter(other.time());
  }

  /** Puts it between its neighbours, unless it is known already or came too late. */
  private long insert(Placed late, LatencySum room) {
    var later = new ArrayDeque<Placed>();
    while (!recent.isEmpty() && after(recent.getLast(), late)) {
      later.addFirst(recent.removeLast());
    }
    var neighbour = recent.peekLast();
    if (neighbour == null
        || !Increase.sameLife(neighbour.snapshot(), late.snapshot())
        || !after(late, neighbour)
        || !cells.fresh(later.size())) {
      recent.addAll(later);
      return Long.MAX_VALUE;
    }
    later.forEach(placed -> takeBack());
    var changed = append(late, room);
    later.forEach(placed -> append(placed, room));
    return changed;
  }

  private void takeBack() {
    cells.takeBack();
    var end = cells.newest().end();
    gaps.removeIf(gap -> gap.from() >= end);
  }

  private long append(Placed placed, LatencySum room) {
    var snapshot = placed.snapshot();
    if (cut) {
      recent.clear();
      cut = false;
    }
    var previous = recent.peekLast();
    var before = previous == null ? null : previous.snapshot();
    var newest = before == null ? null : cells.newest();
    var slot = Slot.of(snapshot, placed.offset(), before, newest);
    var changed = slot.start();
    if (before != null && newest != null) {
      if (!Increase.sameLife(before, snapshot)) {
        restarts++;
      } else if (slot.start() > newest.end()) {
        gaps.removeIf(gap -> gap.to() < cells.oldest().start());
        gaps.add(new Gap(newest.end(), slot.start()));
        changed = newest.end();
      }
    }
    var known = series();
    cells.add(cell(slot, snapshot, Increase.between(before, snapshot)), room);
    if (before != null && series() > known) {
      // a series told for the first time counts as zero before
      changed = cells.oldest().start();
    }
    recent.addLast(placed);
    if (recent.size() > REORDERED) {
      recent.removeFirst();
    }
    return changed;
  }

  private int series() {
    return counters.size() + gauges.size() + latencies.size();
  }

  private Cell cell(Slot slot, TelemetrySnapshot snapshot, Increase increase) {
    var growth = values(counters, increase.bySeries(), 0);
    var gauge = values(gauges, snapshot.gauges(), Double.NaN);
    snapshot.latencies().keySet().forEach(latencies::number);
    var samples = new @Nullable LatencyHistogram[latencies.size()];
    snapshot
        .latencies()
        .forEach(
            (series, latency) -> {
              if (latency.count() > 0) {
                samples[latencies.number(series)] = latency;
              }
            });
    return Cell.of(slot, growth, increase.known() ? increase.elapsedSeconds() : 0, gauge, samples);
  }

  private static double[] values(Dictionary dictionary, Map<Series, Double> told, double absent) {
    told.keySet().forEach(dictionary::number);
    var values = new double[dictionary.size()];
    Arrays.fill(values, absent);
    told.forEach((series, value) -> values[dictionary.number(series)] = value);
    return values;
  }

  /** The newest snapshot, and where its interval ended. */
  synchronized HeardSource heard() {
    return new HeardSource(
        recent.getLast().snapshot(),
        Instant.ofEpochMilli(cells.oldest().start()),
        Instant.ofEpochMilli(cells.newest().end()),
        restarts);
  }

  synchronized TelemetrySource source() {
    return recent.getLast().snapshot().source();
  }

  /** When its oldest cell begins, in milliseconds since the epoch. */
  synchronized long oldest() {
    return cells.oldest().start();
  }

  synchronized Cell newest() {
    return cells.newest();
  }

  /** Forgets what was before a moment, but for the last of it. */
  synchronized void dropBefore(long moment) {
    cells.dropBefore(moment);
  }

  /** Bytes of memory it takes, counted from its arrays and objects. */
  synchronized long bytes() {
    return cells.bytes() + SNAPSHOT * recent.size();
  }

  /**
   * The coarsest cell's nominal length in a stretch of time, in milliseconds; 0 where there is
   * none.
   */
  synchronized long resolution(long from, long to) {
    return cells.coarsest(from, to);
  }

  /** The same of all cells that reach into a stretch of time. */
  synchronized long resolutionAcross(long from, long to) {
    return cells.part(from - Ladder.COARSEST, to).stream()
        .filter(cell -> cell.end() > from)
        .mapToLong(Cell::grain)
        .max()
        .orElse(0);
  }

  /** What it has of some counters, gauges and histograms in a stretch of time. */
  synchronized Slice slice(Axis axis, Selection selection) {
    var from = axis.start().toEpochMilli();
    var to = axis.end().toEpochMilli();
    var dictionary = dictionary(selection.metric());
    var asked = dictionary.matching(selection);
    return Slice.of(
        axis,
        recent.getLast().snapshot().source().name(),
        dictionary.has(selection.metric()),
        asked,
        cells.part(from, to),
        gaps(from, to),
        cells.newest());
  }

  private List<Gap> gaps(long from, long to) {
    return gaps.isEmpty()
        ? List.of()
        : gaps.stream().filter(gap -> gap.to() > from && gap.from() < to).toList();
  }

  /** The values a label has been seen with. */
  synchronized Set<String> labelValues(Metric metric, String label) {
    return dictionary(metric).labelValues(metric, label);
  }

  private Dictionary dictionary(Metric metric) {
    return switch (metric.type()) {
      case COUNTER -> counters;
      case GAUGE -> gauges;
      case HISTOGRAM -> latencies;
    };
  }
}
