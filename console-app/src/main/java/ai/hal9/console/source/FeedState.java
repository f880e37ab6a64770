package ai.hal9.console.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a feed stands at a moment.
 *
 * @param connection how well the cluster is heard
 * @param reason what is wrong, for a person; empty when nothing is
 * @param cluster the cluster's own name; empty until something was heard
 * @param nodes the members by name, and those that have left lately
 * @param lastHeard when the newest snapshot of any node arrived, on this machine's clock; null
 *     before the first
 * @param received snapshots heard
 * @param lost snapshots that nodes dropped because this reader was too slow, as they told
 * @param unreadable messages that were no telemetry this version understands
 */
public record FeedState(
    Connection connection,
    String reason,
    String cluster,
    List<NodeState> nodes,
    @Nullable Instant lastHeard,
    long received,
    long lost,
    long unreadable) {

  public FeedState {
    nodes = List.copyOf(nodes);
  }

  /** How old the newest snapshot is; empty before the first. */
  public Optional<Duration> age(Instant now) {
    return Optional.ofNullable(lastHeard).map(heard -> Duration.between(heard, now));
  }

  /** Members that are heard. */
  public long heard() {
    return nodes.stream().filter(node -> node.state() == NodeState.Hearing.HEARD).count();
  }
}
