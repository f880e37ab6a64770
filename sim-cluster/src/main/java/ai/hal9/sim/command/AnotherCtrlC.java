package ai.hal9.sim.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * What the next Ctrl-C or SIGTERM does, once the process is ending: Java itself takes no notice of
 * a second one. The JDK's signals are reached by reflection because the compiler warns of that
 * package without a way to agree.
 */
final class AnotherCtrlC {

  /** As a shell has it. */
  private static final int INTERRUPTED = 130;

  private AnotherCtrlC() {}

  /** Ends this process as it is; what it holds ends with it. */
  static void ends(Output output) {
    does(
        () -> {
          output.message("hal9: ended; what it had started ends by itself within seconds");
          Runtime.getRuntime().halt(INTERRUPTED);
        });
  }

  /** Does this instead of what was set before; nothing where signals cannot be handled. */
  static void does(Runnable task) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                task.run();
                yield null;
              }
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> proxy.equals(arguments[0]);
              default -> "another Ctrl-C";
            };
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      var proxy =
          Proxy.newProxyInstance(
              AnotherCtrlC.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
      for (var name : List.of("INT", "TERM")) {
        signal
            .getMethod("handle", signal, handlerType)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // then the first one's end has to be awaited
    }
  }
}
