package ai.hal9.console.overview;

import static ai.hal9.api.metric.MetricCatalogue.BALANCER_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.BREAKER_STATE;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_HITS;
import static ai.hal9.api.metric.MetricCatalogue.CACHE_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.CLIENT_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.DB_ACTIVE;
import static ai.hal9.api.metric.MetricCatalogue.DB_MAX;
import static ai.hal9.api.metric.MetricCatalogue.HEAP_USED;
import static ai.hal9.api.metric.MetricCatalogue.HTTP_REQUESTS;
import static ai.hal9.api.metric.MetricCatalogue.PG_COMMITS;
import static ai.hal9.api.metric.MetricCatalogue.PG_REPLICATION_BYTES;
import static ai.hal9.api.metric.MetricCatalogue.PROCESSING_TIME;
import static ai.hal9.api.metric.MetricCatalogue.PROCESS_CPU;
import static ai.hal9.api.metric.MetricCatalogue.REDIS_OPS;
import static ai.hal9.api.metric.MetricCatalogue.REDIS_REPLICA_LAG;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.telemetry.SourceKind;
import ai.hal9.console.board.LabelWords;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.series.ColumnReadings;
import ai.hal9.console.series.HeardSource;
import ai.hal9.console.series.HistoryStore;
import ai.hal9.console.series.Scope;
import ai.hal9.console.source.NodeState;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Evaluation;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import ai.hal9.dashboards.expression.Readings;
import ai.hal9.dashboards.expression.Selection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One process of the cluster, over ten seconds. What does not apply to it, or is not known, is
 * {@code NaN}: of a standby or replica no more is known than that its server tells of it.
 *
 * @param name as telemetry names it
 * @param title as people call it
 * @param state how it is heard
 * @param reason why it is not; empty while it is
 * @param cpu cores kept busy
 * @param heap bytes of heap in use
 * @param requests per second: of a node and the balancer requests, of PostgreSQL commits, of Redis
 *     commands
 * @param p99 the 99th percentile
 * @param hits share of look-ups
 * @param pool share of the database pool in use
 * @param breaker 0 closed, 1 half-open, 2 open
 */
record NodeRow(
    String name,
    String title,
    NodeState.Hearing state,
    String reason,
    String role,
    String region,
    String version,
    double cpu,
    double heap,
    double requests,
    Tail p99,
    double hits,
    double pool,
    double breaker) {

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration SILENT_AFTER = Duration.ofSeconds(5);
  private static final Expression CPU = rate(PROCESS_CPU);
  private static final Expression HEAP = new Gauge(Selection.of(HEAP_USED), Across.SUM);
  private static final Expression P99 = new Percentile(99, Selection.of(PROCESSING_TIME));
  private static final Expression HITS = new RateRatio(rate(CACHE_HITS), rate(CACHE_REQUESTS));
  private static final Expression POOL =
      new GaugeRatio(Selection.of(DB_ACTIVE), Selection.of(DB_MAX), Across.SUM);
  private static final List<Followers> FOLLOWERS =
      List.of(
          new Followers(PG_REPLICATION_BYTES, "standby", "PostgreSQL standby"),
          new Followers(REDIS_REPLICA_LAG, "replica", "Redis replica"));
  private static final Expression BREAKER = new Gauge(Selection.of(BREAKER_STATE), Across.MAX);

  /**
   * The members first, then what else was heard, then what that has told of.
   *
   * @param now tells who is silent
   * @param moment what the numbers are of
   */
  static List<NodeRow> all(
      HistoryStore history, List<NodeState> members, Instant now, Moment moment) {
    var rows = new ArrayList<NodeRow>();
    var known = new HashSet<String>();
    for (var member : members) {
      known.add(member.name());
      rows.add(row(history, moment, Who.of(member)));
    }
    var words = LabelWords.of(history);
    for (var source : history.sources()) {
      var who = source.newest().source();
      var ofCluster = who.kind() != SourceKind.NODE && who.kind() != SourceKind.CLIENT;
      if (ofCluster && known.add(who.name())) {
        rows.add(row(history, moment, Who.of(source, words, now)));
      }
    }
    var said = new ColumnReadings(history, moment.column(history, WINDOW), Scope.cluster()).at(0);
    for (var copy : FOLLOWERS) {
      var told =
          said.gauges(Selection.of(copy.metric)).stream()
              .map(gauge -> gauge.series().label(copy.label))
              .collect(Collectors.toSet());
      for (var name : history.labelValues(copy.metric, copy.label)) {
        if (known.add(name)) {
          rows.add(copied(name, copy.role, words, told.contains(name)));
        }
      }
    }
    return rows;
  }

  /**
   * Servers that speak through the one they follow.
   *
   * @param label of the metric, with their name
   */
  private record Followers(Metric metric, String label, String role) {}

  private static NodeRow copied(String name, String role, LabelWords words, boolean told) {
    return new NodeRow(
        name,
        title(name, words),
        told ? NodeState.Hearing.HEARD : NodeState.Hearing.SILENT,
        told ? "" : "The server it followed no longer tells of it.",
        role,
        "",
        "",
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Tail.NONE,
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  /** As charts call it; its own name where they do. */
  private static String title(String name, LabelWords known) {
    var words = known.server(name);
    return words.equals(name)
        ? name
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static NodeState.Hearing hearing(HeardSource source, Instant now) {
    return source.lastHeard().plus(SILENT_AFTER).isBefore(now)
        ? NodeState.Hearing.SILENT
        : NodeState.Hearing.HEARD;
  }

  /** Who a row is about, before its figures. */
  private record Who(
      String name,
      String title,
      NodeState.Hearing state,
      String reason,
      SourceKind kind,
      String region,
      String version) {

    static Who of(NodeState member) {
      return new Who(
          member.name(),
          member.name(),
          member.state(),
          member.reason(),
          SourceKind.NODE,
          member.region(),
          member.version());
    }

    static Who of(HeardSource source, LabelWords words, Instant now) {
      var who = source.newest().source();
      return new Who(
          who.name(),
          NodeRow.title(who.name(), words),
          hearing(source, now),
          "",
          who.kind(),
          who.region(),
          who.version());
    }
  }

  private static NodeRow row(HistoryStore history, Moment moment, Who who) {
    var said =
        new ColumnReadings(history, moment.column(history, WINDOW), Scope.source(who.name)).at(0);
    var heard = who.state == NodeState.Hearing.HEARD || !moment.present();
    return new NodeRow(
        who.name,
        who.title,
        who.state,
        who.reason,
        role(who.kind),
        who.region,
        who.version,
        heard ? value(CPU, said) : Double.NaN,
        heard ? value(HEAP, said) : Double.NaN,
        heard ? value(rate(requests(who.kind)), said) : Double.NaN,
        Tail.of(Evaluation.of(P99, said)),
        value(HITS, said),
        heard ? value(POOL, said) : Double.NaN,
        heard ? value(BREAKER, said) : Double.NaN);
  }

  private static double value(Expression expression, Readings said) {
    return Evaluation.of(expression, said).number().orElse(Double.NaN);
  }

  private static Rate rate(Metric counter) {
    return new Rate(List.of(Selection.of(counter)));
  }

  private static Metric requests(SourceKind kind) {
    return switch (kind) {
      case NODE -> HTTP_REQUESTS;
      case POSTGRES -> PG_COMMITS;
      case REDIS -> REDIS_OPS;
      case BALANCER -> BALANCER_REQUESTS;
      case CLIENT -> CLIENT_REQUESTS;
    };
  }

  /** Whether it is an engine node. */
  boolean node() {
    return role.equals(role(SourceKind.NODE));
  }

  private static String role(SourceKind kind) {
    return switch (kind) {
      case NODE -> "Engine node";
      case POSTGRES -> "PostgreSQL";
      case REDIS -> "Redis";
      case BALANCER -> "Balancer";
      case CLIENT -> "Load generator";
    };
  }
}
