package ai.hal9.stores.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The words before a command that give it a session of its own (a terminal's Ctrl-C passes it by),
 * tie it to the thread that started it, and take root from it. Each replaces itself by the next, so
 * that the pid stays the same.
 */
final class Launch {

  private static final boolean SESSION = works(List.of("setsid"));

  private Launch() {}

  static List<String> command(ChildSpec spec, RootExit rootExit, Tie tie) {
    List<String> command = new ArrayList<>();
    if (SESSION) {
      command.add("setsid");
    }
    if (spec.account() == Account.UNPRIVILEGED && rootExit == RootExit.NOBODY) {
      // a change of user clears the death signal: it comes first
      command.addAll(rootExit.command());
    }
    if (tie == Tie.DEATH_SIGNAL) {
      command.addAll(List.of("setpriv", "--pdeathsig", spec.deathSignal().name()));
    }
    if (spec.account() == Account.UNPRIVILEGED && rootExit == RootExit.USER_NAMESPACE) {
      command.addAll(rootExit.command());
    }
    command.addAll(spec.command());
    return List.copyOf(command);
  }

  static boolean root() {
    try {
      return Platform.current().linux()
          && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  /** Whether a program can be run behind these words. */
  static boolean works(List<String> words) {
    if (!Platform.current().linux() || Platform.find(words.getFirst()).isEmpty()) {
      return false;
    }
    List<String> command = new ArrayList<>(words);
    command.add("true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
