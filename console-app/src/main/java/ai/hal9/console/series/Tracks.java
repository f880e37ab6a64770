package ai.hal9.console.series;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.LatencySum;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetrySnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * All that was heard, a track a source, on this machine's clock and in bounded memory: the oldest
 * is let go. Added to and read by any thread.
 */
final class Tracks {

  /** Snapshots between two looks at how much memory is taken. */
  private static final int LOOK = 2_000;

  /** How much of the past is let go at once, in milliseconds. */
  private static final long LET_GO = Duration.ofMinutes(5).toMillis();

  private final Clock clock;
  private final long most;
  private final LongConsumer revised;
  private final Consumer<TelemetryEvent> noticed;
  private final Map<Key, Track> tracks = new ConcurrentSkipListMap<>(Key.ORDER);

  /** Guards what only adding needs. */
  private final Object adding = new Object();

  private final Map<String, ClockOffset> offsets = new HashMap<>();
  private final Map<Key, StoreStream> stores = new HashMap<>();
  private final LatencySum room = new LatencySum();

  private long added;

  /** How far every living node has been heard; written when a snapshot has been added. */
  private volatile long edge;

  private record Key(SourceKind kind, String name) {
    static final Comparator<Key> ORDER = Comparator.comparing(Key::kind).thenComparing(Key::name);
  }

  /**
   * None yet.
   *
   * @param clock this machine's
   * @param most bytes that they may take
   * @param revised told when something changed that all living nodes had been heard for, and from
   *     which millisecond since the epoch on
   * @param noticed told what happened to the clock
   */
  Tracks(Clock clock, long most, LongConsumer revised, Consumer<TelemetryEvent> noticed) {
    this.clock = clock;
    this.most = most;
    this.revised = revised;
    this.noticed = noticed;
  }

  /**
   * Adds what a member told.
   *
   * @param carrier which member
   * @return what this machine's clock is ahead of its, in milliseconds
   */
  long add(String carrier, TelemetrySnapshot snapshot) {
    var received = clock.instant();
    synchronized (adding) {
      var offset =
          offsets
              .computeIfAbsent(carrier, first -> new ClockOffset())
              .observed(snapshot.time(), snapshot.monotonicNanos(), received);
      add(carrier, snapshot, offset);
      if (++added % LOOK == 0) {
        letGo();
      }
      return offset;
    }
  }

  private void add(String carrier, TelemetrySnapshot snapshot, long offset) {
    var source = snapshot.source();
    var key = new Key(source.kind(), source.name());
    var told = snapshot;
    if (source.kind() != SourceKind.NODE && source.kind() != SourceKind.CLIENT) {
      var stream = stores.computeIfAbsent(key, first -> new StoreStream());
      var continued = stream.continued(carrier, snapshot, offset);
      if (continued == null) {
        return;
      }
      told = continued;
    }
    var known = tracks.get(key);
    if (known != null && known.setBack(told, offset)) {
      setBack(told.time().plusMillis(offset), Track.apart(told), known.newest().end());
    }
    var track = tracks.get(key);
    var settled = edge;
    long changed;
    if (track == null) {
      track = new Track(told, offset, room);
      tracks.put(key, track);
      changed = track.newest().start();
    } else {
      changed = track.add(told, offset, room);
    }
    edge = reached();
    if (changed < settled) {
      revised.accept(changed);
    }
  }

  /**
   * This machine's clock was set back, so that its time comes a second time. What was heard of that
   * time is forgotten: it cannot be told from what is heard now.
   */
  private void setBack(Instant time, long apart, long from) {
    var now = time.toEpochMilli();
    tracks.values().removeIf(track -> !track.dropAfter(now - apart, now + apart));
    stores.clear();
    edge = reached();
    revised.accept(0);
    var by = Duration.ofMillis(Math.max(0, from - now)).toSeconds();
    noticed.accept(
        new TelemetryEvent(
            EventKind.FAULT,
            time,
            "The clock was set back by %d s; what was heard of that time is forgotten"
                .formatted(by),
            Map.of("seen_by", "console")));
  }

  /** Forgets the oldest while all takes more than it may. */
  private void letGo() {
    var oldest = tracks.values().stream().mapToLong(Track::oldest).min().orElse(0);
    var newest =
        tracks.values().stream().mapToLong(track -> track.newest().start()).max().orElse(0);
    for (var from = oldest + LET_GO; bytes() > most && from < newest; from += LET_GO) {
      for (var track : tracks.values()) {
        track.dropBefore(from);
      }
    }
  }

  /** How far every living node has been heard; 0 before the first was. */
  long edge() {
    return edge;
  }

  private long reached() {
    return Question.edge(
        tracks.entrySet().stream()
            .filter(entry -> entry.getKey().kind() == SourceKind.NODE)
            .map(entry -> entry.getValue().newest())
            .toList());
  }

  /** All of them, ordered by kind and name. */
  Collection<Track> all() {
    return tracks.values();
  }

  /** Those of a scope. */
  Collection<Track> covered(Scope scope) {
    return scope instanceof Scope.Cluster
        ? tracks.values()
        : tracks.values().stream().filter(track -> scope.covers(track.source())).toList();
  }

  /** Memory they take. */
  long bytes() {
    return tracks.values().stream().mapToLong(Track::bytes).sum();
  }
}
