package ai.hal9.dashboards.prometheus;

import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import ai.hal9.dashboards.expression.Selection;
import ai.hal9.dashboards.expression.Split;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expressions in Prometheus' language. Nodes carry the labels that the exported scrape
 * configuration gives them: {@code cluster}, {@code region} and {@code node}.
 *
 * <p>A percentile there is an interpolation in the buckets of {@code /metrics}, and so is less
 * exact than the console's.
 */
public final class PromQl {

  private final String matchers;
  private final String window;
  private final List<String> kept;

  private PromQl(String matchers, String window, List<String> kept) {
    this.matchers = matchers;
    this.window = window;
    this.kept = kept;
  }

  /**
   * How to write expressions.
   *
   * @param matchers narrow every series, such as {@code node=~"$node"}; may be empty
   * @param window what rates are taken over, such as {@code 5m}
   * @param kept labels by which results stay apart
   */
  public static PromQl over(String matchers, String window, List<String> kept) {
    return new PromQl(matchers, window, List.copyOf(kept));
  }

  /** An expression as one value. */
  public String of(Expression expression) {
    return of(expression, new Split.Not());
  }

  /** An expression, one value per node or value of a label where it is split. */
  public String of(Expression expression, Split split) {
    return switch (split) {
      case Split.Not() -> write(expression, "");
      case Split.ByNode() -> keeping("node").write(expression, "");
      case Split.ByLabel(var label) -> write(expression, label);
    };
  }

  private PromQl keeping(String label) {
    return new PromQl(matchers, window, Stream.concat(kept.stream(), Stream.of(label)).toList());
  }

  private String write(Expression expression, String label) {
    return switch (expression) {
      case Percentile(var percentile, var of) ->
          "histogram_quantile(%s, %s (rate(%s[%s])))"
              .formatted(
                  quantile(percentile), sumBy(of, label, "le"), series(of, "_bucket"), window);
      case Rate rate -> sum(rate, label);
      case RateRatio(var part, var whole) ->
          term(part, label) + division(label, part.of(), whole.of()) + term(whole, label);
      case Gauge(var of, var across) ->
          "%s (%s)".formatted(by(aggregation(across), of, label), series(of, ""));
      case GaugeRatio(var part, var whole, var across) ->
          across == Across.SUM
              ? total(part, label)
                  + division(label, List.of(part), List.of(whole))
                  + total(whole, label)
              : "%s (%s)"
                  .formatted(
                      by(aggregation(across), part, label),
                      keeping("node").write(new GaugeRatio(part, whole, Across.SUM), label));
    };
  }

  private String term(Rate rate, String label) {
    return rate.selections().size() == 1 ? sum(rate, label) : "(" + sum(rate, label) + ")";
  }

  private String sum(Rate rate, String label) {
    return rate.of().stream().map(of -> rate(of, label)).collect(Collectors.joining(" + "))
        + rate.less().stream().map(of -> " - " + rate(of, label)).collect(Collectors.joining());
  }

  private String rate(Selection of, String label) {
    return "%s (rate(%s[%s]))".formatted(sumBy(of, label), series(of, ""), window);
  }

  private String total(Selection of, String label) {
    return "%s (%s)".formatted(sumBy(of, label), series(of, ""));
  }

  /** Division, also of several results by one that lacks the label they are apart by. */
  private String division(String label, List<Selection> part, List<Selection> whole) {
    var oneForMany = !label.isEmpty() && has(part, label) && !has(whole, label);
    return oneForMany ? " / on (%s) group_left () ".formatted(String.join(", ", kept)) : " / ";
  }

  private static boolean has(List<Selection> selections, String label) {
    return selections.stream().anyMatch(each -> each.metric().labels().contains(label));
  }

  private String sumBy(Selection of, String label, String... more) {
    return by("sum", of, label, more);
  }

  private String by(String aggregation, Selection of, String label, String... more) {
    var labels = new ArrayList<>(List.of(more));
    labels.addAll(kept);
    if (of.metric().labels().contains(label)) {
      labels.add(label);
    }
    return labels.isEmpty()
        ? aggregation
        : "%s by (%s)".formatted(aggregation, String.join(", ", labels));
  }

  private String series(Selection of, String suffix) {
    var all =
        Stream.concat(
                of.where().entrySet().stream()
                    .map(
                        entry ->
                            "%s%s\"%s\""
                                .formatted(
                                    entry.getKey(),
                                    Selection.plain(entry.getValue()) ? "=" : "=~",
                                    entry.getValue().replace("\\", "\\\\"))),
                matchers.isEmpty() ? Stream.<String>empty() : Stream.of(matchers))
            .collect(Collectors.joining(","));
    return of.metric().name() + suffix + (all.isEmpty() ? "" : "{" + all + "}");
  }

  private static String aggregation(Across across) {
    return switch (across) {
      case SUM -> "sum";
      case MAX -> "max";
      case MEAN -> "avg";
    };
  }

  private static String quantile(double percentile) {
    return BigDecimal.valueOf(percentile).movePointLeft(2).stripTrailingZeros().toPlainString();
  }
}
