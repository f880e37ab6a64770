package ai.hal9.dashboards.expression;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.Nearest;
import ai.hal9.api.yaml.YamlNode;
import ai.hal9.dashboards.expression.Expression.Gauge;
import ai.hal9.dashboards.expression.Expression.GaugeRatio;
import ai.hal9.dashboards.expression.Expression.Percentile;
import ai.hal9.dashboards.expression.Expression.Rate;
import ai.hal9.dashboards.expression.Expression.RateRatio;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Expressions in files. A mapping has one of these forms beside its other keys; a metric may be
 * narrowed as in Prometheus, {@code hal9_cache_hits_total{level="local"}}:
 *
 * <pre>
 * percentile: 99, of: HISTOGRAM
 * rate: COUNTER or [COUNTER, …], less: COUNTER or [COUNTER, …]
 * rate: COUNTER, per: COUNTER or [COUNTER, …]
 * sum, max or mean: GAUGE
 * sum, max or mean: GAUGE, per: GAUGE
 * </pre>
 */
public final class ExpressionReader {

  private static final Pattern SELECTION =
      Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{(.*)})?\\s*");
  private static final Pattern LABEL =
      Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*=~?\\s*\"([^\"]*)\"\\s*(?:,|$)");
  private static final List<String> FORMS = List.of("percentile", "rate", "sum", "max", "mean");

  private final Fields fields;

  private ExpressionReader(Fields fields) {
    this.fields = fields;
  }

  /** The expression of a mapping; where there is none, what is wrong has been noted. */
  public static Optional<Expression> read(Fields fields) {
    return new ExpressionReader(fields).read();
  }

  /** The keys that {@link #read} reads, from an expression. */
  public static Map<String, Object> write(Expression expression) {
    var keys = new LinkedHashMap<String, Object>();
    switch (expression) {
      case Percentile(var percentile, var of) -> {
        keys.put("percentile", percentile);
        keys.put("of", of.text());
      }
      case Rate rate -> write(keys, rate);
      case RateRatio(var part, var whole) -> {
        write(keys, part);
        keys.put("per", texts(whole.of()));
      }
      case Gauge(var of, var across) -> keys.put(across.wireName(), of.text());
      case GaugeRatio(var part, var whole, var across) -> {
        keys.put(across.wireName(), part.text());
        keys.put("per", whole.text());
      }
    }
    return keys;
  }

  private static void write(Map<String, Object> keys, Rate rate) {
    keys.put("rate", texts(rate.of()));
    if (!rate.less().isEmpty()) {
      keys.put("less", texts(rate.less()));
    }
  }

  private static Object texts(List<Selection> selections) {
    var texts = selections.stream().map(Selection::text).toList();
    return texts.size() == 1 ? texts.getFirst() : texts;
  }

  private Optional<Expression> read() {
    var given = FORMS.stream().filter(form -> fields.node(form).isPresent()).toList();
    if (given.size() != 1) {
      fields.error(
          fields.line(),
          given.isEmpty() ? "" : given.getLast(),
          given.isEmpty()
              ? "has no expression: one of " + String.join(", ", FORMS)
              : "only one of " + String.join(", ", given) + " can be shown");
      FORMS.forEach(fields::node);
      fields.node("of");
      fields.node("per");
      fields.node("less");
      return Optional.empty();
    }
    var form = given.getFirst();
    return switch (form) {
      case "percentile" -> percentile();
      case "rate" -> rate();
      default -> gauge(form, Across.valueOf(form.toUpperCase(Locale.ROOT)));
    };
  }

  private Optional<Expression> percentile() {
    var percentile = fields.decimal("percentile", 50, 0, 100);
    fields.require("of", "the histogram the percentile is taken from");
    return single("of")
        .flatMap(
            of -> fields.checked(fields.line("of"), "of", () -> new Percentile(percentile, of)));
  }

  private Optional<Expression> rate() {
    var part = rate("rate", fields.node("less").isPresent() ? counters("less") : List.of());
    if (fields.node("per").isEmpty()) {
      return part.map(rate -> rate);
    }
    var whole = rate("per", List.of());
    return part.flatMap(above -> whole.map(below -> new RateRatio(above, below)));
  }

  private Optional<Rate> rate(String key, List<Selection> less) {
    var counters = counters(key);
    return counters.isEmpty()
        ? Optional.empty()
        : fields.checked(fields.line(key), key, () -> new Rate(counters, less));
  }

  /** None where one of them is none, which has been noted. */
  private List<Selection> counters(String key) {
    var node = fields.node(key).orElseThrow();
    var texts = node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
    var selections = texts.stream().flatMap(text -> selection(key, text).stream()).toList();
    return selections.size() == texts.size() ? selections : List.of();
  }

  private Optional<Expression> gauge(String key, Across across) {
    var part = single(key);
    if (fields.node("per").isEmpty()) {
      return part.flatMap(of -> fields.checked(fields.line(key), key, () -> new Gauge(of, across)));
    }
    var whole = single("per");
    return part.flatMap(
        above ->
            whole.flatMap(
                below ->
                    fields.checked(
                        fields.line(key), key, () -> new GaugeRatio(above, below, across))));
  }

  private Optional<Selection> single(String key) {
    return fields.node(key).flatMap(node -> selection(key, node));
  }

  private Optional<Selection> selection(String key, YamlNode node) {
    if (!(node instanceof YamlNode.Scalar(var line, var text))) {
      fields.error(node.line(), key, "must be a metric, not " + node.kind());
      return Optional.empty();
    }
    var matcher = SELECTION.matcher(text);
    if (!matcher.matches()) {
      fields.error(
          line, key, "'" + text + "' is no metric such as hal9_cache_hits_total{level=\"local\"}");
      return Optional.empty();
    }
    var metric = MetricCatalogue.find(matcher.group(1));
    if (metric.isEmpty()) {
      fields.error(line, key, unknown(matcher.group(1)));
      return Optional.empty();
    }
    return labels(key, line, matcher.group(2) == null ? "" : matcher.group(2))
        .flatMap(where -> fields.checked(line, key, () -> new Selection(metric.get(), where)));
  }

  private static String unknown(String name) {
    return "'%s' is no metric%s"
        .formatted(
            name,
            Nearest.to(name, MetricCatalogue.all().stream().map(Metric::name))
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; GET /api/v1/metrics of a node lists them"));
  }

  private Optional<Map<String, String>> labels(String key, int line, String text) {
    var where = new TreeMap<String, String>();
    var matcher = LABEL.matcher(text);
    var end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      where.put(matcher.group(1), matcher.group(2));
      end = matcher.end();
    }
    if (end < text.length()) {
      fields.error(line, key, "'{" + text + "}' is not of the form {label=\"pattern\", …}");
      return Optional.empty();
    }
    return Optional.of(where);
  }
}
