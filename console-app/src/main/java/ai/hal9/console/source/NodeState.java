package ai.hal9.console.source;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one node is heard.
 *
 * @param name unique in its cluster
 * @param url where it serves HTTP
 * @param state whether it is heard
 * @param reason why it is not, for a person; empty while it is
 * @param region where it stands; empty until it was heard
 * @param version the software it runs; empty until it was heard
 * @param lastHeard when its newest snapshot arrived, on this machine's clock; null before the first
 * @param interval the length of its newest interval; zero before the first
 */
public record NodeState(
    String name,
    URI url,
    Hearing state,
    String reason,
    String region,
    String version,
    @Nullable Instant lastHeard,
    Duration interval) {

  /** Whether a node is heard. */
  public enum Hearing {
    /** The first attempt to reach it is under way. */
    CONNECTING,
    /** Its snapshots arrive in time. */
    HEARD,
    /** It is a member, and nothing arrives: it is dead, frozen or out of reach. */
    SILENT,
    /** It is no longer a member of the cluster. */
    GONE
  }
}
