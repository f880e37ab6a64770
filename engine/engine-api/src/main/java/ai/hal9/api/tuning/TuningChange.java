package ai.hal9.api.tuning;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of new values, applied whole or not at all.
 *
 * @param scope how far it reaches
 * @param values new value by key
 * @param unset keys that shall not be set in this scope any more, so that they have the value of
 *     the scope beneath again and follow it; none of them in {@code values}
 * @param who asks; never empty
 * @param why the reason given; may be empty
 * @param revertAfter go back by itself after this long, or null to stay
 * @param expectedVersion apply only if this is still the version in force; null applies to any
 */
public record TuningChange(
    TuningScope scope,
    Map<String, String> values,
    Set<String> unset,
    String who,
    String why,
    @Nullable Duration revertAfter,
    @Nullable Long expectedVersion) {

  public TuningChange {
    values = Map.copyOf(values);
    unset = Set.copyOf(unset);
    if (values.isEmpty() && unset.isEmpty()) {
      throw new IllegalArgumentException("a change needs at least one value");
    }
    if (!Collections.disjoint(values.keySet(), unset)) {
      throw new IllegalArgumentException("what is set cannot be unset by the same change");
    }
    if (who.isBlank()) {
      throw new IllegalArgumentException("a change needs someone who asks");
    }
    if (revertAfter != null && !revertAfter.isPositive()) {
      throw new IllegalArgumentException("revert after must be positive");
    }
  }

  /** A change that sets values, and unsets none. */
  public TuningChange(
      TuningScope scope,
      Map<String, String> values,
      String who,
      String why,
      @Nullable Duration revertAfter,
      @Nullable Long expectedVersion) {
    this(scope, values, Set.of(), who, why, revertAfter, expectedVersion);
  }

  /**
   * The values there are after it, of all its keys.
   *
   * @param beneath the values of the scope beneath, which what is unset has again
   */
  public Map<String, String> resulting(Map<String, String> beneath) {
    var resulting = new TreeMap<>(values);
    unset.forEach(key -> resulting.put(key, beneath.getOrDefault(key, "")));
    return resulting;
  }

  /** The version this change insists on, if any. */
  public OptionalLong insistsOn() {
    return expectedVersion == null ? OptionalLong.empty() : OptionalLong.of(expectedVersion);
  }
}
