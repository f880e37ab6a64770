package ai.hal9.console.alerts;

import ai.hal9.console.ui.Parts;
import ai.hal9.console.ui.Unit;
import ai.hal9.dashboards.alert.Condition;
import ai.hal9.dashboards.alert.Severity;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.sim.chart.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/** The alerts that hold: how bad, where, since when, why, and what to do. */
final class AlertList extends VBox {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  AlertList() {
    setId("alert-list");
    getStyleClass().add("alert-list");
  }

  void show(List<AlertGroup> groups, String failure, Instant now) {
    getChildren().clear();
    if (!failure.isEmpty()) {
      getChildren().add(text(failure, "trouble-words"));
    }
    if (groups.isEmpty()) {
      getChildren()
          .add(
              text(
                  "No alert holds. The conditions of the operations and tuning guides are looked at"
                      + " every five seconds, on each node alone.",
                  "muted"));
    }
    groups.forEach(group -> getChildren().add(entry(group, now)));
  }

  private static Node entry(AlertGroup group, Instant now) {
    var rule = group.rule();
    var head =
        new HBox(
            8,
            Parts.icon(icon(rule.severity()), "alert-" + rule.severity().wireName()),
            Parts.label(rule.summary(), "row-name"),
            Parts.filler(),
            Parts.label(
                rule.severity().wireName() + (group.firing() ? ", firing" : ", pending"), "muted"));
    var entry =
        new VBox(
            4,
            head,
            text(
                "On %s since %s (%s)%s"
                    .formatted(
                        group.nodes(),
                        CLOCK.format(group.since()),
                        Quantity.span(Duration.between(group.since(), now)),
                        values(group)),
                "alert-where"),
            text(condition(rule.condition()), "alert-condition"),
            text(rule.advice(), "alert-advice"));
    entry.setId("alert-" + rule.name());
    entry.getStyleClass().add("alert");
    return entry;
  }

  private static String values(AlertGroup group) {
    return group.rule().condition() instanceof Condition.Watched watched
        ? group.active().stream()
            .map(alert -> unit(watched).text(alert.value().number().orElse(Double.NaN)))
            .distinct()
            .collect(Collectors.joining(", ", ": ", ""))
        : "";
  }

  private static String condition(Condition condition) {
    return switch (condition) {
      case Condition.Watched watched ->
          "%s %s %s over %s, for %s"
              .formatted(
                  words(watched.expression()),
                  watched.side().name().toLowerCase(Locale.ROOT),
                  unit(watched).tick(watched.threshold()),
                  Quantity.span(watched.window()),
                  Quantity.span(watched.hold()));
      case Condition.Unwatched(var reason) -> reason;
    };
  }

  private static String words(Expression expression) {
    return switch (expression) {
      case Expression.Percentile(var percentile, var of) ->
          "p%s of %s".formatted(Quantity.COUNT.text(percentile), of.text());
      case Expression.Rate rate -> "rate of " + names(rate);
      case Expression.RateRatio(var part, var whole) ->
          "rate of %s per %s".formatted(names(part), names(whole));
      case Expression.Gauge(var of, _) -> of.text();
      case Expression.GaugeRatio(var part, var whole, _) -> part.text() + " / " + whole.text();
    };
  }

  private static String names(Expression.Rate rate) {
    return rate.of().stream().map(of -> of.text()).collect(Collectors.joining(" + "))
        + rate.less().stream().map(of -> " - " + of.text()).collect(Collectors.joining());
  }

  private static Unit unit(Condition.Watched watched) {
    return Unit.of(watched.expression().usualUnit());
  }

  private static Ikon icon(Severity severity) {
    return switch (severity) {
      case INFO -> Material2OutlinedAL.INFO;
      case WARNING -> Material2OutlinedMZ.WARNING;
      case CRITICAL -> Material2OutlinedAL.ERROR;
    };
  }

  private static Label text(String words, String style) {
    var label = Parts.label(words, style);
    label.setWrapText(true);
    return label;
  }
}
