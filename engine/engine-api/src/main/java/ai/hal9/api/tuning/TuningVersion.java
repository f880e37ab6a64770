package ai.hal9.api.tuning;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
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
    TuningOrigin origin) {

  public TuningVersion {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
    origin = Objects.requireNonNullElse(origin, TuningOrigin.UNKNOWN);
  }
}
