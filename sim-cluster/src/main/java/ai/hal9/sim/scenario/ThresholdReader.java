package ai.hal9.sim.scenario;

import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads thresholds: per metric one expression, or a list of expressions or mappings. */
final class ThresholdReader {

  private static final Pattern EXPRESSION =
      Pattern.compile(
          "\\s*(p\\(\\s*([0-9.]+)\\s*\\)|avg|med|max|count|rate)\\s*(<=|>=|==|!=|<|>)\\s*"
              + "([0-9.]+(?:[eE]-?[0-9]+)?)\\s*");

  private final Fields fields;

  ThresholdReader(Fields fields) {
    this.fields = fields;
  }

  List<Threshold> read() {
    var thresholds = new ArrayList<Threshold>();
    fields
        .mapping("thresholds")
        .ifPresent(
            given -> {
              for (var metric : ThresholdMetric.values()) {
                given
                    .node(metric.wireName())
                    .ifPresent(node -> thresholds.addAll(ofMetric(given, metric, node)));
              }
              given.done();
            });
    return thresholds;
  }

  private List<Threshold> ofMetric(Fields given, ThresholdMetric metric, YamlNode node) {
    return switch (node) {
      case YamlNode.Sequence _ ->
          given.items(metric.wireName(), item -> threshold(metric, item.node(), item.path()));
      case YamlNode.Scalar _, YamlNode.Mapping _ ->
          threshold(metric, node, given.at(metric.wireName())).stream().toList();
    };
  }

  private Optional<Threshold> threshold(ThresholdMetric metric, YamlNode node, String path) {
    return switch (node) {
      case YamlNode.Scalar scalar ->
          condition(metric, scalar, path)
              .map(c -> new Threshold(metric, c, false, Duration.ZERO, Optional.empty()));
      case YamlNode.Mapping mapping ->
          detailed(metric, new Fields(mapping, path, fields.errors()), path);
      case YamlNode.Sequence list -> {
        fields.errors().add(new YamlError(list.line(), path, "must not be a list in a list"));
        yield Optional.empty();
      }
    };
  }

  private Optional<Threshold> detailed(ThresholdMetric metric, Fields given, String path) {
    given.require("threshold", "an expression such as p(95)<500");
    var abort = given.flag("abort-on-fail");
    var most = Duration.ofDays(1);
    var delay = given.duration("delay-abort-eval", Duration.ZERO, Duration.ZERO, most);
    var window =
        given.node("window").isEmpty()
            ? Optional.<Duration>empty()
            : Optional.of(
                given.duration("window", Duration.ofSeconds(10), Duration.ofSeconds(1), most));
    var condition =
        given
            .node("threshold")
            .filter(YamlNode.Scalar.class::isInstance)
            .map(YamlNode.Scalar.class::cast)
            .flatMap(scalar -> condition(metric, scalar, path));
    given.done();
    return condition.map(c -> new Threshold(metric, c, abort, delay, window));
  }

  private Optional<ThresholdCondition> condition(
      ThresholdMetric metric, YamlNode.Scalar scalar, String path) {
    var matcher = EXPRESSION.matcher(scalar.text());
    if (!matcher.matches()) {
      return rejected(
          scalar, path, "is no expression such as p(95)<500, avg<100, rate<0.01 or count<1");
    }
    var aggregation = aggregation(matcher.group(1), matcher.group(2));
    var bound = Fields.parseDouble(matcher.group(4));
    if (aggregation.isEmpty() || bound.isEmpty()) {
      return rejected(scalar, path, "has a percentile outside 0 to 100 or no number");
    }
    if (!fits(metric, aggregation.get())) {
      return rejected(scalar, path, "does not fit: " + allowed(metric));
    }
    var operator =
        Arrays.stream(ThresholdCondition.Operator.values())
            .filter(each -> each.sign().equals(matcher.group(3)))
            .findFirst()
            .orElseThrow();
    return Optional.of(new ThresholdCondition(aggregation.get(), operator, bound.get()));
  }

  private Optional<ThresholdCondition> rejected(
      YamlNode.Scalar scalar, String path, String message) {
    fields.errors().add(new YamlError(scalar.line(), path, "'" + scalar.text() + "' " + message));
    return Optional.empty();
  }

  private static Optional<Aggregation> aggregation(String name, String percentile) {
    return switch (name) {
      case "avg" -> Optional.of(new Aggregation.Average());
      case "med" -> Optional.of(new Aggregation.Percentile(50));
      case "max" -> Optional.of(new Aggregation.Maximum());
      case "count" -> Optional.of(new Aggregation.Count());
      case "rate" -> Optional.of(new Aggregation.Rate());
      default ->
          Fields.parseDouble(percentile)
              .filter(value -> value >= 0 && value <= 100)
              .map(Aggregation.Percentile::new);
    };
  }

  private static boolean fits(ThresholdMetric metric, Aggregation aggregation) {
    var countOrRate =
        aggregation instanceof Aggregation.Count || aggregation instanceof Aggregation.Rate;
    return switch (metric) {
      case HTTP_REQ_DURATION -> !countOrRate;
      case HTTP_REQ_FAILED, HTTP_REQS, DROPPED_ITERATIONS, CHECKS -> countOrRate;
    };
  }

  private static String allowed(ThresholdMetric metric) {
    return switch (metric) {
      case HTTP_REQ_DURATION -> "a duration has p(N), avg, med and max, in milliseconds";
      case HTTP_REQ_FAILED, CHECKS -> "a share has rate (0 to 1) and count";
      case HTTP_REQS, DROPPED_ITERATIONS -> "a counter has count and rate (per second)";
    };
  }
}
