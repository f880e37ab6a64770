package ai.hal9.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads replicas: {@code us-west jdbc:postgresql://one/hal9, jdbc:postgresql://two/hal9}. */
public final class ReplicaList {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";
  private static final String SCHEME = "jdbc:postgresql:";

  private ReplicaList() {}

  /** The replicas, or nothing when a word is wrong. */
  public static Optional<List<NodeConfig.Replica>> parse(String text) {
    var replicas = new ArrayList<NodeConfig.Replica>();
    if (text.isBlank()) {
      return Optional.of(replicas);
    }
    // A URL of several hosts has commas of its own, with no blank behind them.
    for (var part : text.split(",\\s+", -1)) {
      var words = part.strip().split("\\s+", -1);
      var url = words[words.length - 1];
      if (words.length > 2
          || !url.startsWith(SCHEME)
          || url.length() == SCHEME.length()
          || (words.length == 2 && !words[0].matches(NAME))) {
        return Optional.empty();
      }
      replicas.add(new NodeConfig.Replica(words.length == 2 ? words[0] : "", url));
    }
    return Optional.of(replicas);
  }
}
