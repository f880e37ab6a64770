package ai.hal9.console.events;

import ai.hal9.api.telemetry.EventKind;
import ai.hal9.api.telemetry.TelemetryEvent;
import ai.hal9.console.chart.Happened;
import ai.hal9.console.series.HistoryEvent;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Window;
import ai.hal9.console.ui.Background;
import ai.hal9.console.ui.Every;
import ai.hal9.console.ui.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells what has just happened in a cluster, whatever screen is shown. Once a second it looks for
 * what it has not told yet; all of one kind is one piece of news, so that a burst is no flood.
 * Tuning and the stages of a load are told where they are ordered.
 */
public final class EventNews {

  private static final Duration PACE = Duration.ofSeconds(1);

  /** What is heard of later than this is no news. */
  private static final Duration LATE = Duration.ofMinutes(5);

  /** Events whose clock is a little ahead count as well. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** So many things are named in one piece. */
  private static final int NAMED = 3;

  private Instant since;
  private final Consumer<News> told;
  private final Refresh<List<HistoryEvent>> looks;
  private Set<HistoryEvent> known = Set.of();
  private final Every pace = new Every(PACE);
  private volatile Window window;
  private boolean failing;

  /**
   * One piece of news.
   *
   * @param bad whether somebody should look
   * @param words one or a few sentences
   */
  public record News(boolean bad, String words) {}

  /**
   * @param since what happened before is not told
   * @param told gets each piece, on the UI thread
   */
  public EventNews(
      HistoryStore history, Background background, Instant since, Consumer<News> told) {
    this.since = since;
    this.told = told;
    window = new Window(since, since);
    looks = new Refresh<>(background, () -> history.events(window), this::tell, this::untold);
  }

  /** Time has passed: looks, unless that was done a moment ago. */
  public void beat(Instant now) {
    if (pace.due(now)) {
      // before it, where the clock was set back: what happens from now on is news
      since = now.isBefore(since) ? now : since;
      var from = now.minus(LATE);
      window = new Window(from.isBefore(since) ? since : from, now.plus(AHEAD));
      looks.want();
    }
  }

  /** Nobody looks any more. */
  public void stop() {
    looks.stop();
  }

  /** Once, until it can look again. */
  private void untold(Exception why) {
    if (!failing) {
      failing = true;
      told.accept(
          new News(
              true,
              "What happens in the cluster cannot be told for now: %s. It is tried again every second; disconnect and attach again if it stays so."
                  .formatted(why.getMessage())));
    }
  }

  private void tell(List<HistoryEvent> events) {
    failing = false;
    var fresh =
        events.stream()
            .filter(event -> !known.contains(event) && told(event.event().kind()))
            .collect(
                Collectors.groupingBy(
                    event -> event.event().kind(), LinkedHashMap::new, Collectors.toList()));
    known = new HashSet<>(events);
    fresh.values().forEach(group -> told.accept(news(group)));
  }

  private static boolean told(EventKind kind) {
    return switch (kind) {
      case NODE_UP,
          NODE_DOWN,
          RESTART,
          SCALE,
          BREAKER,
          LIMIT,
          FAULT,
          FAILOVER,
          QUEUE,
          ACCESS,
          CONFIGURATION ->
          true;
      case TUNING, LOAD_STAGE, PARTITIONS -> false;
    };
  }

  private static News news(List<HistoryEvent> group) {
    var by = new LinkedHashMap<String, Set<String>>();
    group.forEach(
        event -> by.computeIfAbsent(event.event().title(), _ -> new TreeSet<>()).add(where(event)));
    var named =
        by.entrySet().stream().limit(NAMED).map(EventNews::line).collect(Collectors.joining("; "));
    var more = by.size() > NAMED ? "; and %d more".formatted(by.size() - NAMED) : "";
    var kind = Happened.words(group.getFirst().event().kind());
    return new News(
        group.stream().anyMatch(event -> bad(event.event())),
        by.size() == 1 ? named : "%s: %s%s".formatted(kind, named, more));
  }

  private static String line(Map.Entry<String, Set<String>> said) {
    var where = said.getValue().stream().filter(name -> !name.isEmpty()).toList();
    return where.isEmpty()
        ? said.getKey()
        : "%s (%s)".formatted(said.getKey(), String.join(", ", where));
  }

  /** The node it happened on; empty where it is the cluster's, whoever tells of it. */
  private static String where(HistoryEvent event) {
    return switch (event.event().kind()) {
      case BREAKER, LIMIT, FAULT, FAILOVER, ACCESS, CONFIGURATION -> event.source();
      case NODE_UP, NODE_DOWN, RESTART, SCALE, QUEUE, TUNING, LOAD_STAGE, PARTITIONS -> "";
    };
  }

  private static boolean bad(TelemetryEvent event) {
    return switch (event.kind()) {
      case NODE_DOWN, LIMIT, FAULT, FAILOVER, QUEUE, CONFIGURATION -> true;
      case BREAKER -> "open".equals(event.details().get("to"));
      case NODE_UP, RESTART, SCALE, ACCESS, TUNING, LOAD_STAGE, PARTITIONS -> false;
    };
  }
}
