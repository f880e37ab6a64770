package ai.hal9.console.effect;

import ai.hal9.console.series.Window;
import java.util.List;

/**
 * What a change did.
 *
 * @param before the window before the change
 * @param after the window after it, once settled; of the same length
 * @param settled whether the system came to rest; when not, the verdicts are about a system on the
 *     move
 * @param intervals in each window
 * @param measures in the order of {@link Measure}
 */
public record Effect(
    Window before, Window after, boolean settled, int intervals, List<MeasureEffect> measures) {

  public Effect {
    measures = List.copyOf(measures);
  }

  /** One measure's. */
  public MeasureEffect of(Measure measure) {
    return measures.stream()
        .filter(effect -> effect.measure() == measure)
        .findFirst()
        .orElseThrow();
  }

  /** Whether anything can be said of any measure. */
  public boolean judged() {
    return measures.stream().anyMatch(effect -> effect.verdict() != Verdict.NOT_ENOUGH_DATA);
  }
}
