package ai.hal9.console.board;

import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.console.chart.ChartData;
import ai.hal9.console.chart.Moment;
import ai.hal9.console.chart.ValueScale;
import ai.hal9.console.ui.BreakerWords;
import ai.hal9.console.ui.Health;
import ai.hal9.console.ui.Unit;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Value;
import ai.hal9.dashboards.model.Bound;
import ai.hal9.dashboards.model.Panel;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a tile shows.
 *
 * @param tile what it is about
 * @param bound what it is measured against
 * @param value over the last ten seconds before the moment, or more where that is long past
 * @param before over as long before those
 * @param samples how many samples the value rests on
 * @param spark the last minute
 * @param beside the second number; unknown where there is none
 * @param client the same as the load generator sees it; unknown while no load runs
 * @param moment when all of that is
 */
record TileState(
    Panel.Tile tile,
    Optional<Bound> bound,
    Value value,
    Value before,
    OptionalDouble samples,
    ChartData spark,
    Value beside,
    Value client,
    Moment moment) {

  static final Duration WINDOW = Duration.ofSeconds(10);

  /** A breaker's state that is the worst. */
  private static final double OPEN = 2;

  /** What it is about, and when where the charts show another time. */
  String title() {
    return moment.marked(tile.title());
  }

  /** The value in words; {@code –} while it is not known. */
  String text() {
    return breaker() ? BreakerWords.of(number(value)) : unit().text(number(value));
  }

  /** Whether the number stands for a state. */
  private boolean breaker() {
    return tile.value() instanceof Expression.Gauge(var of, _)
        && of.metric().equals(MetricCatalogue.BREAKER_STATE);
  }

  /** {@code offered 120 /s}; empty where there is none, or it is not known. */
  String besideText() {
    var number = number(beside);
    return tile.beside()
        .filter(_ -> !Double.isNaN(number))
        .map(plot -> plot.name() + " " + unit().text(number))
        .orElse("");
  }

  /** {@code client 34.3 ms} while a load runs of whose answers there are enough; else empty. */
  String clientText() {
    return switch (client) {
      case Value.Unknown() -> "";
      case Value.Known(var number) -> "client " + unit().text(number);
      case Value.Quantile(var seconds, _, var supported) ->
          supported ? "client " + unit().text(seconds) : "";
    };
  }

  /** Whether it rests on too few samples to mean anything. */
  boolean weak() {
    return value instanceof Value.Quantile(_, _, var supported) && !supported;
  }

  Health health() {
    return weak()
        ? Health.UNKNOWN
        : bound.map(each -> Targets.health(each.judge(value))).orElse(Health.UNKNOWN);
  }

  /** The health in words. */
  String verdict() {
    if (weak()) {
      return "little data";
    }
    return bound.isEmpty() ? "no target" : health().word();
  }

  /** {@code target ≤ 100 ms}; empty where nothing is asked. */
  String target() {
    return bound
        .map(
            each ->
                breaker() ? "target " + BreakerWords.of(each.value()) : Targets.words(each, unit()))
        .orElse("");
  }

  /** The change against the window before, with its sign; empty while either is not known. */
  String change() {
    var now = number(value);
    var earlier = number(before);
    var difference = now - earlier;
    if (Double.isNaN(difference)) {
      return "";
    }
    if (breaker()) {
      return difference == 0 ? "unchanged" : "was " + BreakerWords.of(earlier);
    }
    if (unit() == Unit.SHARE) {
      var points = Math.abs(difference) * 100;
      return points < 0.05
          ? "unchanged"
          : signed(difference, String.format(Locale.ROOT, "%.1f points", points));
    }
    var amount = unit().text(Math.abs(difference));
    return Math.abs(difference) < Math.abs(earlier) * 0.005
            || difference == 0
            || amount.startsWith("<")
        ? "unchanged"
        : signed(difference, amount);
  }

  /** Everything there is to say of it, for the hover. */
  String hover() {
    var about = tile.description().isEmpty() ? tile.title() + "." : tile.description();
    var when = moment.present() ? "the last ten seconds" : "the ten seconds before the pause";
    if (value instanceof Value.Unknown) {
      return "%s Not known: nothing was heard of it in %s.".formatted(about, when);
    }
    var n = samples.isEmpty() ? "" : " n = " + Unit.COUNT.text(Math.rint(samples.getAsDouble()));
    var outside =
        clientText().isEmpty() || client instanceof Value.Known
            ? ""
            : " The client's is the response time, from when a request was due to its whole answer.";
    return about
        + outside
        + " Over %s.".formatted(when)
        + n
        + (n.isEmpty() ? "" : weak() ? ", too few for this percentile." : ".")
        + " The line is the %s, from ".formatted(moment.present() ? "last minute" : "minute before")
        + (breaker() ? "closed to open." : "0 to %s.".formatted(unit().tick(top())));
  }

  /**
   * The value at the top of the last minute's line, whose foot is zero: what is asked for, the
   * whole of a share, or a round number, so that a little never looks like much.
   */
  double top() {
    if (breaker()) {
      return OPEN;
    }
    var highest = spark.lines().getFirst().high().max();
    var room = ValueScale.fromZero(highest * 1.05, unit()).high();
    var allowed =
        bound.filter(each -> each.direction() == Bound.Direction.AT_MOST && each.value() > 0);
    return allowed.isEmpty() && unit() == Unit.SHARE
        ? Math.max(1, Double.isNaN(highest) ? 0 : highest)
        : Math.max(allowed.map(Bound::value).orElse(0.0), room);
  }

  private Unit unit() {
    return Unit.of(tile.unit());
  }

  private static double number(Value value) {
    return value.number().orElse(Double.NaN);
  }

  private static String signed(double difference, String amount) {
    return (difference > 0 ? "+" : "−") + amount;
  }
}
