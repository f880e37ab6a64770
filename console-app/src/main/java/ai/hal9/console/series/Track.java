package ai.hal9.console.series;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.Series;
import ai.hal9.api.telemetry.LatencyHistogram;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import ai.hal9.sim.telemetry.Increase;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One source's past, cell by cell. */
final class Track {

  /** Snapshots kept whole, so that one which arrives late can still be put in its place. */
  private static final int REORDERED = 8;

  private final Dictionary counters = new Dictionary();
  private final Dictionary gauges = new Dictionary();
  private final Dictionary latencies = new Dictionary();
  private final List<Cell> cells = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final ArrayDeque<Placed> recent = new ArrayDeque<>();
  private int restarts;

  /** A stretch in which the source lived and was not heard, in milliseconds since the epoch. */
  record Gap(long from, long to) {}

  private record Placed(TelemetrySnapshot snapshot, long offset) {}

  Track(TelemetrySnapshot first, long offset) {
    append(new Placed(first, offset));
  }

  /** A snapshot, with what is to be added to its times. */
  synchronized void add(TelemetrySnapshot snapshot, long offset) {
    if (after(snapshot, recent.getLast().snapshot())) {
      append(new Placed(snapshot, offset));
    } else {
      insert(new Placed(snapshot, offset));
    }
  }

  private static boolean after(TelemetrySnapshot one, TelemetrySnapshot other) {
    return Increase.sameLife(other, one)
        ? one.sequence() > other.sequence()
        : one.source().startedAt().isAfter(other.source().startedAt());
  }

  /** Puts it between its neighbours, unless it is known already or came too late. */
  private void insert(Placed late) {
    var later = new ArrayDeque<Placed>();
    for (var newest = recent.peekLast();
        newest != null && after(newest.snapshot(), late.snapshot());
        newest = recent.peekLast()) {
      later.addFirst(recent.removeLast());
    }
    var neighbour = recent.peekLast();
    if (neighbour != null
        && Increase.sameLife(neighbour.snapshot(), late.snapshot())
        && after(late.snapshot(), neighbour.snapshot())) {
      later.forEach(placed -> takeBack());
      append(late);
      later.forEach(this::append);
    } else {
      recent.addAll(later);
    }
  }

  private void takeBack() {
    cells.removeLast();
    while (!gaps.isEmpty() && gaps.getLast().from() >= cells.getLast().end()) {
      gaps.removeLast();
    }
  }

  private void append(Placed placed) {
    var snapshot = placed.snapshot();
    var previous = recent.peekLast();
    var before = previous == null ? null : previous.snapshot();
    var increase = Increase.between(before, snapshot);
    var slot = Slot.of(snapshot, placed.offset(), before, cells.isEmpty() ? null : cells.getLast());
    if (before != null && !Increase.sameLife(before, snapshot)) {
      restarts++;
    } else if (before != null && slot.start() > cells.getLast().end()) {
      gaps.add(new Gap(cells.getLast().end(), slot.start()));
    }
    cells.add(cell(slot, snapshot, increase));
    recent.addLast(placed);
    if (recent.size() > REORDERED) {
      recent.removeFirst();
    }
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
        Instant.ofEpochMilli(cells.getFirst().start()),
        Instant.ofEpochMilli(cells.getLast().end()),
        restarts);
  }

  synchronized Cell newest() {
    return cells.getLast();
  }

  /** Bytes of memory it takes, counted from its arrays and objects. */
  synchronized long bytes() {
    return cells.stream().mapToLong(Cell::bytes).sum();
  }

  /** The coarsest cell's length in a stretch of time, in milliseconds; 0 where there is none. */
  synchronized long resolution(long from, long to) {
    return part(from, to).stream().mapToLong(Cell::length).max().orElse(0);
  }

  /** What it has of some counters, gauges and histograms in a stretch of time. */
  synchronized Slice slice(Axis axis, Selection selection) {
    var from = axis.start().toEpochMilli();
    var to = axis.end().toEpochMilli();
    var dictionary =
        switch (selection.metric().type()) {
          case COUNTER -> counters;
          case GAUGE -> gauges;
          case HISTOGRAM -> latencies;
        };
    return Slice.of(
        axis,
        dictionary.matching(selection),
        List.copyOf(part(from, to)),
        gaps.stream().filter(gap -> gap.to() > from && gap.from() < to).toList(),
        cells.getLast());
  }

  /** The values a label has been seen with. */
  synchronized Stream<String> labelValues(Metric metric, String label) {
    return Stream.of(counters, gauges, latencies)
        .flatMap(dictionary -> dictionary.series().stream())
        .filter(series -> series.metric().equals(metric.name()))
        .map(series -> series.label(label))
        .toList()
        .stream();
  }

  /** The cells that begin in a stretch of time. */
  private List<Cell> part(long from, long to) {
    return cells.subList(firstFrom(from), firstFrom(to));
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
