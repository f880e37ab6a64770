package ai.hal9.dashboards.catalog;

import ai.hal9.api.yaml.Fields;
import ai.hal9.api.yaml.YamlError;
import ai.hal9.api.yaml.YamlReader;
import ai.hal9.dashboards.model.Objective;
import ai.hal9.dashboards.model.SloProfile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/** The service levels the seed documents ask for. */
public final class SloProfiles {

  private static final List<SloProfile> ALL = read(BundledDashboards.text("profiles"));

  private SloProfiles() {}

  /** All profiles, the default first. */
  public static List<SloProfile> all() {
    return ALL;
  }

  /** The one that holds unless another is chosen: the performance tuning guide's. */
  public static SloProfile standard() {
    return ALL.getFirst();
  }

  /** The profile of this name. */
  public static Optional<SloProfile> named(String name) {
    return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
  }

  private static List<SloProfile> read(String text) {
    var errors = new ArrayList<YamlError>();
    var profiles =
        new YamlReader(errors)
            .read(text)
            .flatMap(node -> Fields.top(node, "profiles are a mapping", errors))
            .map(
                file ->
                    file.items(
                        "profiles",
                        item ->
                            file.asMapping(item.node(), item.path()).flatMap(SloProfiles::profile)))
            .orElse(List.of());
    if (!errors.isEmpty()) {
      throw new IllegalStateException("profiles.yaml: " + errors);
    }
    return profiles;
  }

  private static Optional<SloProfile> profile(Fields keys) {
    var bounds = new EnumMap<Objective, Double>(Objective.class);
    keys.mapping("objectives")
        .ifPresent(
            given -> {
              for (var objective : Objective.values()) {
                var key = objective.wireName();
                if (given.node(key).isPresent()) {
                  bounds.put(objective, given.decimal(key, 0, 0, Double.MAX_VALUE));
                }
              }
              given.done();
            });
    var name = keys.text("profile", "");
    var title = keys.text("title", name);
    var source = keys.text("source", "");
    keys.done();
    return keys.checked(keys.line(), "", () -> new SloProfile(name, title, source, bounds));
  }
}
