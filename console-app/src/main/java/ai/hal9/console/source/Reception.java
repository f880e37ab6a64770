package ai.hal9.console.source;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.api.telemetry.TelemetryException;
import ai.hal9.api.telemetry.TelemetryFrame;
import ai.hal9.api.telemetry.TelemetrySource;
import ai.hal9.console.source.NodeState.Hearing;
import ai.hal9.sim.telemetry.NodeLink;
import ai.hal9.sim.telemetry.TelemetryListener;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Passes on what is heard and notes from whom and when. Any thread. */
final class Reception implements TelemetryListener {

  /** Intervals of its own after which a node that says nothing is silent. */
  private static final int INTERVALS = 3;

  private static final Duration LEAST_SILENCE = Duration.ofSeconds(2);

  /** How long a node that left is still listed. */
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  private final TelemetryListener listener;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Map<String, Sign> signs = new ConcurrentHashMap<>();
  private final Set<String> silent = new HashSet<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();

  /**
   * The newest sign of life of a node.
   *
   * @param nanos when it came, on a clock that is never set
   */
  private record Sign(TelemetrySource source, Duration interval, long nanos) {

    Duration age(Moment now) {
      return Duration.ofNanos(now.nanos() - nanos);
    }

    /** When it came, on the wall's clock as it goes now. */
    Instant at(Moment now) {
      return now.time().minus(age(now));
    }

    boolean fresh(Moment now) {
      var patience = interval.multipliedBy(INTERVALS);
      var allowed = patience.compareTo(LEAST_SILENCE) > 0 ? patience : LEAST_SILENCE;
      return age(now).compareTo(allowed) <= 0;
    }
  }

  /** Now, on both clocks. */
  private record Moment(Instant time, long nanos) {}

  /**
   * @param clock wall time
   * @param nanos a monotonic clock
   */
  Reception(TelemetryListener listener, Clock clock, LongSupplier nanos) {
    this.listener = listener;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public void heard(String carrier, TelemetryFrame frame) {
    received.incrementAndGet();
    lost.addAndGet(frame.lost());
    var snapshot = frame.snapshot();
    if (snapshot.source().kind() == SourceKind.NODE) {
      var sign = new Sign(snapshot.source(), snapshot.interval(), nanos.getAsLong());
      signs.put(snapshot.source().name(), sign);
    }
    listener.heard(carrier, frame);
  }

  @Override
  public void unreadable(String carrier, TelemetryException why) {
    unreadable.incrementAndGet();
    listener.unreadable(carrier, why);
  }

  /**
   * How all stands.
   *
   * @param links the connections to the members
   * @param complaint why the members cannot be asked for; empty while they can
   */
  FeedState state(List<NodeLink> links, String complaint) {
    var now = new Moment(clock.instant(), nanos.getAsLong());
    var nodes = new ArrayList<NodeState>();
    links.forEach(link -> nodes.add(member(link, now)));
    var named = links.stream().map(NodeLink::name).collect(Collectors.toSet());
    signs.forEach(
        (name, sign) -> {
          if (!named.contains(name) && sign.age(now).compareTo(REMEMBERED) < 0) {
            nodes.add(
                node(name, URI.create(""), Hearing.GONE, "It is no member any more.", sign, now));
          }
        });
    nodes.sort(Comparator.comparing(NodeState::name));
    return new FeedState(
        connection(nodes),
        reason(nodes, complaint),
        signs.values().stream().map(sign -> sign.source().cluster()).findAny().orElse(""),
        nodes,
        nodes.stream()
            .map(NodeState::lastHeard)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null),
        received.get(),
        lost.get(),
        unreadable.get());
  }

  /**
   * Tells the listener which nodes fell silent, and since when, and which are heard again. Called
   * by one thread, now and then.
   */
  void watch(List<NodeLink> links) {
    for (var node : state(links, "").nodes()) {
      var last = node.lastHeard();
      switch (node.state()) {
        case SILENT, GONE -> {
          if (last != null && silent.add(node.name())) {
            notice(EventKind.NODE_DOWN, last, node.name(), "is not heard any more");
          }
        }
        case HEARD -> {
          if (silent.remove(node.name())) {
            notice(EventKind.NODE_UP, clock.instant(), node.name(), "is heard again");
          }
        }
        case CONNECTING -> {}
      }
    }
  }

  private void notice(EventKind kind, Instant time, String node, String what) {
    listener.noticed(
        new TelemetryEvent(
            kind, time, node + " " + what, Map.of("node", node, "seen_by", "console")));
  }

  private NodeState member(NodeLink link, Moment now) {
    var sign = signs.get(link.name());
    var broken = link.state() == NodeLink.State.BROKEN;
    if (sign != null && !broken && sign.fresh(now)) {
      return node(link.name(), link.url(), Hearing.HEARD, "", sign, now);
    }
    if (sign == null && !broken) {
      return node(link.name(), link.url(), Hearing.CONNECTING, "", null, now);
    }
    var reason =
        broken
            ? link.reason()
            : "It is connected and says nothing: it may be stopped or overloaded.";
    return node(link.name(), link.url(), Hearing.SILENT, reason, sign, now);
  }

  private static NodeState node(
      String name, URI url, Hearing state, String reason, @Nullable Sign sign, Moment now) {
    return sign == null
        ? new NodeState(name, url, state, reason, "", "", null, Duration.ZERO)
        : new NodeState(
            name,
            url,
            state,
            reason,
            sign.source().region(),
            sign.source().version(),
            sign.at(now),
            sign.interval());
  }

  private Connection connection(List<NodeState> nodes) {
    var members = nodes.stream().filter(node -> node.state() != Hearing.GONE).toList();
    var heard = members.stream().filter(node -> node.state() == Hearing.HEARD).count();
    if (heard == 0) {
      return signs.isEmpty() ? Connection.CONNECTING : Connection.LOST;
    }
    return heard == members.size() ? Connection.LIVE : Connection.PARTIAL;
  }

  private static String reason(List<NodeState> nodes, String complaint) {
    var silent =
        nodes.stream()
            .filter(node -> node.state() == Hearing.SILENT)
            .map(node -> node.name() + ": " + node.reason())
            .collect(Collectors.joining("\n"));
    return silent.isEmpty() ? complaint : silent;
  }
}
