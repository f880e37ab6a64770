package ai.hal9.sim.balance;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.sim.SimException;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The balancer as a process of its own: {@code BalancerProcess FILE}. Exits with 2 when the
 * configuration is wrong, 1 when it cannot serve, 0 after a stop (SIGTERM) that let requests end.
 */
public final class BalancerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(BalancerProcess.class);
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private BalancerProcess() {}

  /** Serves until the process is told to end. */
  public static void main(String... arguments) throws InterruptedException {
    PlainFigures.everywhere();
    var file = arguments.length == 2 && arguments[0].equals("--config") ? arguments[1] : null;
    if (arguments.length == 1 && !arguments[0].startsWith("-")) {
      file = arguments[0];
    }
    if (file == null) {
      System.err.println("usage: BalancerProcess FILE.yaml");
      System.exit(MISUSED);
      return;
    }
    var config = configuration(Path.of(file));
    if (config == null) {
      System.exit(MISUSED);
      return;
    }
    // it samples allocations, which is for tests
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    try {
      serve(config);
    } catch (SimException e) {
      System.err.println(e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void serve(BalancerConfig config) throws InterruptedException {
    var balancer = Balancer.start(config, token(config.tokenFile()));
    Runtime.getRuntime().addShutdownHook(new Thread(balancer::close, "balancer-drain"));
    LOG.info("balancing on {}:{}", config.listener().host(), balancer.port());
    new CountDownLatch(1).await();
  }

  private static @Nullable BalancerConfig configuration(Path file) {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (IOException e) {
      System.err.println("the configuration %s cannot be read: %s".formatted(file, e));
      return null;
    }
    return switch (BalancerConfigFile.parse(yaml)) {
      case BalancerConfigFile.Reading.Read(var config) -> config;
      case BalancerConfigFile.Reading.Rejected(var errors) -> {
        System.err.println("the configuration " + file + " is wrong:");
        errors.forEach(error -> System.err.println("  " + error));
        yield null;
      }
    };
  }

  private static @Nullable String token(@Nullable Path file) {
    try {
      return file == null ? null : Files.readString(file).strip();
    } catch (IOException e) {
      throw new SimException(
          SimException.Code.CONFIGURATION, "the token file " + file + " cannot be read", e);
    }
  }
}
