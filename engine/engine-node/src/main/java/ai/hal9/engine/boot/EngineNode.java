package ai.hal9.engine.boot;

import ai.hal9.api.locale.PlainFigures;
import ai.hal9.engine.config.ConfigHelp;
import ai.hal9.engine.config.ConfigProblem;
import ai.hal9.engine.config.ConfigReading;
import ai.hal9.engine.config.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Runs one node: {@code --config FILE}; with {@code --check FILE} it only says what is wrong with
 * that. Exits with 0 after an orderly shutdown, 1 when it cannot start or requests were cut off, 2
 * when the command line or the configuration is wrong.
 */
public final class EngineNode {

  private static final int FAILED = 1;
  private static final int WRONG_CONFIGURATION = 2;
  private static final String CONFIG = "--config";
  private static final String CHECK = "--check";
  private static final String USAGE =
      """
      Usage: hal9 node --config FILE
      Runs one engine node until it is told to end (SIGTERM drains; a second one ends at once).
      FILE is read again when it has changed and on SIGHUP; what may change live is in force then.

      Every key of FILE (YAML) with its default. HAL9_SECTION_KEY in the environment overrides
      section.key, for instance HAL9_DATABASE_URL. Paths start at FILE's folder.

      """;

  private EngineNode() {}

  public static void main(String[] arguments) {
    PlainFigures.everywhere();
    // Said before the first logger exists: Spring leaves logback alone, Undertow uses it too.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    System.setProperty("org.jboss.logging.provider", "slf4j");
    // Events of the network's libraries: nobody records them, and preparing them costs a start.
    System.setProperty("io.lettuce.core.jfr", "false");
    System.setProperty("io.netty.jfr.enabled", "false");
    var words = List.of(arguments);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(USAGE + ConfigHelp.text());
      return;
    }
    if (words.size() != 2 || !List.of(CONFIG, CHECK).contains(words.getFirst())) {
      System.err.println("Usage: hal9 node --config FILE   (--help lists every key)");
      System.exit(WRONG_CONFIGURATION);
    }
    var file = Path.of(words.getLast());
    var source = new ConfigSource(file, System.getenv());
    switch (source.read()) {
      case ConfigReading.Accepted _ when words.getFirst().equals(CHECK) -> {}
      case ConfigReading.Accepted(var config) -> {
        // logback.xml reads these when the first logger is made.
        System.setProperty("hal9.log.format", config.log().format());
        System.setProperty("hal9.log.level", config.log().level());
        // Whoever reads the file again on it begins with what has changed until then; unhandled it
        // would end the node.
        Signals.onHangUp(() -> {});
        run(source, config);
      }
      case ConfigReading.Refused(var problems) -> {
        refuse(file, problems);
        System.exit(WRONG_CONFIGURATION);
      }
    }
  }

  private static void run(ConfigSource source, NodeConfig config) {
    ConfigurableApplicationContext context;
    RunningNode node;
    try {
      context = application(source, config).run();
      node = context.getBean(RunningNode.class);
      Signals.onEnd(() -> end(context, node), () -> Runtime.getRuntime().halt(FAILED));
      node.awaitReady();
    } catch (RuntimeException e) {
      log().error("{}", reason(e));
      System.exit(FAILED);
    }
  }

  private static SpringApplication application(ConfigSource source, NodeConfig config) {
    var application = new SpringApplication(NodeWiring.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    application.setAddCommandLineProperties(false);
    application.addInitializers(
        context -> {
          context.getBeanFactory().registerSingleton("nodeConfig", config);
          context.getBeanFactory().registerSingleton("configSource", source);
          context
              .getBeanFactory()
              .registerSingleton(
                  AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME, new NoMessages());
        });
    return application;
  }

  private static void end(ConfigurableApplicationContext context, RunningNode node) {
    var complete = false;
    forceAfter(node.longestStop());
    try {
      complete = node.stop();
      context.close();
      log().info("The node has ended");
    } catch (RuntimeException e) {
      complete = false;
      log().error("The shutdown stumbled", e);
    }
    System.exit(complete ? 0 : FAILED);
  }

  /** Ends the process when the orderly way takes too long. */
  private static void forceAfter(Duration limit) {
    Thread.ofPlatform()
        .daemon()
        .name("shutdown-limit")
        .start(
            () -> {
              LockSupport.parkNanos(limit.toNanos());
              log().error("The shutdown took over {} s and is cut short", limit.toSeconds());
              Runtime.getRuntime().halt(FAILED);
            });
  }

  private static void refuse(Path file, List<ConfigProblem> problems) {
    System.err.println(
        problems.size() == 1
            ? "The configuration has a mistake (" + file + "):"
            : "The configuration has " + problems.size() + " mistakes (" + file + "):");
    problems.forEach(problem -> System.err.println("  " + problem));
  }

  /** What a person can do something about: our own message, or the innermost cause's. */
  private static String reason(Throwable failure) {
    var innermost = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartException) {
        return String.valueOf(cause.getMessage());
      }
      innermost = cause;
    }
    return "The node cannot start: " + innermost;
  }

  private static Logger log() {
    return LoggerFactory.getLogger(EngineNode.class);
  }
}
