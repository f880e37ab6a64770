package ai.hal9.engine.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a Redis keeps what it is given, as it says itself.
 *
 * @param settings the settings that decide it, by name; one that it does not tell is missing
 * @param replicas replicas that follow it and were heard of within the last two seconds
 */
public record Keeping(Map<String, String> settings, int replicas) {

  /**
   * What each setting must be. Under {@code appendfsync always} Redis syncs once for all commands
   * it read together and only then answers any of them: an answer means "synced".
   */
  private static final Map<String, String> NEEDED =
      Map.of(
          "maxmemory-policy", "noeviction",
          "appendonly", "yes",
          "appendfsync", "always",
          "no-appendfsync-on-rewrite", "no");

  public Keeping {
    settings = Map.copyOf(settings);
  }

  /** The names of the settings that decide. */
  static List<String> names() {
    return NEEDED.keySet().stream().sorted().toList();
  }

  /** Why what it acknowledges may be lost all the same; empty when it may not. */
  public Optional<String> shortfall() {
    var wrong = new ArrayList<String>();
    for (var name : names()) {
      var value = settings.get(name);
      var needed = NEEDED.get(name);
      if (value == null) {
        wrong.add("it does not tell its %s, which must be %s".formatted(name, needed));
      } else if (!value.equals(needed)) {
        wrong.add("its %s is %s and must be %s".formatted(name, value, needed));
      }
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }
}
