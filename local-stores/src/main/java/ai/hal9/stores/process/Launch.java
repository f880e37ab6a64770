package ai.hal9.stores.process;

import java.io.IOException;
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

  private static final boolean SESSION = available("setsid");
  private static final boolean DEATH_SIGNAL = available("setpriv");

  private Launch() {}

  static List<String> command(ChildSpec spec) {
    List<String> command = new ArrayList<>();
    if (SESSION) {
      command.add("setsid");
    }
    if (DEATH_SIGNAL) {
      command.addAll(List.of("setpriv", "--pdeathsig", spec.deathSignal().name()));
    }
    if (spec.account() == Account.UNPRIVILEGED && root()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(spec.command());
    return List.copyOf(command);
  }

  static boolean root() {
    try {
      return Platform.current().posix()
          && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }

  private static boolean available(String program) {
    return Platform.current().linux() && Platform.find(program).isPresent();
  }
}
