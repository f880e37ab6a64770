package ai.hal9.console.ui;

import ai.hal9.sim.chart.Quantity;

/** What a number on screen measures, and so how it is written. */
public enum Unit {
  /** Seconds: {@code 812 µs}, {@code 12.3 ms}, {@code 1.25 s}. */
  SECONDS(Quantity.LATENCY, 1e6, "latency"),
  /** Per second: {@code 12,400 /s}. */
  RATE(Quantity.RATE, 1, "per second"),
  /** A share from 0 to 1: {@code 93.4 %}. */
  SHARE(Quantity.SHARE, 1, "percent"),
  /** A number of things. */
  COUNT(Quantity.COUNT, 1, "count"),
  /** Bytes: {@code 1.2 GiB}. */
  BYTES(Quantity.BYTES, 1, "bytes"),
  /** Bytes per second: {@code 1.2 MiB/s}. */
  BYTE_RATE(Quantity.BYTE_RATE, 1, "bytes per second"),
  /** Processors kept busy. */
  CORES(Quantity.CORES, 1, "processor cores"),
  /** US dollars: {@code $12.50}. */
  DOLLARS(Quantity.DOLLARS, 1, "dollars");

  private final Quantity quantity;
  private final double scale;
  private final String words;

  Unit(Quantity quantity, double scale, String words) {
    this.quantity = quantity;
    this.scale = scale;
    this.words = words;
  }

  /** How a dashboard's values are written. */
  public static Unit of(ai.hal9.dashboards.expression.Unit unit) {
    return switch (unit) {
      case SECONDS -> SECONDS;
      case BYTES -> BYTES;
      case SHARE -> SHARE;
      case COUNT -> COUNT;
      case PER_SECOND -> RATE;
      case BYTES_PER_SECOND -> BYTE_RATE;
      case CORES -> CORES;
      case DOLLARS -> DOLLARS;
    };
  }

  /** The value in words of at most three digits, with its unit; {@code –} when it is not known. */
  public String text(double value) {
    return quantity.text(value * scale);
  }

  /** As {@link #text}, without zeros that say nothing: for axes and targets. */
  public String tick(double value) {
    return quantity.tick(value * scale);
  }

  /** What the numbers are, for a chart's title. */
  public String words() {
    return words;
  }
}
