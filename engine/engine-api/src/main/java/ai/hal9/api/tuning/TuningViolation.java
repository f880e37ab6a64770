package ai.hal9.api.tuning;

/**
 * Why a value was refused.
 *
 * @param key the parameter, or what was written for one
 * @param value the refused value
 * @param allowed what would be accepted, or what stands against it
 */
public record TuningViolation(String key, String value, String allowed) {

  @Override
  public String toString() {
    return "%s: '%s' is not allowed (%s)".formatted(key, value, allowed);
  }
}
