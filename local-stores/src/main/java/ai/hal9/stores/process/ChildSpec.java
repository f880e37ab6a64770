package ai.hal9.stores.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to start, and how it ends.
 *
 * @param name what messages call it, such as {@code postgres} or {@code node-1}
 * @param command program and arguments; no secrets, every user of the machine can read them
 * @param environment set on top of the environment of this JVM
 * @param directory the working directory
 * @param input read as standard input; default: nothing
 * @param log receives standard output and error; an older file of that name is kept beside it as
 *     {@code .1} to {@code .5}
 * @param stopSignal asks the process to end; default {@link Signal#TERM}
 * @param deathSignal what the process receives when this JVM ends, however it ends; default {@link
 *     Signal#KILL}
 * @param account whom the process runs as; default {@link Account#SAME}
 */
public record ChildSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path directory,
    Path input,
    Path log,
    Signal stopSignal,
    Signal deathSignal,
    Account account) {

  private static final Path NO_INPUT = Path.of(Platform.current().posix() ? "/dev/null" : "NUL");

  public ChildSpec {
    Objects.requireNonNull(name);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    directory = directory.toAbsolutePath();
    log = log.toAbsolutePath();
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command names at least a program");
    }
  }

  /** Runs a command in a directory, its output in {@code NAME.log} there. */
  public static ChildSpec of(String name, Path directory, List<String> command) {
    return new ChildSpec(
        name,
        command,
        Map.of(),
        directory,
        NO_INPUT,
        directory.resolve(name + ".log"),
        Signal.TERM,
        Signal.KILL,
        Account.SAME);
  }

  public ChildSpec withEnvironment(Map<String, String> environment) {
    return new ChildSpec(
        name, command, environment, directory, input, log, stopSignal, deathSignal, account);
  }

  public ChildSpec withInput(Path input) {
    return new ChildSpec(
        name, command, environment, directory, input, log, stopSignal, deathSignal, account);
  }

  public ChildSpec withLog(Path log) {
    return new ChildSpec(
        name, command, environment, directory, input, log, stopSignal, deathSignal, account);
  }

  public ChildSpec withStopSignal(Signal stopSignal) {
    return new ChildSpec(
        name, command, environment, directory, input, log, stopSignal, deathSignal, account);
  }

  public ChildSpec withDeathSignal(Signal deathSignal) {
    return new ChildSpec(
        name, command, environment, directory, input, log, stopSignal, deathSignal, account);
  }

  public ChildSpec withAccount(Account account) {
    return new ChildSpec(
        name, command, environment, directory, input, log, stopSignal, deathSignal, account);
  }
}
