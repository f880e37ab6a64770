package ai.hal9.api.tuning;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the history: what was changed, by whom, from what to what.
 *
 * @param version grows by one with every change of its scope
 * @param scope whose history it is
 * @param time when it came into force
 * @param who asked
 * @param why the reason given; may be empty
 * @param before the values it replaced
 * @param after the values it set
 * @param revertAt when it reverts by itself, or null
 * @param origin where it came from; unknown when it is null
 * @param inherited the keys that were not set in the scope before; none when it is null
 * @param unset the keys that are not set in the scope after it; none when it is null
 */
public record TuningVersion(
    long version,
    TuningScope scope,
    Instant time,
    String who,
    String why,
    Map<String, String> before,
    Map<String, String> after,
    @Nullable Instant revertAt,
    TuningOrigin origin,
    Set<String> inherited,
    Set<String> unset) {

  public TuningVersion {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
    origin = Objects.requireNonNullElse(origin, TuningOrigin.UNKNOWN);
    inherited = Set.copyOf(Objects.requireNonNullElse(inherited, Set.of()));
    unset = Set.copyOf(Objects.requireNonNullElse(unset, Set.of()));
  }

  /** One whose keys were all set in the scope before, and are after it. */
  public TuningVersion(
      long version,
      TuningScope scope,
      Instant time,
      String who,
      String why,
      Map<String, String> before,
      Map<String, String> after,
      @Nullable Instant revertAt,
      TuningOrigin origin) {
    this(version, scope, time, who, why, before, after, revertAt, origin, Set.of(), Set.of());
  }
}
