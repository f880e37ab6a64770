package ai.hal9.api.tuning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What stands against new values that can be told without asking anybody: each alone, then the
 * values together. A node holds more against a change, for instance what PostgreSQL can bear.
 */
public final class ValueRules {

  private ValueRules() {}

  /**
   * All that stands against new values.
   *
   * @param parameters those there are
   * @param values what is asked, by key
   * @param inForce the values in force, without what is asked
   */
  public static List<TuningViolation> violations(
      Collection<TuningParameter> parameters,
      Map<String, String> values,
      Map<String, String> inForce) {
    var found = new ArrayList<TuningViolation>();
    new TreeMap<>(values)
        .forEach((key, value) -> alone(parameters, key, value).ifPresent(found::add));
    if (found.isEmpty()) {
      pool(values, inForce).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<TuningViolation> alone(
      Collection<TuningParameter> parameters, String key, String value) {
    var parameter = parameters.stream().filter(known -> known.key().equals(key)).findFirst();
    if (parameter.isEmpty()) {
      return Optional.of(new TuningViolation(key, value, "no such parameter"));
    }
    if (parameter.get().application() == Application.RESTART) {
      return Optional.of(
          new TuningViolation(
              key, value, "takes effect on restart only: set it in the configuration file"));
    }
    return parameter.get().check(value);
  }

  private static Optional<TuningViolation> pool(
      Map<String, String> values, Map<String, String> inForce) {
    var minimumKey = TuningCatalogue.DB_MIN_CONNECTIONS.key();
    var maximumKey = TuningCatalogue.DB_MAX_CONNECTIONS.key();
    if (!values.containsKey(minimumKey) && !values.containsKey(maximumKey)) {
      return Optional.empty();
    }
    var minimum = number(values, inForce, minimumKey);
    var maximum = number(values, inForce, maximumKey);
    if (minimum <= maximum) {
      return Optional.empty();
    }
    var blamed = values.containsKey(maximumKey) ? maximumKey : minimumKey;
    return Optional.of(
        new TuningViolation(
            blamed,
            values.getOrDefault(blamed, ""),
            "the pool would keep at least %d and at most %d connections"
                .formatted(minimum, maximum)));
  }

  private static int number(Map<String, String> values, Map<String, String> inForce, String key) {
    return Integer.parseInt(values.getOrDefault(key, inForce.getOrDefault(key, "0")));
  }
}
