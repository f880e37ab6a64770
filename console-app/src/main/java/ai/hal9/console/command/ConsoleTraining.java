package ai.hal9.console.command;

import ai.hal9.sim.cluster.Hal9Home;
import ai.hal9.sim.process.AotCache;
import ai.hal9.sim.process.Installation;
import ai.hal9.sim.process.Jvm;
import ai.hal9.stores.file.Trees;
import ai.hal9.stores.process.ChildSpec;
import ai.hal9.stores.process.Platform;
import ai.hal9.stores.process.Spawner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Makes the console's AOT cache, once per build: beside the first window, and behind all other
 * work, a second JVM walks through another one that nobody sees. It ends with this one.
 */
final class ConsoleTraining implements AutoCloseable {

  /** So that the first window is there before. */
  private static final Duration DELAY = Duration.ofSeconds(5);

  private static final Duration LONGEST = Duration.ofMinutes(3);

  private final Thread thread;

  private ConsoleTraining(Installation installation, Hal9Home home) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("console-training")
            .start(() -> train(installation, home.directory().resolve("console")));
  }

  /** Makes the cache in a while, where there is none that fits. */
  static ConsoleTraining soon(Installation installation, Hal9Home home) {
    return new ConsoleTraining(installation, home);
  }

  /** Gives up what has not come to an end. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void train(Installation installation, Path directory) {
    // here and not with the class: a first logger reads how to log, which the window need not await
    var log = LoggerFactory.getLogger(ConsoleTraining.class);
    try {
      Thread.sleep(DELAY);
      var cache = AotCache.ofConsole(installation);
      if (!cache.fits()
          && cache.trainable()
          && !cache.train(file -> rehearse(file, directory))
          && !Thread.currentThread().isInterrupted()) {
        log.warn("No AOT cache came of the rehearsal: see {}", directory.resolve("rehearsal.log"));
      }
    } catch (InterruptedException e) {
      // the window was closed first; the next one tries again
    } catch (IOException | RuntimeException e) {
      log.warn("The console has no AOT cache and starts slower", e);
    }
  }

  private static void rehearse(Path file, Path directory) {
    var scratch = directory.resolve("rehearsal");
    try {
      Files.createDirectories(scratch);
      rehearse(
          ChildSpec.of("rehearsal", directory, command(file, scratch))
              .withEnvironment(Map.of("HAL9_HOME", scratch.toString())));
      Trees.delete(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void rehearse(ChildSpec rehearsal) {
    try (var spawner = Spawner.open()) {
      var child = spawner.start(rehearsal);
      try {
        child.awaitExit(LONGEST);
      } catch (InterruptedException e) {
        // asked to end, it would write its cache first
        child.kill();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** This JVM's own options and class path, since a cache fits one set of both. */
  private static List<String> command(Path file, Path scratch) {
    var command = new ArrayList<String>();
    if (Platform.find("nice").isPresent()) {
      command.addAll(List.of("nice", "-n", "19"));
    }
    command.add(Jvm.java().toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-XX:AOT"))
        .forEach(command::add);
    // where what a killed one leaves is found and deleted
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("-XX:AOTCacheOutput=" + file);
    // what the profiles make the JVM compile at once would hold up the first frame
    command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining"));
    command.addAll(List.of("-cp", Installation.ownClassPath(), Hal9.class.getName()));
    command.add(RehearseCommand.NAME);
    return List.copyOf(command);
  }
}
