package ai.hal9.sim.cluster;

import ai.hal9.stores.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Another {@link StandbyRule} for a running cluster: a file that its supervisor takes away. */
public final class StandbyOrder {

  private final Path file;

  public StandbyOrder(ClusterDirectory directory) {
    file = directory.orders().resolve("standby-rule");
  }

  /** Asks for a rule. */
  public void give(StandbyRule rule) throws IOException {
    WholeFile.write(file, rule.name().toLowerCase(Locale.ROOT));
  }

  /** Whether a rule has been asked for, and not been taken yet. */
  public boolean open() {
    return Files.exists(file);
  }

  /** What is asked for; empty where it is no rule. */
  public Optional<StandbyRule> read() throws IOException {
    var text = Files.readString(file).strip();
    return Arrays.stream(StandbyRule.values())
        .filter(rule -> rule.name().equalsIgnoreCase(text))
        .findFirst();
  }

  /** Says that it is in force. */
  public void done() throws IOException {
    Files.deleteIfExists(file);
  }
}
