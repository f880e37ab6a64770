package ai.hal9.console.tuning;

import ai.hal9.api.tuning.TuningVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that came into force.
 *
 * @param target whom it reached
 * @param version what the cluster remembers of it
 */
record Recorded(Target target, TuningVersion version) {

  /** Unique in a cluster: {@code all nodes 7}. */
  String id() {
    return target.words() + " " + version.version();
  }

  Instant time() {
    return version.time();
  }

  /** When it reverts by itself, if it does. */
  Optional<Instant> revertAt() {
    return Optional.ofNullable(version.revertAt());
  }
}
