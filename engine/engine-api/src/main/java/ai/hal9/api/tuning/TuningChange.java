package ai.hal9.api.tuning;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A set of new values, applied whole or not at all.
 *
 * @param scope how far it reaches
 * @param values new value by key
 * @param who asks; never empty
 * @param why the reason given; may be empty
 * @param revertAfter go back by itself after this long, or null to stay
 * @param expectedVersion apply only if this is still the version in force; null applies to any
 */
public record TuningChange(
    TuningScope scope,
    Map<String, String> values,
    String who,
    String why,
    @Nullable Duration revertAfter,
    @Nullable Long expectedVersion) {

  public TuningChange {
    values = Map.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a change needs at least one value");
    }
    if (who.isBlank()) {
      throw new IllegalArgumentException("a change needs someone who asks");
    }
    if (revertAfter != null && !revertAfter.isPositive()) {
      throw new IllegalArgumentException("revert after must be positive");
    }
  }

  /** The version this change insists on, if any. */
  public OptionalLong insistsOn() {
    return expectedVersion == null ? OptionalLong.empty() : OptionalLong.of(expectedVersion);
  }
}
