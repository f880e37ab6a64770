package ai.hal9.dashboards.model;

import ai.hal9.dashboards.expression.Expression;
import ai.hal9.dashboards.expression.Split;
import ai.hal9.dashboards.expression.Unit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One thing on a dashboard. */
public sealed interface Panel {

  /** Columns of the grid a dashboard is laid out on. */
  int COLUMNS = 12;

  /** Unique in its dashboard. */
  String id();

  String title();

  /** What it means, in one or two sentences for a hover; may be empty. */
  String description();

  /** Columns it takes, 1 to {@link #COLUMNS}. */
  int width();

  /** What its values are in. */
  Unit unit();

  /** What it shows. */
  List<Expression> expressions();

  /** What its values are measured against, in its unit; may be empty. */
  List<Goal> goals();

  /**
   * One number with its sparkline.
   *
   * @param goals none or one
   * @param beside a second number that the first is read with, named and in the same unit
   * @param screen the screen that explains the number, opened by a click; empty for none
   */
  record Tile(
      String id,
      String title,
      String description,
      int width,
      Unit unit,
      Expression value,
      List<Goal> goals,
      Optional<Plot> beside,
      String screen)
      implements Panel {
    public Tile {
      goals = List.copyOf(goals);
      check(id, title, width);
      fits(value, unit);
      goals.forEach(goal -> fits(goal, unit));
      if (goals.size() > 1) {
        throw new IllegalArgumentException("a tile has one goal at most");
      }
      beside.ifPresent(
          plot -> {
            fits(plot.value(), unit);
            if (!(plot.split() instanceof Split.Not)) {
              throw new IllegalArgumentException("what is beside a tile's number is one number");
            }
          });
      if (!screen.isEmpty()) {
        Names.check("a screen's name", screen);
      }
    }

    @Override
    public List<Expression> expressions() {
      return Stream.concat(Stream.of(value), beside.stream().map(Plot::value)).toList();
    }
  }

  /**
   * Lines over time.
   *
   * @param plots at least one
   * @param goals drawn as dashed lines
   */
  record Chart(
      String id,
      String title,
      String description,
      int width,
      Unit unit,
      List<Plot> plots,
      List<Goal> goals)
      implements Panel {
    public Chart {
      plots = List.copyOf(plots);
      goals = List.copyOf(goals);
      check(id, title, width);
      if (plots.isEmpty()) {
        throw new IllegalArgumentException("a chart needs a series");
      }
      plots.forEach(plot -> fits(plot.value(), unit));
      goals.forEach(goal -> fits(goal, unit));
    }

    @Override
    public List<Expression> expressions() {
      return plots.stream().map(Plot::value).toList();
    }
  }

  private static void check(String id, String title, int width) {
    Names.check("a panel's name", id);
    Names.title(title);
    if (width < 1 || width > COLUMNS) {
      throw new IllegalArgumentException("a width is 1 to " + COLUMNS + " columns, not " + width);
    }
  }

  private static void fits(Expression expression, Unit unit) {
    if (!expression.units().contains(unit)) {
      throw new IllegalArgumentException(
          "%s is in %s, not in %s"
              .formatted(
                  expression.selections().getFirst().text(),
                  expression.units().stream()
                      .map(Unit::wireName)
                      .collect(Collectors.joining(" or ")),
                  unit.wireName()));
    }
  }

  private static void fits(Goal goal, Unit unit) {
    if (goal instanceof Goal.Named(var objective) && objective.unit() != unit) {
      throw new IllegalArgumentException(
          "the objective %s is in %s, not in %s"
              .formatted(objective.wireName(), objective.unit().wireName(), unit.wireName()));
    }
  }
}
