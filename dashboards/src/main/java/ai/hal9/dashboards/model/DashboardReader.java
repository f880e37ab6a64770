package ai.hal9.dashboards.model;

import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.Nearest;
import ai.hal9.api.yaml.YamlNode;
import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.ExpressionReader;
import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.expression.Unit;
import ai.hal9.dashboards.model.Bound.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a dashboard's keys. */
final class DashboardReader {

  /** What a series is split by that is no label of a metric. */
  static final String NODE = "node";

  private static final int TILE_WIDTH = 2;
  private static final int CHART_WIDTH = 6;

  private final Fields file;

  DashboardReader(Fields file) {
    this.file = file;
  }

  Optional<Dashboard> read(String name) {
    file.require("title", "what the dashboard is called");
    file.require("panels", "a list of tiles and charts");
    var title = file.text("title", name);
    var description = file.text("description", "");
    var panels =
        file.items(
            "panels",
            item -> file.asMapping(item.node(), item.path()).flatMap(DashboardReader::panel));
    file.done();
    return file.checked(
        file.line("panels"), "", () -> new Dashboard(name, title, description, panels));
  }

  private static Optional<Panel> panel(Fields keys) {
    var isTile = keys.node("tile").isPresent();
    var isChart = keys.node("chart").isPresent();
    if (isTile == isChart) {
      keys.error(
          keys.line(), "", "must be either a tile or a chart: give one of these keys a name");
      return Optional.empty();
    }
    var panel = isTile ? tile(keys) : chart(keys);
    keys.done();
    return panel;
  }

  private static Optional<Panel> tile(Fields keys) {
    var head = Head.of(keys, "tile", TILE_WIDTH);
    var unit = unit(keys);
    var value = ExpressionReader.read(keys);
    var goals = keys.node("goal").flatMap(node -> goal(keys, "goal", node)).stream().toList();
    var beside =
        keys.node("beside")
            .flatMap(node -> keys.asMapping(node, keys.at("beside")))
            .flatMap(DashboardReader::plot);
    var screen = keys.text("screen", "");
    return value.isEmpty() || unit.isEmpty()
        ? Optional.empty()
        : keys.checked(
            keys.line(), "", () -> head.tile(unit.get(), value.get(), goals, beside, screen));
  }

  private static Optional<Panel> chart(Fields keys) {
    var head = Head.of(keys, "chart", CHART_WIDTH);
    var unit = unit(keys);
    var errors = keys.errors().size();
    keys.require("series", "a list of what is drawn");
    var plots =
        keys.items(
            "series",
            item -> keys.asMapping(item.node(), item.path()).flatMap(DashboardReader::plot));
    var complete = keys.errors().size() == errors;
    var goals = keys.items("goals", item -> goal(keys, "goals", item.node()));
    return unit.isEmpty() || !complete
        ? Optional.empty()
        : keys.checked(keys.line(), "", () -> head.chart(unit.get(), plots, goals));
  }

  /** What every panel has besides its unit. */
  private record Head(String id, String title, String description, int width) {

    static Head of(Fields keys, String kind, int usualWidth) {
      keys.require("title", "what the panel is called");
      var id = keys.text(kind, "");
      var width = (int) keys.number("width", usualWidth, 1, Panel.COLUMNS);
      return new Head(id, keys.text("title", id), keys.text("description", ""), width);
    }

    Panel tile(
        Unit unit, Expression value, List<Goal> goals, Optional<Plot> beside, String screen) {
      return new Panel.Tile(id, title, description, width, unit, value, goals, beside, screen);
    }

    Panel chart(Unit unit, List<Plot> plots, List<Goal> goals) {
      return new Panel.Chart(id, title, description, width, unit, plots, goals);
    }
  }

  private static Optional<Unit> unit(Fields keys) {
    keys.require("unit", "what its values are in: " + String.join(", ", units()));
    var text = keys.text("unit", "");
    var unit =
        Arrays.stream(Unit.values()).filter(each -> each.wireName().equals(text)).findFirst();
    if (unit.isEmpty() && !text.isEmpty()) {
      keys.error(
          keys.line("unit"),
          "unit",
          "must be one of %s, not '%s'".formatted(String.join(", ", units()), text));
    }
    return unit;
  }

  private static List<String> units() {
    return Arrays.stream(Unit.values()).map(Unit::wireName).toList();
  }

  private static Optional<Plot> plot(Fields keys) {
    var name = keys.text("name", "");
    var by = keys.text("by", "");
    var value = ExpressionReader.read(keys);
    keys.done();
    var split =
        switch (by) {
          case "" -> new Split.Not();
          case NODE -> new Split.ByNode();
          default -> new Split.ByLabel(by);
        };
    return value.flatMap(
        shown -> keys.checked(keys.line(), "", () -> new Plot(name, shown, split)));
  }

  private static Optional<Goal> goal(Fields keys, String key, YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar(var line, var text) -> objective(keys, key, line, text);
      case YamlNode.Mapping mapping ->
          bound(new Fields(mapping, keys.at(key), keys.errors())).map(Goal.Fixed::new);
      case YamlNode.Sequence list -> {
        keys.error(list.line(), key, "must be an objective or a bound, not a list");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Goal> objective(Fields keys, String key, int line, String text) {
    var objective = Objective.named(text);
    if (objective.isEmpty()) {
      var known = Arrays.stream(Objective.values()).map(Objective::wireName).toList();
      keys.error(
          line,
          key,
          "'%s' is no objective%s"
              .formatted(
                  text,
                  Nearest.to(text, known.stream())
                      .map(nearest -> "; did you mean '" + nearest + "'?")
                      .orElse("; there are " + String.join(", ", known))));
    }
    return objective.map(Goal.Named::new);
  }

  private static Optional<Bound> bound(Fields keys) {
    var directions =
        Arrays.stream(Direction.values())
            .filter(direction -> keys.node(wireName(direction)).isPresent())
            .toList();
    if (directions.size() != 1) {
      keys.error(keys.line(), "", "must have one of at-most, at-least and aim");
      return Optional.empty();
    }
    var direction = directions.getFirst();
    var value = keys.decimal(wireName(direction), 0, -Double.MAX_VALUE, Double.MAX_VALUE);
    keys.done();
    return Optional.of(new Bound(direction, value));
  }

  private static String wireName(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
