package ai.hal9.dashboards.model;

import ai.hal9.dashboards.expression.Unit;
import ai.hal9.dashboards.model.Bound.Direction;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What service levels are promised in. */
public enum Objective {
  LATENCY_P50(Unit.SECONDS, Direction.AT_MOST),
  LATENCY_P95(Unit.SECONDS, Direction.AT_MOST),
  LATENCY_P99(Unit.SECONDS, Direction.AT_MOST),
  THROUGHPUT(Unit.PER_SECOND, Direction.AIM),
  ERROR_RATE(Unit.SHARE, Direction.AT_MOST),
  AVAILABILITY(Unit.SHARE, Direction.AT_LEAST),
  HIT_RATE(Unit.SHARE, Direction.AT_LEAST),
  POOL_USE(Unit.SHARE, Direction.AT_MOST),
  USERS(Unit.COUNT, Direction.AIM),
  CPU(Unit.SHARE, Direction.AT_MOST),
  MEMORY(Unit.SHARE, Direction.AT_MOST),
  CONNECTIONS(Unit.COUNT, Direction.AT_MOST);

  private final Unit unit;
  private final Direction direction;

  Objective(Unit unit, Direction direction) {
    this.unit = unit;
    this.direction = direction;
  }

  /** The objective of this name in files. */
  public static Optional<Objective> named(String wireName) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(wireName)).findFirst();
  }

  /** What its bounds are in. */
  public Unit unit() {
    return unit;
  }

  /** Which side of its bound is good. */
  public Direction direction() {
    return direction;
  }

  /** The name in files: lower case, words joined by hyphens. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
