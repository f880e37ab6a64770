package ai.hal9.sim.bench;

import ai.hal9.api.tuning.TuningCatalogue;
import ai.hal9.api.tuning.TuningParameter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One of the two columns. */
public enum Mode {
  /** Every optimisation off: the competent plain way. */
  CURRENT("off"),
  /** The defaults. */
  TARGET("on");

  private static final List<TuningParameter> SWITCHES =
      List.of(
          TuningCatalogue.CACHING,
          TuningCatalogue.COALESCING,
          TuningCatalogue.BATCHING,
          TuningCatalogue.POOLING,
          TuningCatalogue.PARALLELISM);

  private final String position;

  Mode(String position) {
    this.position = position;
  }

  /** The values of the five switches; nothing else differs between the modes. */
  public Map<String, String> tuning() {
    return SWITCHES.stream().collect(Collectors.toMap(TuningParameter::key, key -> position));
  }

  /** The column's heading. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
