package ai.hal9.console.board;

import ai.hal9.api.metric.Metric;
import ai.hal9.api.metric.MetricCatalogue;
import ai.hal9.api.metric.MetricType;
import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlReader;
import ai.hal9.dashboards.expression.Across;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.ExpressionReader;
import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.model.Panel;
import ai.hal9.dashboards.model.Plot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyListProperty;
import javafx.beans.property.ReadOnlyListWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import org.jspecify.annotations.Nullable;

/**
 * A panel being made: what is typed is read as a dashboard's file would be, with the same mistakes
 * and suggestions.
 */
final class NewPanelModel {

  /** A line for everything, and not one for each of something. */
  static final String TOGETHER = "";

  /** The file's word for one line a node. */
  static final String NODE = "node";

  private static final int MOST_SUGGESTIONS = 6;
  private static final String USUAL_PERCENTILES = "50, 95, 99";

  private final Predicate<String> taken;
  private final BooleanProperty tile = new SimpleBooleanProperty();
  private final StringProperty metric = new SimpleStringProperty("");
  private final StringProperty form = new SimpleStringProperty("");
  private final StringProperty per = new SimpleStringProperty("");
  private final StringProperty percentiles = new SimpleStringProperty(USUAL_PERCENTILES);
  private final StringProperty by = new SimpleStringProperty(TOGETHER);
  private final StringProperty title = new SimpleStringProperty("");
  private final ReadOnlyListWrapper<String> forms = list();
  private final ReadOnlyListWrapper<String> splits = list();
  private final ReadOnlyListWrapper<String> suggestions = list();
  private final ReadOnlyListWrapper<String> errors = list();
  private final ReadOnlyObjectWrapper<@Nullable Panel> panel = new ReadOnlyObjectWrapper<>();
  private boolean reading;

  /**
   * @param taken whether a panel of this id is there already
   */
  NewPanelModel(Predicate<String> taken) {
    this.taken = taken;
    InvalidationListener read = _ -> read();
    Stream.of(tile, metric, form, per, percentiles, by, title)
        .forEach(each -> each.addListener(read));
    read();
  }

  private static ReadOnlyListWrapper<String> list() {
    return new ReadOnlyListWrapper<>(FXCollections.observableArrayList());
  }

  /** Whether it is one number, and not lines over time. */
  BooleanProperty tile() {
    return tile;
  }

  /** A metric, narrowed by labels or not. */
  StringProperty metric() {
    return metric;
  }

  /** How its values become one: a key of the file. */
  StringProperty form() {
    return form;
  }

  /** A metric that it is divided by; empty for none. */
  StringProperty per() {
    return per;
  }

  /** Which percentiles of a histogram, separated by commas; of a tile the last. */
  StringProperty percentiles() {
    return percentiles;
  }

  /** What it is one line for each of; {@link #TOGETHER} for one line. */
  StringProperty by() {
    return by;
  }

  /** The panel's title; one is made up while it is empty. */
  StringProperty title() {
    return title;
  }

  /** The forms this metric allows. */
  ReadOnlyListProperty<String> forms() {
    return forms.getReadOnlyProperty();
  }

  /** What this metric can be split by. */
  ReadOnlyListProperty<String> splits() {
    return splits.getReadOnlyProperty();
  }

  /** Metrics that what is typed may become. */
  ReadOnlyListProperty<String> suggestions() {
    return suggestions.getReadOnlyProperty();
  }

  /** Everything wrong; empty when there is a panel, and while nothing is typed. */
  ReadOnlyListProperty<String> errors() {
    return errors.getReadOnlyProperty();
  }

  /** What has been made; null while something is wrong. */
  ReadOnlyObjectProperty<@Nullable Panel> panel() {
    return panel.getReadOnlyProperty();
  }

  /** Begins anew. */
  void clear() {
    tile.set(false);
    per.set("");
    percentiles.set(USUAL_PERCENTILES);
    by.set(TOGETHER);
    title.set("");
    metric.set("");
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    var known = known();
    suggestions.setAll(known.isPresent() ? List.of() : suggested());
    offer(known);
    var mistakes = new ArrayList<YamlError>();
    panel.set(metric.get().isBlank() ? null : made(mistakes).orElse(null));
    errors.setAll(
        metric.get().isBlank()
            ? List.of()
            : mistakes.stream().map(YamlError::message).distinct().toList());
    reading = false;
  }

  private Optional<Metric> known() {
    return MetricCatalogue.find(metric.get().strip().replaceFirst("\\{.*", ""));
  }

  private List<String> suggested() {
    var typed = metric.get().strip().toLowerCase(Locale.ROOT);
    var words = typed.split("[\\s_]+");
    return MetricCatalogue.all().stream()
        .filter(
            each ->
                Stream.of(words)
                    .allMatch(
                        word ->
                            each.name().contains(word)
                                || each.description().toLowerCase(Locale.ROOT).contains(word)))
        .map(Metric::name)
        .limit(MOST_SUGGESTIONS)
        .toList();
  }

  private void offer(Optional<Metric> known) {
    var allowed = known.map(NewPanelModel::forms).orElse(List.of());
    if (!allowed.equals(forms.get())) {
      forms.setAll(allowed);
    }
    if (!allowed.contains(form.get())) {
      form.set(allowed.isEmpty() ? "" : allowed.getFirst());
    }
    var ways =
        Stream.concat(
                Stream.of(TOGETHER, NODE), known.stream().flatMap(each -> each.labels().stream()))
            .toList();
    if (!ways.equals(splits.get())) {
      splits.setAll(ways);
    }
    if (!ways.contains(by.get())) {
      by.set(TOGETHER);
    }
  }

  private static List<String> forms(Metric metric) {
    return switch (metric.type()) {
      case HISTOGRAM -> List.of("percentile");
      case COUNTER -> List.of("rate");
      case GAUGE -> Across.allowedFor(metric).stream().map(Across::wireName).toList();
    };
  }

  private Optional<Panel> made(List<YamlError> mistakes) {
    var expressions = expressions(mistakes);
    if (expressions.isEmpty() || !mistakes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(tile.get() ? tile(expressions.getLast()) : chart(expressions));
    } catch (IllegalArgumentException e) {
      mistakes.add(new YamlError(1, "", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private List<Expression> expressions(List<YamlError> mistakes) {
    var histogram = known().filter(each -> each.type() == MetricType.HISTOGRAM).isPresent();
    if (!histogram) {
      return expression(
          quoted(form.get().isEmpty() ? "rate" : form.get(), metric)
              + (per.get().isBlank() ? "" : quoted("per", per)),
          mistakes);
    }
    return Stream.of(percentiles.get().split("[,\\s]+"))
        .flatMap(
            percentile ->
                expression(
                    "percentile: %s%n".formatted(percentile) + quoted("of", metric), mistakes)
                    .stream())
        .toList();
  }

  private static String quoted(String key, StringProperty text) {
    return "%s: '%s'%n".formatted(key, text.get().strip().replace("'", "''"));
  }

  private static List<Expression> expression(String yaml, List<YamlError> mistakes) {
    return new YamlReader(mistakes)
            .read(yaml)
            .flatMap(node -> Fields.top(node, "an expression is a mapping", mistakes))
            .flatMap(ExpressionReader::read)
            .stream()
            .toList();
  }

  private Panel tile(Expression value) {
    return new Panel.Tile(
        freeId(),
        named(),
        description(),
        2,
        value.usualUnit(),
        value,
        List.of(),
        Optional.empty(),
        "");
  }

  private Panel chart(List<Expression> values) {
    var split =
        switch (by.get()) {
          case TOGETHER -> new Split.Not();
          case NODE -> new Split.ByNode();
          default -> new Split.ByLabel(by.get());
        };
    var whole = split instanceof Split.Not;
    var plots =
        values.stream()
            .map(value -> new Plot(values.size() > 1 || whole ? lineName(value) : "", value, split))
            .toList();
    return new Panel.Chart(
        freeId(), named(), description(), 6, values.getFirst().usualUnit(), plots, List.of());
  }

  private String lineName(Expression value) {
    return value instanceof Expression.Percentile(var percentile, _)
        ? percentile == 100 ? "max" : "p" + Double.toString(percentile).replaceFirst("\\.0$", "")
        : named();
  }

  private String named() {
    return title.get().isBlank()
        ? known().map(Metric::description).orElse("Panel").replaceFirst("\\.$", "")
        : title.get().strip();
  }

  private String description() {
    return known().map(Metric::description).orElse("");
  }

  private String freeId() {
    var base = named().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var plain = base.replaceAll("^-|-$", "");
    var cut = plain.isEmpty() ? "panel" : plain.substring(0, Math.min(plain.length(), 40));
    return Stream.iterate(1, n -> n + 1)
        .map(n -> n == 1 ? cut : cut + "-" + n)
        .filter(taken.negate())
        .findFirst()
        .orElseThrow();
  }
}
