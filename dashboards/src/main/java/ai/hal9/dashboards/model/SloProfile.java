package ai.hal9.dashboards.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A set of service levels to be measured against.
 *
 * @param name how it is chosen
 * @param title for people
 * @param source the document that asks for them
 * @param bounds by objective; an objective not named is not promised
 */
public record SloProfile(String name, String title, String source, Map<Objective, Double> bounds) {

  public SloProfile {
    Names.check("a profile's name", name);
    Names.title(title);
    if (bounds.isEmpty()) {
      throw new IllegalArgumentException("a profile needs an objective");
    }
    bounds = Collections.unmodifiableMap(new EnumMap<>(bounds));
  }

  /** What a goal means under this profile; nothing where it does not name the objective. */
  public Optional<Bound> bound(Goal goal) {
    return switch (goal) {
      case Goal.Fixed(var bound) -> Optional.of(bound);
      case Goal.Named(var objective) ->
          Optional.ofNullable(bounds.get(objective))
              .map(value -> new Bound(objective.direction(), value));
    };
  }
}
