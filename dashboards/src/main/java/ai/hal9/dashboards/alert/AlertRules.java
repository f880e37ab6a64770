package ai.hal9.dashboards.alert;

import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlReader;
import ai.hal9.dashboards.alert.Condition.Side;
import ai.hal9.dashboards.expression.ExpressionReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The alerts there are. */
public final class AlertRules {

  private static final Duration DAY = Duration.ofDays(1);
  private static final List<AlertRule> ALL = read();

  private AlertRules() {}

  /** All of them, in the order of the documents. */
  public static List<AlertRule> all() {
    return ALL;
  }

  private static List<AlertRule> read() {
    var errors = new ArrayList<YamlError>();
    var rules = read(text(), errors);
    if (!errors.isEmpty()) {
      throw new IllegalStateException("alerts.yaml: " + errors);
    }
    return rules;
  }

  static List<AlertRule> read(String text, List<YamlError> errors) {
    return new YamlReader(errors)
        .read(text)
        .flatMap(node -> Fields.top(node, "alerts are a mapping", errors))
        .map(
            file ->
                file.items(
                    "alerts",
                    item -> file.asMapping(item.node(), item.path()).flatMap(AlertRules::rule)))
        .orElse(List.of());
  }

  private static Optional<AlertRule> rule(Fields keys) {
    var name = keys.text("alert", "");
    var source = keys.text("from", "");
    var original = keys.text("original", "");
    var expression = keys.text("expr", original);
    var remark = keys.text("remark", "");
    var hold = keys.duration("for", Duration.ZERO, Duration.ZERO, DAY);
    var severity = severity(keys);
    var summary = keys.text("summary", "");
    var description = keys.text("description", "");
    var advice = keys.text("advice", "");
    var unwatched = keys.text("unwatched", "");
    var condition =
        unwatched.isEmpty()
            ? keys.mapping("when").flatMap(when -> condition(when, hold))
            : Optional.of(new Condition.Unwatched(unwatched));
    keys.done();
    if (condition.isEmpty()) {
      keys.require("when", "what the console watches, or 'unwatched' with the reason");
    }
    return condition.flatMap(
        watched ->
            keys.checked(
                keys.line(),
                "",
                () ->
                    new AlertRule(
                        name,
                        source,
                        original,
                        expression,
                        remark,
                        hold,
                        severity,
                        summary,
                        description,
                        advice,
                        watched)));
  }

  private static Severity severity(Fields keys) {
    var text = keys.text("severity", "");
    return Arrays.stream(Severity.values())
        .filter(each -> each.wireName().equals(text))
        .findFirst()
        .orElseGet(
            () -> {
              keys.error(keys.line("severity"), "severity", "must be info, warning or critical");
              return Severity.INFO;
            });
  }

  private static Optional<Condition> condition(Fields keys, Duration usualHold) {
    var side = keys.node("above").isPresent() ? Side.ABOVE : Side.BELOW;
    var key = side == Side.ABOVE ? "above" : "below";
    keys.require(key, "the threshold, or 'above'");
    var threshold = keys.decimal(key, 0, -Double.MAX_VALUE, Double.MAX_VALUE);
    var window = keys.duration("window", Duration.ofMinutes(5), Duration.ofSeconds(1), DAY);
    var hold = keys.duration("for", usualHold, Duration.ZERO, DAY);
    var expression = ExpressionReader.read(keys);
    keys.done();
    return expression.flatMap(
        watched ->
            keys.checked(
                keys.line(),
                "",
                () -> new Condition.Watched(watched, side, threshold, window, hold)));
  }

  private static String text() {
    try (var in = AlertRules.class.getResourceAsStream("alerts.yaml")) {
      if (in == null) {
        throw new IllegalStateException("alerts.yaml was not packed");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
