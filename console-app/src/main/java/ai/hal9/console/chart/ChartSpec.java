package ai.hal9.console.chart;

import ai.hal9.console.ui.Unit;
import java.util.List;

/**
 * What a chart is about.
 *
 * @param id stable; names its nodes and files
 * @param title what is measured
 * @param vantage where it is measured: by the nodes, by the client
 * @param about one sentence for someone who sees it for the first time
 * @param unit of the values, and so of the axis
 * @param range how the value axis is laid out
 * @param targets drawn as dashed lines
 * @param empty what will appear and when, while there is nothing
 * @param none what is said in place of lines that are all zero; empty where zeros are drawn
 */
public record ChartSpec(
    String id,
    String title,
    String vantage,
    String about,
    Unit unit,
    Range range,
    List<Target> targets,
    String empty,
    String none) {

  public ChartSpec {
    targets = List.copyOf(targets);
  }

  /** One that draws zeros. */
  public ChartSpec(
      String id,
      String title,
      String vantage,
      String about,
      Unit unit,
      Range range,
      List<Target> targets,
      String empty) {
    this(id, title, vantage, about, unit, range, targets, empty, "");
  }

  /** How a value axis is laid out. */
  public enum Range {
    /** From zero to a little above the largest value. */
    FROM_ZERO,
    /** From 0 to 100 %. */
    SHARE,
    /** From zero, or by powers of ten where the user prefers that. */
    LATENCY
  }

  /**
   * What is asked of the values.
   *
   * @param words as written beside its line
   */
  public record Target(double value, String words) {}
}
